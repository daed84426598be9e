"""Faults between the bot and Telegram, as aiogram meets them."""

import asyncio
import time

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot.practice.telegram import faults
from bot.practice.telegram.faults import BadGateway, Delay, Drop, Fault, Hang
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi


@pytest.mark.parametrize(
    ("fault", "error", "arrived"),
    [
        (faults.too_many(7), TelegramRetryAfter, False),
        (faults.server_error(), TelegramServerError, False),
        (faults.server_error("restart"), TelegramServerError, False),
        (faults.unauthorized(), TelegramUnauthorizedError, False),
        (faults.conflict(), TelegramConflictError, False),
        (BadGateway(), ClientDecodeError, False),
        (Drop(), TelegramNetworkError, False),
        (Drop(applied=True), TelegramNetworkError, True),
        (Hang(), TelegramNetworkError, False),
        (Hang(applied=True), TelegramNetworkError, True),
    ],
)
async def test_a_fault_hits_one_call_and_the_next_one_goes_through(
    bot: Bot, api: BotApi, chat: Room, fault: Fault, error: type[Exception], *, arrived: bool
) -> None:
    api.faults.add(fault, method="sendMessage")

    with pytest.raises(error):
        await bot.send_message(chat.id, "first", request_timeout=1)
    await bot.send_message(chat.id, "second")

    assert [message.text for message in chat.from_bot] == (["first"] if arrived else []) + ["second"]


async def test_a_delay_ends_with_the_right_answer(bot: Bot, api: BotApi, chat: Room) -> None:
    api.faults.add(Delay(0.2))
    began = time.monotonic()

    await bot.send_message(chat.id, "slow")

    assert time.monotonic() - began >= 0.2
    assert chat.last.text == "slow"


async def test_faults_choose_method_chat_and_number(bot: Bot, api: BotApi, kevin: Person, chat: Room) -> None:
    other = api.private_chat(api.person("Ada"))
    api.faults.add(Drop(), method="sendMessage", chat_id=chat.id, count=None, skip=1)

    await bot.send_message(chat.id, "skipped")
    await bot.send_message(other.id, "another chat")
    await bot.send_chat_action(chat.id, "typing")
    for _ in range(3):
        with pytest.raises(TelegramNetworkError):
            await bot.send_message(chat.id, "never")
    api.faults.clear()
    await bot.send_message(chat.id, "again")

    assert [message.text for message in chat.from_bot] == ["skipped", "again"]
    assert api.faults.left == 0


async def test_a_poisoned_update_cannot_be_read_and_stays(
    bot: Bot, api: BotApi, kevin: Person, chat: Room
) -> None:
    api.poison()
    kevin.say(chat, "behind it")

    for _ in range(2):
        with pytest.raises(ClientDecodeError) as failure:
            await bot.get_updates()

    update_ids = [update["update_id"] for update in failure.value.data["result"]]
    (update,) = await bot.get_updates(offset=update_ids[0] + 1)
    assert update.message is not None
    assert update.message.text == "behind it"


async def test_what_was_applied_stays_when_the_caller_hangs_up(bot: Bot, api: BotApi, chat: Room) -> None:
    api.faults.add(Hang(applied=True), method="sendMessage")
    async with asyncio.TaskGroup() as group:
        send = group.create_task(bot.send_message(chat.id, "given up"))
        await chat.wait_for_text("given up")
        send.cancel()

    await bot.send_message(chat.id, "next")

    assert [message.text for message in chat.from_bot] == ["given up", "next"]
