"""Cancel, undo, pause, resume, run, list, history: by command, by button, by reply."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.job import JobState
from domain.trigger import Calendar, Once, cron
from tests.handlers.house import FRIEND, NOW, OWNER, House

BERLIN = ZoneInfo("Europe/Berlin")


def daily(hour: int = 9) -> Calendar:
    return Calendar(rules=(cron(f"0 {hour} * * *"),), zone=BERLIN)


def in_an_hour() -> Once:
    return Once(at=NOW + timedelta(hours=1), zone=BERLIN)


async def test_a_cancelled_job_can_be_brought_back(house: House) -> None:
    job = await house.a_schedule(daily())

    [gone] = await house.say(f"/cancel {job.number}")
    cancelled = (await house.job(job.id)).state
    [back] = await house.press(gone, "undo")

    assert "cancelled" in gone.text
    assert gone.words == ("undo",)
    assert cancelled is JobState.CANCELLED
    assert back.key == gone.key, "the same message is edited"
    assert (await house.job(job.id)).state is JobState.ACTIVE
    assert set(back.words) == {"run", "change", "skip-next", "pause", "cancel"}


async def test_what_fell_due_while_it_was_cancelled_is_not_caught_up(house: House) -> None:
    job = await house.a_schedule(daily())
    [gone] = await house.say(f"/cancel {job.number}")

    await house.wait(hours=23)
    await house.press(gone, "undo")

    revived = await house.job(job.id)
    assert revived.effective_from == house.clock.now()
    assert revived.next_due_at is not None
    assert revived.next_due_at > house.clock.now()


async def test_undo_ends_after_24_hours(house: House) -> None:
    job = await house.a_schedule(daily())
    [gone] = await house.say(f"/cancel {job.number}")

    await house.wait(hours=24, minutes=1)
    changed = await house.press(gone, "undo")

    assert changed == []
    assert "24 hours" in await house.toast()
    assert (await house.job(job.id)).state is JobState.CANCELLED


async def test_undo_of_something_whose_moment_has_passed_says_so(house: House) -> None:
    job = await house.a_schedule(in_an_hour())
    [gone] = await house.say(f"/cancel {job.number}")

    await house.wait(hours=2)
    await house.press(gone, "undo")

    assert "has passed" in await house.toast()


async def test_cancel_alone_shows_buttons_and_a_press_cancels(house: House) -> None:
    first = await house.a_schedule(daily(), title="water the plants")
    second = await house.a_schedule(daily(), title="feed the cat")

    [asked] = await house.say("/cancel")
    [gone] = await house.press_raw(asked, f"j1:cancel:{second.id}:")

    assert [action.label for action in asked.buttons] == ["#1 water the plants", "#2 feed the cat"]
    assert "feed the cat" in gone.text
    assert [job.id for job in await house.jobs()] == [first.id]


async def test_cancel_finds_by_a_part_of_the_name(house: House) -> None:
    await house.a_schedule(daily(), title="water the plants")
    await house.a_schedule(daily(), title="feed the cat")

    await house.say("/cancel cat")

    assert [job.title for job in await house.jobs()] == ["water the plants"]


async def test_a_name_that_fits_two_jobs_changes_nothing_and_asks(house: House) -> None:
    await house.a_schedule(daily(), title="backup of db one")
    await house.a_schedule(daily(), title="backup of db two")

    [asked] = await house.say("/cancel backup")

    assert len(asked.buttons) == 2
    assert len(await house.jobs()) == 2


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("/cancel 99", "There is no #99 here"), ("/cancel dog", "No job here is called “dog”")],
)
async def test_what_is_not_there_is_said_with_what_to_do(house: House, typed: str, answer: str) -> None:
    await house.a_schedule(daily())

    [said] = await house.say(typed)

    assert answer in said.text
    assert "/list" in said.text


async def test_cancelling_twice_says_that_it_was_cancelled(house: House) -> None:
    job = await house.a_schedule(daily())
    await house.say(f"/cancel {job.number}")

    [said] = await house.say(f"/cancel {job.number}")

    assert said.text == "#1 was cancelled already."


async def test_a_paused_job_is_never_due_and_goes_on_from_now(house: House) -> None:
    job = await house.a_schedule(daily())

    [paused] = await house.say(f"/pause #{job.number}")
    resting = await house.job(job.id)
    await house.wait(days=3)
    await house.press(paused, "resume")
    going = await house.job(job.id)

    assert "paused" in paused.text
    assert (resting.state, resting.next_due_at) == (JobState.PAUSED, None)
    assert going.state is JobState.ACTIVE
    assert going.effective_from == house.clock.now()


async def test_run_now_pressed_twice_runs_once(house: House) -> None:
    job = await house.a_schedule(daily())
    [paused] = await house.say(f"/pause {job.number}")
    [card] = await house.press(paused, "resume")

    await house.press(card, "run")
    first = await house.toast()
    await house.press(card, "run")
    second = await house.toast()

    assert first == "▶ #1 runs now."
    assert second == "#1 is running already."
    assert await house.value("SELECT count(*) FROM run WHERE job_id = ?", job.id) == 1


async def test_run_now_pressed_twice_runs_once_even_if_the_first_run_is_through(house: House) -> None:
    job = await house.a_schedule(daily())
    await house.say(f"/run {job.number}")
    await house.do("UPDATE run SET state = 'claimed' WHERE job_id = ?", job.id)
    await house.do("UPDATE run SET state = 'ok' WHERE job_id = ?", job.id)

    await house.wait(seconds=2)
    await house.say(f"/run {job.number}")
    soon = await house.value("SELECT count(*) FROM run WHERE job_id = ?", job.id)
    await house.wait(minutes=2)
    await house.say(f"/run {job.number}")

    assert soon == 1
    assert await house.value("SELECT count(*) FROM run WHERE job_id = ?", job.id) == 2


async def test_a_button_of_another_chat_reaches_nothing(house: House) -> None:
    await house.let_in(FRIEND)
    await house.say("/start", person=FRIEND)
    theirs = await house.a_schedule(daily(), person=FRIEND, chat=FRIEND)
    [mine] = await house.say("/settings")

    await house.press_raw(mine, f"j1:cancel:{theirs.id}:")

    assert await house.toast() == "That belongs to another chat."
    assert (await house.job(theirs.id)).state is JobState.ACTIVE


@pytest.mark.parametrize(
    "data", ["", "j0:cancel:abcdef", "j1:cancel", "j1:nonsense:abcdef:", "🙂", "j1:run::"]
)
async def test_a_stale_button_is_answered_politely(house: House, data: str) -> None:
    [page] = await house.say("/settings")

    changed = await house.press_raw(page, data)

    assert changed == []
    assert await house.toast()


async def test_an_empty_list_says_how_to_begin(house: House) -> None:
    [said] = await house.say("/list")

    assert "/every monday 9am" in said.text


async def test_a_long_list_has_pages_that_are_turned_in_place(house: House) -> None:
    for number in range(23):
        await house.a_schedule(daily(), title=f"job {number}")

    [first] = await house.say("/list")
    [second] = await house.press(first, "list")
    [third] = await house.press(second, "list", argument="2")

    assert "page 1 of 3" in first.text
    assert first.text.count("#") == 10
    assert second.key == first.key
    assert second.words == ("list", "list")
    assert third.text.count("#") == 3


async def test_the_list_shows_what_is_wrong(house: House) -> None:
    broken = await house.a_schedule(daily(), title="of another version")
    failing = await house.a_schedule(daily(), title="failing")
    await house.do("UPDATE job SET spec = '{\"v\": 99}' WHERE id = ?", broken.id)
    await house.do("UPDATE job SET failures = 2 WHERE id = ?", failing.id)

    [said] = await house.say("/list")

    assert "⚠ #1 of another version" in said.text
    assert "⚠ #2" in said.text
    assert "failed 2 times in a row" in said.text


async def test_the_list_says_when_something_happens_only_once(house: House) -> None:
    await house.a_schedule(in_an_hour(), title="tea")

    [said] = await house.say("/list")

    assert said.text.splitlines()[1] == "● #1 tea · next 13:00"


async def test_an_unreadable_job_can_still_be_cancelled(house: House) -> None:
    broken = await house.a_schedule(daily())
    await house.do("UPDATE job SET spec = 'nonsense' WHERE id = ?", broken.id)

    [said] = await house.say("/cancel 1")

    assert "cancelled" in said.text


async def test_history_of_something_new_says_so(house: House) -> None:
    await house.a_schedule(daily())

    [said] = await house.say("/history 1")

    assert "has not done anything yet" in said.text


async def test_history_tells_the_newest_first(house: House) -> None:
    job = await house.a_schedule(daily())
    for day, state in ((19, "ok"), (20, "failed"), (21, "missed")):
        await house.do(
            """INSERT INTO run (job_id, slot, revision, state, claimed_at)
               VALUES (?, ?, 1, ?, '2026-11-22T08:00:00.000000Z')""",
            job.id,
            f"2026-11-{day}T08:00:00.000000Z",
            state,
        )

    [said] = await house.say("/history 1")

    assert [line.split(" – ")[1].split(" · ")[0] for line in said.text.split("\n")[1:]] == [
        "missed",
        "failed",
        "done",
    ]


async def test_a_reply_in_words_of_a_command_acts_on_that_job(house: House) -> None:
    await house.a_schedule(daily(), title="water the plants")
    job = await house.a_schedule(daily(), title="feed the cat")
    [card] = await house.say("/pause 2")

    *_, said = await house.say("/resume", reply_to=card)

    assert "feed the cat" in said.text
    assert (await house.job(job.id)).state is JobState.ACTIVE


async def test_the_same_update_twice_has_its_effects_once(house: House) -> None:
    job = await house.a_schedule(daily())
    await house.say(f"/run {job.number}")
    update = {"message": house.message("/pause 1", person=OWNER, chat=None, message_id=77)}

    first = await house.feed(update)
    again = await house.feed(update, again=True)

    assert len(first) == 1
    assert again == []


async def test_a_fault_of_ours_is_said_and_loses_no_later_update(house: House) -> None:
    job = await house.a_schedule(daily())
    await house.do("UPDATE job SET effective_from = 'not a moment' WHERE id = ?", job.id)

    [said] = await house.say("/cancel 1")
    [after] = await house.say("/help")

    assert "nothing was changed" in said.text
    assert "/watch deployment api" in after.text
