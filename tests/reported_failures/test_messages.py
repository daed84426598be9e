"""Messages that are lost, or come many times, or cost another run elsewhere (B25-B28)."""

import pytest

from bot.practice.telegram.faults import BadGateway, Drop, Hang, Hollow
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from tests.delivery.conftest import REPEAT
from tests.delivery.conftest import House as Post
from tests.handlers.house import OWNER
from tests.scheduling.house import House, once


def marked(post: Post, phone: Room) -> list[bool]:
    """Return of each message that arrived whether it says that it may be a repeat."""
    return [text.startswith(REPEAT) for text in post.said(phone)]


async def test_b25_an_ok_without_a_message_id_is_not_sent(
    house: House, post: Post, api: BotApi, phone: Room
) -> None:
    """The log said “delivered”, and nothing had arrived."""
    api.faults.add(Hollow(), method="sendMessage")
    job = await house.job(once("2026-11-22 13:00"), chat_id=OWNER, text="api failed")
    await house.at("2026-11-22 13:00")
    await house.turn()

    await post.settle()
    before = (await house.history(job))[0].delivery
    await post.later(15)
    (run,) = await house.history(job)

    assert before == "unknown"
    assert marked(post, phone) == [True]
    assert (str(run.state), run.delivery) == ("ok", "sent")
    assert (await post.row(f"run:{run.id}"))["message_id"] == phone.last.id


async def test_b26_two_bad_gateways_are_one_run_and_one_message(
    house: House, post: Post, api: BotApi, phone: Room
) -> None:
    """What had arrived was noted as failed: false alarms, and paid work done again."""
    api.faults.add(BadGateway(), method="sendMessage", count=2)
    job = await house.job(once("2026-11-22 13:00"), chat_id=OWNER)
    await house.at("2026-11-22 13:00")
    await house.turn()

    for _ in range(4):
        await post.later(900)
        await house.turn()

    (run,) = await house.history(job)
    assert (str(run.state), run.attempt, run.delivery) == ("ok", 1, "sent")
    assert len(house.check.calls) == 1
    assert len(post.said(phone)) == 1


@pytest.mark.parametrize("applied", [False, True])
async def test_b27_an_answer_that_never_comes_is_followed_by_one_repeat_that_says_so(
    post: Post,
    api: BotApi,
    phone: Room,
    applied: bool,  # noqa: FBT001  # a table
) -> None:
    """After a timeout the same message was sent again and again: three to nine copies."""
    api.faults.add(Hang(applied=applied), method="sendMessage")
    key = await post.post(phone, "api failed")

    await post.settle()
    before = (await post.row(key))["state"]
    await post.later(3600)

    assert before == "unknown"
    assert marked(post, phone) == ([False, True] if applied else [True])


async def test_b28_a_part_that_is_sent_again_keeps_its_place_and_the_rest_follows(
    post: Post, api: BotApi, phone: Room
) -> None:
    """One part of a long message failed, and all that came after it was given up."""
    api.faults.add(Drop(applied=True), method="sendMessage", skip=1)
    await post.post(phone, "\n".join(f"line {number:04}" for number in range(900)))

    await post.later(30)

    assert [text.splitlines()[-1] for text in post.said(phone)] == ["(1/3)", "(2/3)", "(2/3)", "(3/3)"]
    assert marked(post, phone) == [False, False, True, False]
