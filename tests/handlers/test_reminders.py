"""The buttons of messages that a run sent: done, snooze, skip, run now, always catch up."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.job import Job, MissedPolicy, ScheduleSpec
from domain.report import Report, Span
from domain.trigger import Calendar, Once, cron
from messages.buttons import button
from messages.running import missed_card
from storage import outbox, runs
from storage.outbox import Parcel, RowKind
from tests.handlers.house import NOW, OWNER, House, Said

BERLIN = ZoneInfo("Europe/Berlin")


async def a_reminder(house: House) -> tuple[Job, Said]:
    """A daily job whose run has just said its text."""
    job = await house.a_schedule(Calendar(rules=(cron("0 12 * * *"),), zone=BERLIN), title="drink water")
    later = tuple(
        button("en", "snooze", argument=length, label=length) for length in ("10m", "1h", "tomorrow")
    )
    report = Report(spans=(Span("drink water"),), actions=((button("en", "done"), *later),))
    return job, await posted(house, job, report)


async def posted(house: House, job: Job, report: Report, *, run: int = 1) -> Said:
    key = f"run:{run}"
    parcel = Parcel(key=key, chat_id=OWNER, report=report, kind=RowKind.TERMINAL, job_id=job.id)
    async with house.writer.transaction() as tx:
        await outbox.post(tx, parcel, now=house.clock.now())
    return await house.row(key)


async def test_done_takes_the_buttons_away(house: House) -> None:
    _, said = await a_reminder(house)

    [after] = await house.press(said, "done")

    assert after.key == said.key
    assert after.text == "drink water\n✓ done"
    assert after.buttons == ()


@pytest.mark.parametrize(
    ("length", "at"),
    [
        ("10m", NOW + timedelta(minutes=10)),
        ("1h", NOW + timedelta(hours=1)),
        ("tomorrow", NOW + timedelta(days=1)),
    ],
)
async def test_snooze_is_an_extra_one_and_leaves_the_series_alone(
    house: House, length: str, at: datetime
) -> None:
    job, said = await a_reminder(house)

    [after] = await house.press(said, "snooze", argument=length)

    series, extra = await house.jobs()
    assert series == job
    assert isinstance(extra.spec, ScheduleSpec)
    assert extra.spec.trigger == Once(at=at, zone=BERLIN)
    assert extra.spec.task.text == "drink water"
    assert "again" in after.text
    assert after.buttons == ()


async def test_snooze_pressed_twice_is_one(house: House) -> None:
    _, said = await a_reminder(house)

    await house.press(said, "snooze", argument="10m")
    await house.press(said, "snooze", argument="1h")

    assert len(await house.jobs()) == 2


async def test_tomorrow_is_the_same_time_on_the_clock_when_the_clocks_change(house: House) -> None:
    await house.clock.advance(to=datetime(2027, 3, 27, 11, 0, tzinfo=UTC))
    _, said = await a_reminder(house)

    await house.press(said, "snooze", argument="tomorrow")

    extra = (await house.jobs())[-1]
    assert extra.next_due_at == datetime(2027, 3, 28, 10, 0, tzinfo=UTC)


async def a_missed_run(house: House) -> tuple[Job, Said]:
    job = await house.a_schedule(Calendar(rules=(cron("0 12 * * *"),), zone=BERLIN), title="drink water")
    await house.do(
        """INSERT INTO run (id, job_id, slot, revision, state, claimed_at)
           VALUES (7, ?, '2026-11-22T11:00:00.000000Z', 1, 'missed', '2026-11-22T11:00:00.000000Z')""",
        job.id,
    )
    card = missed_card("en", job, run_id=7, slot=NOW, now=NOW, earlier=0, repeats=True)
    return job, await posted(house, job, card)


async def test_a_missed_run_is_run_once(house: House) -> None:
    job, said = await a_missed_run(house)

    [after] = await house.press(said, "run")
    first = await house.toast()
    await house.press(said, "run")

    assert first == "▶ #1 runs now."
    assert "decided already" in await house.toast()
    assert after.buttons == ()
    async with house.writer.reading() as tx:
        assert [run.state for run in await runs.history(tx, job.id, limit=9)] == ["requested", "cancelled"]


async def test_a_missed_run_can_be_left_out(house: House) -> None:
    job, said = await a_missed_run(house)

    [after] = await house.press(said, "skip")

    assert after.text.endswith("Left out.")
    async with house.writer.reading() as tx:
        assert [run.state for run in await runs.history(tx, job.id, limit=9)] == ["cancelled"]


async def test_from_now_on_missed_runs_are_caught_up(house: House) -> None:
    job, said = await a_missed_run(house)

    await house.press(said, "always")

    changed = await house.job(job.id)
    assert isinstance(changed.spec, ScheduleSpec)
    assert changed.spec.missed is MissedPolicy.ALWAYS


async def test_a_verdict_stays_when_its_button_cancels_the_job(house: House) -> None:
    job, _ = await a_reminder(house)
    card = Report(spans=(Span("failed again"),), actions=((button("en", "cancel", job=job.id),),))
    said = await posted(house, job, card, run=2)

    [gone] = await house.press(said, "cancel")

    assert gone.key != said.key
    assert (await house.row(said.key)).text == "failed again"


async def test_a_missed_run_is_kept_while_another_one_is_under_way(house: House) -> None:
    job, said = await a_missed_run(house)
    await house.say("/run 1")

    await house.press(said, "run")

    assert "is running already" in await house.toast()
    async with house.writer.reading() as tx:
        assert [run.state for run in await runs.history(tx, job.id, limit=9)] == ["requested", "missed"]


async def test_nothing_runs_for_a_job_that_was_cancelled_meanwhile(house: House) -> None:
    job, said = await a_missed_run(house)
    await house.say("/cancel 1")

    await house.press(said, "run")

    assert "#1 was cancelled" in await house.toast()
    async with house.writer.reading() as tx:
        assert [run.state for run in await runs.history(tx, job.id, limit=9)] == ["missed"]


async def test_a_reminder_that_has_rung_is_handed_over_again_with_its_new_text(house: House) -> None:
    job = await house.a_schedule(Once(at=NOW + timedelta(hours=1), zone=BERLIN))
    await house.do("UPDATE job SET state = 'done' WHERE id = ?", job.id)

    [card] = await house.say("change 1 to tomorrow at 8pm feed the cat")

    [made] = await house.jobs()
    assert isinstance(made.spec, ScheduleSpec)
    assert (made.title, made.spec.task.text) == ("feed the cat", "feed the cat")
    assert "feed the cat" in card.text
