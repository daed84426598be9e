"""A disk that is full for hours: nothing is lost, and the log says it once."""

import structlog

from bot.practice.telegram.rooms import Room
from tests.delivery.conftest import House

ENDLESS = 1_000_000


async def limit_pages(house: House, most: int) -> None:
    """Let the sender's connection find no room for more pages, as on a full disk, or find it again."""
    assert house.senders_writer is not None
    async with house.senders_writer.reading() as tx:
        await tx.one(f"PRAGMA max_page_count = {most}")


async def test_a_full_disk_is_said_once_and_what_waited_arrives_when_there_is_room(
    house: House, chat: Room
) -> None:
    await limit_pages(house, 1)
    with structlog.testing.capture_logs() as lines:
        await house.post(chat, "\n".join(f"line {number}" for number in range(9000)))

        await house.later(2 * 3600)
        during = house.sent(chat)
        await limit_pages(house, ENDLESS)
        await house.later(120)

    assert during == []
    assert len(house.sent(chat)) == 1
    assert [line["event"] for line in lines if line["log_level"] in {"error", "info"}] == [
        "the database cannot be written, delivery waits",
        "the database can be written again",
    ]
    assert not any("exc_info" in line for line in lines)
