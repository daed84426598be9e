"""The digest of a watch over many objects: generations, what is open, what is bad."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.digest import Digest, Entry


def entry(name: str, word: str = "rolling", revision: str = "1") -> Entry:
    return Entry(kind="deployment", name=name, revision=revision, word=word, telling=("a line",))


def after(*entries: Entry) -> Digest:
    digest = Digest()
    for one in entries:
        digest = digest.taking(one)
    return digest


def test_what_rolls_at_the_same_time_is_one_generation() -> None:
    digest = after(entry("a"), entry("b"), entry("a", "done"), entry("b", "failed"))

    assert digest.generation == 0
    assert [(one.name, one.word) for one in digest.entries] == [("a", "done"), ("b", "failed")]
    assert digest.is_closed
    assert [one.name for one in digest.bad] == ["b"]


def test_what_rolls_after_all_is_decided_begins_another() -> None:
    digest = after(entry("a"), entry("a", "done"), entry("b"))

    assert (digest.generation, [one.name for one in digest.entries]) == (1, ["b"])


def test_a_fix_of_what_failed_begins_another_and_takes_along_what_still_rolls() -> None:
    told = replace(after(entry("a"), entry("b"), entry("a", "failed")), bad_told=True)

    digest = told.taking(entry("a", revision="2"))

    assert digest.generation == 1
    assert [(one.name, one.word) for one in digest.entries] == [("b", "rolling"), ("a", "rolling")]
    assert not digest.bad_told


def test_a_failure_that_recovers_stays_in_its_generation() -> None:
    digest = after(entry("a"), entry("a", "failed"), entry("a", "done"))

    assert (digest.generation, digest.bad) == (0, ())


def test_a_deletion_after_all_is_decided_is_news_of_its_own() -> None:
    digest = after(entry("a"), entry("a", "done"), entry("a", "deleted"))

    assert (digest.generation, digest.count("deleted")) == (1, 1)


def test_the_same_again_changes_nothing() -> None:
    digest = after(entry("a"))

    assert digest.taking(entry("a")) is digest


def test_what_is_stored_comes_back() -> None:
    digest = replace(after(entry("a"), entry("b", "failed")), bad_told=True)

    assert Digest.decode(digest.encode()) == digest
    assert Digest.decode("{}") == Digest()


def test_a_digest_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        Digest.decode('{"v":99,"entries":[]}')


def test_what_has_fallen_and_stays_so_holds_no_generation_open() -> None:
    digest = after(entry("a", "failing"))

    for number in range(200):
        digest = digest.taking(entry(f"job-{number}"))
        digest = digest.taking(entry(f"job-{number}", "done"))

    assert [(one.name, one.word, one.carried) for one in digest.entries] == [
        ("a", "failing", True),
        ("job-199", "done", False),
    ]
    assert (digest.generation, digest.bad, digest.is_closed) == (200, (), True)


def test_a_rollout_that_is_to_mend_what_has_fallen_is_of_a_generation_of_its_own() -> None:
    digest = after(entry("a", "failing"), entry("b"), entry("b", "done"), entry("a", revision="2"))

    assert (digest.generation, [(one.name, one.word) for one in digest.entries]) == (2, [("a", "rolling")])


def test_what_was_taken_along_and_is_well_again_is_news_no_more() -> None:
    digest = after(entry("a", "failing"), entry("b"), entry("b", "done"), entry("a", "recovered"))

    assert (digest.carried, digest.bad, digest.count("recovered")) == ((), (), 1)


def test_what_falls_anew_after_it_was_taken_along_is_bad_news() -> None:
    digest = after(entry("a", "failing"), entry("b"), entry("a", "recovered"), entry("a", "failing"))

    assert [one.name for one in digest.bad] == ["a"]


def test_bad_news_long_after_the_first_is_not_lost_in_its_message() -> None:
    noon = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
    told = replace(after(entry("a", "failing")), bad_told=True, rang_at=noon.isoformat())

    soon = told.taking(entry("b", "failing"), is_late=told.rang_before(noon + timedelta(minutes=29), 1800))
    late = told.taking(entry("b", "failing"), is_late=told.rang_before(noon + timedelta(minutes=30), 1800))
    more = told.taking(entry("a", "flapping"), is_late=True)

    assert (soon.generation, soon.bad_told, len(soon.bad)) == (0, True, 2)
    assert (late.generation, late.bad_told, late.rang_at) == (1, False, "")
    assert ([one.name for one in late.bad], [one.name for one in late.carried]) == (["b"], ["a"])
    assert more.generation == 0


def test_what_is_paused_keeps_nobody_waiting_and_is_of_its_generation_when_it_goes_on() -> None:
    digest = after(entry("a"), entry("b"), entry("a", "done"), entry("b", "paused"))

    assert digest.is_closed
    assert not digest.bad
    assert digest.taking(entry("b", "done")).generation == 0
