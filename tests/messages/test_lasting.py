"""What is said of lasting watches, of what a rollout changed, and of many objects at once, word for word."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.digest import Digest, Entry
from domain.job import Job, WatchSpec
from domain.report import Report, Severity
from domain.watch import Beginning, Change, Evidence, Figures, Progress, Said, Target, Word
from domain.watchtower import FirstLook
from messages import digests, watching
from messages.sentences import LANGUAGES
from tests.messages.test_watching import API, BERLIN, NOW, a_job

PROD = Target(kind="namespace", namespace="", name="prod")
FELL = Said(
    word=Word.DEGRADED,
    uid="u1",
    revision="r1",
    version="1.4.2",
    figures=Figures(wanted=3, ready=1),
)


def a_lasting_job(target: Target = API) -> Job:
    job = a_job(target)
    assert isinstance(job.spec, WatchSpec)
    return replace(job, spec=replace(job.spec, lasting=True))


def told(outcome: Said, *, language: str = "en") -> Report:
    return watching.said(a_lasting_job(), API, outcome, finding_id=9, language=language, zone=BERLIN, now=NOW)


def flapping(cause: str) -> Said:
    return replace(
        FELL,
        word=Word.FLAPPING,
        cause=cause,
        times=7,
        within_s=1200.0,
        began_at=NOW - timedelta(minutes=40),
        figures=Figures(wanted=3, ready=3 if cause in {"up", "calm"} else 1),
    )


def words_of(report: Report) -> list[list[str]]:
    return [[action.word for action in row] for row in report.actions]


def test_a_fall_says_how_many_are_left_and_can_be_muted() -> None:
    report = told(FELL)

    assert report.text == "⚠️ prod/api: only 1 of 3 are ready, though nothing is rolling out"
    assert report.severity is Severity.WARNING
    assert words_of(report) == [["logs", "previous", "events", "describe"], ["mute"]]


def test_a_recovery_says_how_long_it_was_gone() -> None:
    up = replace(
        FELL,
        word=Word.RECOVERED,
        figures=Figures(wanted=3, ready=3),
        began_at=NOW - timedelta(minutes=5),
        soaked_s=30.0,
    )

    report = told(up)

    assert report.text == "✅ prod/api: 1.4.2 is up again after 4 min 30 s: 3/3 ready, steady for 30 s."
    assert report.severity is Severity.GOOD
    assert report.actions == ()


def test_flapping_is_told_with_its_count_and_how_it_is_now() -> None:
    down, up, calm = (told(flapping(cause)) for cause in ("", "up", "calm"))

    assert down.text == "↯ prod/api flaps: 7 times in 20 min\nDown now, 1/3 ready."
    assert up.text == "↯ prod/api flaps: 7 times in 20 min\nUp again now, 3/3 ready."
    assert calm.text == "↯ prod/api flapped 7 times in 20 min, and has been steady since 17:40."
    assert words_of(down) == [["logs", "previous", "events", "describe"], ["mute"]]
    assert calm.actions == ()


def test_what_a_lasting_watch_saw_deleted_is_waited_for() -> None:
    report = told(replace(FELL, word=Word.DELETED))

    assert report.text == "🗑 prod/api was deleted and did not come back.\nI wait for it to come back."
    assert report.actions == ()


def test_the_verdict_of_a_lasting_watch_offers_no_second_one() -> None:
    failed = told(replace(FELL, word=Word.FAILED, cause="crash"))
    done = told(replace(FELL, word=Word.DONE))

    assert words_of(failed) == [["logs", "previous", "events", "describe"], ["mute"]]
    assert done.actions == ()


def test_a_failure_names_what_the_rollout_changed() -> None:
    changes = (
        Change(word="image", before="1.4.2", after="1.4.3"),
        Change(word="env", after="+DATABASE_URL -DB"),
        Change(word="memory-limit", container="sidecar", before="512Mi", after="256Mi"),
    )

    report = told(replace(FELL, word=Word.FAILED, cause="crash", evidence=Evidence(changes=changes)))

    assert report.text.splitlines()[-1] == (
        "Changed: image 1.4.2 → 1.4.3 · env +DATABASE_URL -DB · sidecar memory limit 512Mi → 256Mi"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "word",
    [
        "image",
        "env",
        "command",
        "memory-limit",
        "cpu-limit",
        "memory-request",
        "cpu-request",
        "startup",
        "readiness",
        "liveness",
        "container-new",
        "container-gone",
    ],
)
def test_every_change_has_its_words(word: str, language: str) -> None:
    one = Evidence(changes=(Change(word=word, before="old", after="new"),))

    report = told(replace(FELL, word=Word.FAILED, cause="crash", evidence=one), language=language)

    assert "old" in report.text.splitlines()[-1] or "new" in report.text.splitlines()[-1]


def entry(name: str, word: str = "rolling", *, cause: str = "", finding: int | None = None) -> Entry:
    return Entry(
        kind="deployment",
        name=name,
        revision="r",
        word=word,
        cause=cause,
        version="2.0",
        finding=finding,
        telling=("KeyError: 'X'",) if word == "failed" else (),
    )


def test_a_digest_begins_with_what_failed_and_has_buttons_for_it() -> None:
    bad = (
        entry("worker", "failed", cause="crash", finding=4),
        entry("web", "failed", cause="oom", finding=5),
    )
    digest = Digest(entries=(*bad, *(entry(f"app{each}", "done") for each in range(7)), entry("slow")))

    report = digests.message(a_job(PROD), PROD, digest, language="en")

    assert report.text == (
        "❌ prod: 7 ok, 2 failed, 1 still rolling out\n"
        "worker 2.0: a container stops by itself\n"
        "web 2.0: a container is killed over its memory limit\n"
        "KeyError: 'X'"
    )
    assert words_of(report) == [["logs", "previous", "events", "describe"], ["logs"], ["mute"]]
    assert report.actions[1][0].label == "Logs of web"
    assert [action.argument for action in report.actions[0]] == ["4", "4", "4", "4"]


def test_the_line_of_a_namespace_counts_what_is_through() -> None:
    digest = Digest(entries=(entry("a", "done"), entry("b"), entry("c", "failed")))

    report = digests.line(a_job(PROD), PROD, digest, language="en")

    assert report.text == "👁 #7 prod: 2/3 through. Rolling out: b 2.0. Failed: c 2.0."
    assert words_of(report) == [["report-now", "cancel"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "word", ["done", "failed", "failing", "flapping", "stuck", "deleted", "recovered", "paused"]
)
@pytest.mark.parametrize("rolling", [(), (entry("slow"),)], ids=["alone", "beside-one-that-rolls"])
def test_every_entry_can_be_said(word: str, rolling: tuple[Entry, ...], language: str) -> None:
    digest = Digest(entries=(entry("api", word, cause="crash"), *rolling))

    report = digests.message(a_job(PROD), PROD, digest, language=language)

    assert "api" in report.text or "1" in report.text


def test_a_namespace_in_which_nothing_rolls_says_until_when_it_is_watched() -> None:
    look = FirstLook(
        target=PROD,
        beginning=Beginning.ARMED,
        outcome=Progress(phase="crowd"),
        uid="",
        baseline="{}",
        memory="{}",
    )

    once = watching.beginning(a_job(PROD), look, language="en", zone=BERLIN, now=NOW)
    always = watching.beginning(a_lasting_job(PROD), look, language="en", zone=BERLIN, now=NOW)

    assert once.text == (
        "👁 #7 prod: 0 workloads.\n"
        "I report in one message how the next rollouts here end (until tomorrow 18:20)."
    )
    assert always.text.endswith("until you cancel.")


def test_what_fell_before_is_named_beside_what_is_through_and_rings_no_more() -> None:
    fallen = Entry(kind="deployment", name="worker", revision="1", word="failing", version="2.0")
    through = Entry(kind="deployment", name="api", revision="2", version="1.4.3")
    digest = Digest().taking(fallen).taking(through).taking(replace(through, word="done"))

    report = digests.message(a_lasting_job(PROD), PROD, digest, language="en")

    assert report.text == "✅ prod: 1 ok.\napi 1.4.3\nStill not well: worker 2.0."
    assert report.severity is Severity.GOOD
