"""getUpdates as Telegram does it: confirmation by offset, long polls, one poll at a time."""

import asyncio
import time

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError

from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from domain.clock import ManualClock
from tests.practice_telegram.conftest import Caller


def ids(updates: list[dict[str, int]]) -> list[int]:
    return [update["update_id"] for update in updates]


async def polled(api: BotApi, count: int) -> None:
    """Wait until so many polls have been begun."""
    await api.wait_for(lambda: api.world.polls.count >= count)


@pytest.fixture
def three(api: BotApi, kevin: Person, chat: Room) -> list[int]:
    for text in ("one", "two", "three"):
        kevin.say(chat, text)
    return [update.id for update in api.world.updates.waiting]


async def test_updates_stay_until_they_are_confirmed(call: Caller, three: list[int]) -> None:
    first = await call("getUpdates")
    again = await call("getUpdates")
    rest = await call("getUpdates", offset=three[1])

    assert ids(first.body["result"]) == ids(again.body["result"]) == three
    assert ids(rest.body["result"]) == three[1:]


async def test_an_offset_behind_the_last_one_empties_the_queue(
    api: BotApi, call: Caller, three: list[int]
) -> None:
    answer = await call("getUpdates", offset=three[-1] + 1)

    assert answer.body["result"] == []
    assert len(api.world.updates) == 0


async def test_a_negative_offset_keeps_only_the_end(call: Caller, three: list[int]) -> None:
    last = await call("getUpdates", offset=-1)
    then = await call("getUpdates")

    assert ids(last.body["result"]) == ids(then.body["result"]) == three[-1:]


async def test_a_stale_offset_falls_back_to_the_head(call: Caller, three: list[int]) -> None:
    answer = await call("getUpdates", offset=three[-1] + 1_000_000)

    assert ids(answer.body["result"]) == three


async def test_a_limit_cuts_the_batch(call: Caller, three: list[int]) -> None:
    answer = await call("getUpdates", limit=2)

    assert ids(answer.body["result"]) == three[:2]


async def test_updates_are_lost_after_a_day(call: Caller, clock: ManualClock, three: list[int]) -> None:
    await clock.advance(seconds=86_401)

    answer = await call("getUpdates")

    assert answer.body["result"] == []


async def test_a_poll_waits_for_what_comes(api: BotApi, bot: Bot, kevin: Person, chat: Room) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(bot.get_updates(timeout=20))
        await polled(api, 1)
        kevin.say(chat, "hello")

    (update,) = poll.result()
    assert update.message is not None
    assert (update.message.text, update.message.chat.id) == ("hello", chat.id)


async def test_an_idle_poll_ends_after_real_seconds_whatever_the_clock_does(
    call: Caller, clock: ManualClock
) -> None:
    began = time.monotonic()
    await clock.advance(seconds=3_600)

    answer = await call("getUpdates", timeout=1)

    assert answer.body["result"] == []
    assert time.monotonic() - began >= 1


async def test_the_older_of_two_polls_is_ended_with_a_conflict(
    api: BotApi, bot: Bot, kevin: Person, chat: Room
) -> None:
    async with asyncio.TaskGroup() as group:
        older = group.create_task(outcome_of_poll(bot))
        await polled(api, 1)
        newer = group.create_task(bot.get_updates(timeout=20))
        await polled(api, 2)
        refusal = await older
        kevin.say(chat, "for the newer one")

    assert refusal == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    assert len(newer.result()) == 1


async def outcome_of_poll(bot: Bot) -> str:
    with pytest.raises(TelegramConflictError) as refusal:
        await bot.get_updates(timeout=20)
    return refusal.value.message


async def test_a_poll_that_hangs_up_leaves_nothing_behind(
    api: BotApi, bot: Bot, kevin: Person, chat: Room
) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(bot.get_updates(timeout=20))
        await polled(api, 1)
        assert api.is_polled
        poll.cancel()
    await api.wait_for(lambda: api.world.polls.open == 0)
    kevin.say(chat, "still here")

    (update,) = await bot.get_updates()

    assert update.message is not None
    assert update.message.text == "still here"


async def test_a_webhook_forbids_polling_until_it_is_deleted(api: BotApi, bot: Bot) -> None:
    api.world.webhook_url = "https://example.org/hook"

    with pytest.raises(TelegramConflictError, match="webhook is active"):
        await bot.get_updates()
    before = await bot.get_webhook_info()
    await bot.delete_webhook()

    assert before.url == "https://example.org/hook"
    assert await bot.get_updates() == []


async def test_deleting_the_webhook_can_drop_what_waits(api: BotApi, bot: Bot, three: list[int]) -> None:
    assert (await bot.get_webhook_info()).pending_update_count == 3

    await bot.delete_webhook(drop_pending_updates=True)

    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_only_the_wanted_kinds_are_queued(bot: Bot, kevin: Person, chat: Room) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])

    kevin.say(chat, "not wanted")

    assert await bot.get_updates() == []
    await bot.get_updates(allowed_updates=["message"])
    kevin.say(chat, "wanted")
    assert len(await bot.get_updates()) == 1


async def test_asking_in_circles_is_slowed_down_when_limits_are_on(clock: ManualClock) -> None:
    import aiohttp

    async with BotApi(clock) as api, aiohttp.ClientSession() as http:
        kevin = api.person("Kevin")
        for text in ("one", "two"):
            kevin.say(api.private_chat(kevin), text)
        call = Caller(api, http)

        first = await call("getUpdates")
        hasty = await call("getUpdates")

    assert len(first.body["result"]) == 2
    assert len(hasty.body["result"]) == 1


async def test_a_repeated_update_comes_twice(api: BotApi, bot: Bot, kevin: Person, chat: Room) -> None:
    kevin.say(chat, "once")
    (update,) = api.world.updates.waiting
    await bot.get_updates(offset=update.id + 1)

    api.world.updates.repeat(update)

    assert [again.update_id for again in await bot.get_updates()] == [update.id]
