"""A watch may begin at any moment of a rollout: what it is told is true, and no failure is kept from it."""

import pytest

from domain.watch import Beginning, Progress, Word
from tests.watchers.playing import Played, moments_of, played
from tests.watchers.recordings import NAMES, assert_nothing_twice, meta_of

#: The moments that are tried each time, of every recording: so far through it.
QUANTILES = (0.3, 0.6, 0.95)

#: Seconds after the last event: then the world has been standing still for a while.
AFTERWARDS = (5.0, 30.0, 100.0)

_WARNINGS = frozenset({Word.PARTLY, Word.SHAKY})


def assert_true(name: str, start: float, run: Played) -> None:
    """Assert what must hold whenever the watch begins."""
    expect = meta_of(name)["expect"]
    assert_nothing_twice(run.told)
    words = {one.said.word for one in run.told}
    match expect["verdict"]:
        case Word.FAILED:
            _assert_failure_is_told(name, start, run)
        case Word.PAUSED:
            assert words == {Word.PAUSED}
        case Word.ROLLED_BACK:
            assert words <= {Word.FAILED, Word.ROLLED_BACK, Word.DONE}
            # Who comes when the good revision is back for good may be told that it is well.
            assert Word.DONE not in words or start > expect["not_before"] - 1
        case _:
            assert words <= {Word.DONE} | _allowed(expect)
            is_over = run.look.beginning is Beginning.ARMED
            assert [one.said.word for one in run.told[-1:]] == ([] if is_over else [Word.DONE])


def _allowed(expect: dict[str, list[str]]) -> set[Word]:
    """Return the failures that a rollout may show which ends well."""
    return {Word.FAILED, Word.ALREADY_FAILING} if Word.FAILED in expect["first"] else set()


def _assert_failure_is_told(name: str, start: float, run: Played) -> None:
    expect, end = meta_of(name)["expect"], moments_of(name)[-1]
    told = [one for one in run.told if one.said.word not in _WARNINGS]
    assert {one.said.word for one in told} <= {Word.FAILED, Word.ALREADY_FAILING}
    assert {one.said.cause for one in told} <= {expect["cause"]}
    if told:
        # Who comes late waits no longer than who has seen all of it.
        assert told[0].t <= max(expect["by"], start + expect["by"] - expect["since"])
        return
    # Nothing happens any more that could decide it, and the answer says what it suspects.
    assert start >= end
    assert isinstance(run.look.outcome, Progress)
    assert run.look.outcome.suspect
    assert run.look.beginning is not Beginning.ARMED


@pytest.mark.parametrize("name", NAMES)
async def test_a_watch_that_begins_in_the_middle_is_told_the_truth(name: str) -> None:
    moments = moments_of(name)
    for part in QUANTILES:
        start = moments[int(part * len(moments))]

        assert_true(name, start, await played(name, start=start))


@pytest.mark.parametrize(
    ("name", "start", "cause", "by"),
    [
        ("crash-at-start", 86.9, "crash", 88.0),
        ("liveness-loop", 65.5, "liveness", 69.0),
        ("oom", 39.2, "oom", 40.0),
        ("ready-then-crash", 61.55, "crash-after-ready", 62.0),
        ("sidecar-crashes", 41.8, "crash", 42.5),
    ],
)
async def test_a_watch_that_begins_while_a_crash_loop_is_up_is_told_at_its_next_end(
    name: str, start: float, cause: str, by: float
) -> None:
    run = await played(name, start=start)

    assert [one.said.cause for one in run.told] == [cause]
    assert run.told[0].t <= by


@pytest.mark.nightly
@pytest.mark.parametrize("name", NAMES)
async def test_a_watch_that_begins_at_any_moment_is_told_the_truth(name: str) -> None:
    moments = moments_of(name)
    for start in (0.0, *moments, *(moments[-1] + later for later in AFTERWARDS)):
        assert_true(name, start, await played(name, start=start))
