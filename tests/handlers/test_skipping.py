"""Leaving out the next time, and taking back a change: by command, sentence and button."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.job import ScheduleSpec
from domain.trigger import Calendar, Once, cron
from tests.handlers.house import NOW, House

BERLIN = ZoneInfo("Europe/Berlin")


def daily(hour: int = 9) -> Calendar:
    return Calendar(rules=(cron(f"0 {hour} * * *"),), zone=BERLIN)


def nine(day: int) -> datetime:
    return datetime(2026, 11, day, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "/skip 1",
        "skip 1 once",
        "skip the next one of 1",
        "überspring 1 das nächste Mal",
        "lass 1 beim nächsten Mal aus",
        "überspring das nächste Mal bei 1",
        "Überspringe #1 bitte",
    ],
)
async def test_the_next_time_is_left_out_and_the_series_goes_on(house: House, typed: str) -> None:
    job = await house.a_schedule(daily())

    [said] = await house.say(typed)

    skipped = await house.job(job.id)
    assert "#1 water the plants: Mon 23 Nov 09:00 is left out. Next: Tue 24 Nov 09:00" in said.text
    assert (skipped.effective_from, skipped.next_due_at) == (nine(23), nine(24))
    assert skipped.revision == job.revision, "a run in hand goes on"


async def test_a_reply_is_enough(house: House) -> None:
    job = await house.a_schedule(daily())
    [card] = await house.say(f"/pause {job.number}")
    [card] = await house.press(card, "resume")

    await house.say("überspring das nächste Mal", reply_to=card)

    assert (await house.job(job.id)).next_due_at == nine(24)


async def test_the_button_skips_and_undo_brings_the_time_back(house: House) -> None:
    job = await house.a_schedule(daily())
    [resting] = await house.say(f"/pause {job.number}")
    [card] = await house.press(resting, "resume")

    [said] = await house.press(card, "skip-next")
    toast = await house.toast()
    skipped = (await house.job(job.id)).next_due_at
    [back] = await house.press(said, "unskip")

    assert toast == "Left out: Mon 23 Nov 09:00"
    assert skipped == nine(24)
    assert (await house.job(job.id)).next_due_at == nine(23)
    assert "Mon 23 Nov 09:00" in back.text


async def test_skipping_twice_leaves_out_two(house: House) -> None:
    job = await house.a_schedule(daily())

    await house.say("/skip 1")
    await house.say("/skip 1")

    assert (await house.job(job.id)).next_due_at == nine(25)


async def test_a_second_tap_on_the_same_button_leaves_out_no_second_time(house: House) -> None:
    job = await house.a_schedule(daily())
    [resting] = await house.say("/pause 1")
    [card] = await house.press(resting, "resume")

    await house.press(card, "skip-next")
    changed = await house.press(card, "skip-next")

    assert (changed, (await house.job(job.id)).next_due_at) == ([], nine(24))


@pytest.mark.parametrize(("away", "back"), [("/pause 1", "resume"), ("/cancel 1", "undo")])
async def test_what_is_left_out_stays_left_out_after_a_rest(house: House, away: str, back: str) -> None:
    job = await house.a_schedule(daily())
    await house.say("/skip 1")
    [resting] = await house.say(away)

    [card] = await house.press(resting, back)

    assert (await house.job(job.id)).next_due_at == nine(24)
    assert "Tue 24 Nov 09:00" in card.text


async def test_a_change_that_is_taken_back_leaves_nothing_out(house: House) -> None:
    job = await house.a_schedule(daily())
    [changed] = await house.say("change 1 to every day at 8pm")
    await house.say("/skip 1")

    await house.press(changed, "undo-change")

    assert (await house.job(job.id)).next_due_at == nine(23)


async def test_a_time_that_is_due_and_not_run_yet_is_not_swallowed_by_a_skip(house: House) -> None:
    job = await house.a_schedule(daily())
    await house.wait(days=1)

    [said] = await house.say("/skip 1")

    after = await house.job(job.id)
    assert "already" in said.text
    assert (after.effective_from, after.next_due_at) == (job.effective_from, nine(23))


async def test_what_has_passed_is_not_brought_back(house: House) -> None:
    job = await house.a_schedule(daily())
    [said] = await house.say("/skip 1")
    await house.wait(days=1)

    await house.press(said, "unskip")

    assert await house.toast() == "Nothing of #1 is left out."
    assert (await house.job(job.id)).next_due_at == nine(24)


async def test_the_only_time_is_not_left_out(house: House) -> None:
    await house.a_schedule(Once(at=NOW + timedelta(hours=1), zone=BERLIN))

    [said] = await house.say("/skip 1")

    assert said.text == "That would leave nothing of #1; /cancel ends it."


async def test_a_paused_job_has_no_next_time_to_skip(house: House) -> None:
    await house.a_schedule(daily())
    await house.say("/pause 1")

    [said] = await house.say("/skip 1")

    assert "paused" in said.text


async def test_a_change_is_taken_back_within_a_day(house: House) -> None:
    job = await house.a_schedule(daily())
    [changed] = await house.say("change 1 to every day at 8pm")
    between = await house.job(job.id)
    await house.wait(hours=3)

    [back] = await house.press(changed, "undo-change")

    restored = await house.job(job.id)
    assert isinstance(between.spec, ScheduleSpec)
    assert isinstance(restored.spec, ScheduleSpec)
    assert between.spec.trigger != daily()
    assert (restored.spec.trigger, restored.title) == (daily(), "water the plants")
    assert (between.revision, restored.revision) == (2, 3)
    assert restored.effective_from == house.clock.now()
    assert restored.next_due_at == nine(23)
    assert "Changed back" in back.text


@pytest.mark.parametrize(("hours", "presses"), [(25, 1), (1, 2)])
async def test_a_change_is_taken_back_once_and_not_after_a_day(
    house: House, hours: int, presses: int
) -> None:
    job = await house.a_schedule(daily())
    [changed] = await house.say("change 1 to every day at 8pm")
    await house.wait(hours=hours)

    for _ in range(presses):
        await house.press(changed, "undo-change")

    assert "undone already, or older than 24 hours" in await house.toast()
    assert (await house.job(job.id)).revision == presses + 1


async def test_a_change_is_not_taken_back_to_a_moment_that_has_passed(house: House) -> None:
    job = await house.a_schedule(Once(at=NOW + timedelta(hours=1), zone=BERLIN))
    [changed] = await house.say("change 1 to tomorrow at 8pm")
    before = await house.job(job.id)
    await house.wait(hours=2)

    await house.press(changed, "undo-change")

    assert "has passed" in await house.toast()
    assert await house.job(job.id) == before


async def test_what_is_left_out_stays_so_when_only_the_words_change(house: House) -> None:
    job = await house.a_schedule(daily())
    await house.say("/skip 1")

    [changed] = await house.say("change 1 to feed the cats")
    worded = await house.job(job.id)
    await house.press(changed, "undo-change")

    assert worded.title == "feed the cats"
    assert (worded.effective_from, worded.next_due_at) == (nine(23), nine(24))
    assert (await house.job(job.id)).next_due_at == nine(24)
