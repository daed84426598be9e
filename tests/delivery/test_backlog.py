"""A large backlog: in order in every lane, no faster than Telegram likes, and nothing left behind."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.practice.telegram.journal import Sent
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from delivery.lanes import Lane
from storage import outbox
from storage.outbox import Parcel
from tests.delivery.conftest import House, says

ROWS = 600
PRIVATE_CHATS = 30


def most_within(moments: Sequence[datetime], seconds: float) -> int:
    """Return how many of the moments, which are in order, fall into the fullest window of so many seconds."""
    most = first = 0
    for last, at in enumerate(moments):
        while at - moments[first] >= timedelta(seconds=seconds):
            first += 1
        most = max(most, last - first + 1)
    return most


async def queue(house: House, lanes: Sequence[Lane], rows: int) -> None:
    """Post so many rows in one transaction, in turn to each lane; each says its number."""
    async with house.writer.transaction() as tx:
        for number in range(rows):
            chat_id, thread_id = lanes[number % len(lanes)]
            parcel = Parcel(
                key=f"run:{number}", chat_id=chat_id, thread_id=thread_id, report=says(f"{number}")
            )
            await outbox.post(tx, parcel, now=house.clock.now())


async def test_a_backlog_goes_out_in_the_order_of_each_lane_at_the_pace_that_telegram_likes(
    house: House, api: BotApi, anna: Person, forum: Room
) -> None:
    people = [api.private_chat(api.person(f"P{number}")) for number in range(PRIVATE_CHATS)]
    topics = [None, anna.open_topic(forum, "Builds"), anna.open_topic(forum, "Alarms")]
    lanes = [(room.id, None) for room in people] + [(forum.id, topic) for topic in topics]
    await queue(house, lanes, ROWS)

    await house.later(ROWS)

    sent = [deed for deed in api.record if isinstance(deed, Sent)]
    by_lane = defaultdict(list)
    for deed in sent:
        by_lane[deed.chat_id, deed.message.thread_id].append(int(deed.message.text))
    assert sorted(number for said in by_lane.values() for number in said) == list(range(ROWS))
    assert all(said == sorted(said) for said in by_lane.values())
    assert most_within([deed.at for deed in sent], 1) <= 25
    assert most_within([deed.at for deed in sent if deed.chat_id == people[0].id], 1) <= 3
    assert most_within([deed.at for deed in sent if deed.chat_id == forum.id], 60) <= 18
