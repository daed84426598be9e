"""What an errand offered with buttons: which object is meant, and to wait for one that is not there."""

import json

import pytest

from domain.job import Origin
from domain.report import Action, Report, Span
from storage import outbox, questions
from storage.outbox import Parcel
from tests.handlers.house import FRIEND, GROUP, OWNER, House, Said

API = {"kind": "deployment", "namespace": "prod", "name": "api", "context": ""}
STAGING = {**API, "namespace": "staging"}


async def which(house: House, *, chat: int = OWNER) -> Said:
    """The question of an errand that found two things called so."""
    offered = tuple((Action(word="pick", label=str(index), argument=str(index)),) for index in range(2))
    asked = Report(spans=(Span("Which one?"),), actions=offered)
    async with house.writer.transaction() as tx:
        await questions.ask(
            tx,
            word="pick",
            origin=Origin(chat_id=chat, person_id=OWNER, message_id=7),
            arguments={"errand": "watch", "name": "api", "0": json.dumps(API), "1": json.dumps(STAGING)},
            outbox_key="update:1:0",
            now=house.clock.now(),
        )
        await outbox.post(tx, Parcel(key="update:1:0", chat_id=chat, report=asked), now=house.clock.now())
    return await house.row("update:1:0")


async def test_what_was_asked_for_is_done_with_the_one_that_was_picked_once(house: House) -> None:
    asked = await which(house)

    await house.press(asked, "pick", argument="1")
    await house.press(asked, "pick", argument="0")

    [(word, arguments)] = await house.errands()
    assert word == "watch"
    assert json.loads(arguments)["namespace"] == "staging"
    assert "answered already" in await house.toast()


async def test_only_who_was_asked_picks(house: House) -> None:
    await house.let_in(FRIEND, group=GROUP)
    asked = await which(house, chat=GROUP)

    await house.press(asked, "pick", person=FRIEND, argument="1")

    assert await house.errands() == []
    assert "for somebody else" in await house.toast()


@pytest.mark.parametrize("argument", ["name", "errand", "7", ""])
async def test_a_choice_that_was_not_offered_is_answered_politely(house: House, argument: str) -> None:
    asked = await which(house)

    await house.press_raw(asked, f"j1:pick::{argument}")

    assert await house.errands() == []
    assert "out of date" in await house.toast()


@pytest.mark.parametrize("word", ["pick", "choose", "edit", "leave", "skip", "run", "list", "zone", "set"])
async def test_a_number_that_no_row_can_have_is_no_fault_of_ours(house: House, word: str) -> None:
    job = (await house.say("/every monday 9am water the plants"))[0].job_id

    [page] = await house.say("/settings")
    await house.press_raw(page, f"j1:{word}:{job}:{'9' * 40}")

    assert "on my side" not in await house.toast()
