"""Jobs are handed over once, within a limit; what has ended stays ended."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.errors import UserError
from domain.job import Job, JobState, MissedPolicy, Origin, ScheduleSpec, TaskSpec, WatchSpec
from domain.trigger import Calendar, Once, Trigger, cron
from domain.watch import Target
from jobs import changing, creating, ending, missed
from jobs.creating import Asked
from storage.database import Transaction
from tests.jobs.conftest import CHAT, NOW, PERSON

UTC_ZONE = ZoneInfo("UTC")
DAILY = Calendar(rules=(cron("0 9 * * *"),), zone=UTC_ZONE)


def asked(key: str, *, most: int = 50) -> Asked:
    return Asked(origin=Origin(chat_id=CHAT, person_id=PERSON), key=key, now=NOW, most=most)


def a_spec(trigger: Trigger = DAILY) -> ScheduleSpec:
    return ScheduleSpec(trigger=trigger, task=TaskSpec(name="remind", text="stretch"))


def a_watch(name: str = "api") -> WatchSpec:
    target = Target(kind="deployment", namespace="prod", name=name)
    return WatchSpec(target=target, until=NOW + timedelta(hours=24))


async def a_job(tx: Transaction, key: str = "update:1:0", trigger: Trigger = DAILY) -> Job:
    return await creating.schedule(tx, a_spec(trigger), title="stretch", asked=asked(key))


async def test_the_same_key_makes_the_same_job(tx: Transaction) -> None:
    first = await a_job(tx)
    second = await a_job(tx)

    assert first == second


async def test_numbers_count_in_the_chat_and_are_never_used_again(tx: Transaction) -> None:
    first = await a_job(tx, "update:1:0")
    await ending.cancel(tx, first, now=NOW)

    second = await a_job(tx, "update:2:0")

    assert (first.number, second.number) == (1, 2)


async def test_a_paused_job_counts_towards_the_limit_and_a_cancelled_one_does_not(tx: Transaction) -> None:
    first = await a_job(tx, "update:1:0")
    second = await a_job(tx, "update:2:0")
    await changing.pause(tx, first)

    with pytest.raises(UserError, match="too-many"):
        await creating.schedule(tx, a_spec(), title="stretch", asked=asked("update:3:0", most=2))
    await ending.cancel(tx, second, now=NOW)
    third = await creating.schedule(tx, a_spec(), title="stretch", asked=asked("update:4:0", most=2))

    assert third.number == 3


async def test_a_watch_counts_against_the_limit_too(tx: Transaction) -> None:
    await creating.watch(tx, a_watch(), title="prod/api", asked=asked("update:1:0", most=1))

    with pytest.raises(UserError, match="too-many"):
        await creating.watch(tx, a_watch("worker"), title="prod/worker", asked=asked("update:2:0", most=1))


async def test_what_would_never_happen_is_refused(tx: Transaction) -> None:
    passed = Once(at=NOW - timedelta(seconds=1), zone=UTC_ZONE)

    with pytest.raises(UserError, match=r"jobs\.never-due"):
        await a_job(tx, trigger=passed)


async def test_what_has_ended_cannot_be_paused_resumed_or_changed(tx: Transaction) -> None:
    gone = await ending.cancel(tx, await a_job(tx), now=NOW)

    with pytest.raises(UserError, match="was-cancelled"):
        await changing.pause(tx, gone)
    with pytest.raises(UserError, match="was-cancelled"):
        await changing.resume(tx, gone, now=NOW)
    with pytest.raises(UserError, match="was-cancelled"):
        await changing.reschedule(tx, gone, trigger=DAILY, words="", now=NOW)


async def test_undo_brings_a_paused_job_back_paused(tx: Transaction) -> None:
    resting = await changing.pause(tx, await a_job(tx))
    gone = await ending.cancel(tx, resting, now=NOW)

    back = await ending.undo(tx, gone, now=NOW + timedelta(hours=1), most=50)

    assert (back.state, back.next_due_at) == (JobState.PAUSED, None)


async def test_undo_does_not_get_around_the_limit(tx: Transaction) -> None:
    gone = await ending.cancel(tx, await a_job(tx, "update:1:0"), now=NOW)
    await creating.schedule(tx, a_spec(), title="stretch", asked=asked("update:2:0", most=1))

    with pytest.raises(UserError, match="too-many"):
        await ending.undo(tx, gone, now=NOW, most=1)


async def test_taking_a_change_back_keeps_what_was_decided_about_missed_runs(tx: Transaction) -> None:
    job = await a_job(tx)
    evening = Calendar(rules=(cron("0 20 * * *"),), zone=UTC_ZONE)
    changed = await changing.reschedule(tx, job, trigger=evening, words="", now=NOW)
    decided = await missed.decide(tx, changed, MissedPolicy.ALWAYS)

    back = await changing.undo_change(tx, decided, now=NOW)

    assert isinstance(back.spec, ScheduleSpec)
    assert (back.spec.trigger, back.spec.missed) == (DAILY, MissedPolicy.ALWAYS)


async def test_a_change_moves_the_point_from_which_it_is_due(tx: Transaction) -> None:
    job = await a_job(tx)
    later = NOW + timedelta(hours=5)

    changed = await changing.reschedule(tx, job, trigger=DAILY, words="daily", now=later)

    assert (changed.revision, changed.effective_from) == (2, later)


async def test_a_one_shot_whose_moment_fell_into_the_pause_does_not_come_back_to_life(
    tx: Transaction,
) -> None:
    soon = Once(at=NOW + timedelta(hours=1), zone=UTC_ZONE)
    resting = await changing.pause(tx, await a_job(tx, trigger=soon))

    with pytest.raises(UserError, match="moment-passed"):
        await changing.resume(tx, resting, now=NOW + timedelta(hours=2))


async def test_keep_watching_never_makes_a_watch_shorter(tx: Transaction) -> None:
    job = await creating.watch(tx, a_watch(), title="prod/api", asked=asked("update:1:0"))

    longer = await changing.keep_watching(tx, job, until=NOW + timedelta(hours=30), now=NOW)
    same = await changing.keep_watching(tx, longer, until=NOW + timedelta(hours=1), now=NOW)

    assert isinstance(same.spec, WatchSpec)
    assert same.spec.until == NOW + timedelta(hours=30)
