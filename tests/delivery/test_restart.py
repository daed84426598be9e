"""A process dies in the middle of a message: the next one loses nothing and marks what may be a repeat."""

import asyncio
import sys

import pytest

from bot.practice.telegram.faults import Hang
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from tests.delivery.conftest import REPEAT, House


async def killed_at(house: House, point: str) -> None:
    """Let another process deliver the file's rows and kill it at the fault point."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.delivery.one_life",
        str(house.path),
        house.api.base_url,
        house.api.token,
        point,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    async with asyncio.timeout(30):
        while f"FAULT POINT {point}" not in (line := (await process.stderr.readline()).decode()):
            assert line, "the process ended before it came to the fault point"
        process.kill()
        await process.wait()


@pytest.mark.process
@pytest.mark.parametrize(
    ("point", "marked"),
    [
        ("delivery.taken", [False]),  # nothing was noted yet: simply sent
        ("delivery.sending", [True]),  # noted and not sent: nobody can know that
        ("delivery.sent", [False, True]),  # sent and not noted
    ],
)
async def test_killed_at_each_step_nothing_is_lost_and_every_repeat_is_marked(
    house: House, chat: Room, point: str, marked: list[bool]
) -> None:
    await house.die()
    await house.start(asleep=True)
    await house.post(chat, "api failed")
    await house.post(chat, "next")
    await house.die()
    await killed_at(house, point)

    await house.start()
    await house.later(15)

    texts = house.said(chat)
    assert [text.startswith(REPEAT) for text in texts] == [*marked, False]
    assert all(text.endswith("api failed") for text in texts[:-1])
    assert texts[-1] == "next"


@pytest.mark.parametrize("applied", [False, True])
async def test_a_process_that_dies_during_a_call_is_followed_by_one_that_says_it_again_marked(
    house: House,
    api: BotApi,
    chat: Room,
    applied: bool,  # noqa: FBT001  # a table
) -> None:
    api.faults.add(Hang(applied=applied), method="sendMessage")
    await house.post(chat, "api failed")
    await house.in_hand(chat, after=1 if applied else 0)

    await house.die()
    await house.start()
    await house.later(15)

    assert [text.startswith(REPEAT) for text in house.said(chat)] == ([False, True] if applied else [True])


async def test_the_parts_that_arrived_before_the_death_are_not_sent_again(
    house: House, api: BotApi, chat: Room
) -> None:
    api.faults.add(Hang(applied=True), method="sendMessage", skip=1)
    await house.post(chat, "\n".join(f"line {number:04}" for number in range(900)))
    await house.in_hand(chat, after=2)

    await house.die()
    await house.start()
    await house.later(30)

    assert [text.splitlines()[-1] for text in house.said(chat)] == ["(1/3)", "(2/3)", "(2/3)", "(3/3)"]
    assert [text.startswith(REPEAT) for text in house.said(chat)] == [False, False, True, False]


async def test_a_process_that_keeps_dying_over_a_message_does_not_say_it_for_ever(
    house: House, api: BotApi, chat: Room
) -> None:
    api.faults.add(Hang(applied=True), method="sendMessage", count=None, chat_id=chat.id)
    key = await house.post(chat, "api failed")
    for deaths in range(1, 6):
        await house.in_hand(chat, after=deaths, faults_left=1)
        await house.die()
        await house.start()
        await house.settle()
        await house.clock.advance(seconds=11)
    await house.later(60)

    texts = house.said(chat)
    assert len(texts) == 5
    assert [text.startswith(REPEAT) for text in texts] == [False, True, True, True, True]
    assert (await house.row(key))["state"] == "dead"


async def test_what_was_not_sent_before_the_end_goes_out_at_the_next_beginning(
    house: House, chat: Room
) -> None:
    for number in range(5):
        await house.post(chat, f"{number}")
    await house.settle()

    await house.die()
    await house.start()
    await house.later(10)

    assert house.said(chat) == ["0", "1", "2", "3", "4"]


async def test_a_flush_sends_what_may_be_sent_and_ends_in_time(house: House, api: BotApi, chat: Room) -> None:
    assert house.delivery is not None
    await house.post(chat, "goodbye")
    await house.delivery.flush(5)
    flushed = house.said(chat)

    api.faults.add(Hang(), method="sendMessage")
    await house.post(chat, "too late")
    async with asyncio.timeout(3):
        await house.delivery.flush(0.05)

    assert flushed == ["goodbye"]
    assert house.said(chat) == ["goodbye"]
