"""Schedules, reminders and what can be done with them: the installed program, over HTTP on both sides."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.process.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="package")]

BERLIN = ZoneInfo("Europe/Berlin")


def next_time(town: Town, hour: int, *, weekday: int | None = None) -> datetime:
    """Return the next moment at which it is that hour in Berlin."""
    moment = town.clock.now().astimezone(BERLIN).replace(hour=hour, minute=0, second=0, microsecond=0)
    while moment <= town.clock.now() or weekday not in (None, moment.weekday()):
        moment += timedelta(days=1)
    return moment.astimezone(UTC)


async def test_a_brief_is_carded_with_its_next_three_times_and_arrives_when_its_time_has_come(
    shared: Town,
) -> None:
    gerd = await shared.visitor("Gerd")
    monday = next_time(shared, 9, weekday=0)

    card = await gerd.ask("/every monday 9am summarize news on fusion energy", expect="Next:")
    shared.move_to(monday - timedelta(seconds=10))
    brief = await gerd.hear("fusion energy ·", after=card)

    times = [entity for entity in card.entities if entity.type == "date_time"]
    assert [entity.unix_time for entity in times] == [
        int((monday + timedelta(weeks=week)).timestamp()) for week in range(3)
    ]
    assert "Europe/Berlin" in card.text
    assert card.labels == ("Run now", "Change", "Skip next", "Pause", "Cancel")
    assert "First field test of fusion energy" in brief.text
    assert next(deed for deed in gerd.sent if deed.message.id == brief.id).rings


async def test_run_now_pressed_twice_runs_once_and_says_when_there_is_nothing_new(shared: Town) -> None:
    hans = await shared.visitor("Hans")
    card = await hans.ask("/every monday 9am summarize news on heat pumps", expect="Next:")

    await hans.press(card, "Run now")
    await hans.press(card, "Run now")
    brief = await hans.hear("heat pumps ·", after=card)
    await shared.pass_time(minutes=1)
    await hans.press(card, "Run now")
    again = await hans.hear("nothing new", after=brief)

    assert len(hans.came("heat pumps ·")) == 1
    assert "heat pumps" in again.text
    assert len([deed for deed in hans.sent if deed.message.id > card.id]) == 2


async def test_a_reminder_rings_at_its_time_and_once_more_ten_minutes_later(shared: Town) -> None:
    ida = await shared.visitor("Ida")
    card = await ida.ask("/in 20 minutes check the oven", expect="Reminder")

    await shared.pass_time(minutes=20)
    first = await ida.hear("check the oven", after=card)
    labels = first.labels
    await ida.press(first, "+10 min")
    snoozed = await ida.until(lambda: text if "again" in (text := ida.now(first).text) else None)
    await shared.pass_time(minutes=10)
    second = await ida.hear("check the oven", after=first)
    await ida.press(second, "Done")
    done = await ida.until(lambda: now if "done" in (now := ida.now(second)).text else None)

    assert labels == ("Done", "+10 min", "+1 h", "Tomorrow")
    assert "⏰" in snoozed
    assert second.id != first.id
    assert done.labels == ()


async def test_a_reminder_for_a_time_of_day_rings_at_that_time(shared: Town) -> None:
    jens = await shared.visitor("Jens")
    at = next_time(shared, 18)
    card = await jens.ask("/at 18:00 call mum", expect="Reminder")

    shared.move_to(at - timedelta(seconds=5))
    rung = await jens.hear("call mum", after=card)

    assert at <= rung.sent_at < at + timedelta(minutes=2)


async def test_what_is_listed_can_be_cancelled_and_the_cancelling_undone(shared: Town) -> None:
    kate = await shared.visitor("Kate")
    card = await kate.ask("/every day 8am water the plants", expect="#1")
    kept = await kate.ask("/every day 9am feed the cat", expect="#2")
    before = await kate.ask("/list", expect="2 jobs here")

    cancelled = await kate.ask("/cancel 1", expect="cancelled")
    during = await kate.ask("/list", expect="1 job here")
    await kate.press(cancelled, "Undo")
    await kate.until(lambda: "Undo" not in kate.now(cancelled).labels)
    after = await kate.ask("/list", expect="2 jobs here")

    assert "water the plants" in before.text
    assert "water the plants" not in during.text
    assert "feed the cat" in during.text
    assert "water the plants" in after.text
    assert "cancelled" not in kate.now(card).text
    assert kept.labels


async def test_a_job_that_rests_does_not_run_until_it_goes_on(shared: Town) -> None:
    lars = await shared.visitor("Lars")
    card = await lars.ask("/every day 7am stretch", expect="Next:")
    await lars.press(card, "Pause")
    await lars.until(lambda: "Resume" in lars.now(card).labels)

    shared.move_to(next_time(shared, 7) + timedelta(minutes=1))
    listed = await lars.ask("/list", expect="1 job here")
    while_resting = len(lars.sent)
    await lars.press(card, "Resume")
    await lars.until(lambda: "Pause" in lars.now(card).labels)
    shared.move_to(next_time(shared, 7) - timedelta(seconds=5))
    rung = await lars.hear("stretch", after=listed)

    assert "paused" in listed.text
    assert lars.sent[while_resting:] == [deed for deed in lars.sent if deed.message.id == rung.id]
