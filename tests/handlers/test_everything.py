"""Cancelling all jobs at once: asked first, done with one button, taken back with one."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.job import Job, JobState
from domain.trigger import Calendar, Once, cron
from tests.handlers.house import FRIEND, GROUP, NOW, OWNER, House

COLLEAGUE = 1004
BERLIN = ZoneInfo("Europe/Berlin")


def daily() -> Calendar:
    return Calendar(rules=(cron("0 9 * * *"),), zone=BERLIN)


def in_an_hour() -> Once:
    return Once(at=NOW + timedelta(hours=1), zone=BERLIN)


async def states(house: House, *jobs: Job) -> list[JobState]:
    return [(await house.job(job.id)).state for job in jobs]


@pytest.mark.parametrize("text", ["/cancel all", "cancel all", "delete all my jobs", "/cancel everything"])
async def test_all_are_named_and_offered_with_one_button(house: House, text: str) -> None:
    first = await house.a_schedule(daily(), title="stretch")
    second = await house.a_schedule(daily(), title="water the plants")

    [asked] = await house.say(text)

    assert asked.text == "Cancel these 2 jobs?\n#1 stretch\n#2 water the plants"
    assert [button.label for button in asked.buttons] == ["Cancel all 2"]
    assert await states(house, first, second) == [JobState.ACTIVE] * 2, "nothing is cancelled yet"


@pytest.mark.parametrize(
    "text", ["lösch alles", "alle Jobs löschen", "/cancel alle", "lösche alle meine Aufträge"]
)
async def test_german_asks_in_german(house: House, text: str) -> None:
    await house.do("UPDATE chat SET language = 'de', language_set = 1 WHERE id = ?", OWNER)
    await house.a_schedule(daily(), title="dehnen")
    await house.a_schedule(daily(), title="gießen")

    [asked] = await house.say(text)

    assert asked.text == "Diese 2 Aufträge abbrechen?\n#1 dehnen\n#2 gießen"
    assert [button.label for button in asked.buttons] == ["Alle 2 abbrechen"]


async def test_a_press_cancels_all_and_one_more_brings_them_back(house: House) -> None:
    jobs = [await house.a_schedule(daily(), title=text) for text in ("stretch", "water the plants")]
    [asked] = await house.say("cancel all")

    [gone] = await house.press(asked, "cancel-all")
    cancelled = await states(house, *jobs)
    [back] = await house.press(gone, "undo-all")

    assert gone.key == asked.key == back.key, "the same message is edited"
    assert gone.text == "🗑 2 jobs cancelled:\n#1 stretch\n#2 water the plants"
    assert cancelled == [JobState.CANCELLED, JobState.CANCELLED]
    assert back.text == "2 jobs are back:\n#1 stretch\n#2 water the plants"
    assert await states(house, *jobs) == [JobState.ACTIVE, JobState.ACTIVE]


async def test_what_was_made_after_the_question_stays(house: House) -> None:
    for _ in range(2):
        await house.a_schedule(daily())
    [asked] = await house.say("cancel all")
    late = await house.a_schedule(daily(), title="made meanwhile")

    await house.press(asked, "cancel-all")

    assert (await house.job(late.id)).state is JobState.ACTIVE


async def test_the_card_that_a_job_came_with_shows_that_it_is_gone(house: House) -> None:
    await house.say("/timezone Berlin")
    await house.say("/every day at 7:00 stretch")
    await house.say("/every day at 8:00 water")
    [asked] = await house.say("cancel all")

    said = await house.press(asked, "cancel-all")

    assert "🗑 #1 stretch: cancelled." in [one.text for one in said]


async def test_a_second_press_says_that_it_was_answered(house: House) -> None:
    for _ in range(2):
        await house.a_schedule(daily())
    [asked] = await house.say("cancel all")
    await house.press(asked, "cancel-all")

    await house.press(asked, "cancel-all")

    assert await house.toast() == "That was answered already."


async def test_jobs_that_have_ended_meanwhile_are_passed_over(house: House) -> None:
    jobs = [await house.a_schedule(daily()) for _ in range(2)]
    [asked] = await house.say("cancel all")
    for job in jobs:
        await house.say(f"/cancel {job.number}")

    await house.press(asked, "cancel-all")

    assert "none of the jobs" in await house.toast()


async def test_a_single_job_goes_as_by_its_number(house: House) -> None:
    await house.a_schedule(daily(), title="stretch")

    [gone] = await house.say("cancel all")

    assert gone.text == "🗑 #1 stretch: cancelled."
    assert gone.words == ("undo",)


async def test_without_jobs_there_is_nothing_to_cancel(house: House) -> None:
    [said] = await house.say("cancel all")

    assert said.text.startswith("There are no jobs here.")


async def test_all_of_a_kind_are_only_those(house: House) -> None:
    await house.a_schedule(daily(), title="stretch")
    await house.a_schedule(daily(), title="water")

    [watches] = await house.say("cancel all watches")
    [reminders] = await house.say("cancel all reminders")

    assert "none of the jobs" in watches.text
    assert reminders.words == ("cancel-all",)


async def test_undo_holds_a_day_and_no_longer(house: House) -> None:
    jobs = [await house.a_schedule(daily()) for _ in range(2)]
    [asked] = await house.say("cancel all")
    [gone] = await house.press(asked, "cancel-all")

    await house.wait(hours=25)
    await house.press(gone, "undo-all")

    assert "more than 24 hours ago" in await house.toast()
    assert await states(house, *jobs) == [JobState.CANCELLED, JobState.CANCELLED]


async def test_what_cannot_come_back_is_named_with_the_reason(house: House) -> None:
    daily_one = await house.a_schedule(daily(), title="stretch")
    once = await house.a_schedule(in_an_hour(), title="the oven")
    [asked] = await house.say("cancel all")
    [gone] = await house.press(asked, "cancel-all")

    await house.wait(hours=2)
    [back] = await house.press(gone, "undo-all")

    assert back.text.startswith("1 job is back:\n#1 stretch\n⚠ ")
    assert await states(house, daily_one, once) == [JobState.ACTIVE, JobState.CANCELLED]


async def test_taken_back_one_by_one_leaves_nothing_to_undo(house: House) -> None:
    jobs = [await house.a_schedule(daily()) for _ in range(2)]
    [asked] = await house.say("cancel all")
    [gone] = await house.press(asked, "cancel-all")
    for job in jobs:
        await house.press_raw(gone, f"j1:undo:{job.id}:")

    await house.press_raw(gone, f"j1:undo-all::{gone.buttons[0].argument}")

    assert "None of them is cancelled" in await house.toast()


async def test_many_jobs_are_counted_beyond_a_dozen(house: House) -> None:
    for _ in range(14):
        await house.a_schedule(daily())

    [asked] = await house.say("cancel all")

    assert asked.text.endswith("and 2 more")


@pytest.mark.parametrize("argument", ["", "x", "9" * 18])
@pytest.mark.parametrize("word", ["cancel-all", "undo-all"])
async def test_a_made_up_button_reaches_nothing(house: House, word: str, argument: str) -> None:
    job = await house.a_schedule(daily())
    [page] = await house.say("/list")

    await house.press_raw(page, f"j1:{word}::{argument}")

    assert await house.toast()
    assert await states(house, job) == [JobState.ACTIVE]


async def test_in_a_group_only_ones_own_are_meant(house: House) -> None:
    await house.let_in(FRIEND, COLLEAGUE, group=GROUP)
    jobs = [
        await house.a_schedule(daily(), person=person, chat=GROUP) for person in (FRIEND, FRIEND, COLLEAGUE)
    ]
    [asked] = await house.say("/cancel all", person=FRIEND, chat=GROUP)

    await house.press(asked, "cancel-all", person=COLLEAGUE)
    for_other = await house.toast()
    await house.press(asked, "cancel-all", person=FRIEND)

    assert for_other == "This question was for somebody else."
    assert await states(house, *jobs) == [JobState.CANCELLED, JobState.CANCELLED, JobState.ACTIVE]
