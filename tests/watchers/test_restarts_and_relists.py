"""Whatever happens to the bot and to its streams: a recorded rollout comes to the same verdict, once.

Every recording, step by step, on the manual clock. A process that is really killed is in
tests/process/test_killed_mid_rollout.py, the other faults of streams are in test_stream_faults.py.
"""

from random import Random

import pytest

from cluster.pace import LONGEST_S
from tests.watchers.playing import (
    AWAY_S,
    Blow,
    Course,
    Played,
    Step,
    after_each,
    before_each,
    once,
    played,
)
from tests.watchers.recordings import MORE, NAMES, assert_as_expected, assert_nothing_twice, meta_of

#: Streams that end again and again come back after their longest back-off, jitter and all; so much later a
#: verdict may be. One that ends once may cost no more than its first.
BACKOFF_S = LONGEST_S * 1.2
SOON_S = 3.0

#: What came and went while the bot was away cannot be told.
UNSEEN = frozenset({"superseded"})

#: Of single blows other than kills every third step is tried: events come in bursts of a few.
STRIDE = 3

RELISTS = (Blow.GONE_IN_STREAM, Blow.GONE, Blow.CLOSE)


async def assert_same(
    name: str, course: Course, *, slack_s: float = 0.0, unseen: frozenset[str] = frozenset()
) -> Played:
    run = await played(name, course=course)
    assert_nothing_twice(run.told)
    assert_as_expected(name, run.told, slack_s=slack_s, unseen=unseen)
    quoted = [line for one in run.told for line in one.said.evidence.log]
    assert meta_of(name)["expect"].get("log", "") in "\n".join(quoted)
    return run


async def assert_once_is_nothing(name: str, blow: Blow, at: Step, *, undisturbed: Played) -> None:
    run = await assert_same(name, once(blow, at), slack_s=SOON_S)
    assert run.words == undisturbed.words
    for there, here in zip(undisturbed.told, run.told, strict=True):
        assert abs(here.t - there.t) <= SOON_S


def at_random(name: str, seed: int) -> Course:
    """Return a course on which anything may happen after each step, nothing too."""
    chance = Random(f"{name} {seed}")  # a course must repeat
    blows = (None, Blow.RESTART, *RELISTS)
    return lambda step: None if step.is_before else chance.choice(blows)


@pytest.mark.parametrize("name", [*NAMES, *MORE])
async def test_a_bot_that_is_killed_after_every_event_comes_to_the_same_verdict(name: str) -> None:
    await assert_same(name, after_each(Blow.RESTART))


@pytest.mark.parametrize(
    "blow",
    [Blow.GONE_IN_STREAM, Blow.GONE, pytest.param(Blow.CLOSE, marks=pytest.mark.nightly)],
)
@pytest.mark.parametrize("name", NAMES)
async def test_streams_that_end_before_every_event_change_no_verdict(name: str, blow: Blow) -> None:
    await assert_same(name, before_each(blow), slack_s=BACKOFF_S)


@pytest.mark.parametrize("name", NAMES)
async def test_a_relist_in_the_middle_is_not_noticed(name: str) -> None:
    undisturbed = await assert_same(name, lambda _: None)

    middle = Step(undisturbed.steps // 2, is_before=True)
    await assert_once_is_nothing(name, Blow.GONE, middle, undisturbed=undisturbed)


@pytest.mark.parametrize("name", [*NAMES, *MORE])
async def test_kills_and_relists_in_any_order_change_no_verdict(name: str) -> None:
    await assert_same(name, at_random(name, seed=0), slack_s=BACKOFF_S)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(1, 11))
@pytest.mark.parametrize("name", NAMES)
async def test_no_order_of_kills_and_relists_changes_a_verdict(name: str, seed: int) -> None:
    await assert_same(name, at_random(name, seed), slack_s=BACKOFF_S)


@pytest.mark.nightly
@pytest.mark.parametrize("name", NAMES)
async def test_a_bot_that_is_killed_before_every_event_comes_to_the_same_verdict(name: str) -> None:
    await assert_same(name, before_each(Blow.RESTART))


@pytest.mark.nightly
@pytest.mark.parametrize("blow", [Blow.RESTART, *RELISTS])
@pytest.mark.parametrize("name", NAMES)
async def test_one_kill_or_relist_at_any_step_is_not_noticed(name: str, blow: Blow) -> None:
    undisturbed = await assert_same(name, lambda _: None)

    for number in range(0, undisturbed.steps, 1 if blow is Blow.RESTART else STRIDE):
        step = Step(number, is_before=blow is not Blow.RESTART)
        await assert_once_is_nothing(name, blow, step, undisturbed=undisturbed)


@pytest.mark.nightly
@pytest.mark.parametrize("name", NAMES)
async def test_a_bot_that_is_away_for_a_while_says_so_much_later_what_it_would_have_said(name: str) -> None:
    steps = (await assert_same(name, lambda _: None)).steps

    for number in range(0, steps, STRIDE):
        course = once(Blow.AWAY, Step(number, is_before=False))
        await assert_same(name, course, slack_s=AWAY_S + SOON_S, unseen=UNSEEN)
