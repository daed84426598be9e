"""Messages that did not arrive, and buttons that are pressed before the bot knows its own message."""

from zoneinfo import ZoneInfo

import pytest

from domain.buttons import pack
from domain.report import Action, Report, Span
from domain.trigger import Calendar, cron
from storage import outbox
from storage.outbox import Parcel, RowKind
from tests.handlers.house import OWNER, House

BERLIN = ZoneInfo("Europe/Berlin")


async def a_lost_message(house: House, key: str, *, job_id: str | None = None) -> None:
    async with house.writer.transaction() as tx:
        report = Report(spans=(Span("api failed"),))
        parcel = Parcel(key=key, chat_id=OWNER, report=report, kind=RowKind.TERMINAL, job_id=job_id)
        await outbox.post(tx, parcel, now=house.clock.now())
    await house.do("UPDATE outbox SET state = 'dead', error = 'refused' WHERE dedupe_key = ?", key)


async def test_the_list_says_what_could_not_be_delivered_and_sends_it_again_once(house: House) -> None:
    job = await house.a_schedule(Calendar(rules=(cron("0 9 * * *"),), zone=BERLIN))
    await a_lost_message(house, "run:1", job_id=job.id)
    await a_lost_message(house, "update:77")

    [listed] = await house.say("/list")
    [after] = await house.press(listed, "resend")
    first = await house.toast()
    await house.press(listed, "resend")
    second = await house.toast()

    assert "1 message(s) could not be delivered" in listed.text, "at its job"
    assert "2 messages could not be delivered here" in listed.text
    assert first == "On their way again: 2"
    assert second == "Nothing is waiting to be sent again."
    assert "delivered" not in after.text
    assert await house.value("SELECT count(*) FROM outbox WHERE state = 'dead'") == 0


async def test_a_chat_without_jobs_hears_of_lost_messages_too(house: House) -> None:
    await a_lost_message(house, "run:1")

    [listed] = await house.say("/list")

    assert "1 message could not be delivered here" in listed.text
    assert listed.words == ("resend",)


async def a_reminder(house: House, job_id: str, *, key: str) -> None:
    """Let a reminder with [Done] be on its way."""
    buttons = ((Action(word="done", label="Done"), Action(word="snooze", label="1 h", argument="3600")),)
    async with house.writer.transaction() as tx:
        report = Report(spans=(Span(f"oven of {key}"),), actions=buttons)
        parcel = Parcel(key=key, chat_id=OWNER, report=report, kind=RowKind.TERMINAL, job_id=job_id)
        await outbox.post(tx, parcel, now=house.clock.now())


async def press_under(house: House, message_id: int, word: str) -> str:
    """Press a button under a message whose id the bot has not noted."""
    message = house.message("oven", person=OWNER, chat=None, message_id=message_id)
    person = {"id": OWNER, "is_bot": False, "first_name": "Ada"}
    query = {"id": "1", "from": person, "chat_instance": "1", "message": message, "data": pack(word)}
    await house.feed({"callback_query": query})
    return await house.toast()


@pytest.mark.parametrize("states", [("sending",), ("sending", "unknown")])
async def test_a_button_pressed_before_the_bot_knows_its_message_does_what_it_says(
    house: House, states: tuple[str, ...]
) -> None:
    job = await house.a_schedule(Calendar(rules=(cron("0 9 * * *"),), zone=BERLIN))
    await a_reminder(house, job.id, key="run:1")
    await a_reminder(house, job.id, key="run:2")
    for state in states:
        await house.do("UPDATE outbox SET state = ? WHERE dedupe_key = 'run:1'", state)

    await press_under(house, 9000, "done")

    assert "done" in (await house.row("run:1")).text.lower()
    assert (await house.row("run:1")).buttons == ()
    assert (await house.row("run:2")).buttons != (), "that one is not on its way yet"


async def test_the_copy_that_nobody_has_noted_has_working_buttons_too(house: House) -> None:
    job = await house.a_schedule(Calendar(rules=(cron("0 9 * * *"),), zone=BERLIN))
    await a_reminder(house, job.id, key="run:1")
    for state in ("sending", "unknown", "sending", "sent"):
        await house.do("UPDATE outbox SET state = ?, repeat = 1, message_id = 9001", state)

    await press_under(house, 9000, "done")

    assert (await house.row("run:1")).buttons == ()


async def test_a_button_that_no_message_on_its_way_has_is_not_taken_for_another(house: House) -> None:
    job = await house.a_schedule(Calendar(rules=(cron("0 9 * * *"),), zone=BERLIN))
    await a_reminder(house, job.id, key="run:1")
    await house.do("UPDATE outbox SET state = 'sending'")

    toast = await press_under(house, 9000, "history")

    assert toast != ""
    assert (await house.row("run:1")).buttons != ()
