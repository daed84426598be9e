"""In a group: who is meant, who may do what, and where the answer goes."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetChatAdministrators
from aiogram.types import ChatMemberAdministrator, ChatMemberOwner, User

from domain.job import JobState
from domain.trigger import Once
from handlers.administrators import ask_once
from tests.handlers.house import FRIEND, GROUP, NOW, OWNER, House

COLLEAGUE = 1004


@pytest.fixture
async def group(house: House) -> House:
    """A group that is let in, with two people who are, too."""
    await house.let_in(FRIEND, COLLEAGUE, group=GROUP)
    return house


def tomorrow() -> Once:
    return Once(at=NOW + timedelta(days=1), zone=ZoneInfo("UTC"))


async def test_chatter_in_a_group_is_not_for_the_bot(group: House) -> None:
    assert await group.say("shall we have lunch?", chat=GROUP) == []
    assert await group.say("/list@another_bot", chat=GROUP) == []
    assert await group.say("/unknown", chat=GROUP) == []


async def test_a_sigh_in_reply_is_no_wish_but_a_call_by_name_is_answered(group: House) -> None:
    [listed] = await group.say("/list", person=FRIEND, chat=GROUP)

    sigh = await group.say("oh dear", person=FRIEND, chat=GROUP, reply_to=listed)
    called = await group.say("@nightjar_bot oh dear", person=FRIEND, chat=GROUP)

    assert sigh == []
    assert len(called) == 1


async def test_a_command_that_names_the_bot_is_answered_in_reply(group: House) -> None:
    [said] = await group.say("/list@Nightjar_Bot", person=FRIEND, chat=GROUP)

    assert said.chat_id == GROUP
    assert said.reply_to == group.message_id


async def test_the_answer_goes_back_into_the_topic(group: House) -> None:
    [said] = await group.say("/list", chat=GROUP, message_thread_id=44, is_topic_message=True)

    assert said.thread_id == 44


async def test_a_reply_in_general_carries_a_thread_that_is_no_topic(group: House) -> None:
    [said] = await group.say("/list", chat=GROUP, message_thread_id=44)

    assert said.thread_id is None


async def test_anyone_let_in_may_list_and_run_but_not_cancel_what_another_made(group: House) -> None:
    job = await group.a_schedule(tomorrow(), person=FRIEND, chat=GROUP)

    [listed] = await group.say("/list", person=COLLEAGUE, chat=GROUP)
    [run] = await group.say("/run 1", person=COLLEAGUE, chat=GROUP)
    [cancel] = await group.say("/cancel 1", person=COLLEAGUE, chat=GROUP)

    assert "water the plants" in listed.text
    assert "runs now" in run.text
    assert "#1 is somebody else’s" in cancel.text
    assert (await group.job(job.id)).state is JobState.ACTIVE


async def test_a_button_is_checked_against_who_pressed_it(group: House) -> None:
    job = await group.a_schedule(tomorrow(), person=FRIEND, chat=GROUP)
    [asked] = await group.say("/cancel", person=FRIEND, chat=GROUP)

    changed = await group.press(asked, "cancel", person=COLLEAGUE)
    toast = await group.toast()
    [gone] = await group.press(asked, "cancel", person=FRIEND)

    assert changed == []
    assert "somebody else’s" in toast
    assert "cancelled" in gone.text
    assert (await group.job(job.id)).state is JobState.CANCELLED


@pytest.mark.parametrize("who", [OWNER, FRIEND])
async def test_the_creator_and_the_owner_may_cancel(group: House, who: int) -> None:
    await group.a_schedule(tomorrow(), person=FRIEND, chat=GROUP)

    [said] = await group.say("/cancel 1", person=who, chat=GROUP)

    assert "cancelled" in said.text


async def test_an_administrator_of_the_group_may_cancel_and_undo(group: House) -> None:
    await group.a_schedule(tomorrow(), person=FRIEND, chat=GROUP)
    await ask_once(Administered(COLLEAGUE), group.rooms)

    [gone] = await group.say("/cancel 1", person=COLLEAGUE, chat=GROUP)
    [back] = await group.press(gone, "undo", person=COLLEAGUE)

    assert "cancelled" in gone.text
    assert "pause" in back.words


async def test_administrators_are_asked_about_once_an_hour_and_only_of_groups_let_in(group: House) -> None:
    await group.say("/list", chat=GROUP - 1)
    telegram = Administered(COLLEAGUE)

    answers = [await ask_once(telegram, group.rooms)]
    answers.append(await ask_once(telegram, group.rooms))
    await group.wait(minutes=61)
    answers.append(await ask_once(telegram, group.rooms))

    assert answers == [1, 0, 1]
    assert telegram.asked == [GROUP, GROUP]


async def test_what_was_known_of_administrators_is_kept_when_telegram_is_away(group: House) -> None:
    await group.a_schedule(tomorrow(), person=FRIEND, chat=GROUP)
    await ask_once(Administered(COLLEAGUE), group.rooms)
    await group.wait(minutes=61)

    await ask_once(Administered(COLLEAGUE, away=True), group.rooms)
    [said] = await group.say("/cancel 1", person=COLLEAGUE, chat=GROUP)

    assert "cancelled" in said.text


async def test_settings_of_a_group_are_for_its_administrators(group: House) -> None:
    [page] = await group.say("/settings", person=FRIEND, chat=GROUP)

    changed = await group.press(page, "set", person=FRIEND, argument="language=de")
    [after] = await group.press(page, "set", person=OWNER, argument="language=de")

    assert changed == []
    assert "Sprache: Deutsch" in after.text


async def test_a_blocked_bot_is_noted_and_an_unblocked_one_takes_up_what_waits(house: House) -> None:
    await house.feed({"my_chat_member": _standing(house, FRIEND, "kicked")})
    blocked = await house.value("SELECT state FROM chat WHERE id = ?", FRIEND)

    await house.feed({"my_chat_member": _standing(house, FRIEND, "member")})

    assert blocked == "blocked"
    assert await house.value("SELECT state FROM chat WHERE id = ?", FRIEND) == "ok"


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0,), (1,)])
async def test_a_group_that_moves_takes_its_jobs_and_settings_along(
    group: House, order: tuple[int, ...]
) -> None:
    moved = -1009000
    await group.a_schedule(tomorrow(), person=FRIEND, chat=GROUP)
    await group.do("UPDATE chat SET zone = 'Asia/Tokyo' WHERE id = ?", GROUP)
    told: tuple[dict[str, Any], ...] = (
        group.message(None, person=OWNER, chat=GROUP, message_id=900, migrate_to_chat_id=moved),
        group.message(None, person=OWNER, chat=moved, message_id=1, migrate_from_chat_id=GROUP),
    )

    for number in order:
        await group.feed({"message": told[number]})

    [job] = await group.jobs(moved)
    assert job.title == "water the plants"
    assert await group.value("SELECT zone FROM chat WHERE id = ?", moved) == "Asia/Tokyo"
    assert len(await group.say("/list", person=FRIEND, chat=moved)) == 1


class Administered:
    """A Telegram in which every group has these two administrators."""

    def __init__(self, person: int, *, away: bool = False) -> None:
        self._person = person
        self._away = away
        self.asked: list[int] = []

    async def get_chat_administrators(self, chat_id: int) -> list[ChatMemberOwner | ChatMemberAdministrator]:
        self.asked.append(chat_id)
        if self._away:
            raise TelegramNetworkError(GetChatAdministrators(chat_id=chat_id), "away")
        user = User(id=self._person, is_bot=False, first_name="P")
        return [ChatMemberOwner(user=user, is_anonymous=False)]


def _standing(house: House, person: int, status: str) -> dict[str, Any]:
    bot = {"id": 6000, "is_bot": True, "first_name": "Nightjar"}
    until = {"until_date": 0} if status == "kicked" else {}
    return {
        "chat": {"id": person, "type": "private", "first_name": "P"},
        "from": {"id": person, "is_bot": False, "first_name": "P"},
        "date": int(house.clock.now().timestamp()),
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": {"user": bot, "status": status, **until},
    }
