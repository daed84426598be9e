"""Posts, revisions, faults, deaths and passing time in any order (seeded): what must hold all the same.

Nothing is lost, nothing is said twice that is not marked, every lane keeps its order, and a row is `sent`
only with the message that shows its last text.
"""

import random
from collections import Counter
from pathlib import Path

import pytest

from bot.practice.telegram.faults import BadGateway, Delay, Drop, Fault, Hang, Hollow, server_error, too_many
from bot.practice.telegram.journal import Sent
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from delivery.office import Patience
from domain.clock import ManualClock
from storage import deliveries, delivery_states
from tests.delivery.conftest import REPEAT, House, house_for

STEPS = 40

FAULTS: tuple[Fault, ...] = (
    too_many(2),
    too_many(40),
    BadGateway(),
    server_error(),
    Drop(),
    Drop(applied=True),
    Hang(),
    Hang(applied=True),
    Hollow(),
    Delay(0.05),
)


class Town:
    """Three chats with five lanes, and a plan for what happens in them."""

    def __init__(self, house: House, api: BotApi, seed: int) -> None:
        self.house = house
        self.api = api
        self.dice = random.Random(seed)  # a repeatable course, no secret
        self.anna = api.person("Anna")
        self.ben = api.person("Ben")
        self.forum = api.group("Ops", self.anna, forum=True)
        self.group = api.group("Family", self.ben)
        self.private = api.private_chat(self.anna)
        topics = [self.anna.open_topic(self.forum, name) for name in ("Builds", "Alarms")]
        self.lanes: list[tuple[Room, int | None]] = [(self.private, None), (self.group, None)]
        self.lanes += [(self.forum, topic) for topic in (None, *topics)]
        #: In their order: key, the number of the lane, the last text.
        self.posted: dict[str, tuple[int, str]] = {}
        #: Rows that were given up and asked for: they have lost their place.
        self.asked_for: set[str] = set()

    async def step(self) -> None:
        """Let one thing happen."""
        happens = self.dice.choices(
            (
                self.post,
                self.revise,
                self.fault,
                self.pass_time,
                self.die,
                self.block,
                self.migrate,
                self.ask,
            ),
            weights=(12, 5, 8, 6, 2, 1, 1, 1),
        )[0]
        await happens()

    async def post(self, *, in_lane: int | None = None) -> None:
        number = self.dice.randrange(len(self.lanes)) if in_lane is None else in_lane
        room, thread_id = self.lanes[number]
        chat_id = await self.known_id() if number == 1 else room.id
        token = f"m{len(self.posted):03}"
        key = await self.house.post(chat_id, f"{token} first", thread_id=thread_id, key=token)
        self.posted[key] = (number, f"{token} first")

    async def known_id(self) -> int:
        """Return the group's id as far as the bot has heard of its move."""
        async with self.house.writer.reading() as tx:
            row = await tx.one("SELECT id FROM chat WHERE title = ?", self.group.chat.title)
        return self.group.id if row is None else int(row["id"])

    async def revise(self) -> None:
        if self.posted:
            key = self.dice.choice(sorted(self.posted))
            text = f"{key} revised {self.dice.randrange(10**6)}"
            await self.house.revise(key, text)
            self.posted[key] = (self.posted[key][0], text)

    async def fault(self) -> None:
        method = self.dice.choice(("sendMessage", "sendMessage", "editMessageText", "*"))
        self.api.faults.add(self.dice.choice(FAULTS), method=method, count=self.dice.randint(1, 3))

    async def pass_time(self) -> None:
        await self.house.later(self.dice.choice((0, 1, 11, 60)))

    async def die(self) -> None:
        await self.house.die()
        await self.house.start()

    async def block(self) -> None:
        self.anna.block()
        await self.house.later(30)
        await self.unblock()

    async def unblock(self) -> None:
        self.anna.unblock()
        async with self.house.writer.transaction() as tx:
            await deliveries.revive_chat(tx, self.private.id, now=self.house.clock.now())

    async def migrate(self) -> None:
        if self.group.id > -1_000_000_000_000:
            self.group = self.ben.migrate(self.group)
            await self.post(in_lane=1)  # to the old one: that is how the bot learns it
            self.lanes[1] = (self.group, None)

    @property
    def said_anew(self) -> set[str]:
        """Rows of the group that moved: what changes there later is a new message."""
        return {key for key, (lane, _) in self.posted.items() if lane == 1}

    async def ask(self) -> None:
        """Press [Send again] in every chat."""
        async with self.house.writer.transaction() as tx:
            self.asked_for |= {row["dedupe_key"] for row in await deliveries.undelivered(tx)}
            for room, _ in self.lanes:
                await delivery_states.send_again(tx, room.id, now=self.house.clock.now())

    async def calm_down(self) -> None:
        """Let everything work again, and ask for what was given up."""
        self.api.faults.clear()
        for _ in range(3):
            await self.house.later(300)
            await self.ask()
        await self.house.later(300)


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_happens_nothing_is_lost_or_said_twice_unmarked_or_out_of_order(
    api: BotApi, clock: ManualClock, tmp_path: Path, seed: int
) -> None:
    async with house_for(api, clock, tmp_path / "nightjar.sqlite3") as house:
        await house.die()
        house.patience = Patience(connect_s=2, call_s=0.5, upload_s=2)
        await house.start()
        town = Town(house, api, seed)
        await house.meet(town.group)

        for _ in range(STEPS):
            await town.step()
        await town.calm_down()

        await _check(town)


async def _check(town: Town) -> None:
    texts = [deed.message.text for deed in town.api.record if isinstance(deed, Sent)]
    unmarked = Counter(_key(text) for text in texts if not text.startswith(REPEAT))
    arrived = list(dict.fromkeys(_key(text) for text in texts))
    for key, (number, text) in town.posted.items():
        row = await town.house.row(key)
        assert (row["state"], row["shown"]) == ("sent", row["revision"]), key
        if row["message_id"] is not None:  # else it stayed behind in the group that was
            assert town.lanes[number][0].chat.messages[row["message_id"]].text.splitlines()[-1] == text
    assert set(arrived) == set(town.posted), "nothing is lost"
    assert {key for key, count in unmarked.items() if count > 1} <= town.said_anew, "repeats say so"
    for number in range(len(town.lanes)):
        mine = [key for key, (lane, _) in town.posted.items() if lane == number and key not in town.asked_for]
        assert [key for key in arrived if key in mine] == mine, "each lane keeps its order"


def _key(text: str) -> str:
    return text.splitlines()[-1].split()[0]
