"""Errands on a real file: the pool, a clock that is moved by hand, and a cluster seen through the port."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import Row
from typing import TypeVar

from domain.clock import Bell, ManualClock
from domain.job import Origin
from domain.report import Report, decode_report
from domain.watch import Beginning, Outcome, Patience, Progress, Said, Target
from domain.watchtower import FirstLook, Keepsake
from errands.errand import ErrandKind, Ports
from errands.pool import PAUSE, Pool
from errands.registry import ERRANDS
from storage import chats, errands
from storage.database import Room, Writer
from storage.migrating import open_database
from telemetry.nursery import Nursery

T = TypeVar("T")

BEGINNING = datetime(2026, 11, 22, 17, 20, tzinfo=UTC)
CHAT, OTHER_CHAT = 100, 200
API = Target(kind="deployment", namespace="prod", name="api")


def stands(target: Target = API) -> FirstLook:
    """Return the look at an object at which nothing happens."""
    return seen(target, Beginning.ARMED, Progress(phase="armed", version="1.4.2"))


def seen(target: Target, beginning: Beginning, outcome: Outcome) -> FirstLook:
    uid = "" if beginning is Beginning.NOT_THERE else f"uid-{target.name}"
    return FirstLook(
        target=target,
        beginning=beginning,
        outcome=outcome,
        uid=uid,
        baseline="{}",
        memory="{}",
        version="1.4.2",
        since=BEGINNING - timedelta(days=5),
    )


@dataclass(slots=True)
class Cluster:
    """The port `Watchtower`, answered by what the test puts here; `held` keeps looks at a name waiting."""

    looks: list[FirstLook] = field(default_factory=list)
    live: tuple[Keepsake, ...] = ()
    error: Exception | None = None
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    in_hand: list[str] = field(default_factory=list)
    finds: int = 0
    there: tuple[str, ...] = ()
    wishes: list[tuple[bool, str, Patience]] = field(default_factory=list)
    asked_for: list[Said | None] = field(default_factory=list)

    async def find(
        self, *, kind: str | None, name: str | None, namespace: str | None, context: str
    ) -> tuple[Target, ...]:
        self.finds += 1
        await self._answer_for(name or "")
        wanted = (("kind", kind), ("name", name), ("namespace", namespace), ("context", context))
        return tuple(
            look.target
            for look in self.looks
            if look.beginning is not Beginning.NOT_THERE
            and all(not value or getattr(look.target, word) == value for word, value in wanted)
        )

    async def first_look(
        self,
        target: Target,
        *,
        lasting: bool = False,
        condition: str = "",
        patience: Patience = Patience.NORMAL,
    ) -> FirstLook:
        self.wishes.append((lasting, condition, patience))
        if not target.is_namespace:
            target = replace(target, namespace=target.namespace or "home")
        await self._answer_for("")
        found = (look for look in self.looks if look.target == target)
        return next(found, seen(target, Beginning.NOT_THERE, Progress(phase="not-there")))

    async def contexts(self) -> tuple[str, ...]:
        await self._answer_for("")
        return self.there

    async def called(self, kind: str, *, context: str) -> str:
        await self._answer_for("")
        return kind.partition(".")[0].removesuffix("s")

    async def keepsakes(self, target: Target, said: Said | None) -> tuple[Keepsake, ...]:
        await self._answer_for(target.name)
        self.asked_for.append(said)
        return self.live

    def hold(self, name: str) -> None:
        self.held[name] = asyncio.Event()

    async def _answer_for(self, name: str) -> None:
        if self.error is not None:
            raise self.error
        if name in self.held:
            self.in_hand.append(name)
            try:
                await self.held[name].wait()
            finally:
                self.in_hand.remove(name)


@dataclass(slots=True)
class House:
    """One process's pool, and what others see of it."""

    path: Path
    clock: ManualClock = field(default_factory=lambda: ManualClock(BEGINNING))
    cluster: Cluster = field(default_factory=Cluster)
    writer: Writer = field(init=False)
    _life: AsyncExitStack = field(init=False)
    _asked: int = 0

    async def start(self, kinds: tuple[ErrandKind, ...] = ERRANDS) -> None:
        """Begin a process's life."""
        self._life = AsyncExitStack()
        database = await self._life.enter_async_context(open_database(self.path, migrate=True))
        self.writer = await database.writer()
        async with self.writer.transaction() as tx:
            for number in range(1, 13):
                await chats.meet(tx, 100 * number, kind="private", title="", language="en")
                await chats.change(tx, 100 * number, zone="Europe/Berlin")
        bell = Bell(self.clock)
        database.on_commit(lambda rooms: bell.ring() if Room.ERRANDS in rooms else None)
        nursery = await self._life.enter_async_context(Nursery())
        ports = Ports(writer=await database.writer(), clock=self.clock, tower=self.cluster)
        nursery.start(Pool(kinds, ports, bell=bell, nursery=nursery).run(), name="errands")

    async def die(self) -> None:
        """End the process where it stands."""
        await self._life.aclose()

    async def ask(self, word: str, *, chat: int = CHAT, **arguments: str) -> str:
        """Write an errand as a handler does, and return its key."""
        self._asked += 1
        key = f"update:{self._asked}:0"
        origin = Origin(chat_id=chat, person_id=chat, thread_id=None, message_id=self._asked)
        async with self.writer.transaction() as tx:
            await errands.ask(
                tx, word=word, origin=origin, arguments=arguments, key=key, now=self.clock.now()
            )
        return key

    async def answered(self, key: str) -> Report:
        """Wait until the errand has ended, and return its answer."""

        async def look() -> Report | None:
            ended = await self.one("SELECT 1 FROM errand WHERE key = ? AND state <> 'waiting'", key)
            return decode_report((await self.answer_row(key))["report"]) if ended is not None else None

        return await self.until(look)

    async def do(self, word: str, *, chat: int = CHAT, **arguments: str) -> Report:
        """Ask for an errand and return its answer."""
        return await self.answered(await self.ask(word, chat=chat, **arguments))

    async def state(self, key: str) -> str:
        row = await self.one("SELECT state FROM errand WHERE key = ?", key)
        assert row is not None
        return str(row["state"])

    async def answer_row(self, key: str) -> Row:
        row = await self.one("SELECT * FROM outbox WHERE dedupe_key = ?", key)
        assert row is not None
        return row

    async def looking(self, *names: str) -> None:
        """Wait until exactly these names are being looked at."""

        async def look() -> bool:
            return sorted(self.cluster.in_hand) == sorted(names)

        await self.until(look)

    async def rests(self) -> None:
        """Wait until an errand that stumbled waits for its next turn."""

        async def look() -> bool:
            return self.clock.next_wake() == self.clock.now() + PAUSE

        await self.until(look)

    async def until(self, look: Callable[[], Awaitable[T | None]]) -> T:
        """Return what `look` finds once it finds something; the file is written in real time."""
        async with asyncio.timeout(10):
            while not (found := await look()):  # noqa: ASYNC110  # another connection's commit rings no event
                await asyncio.sleep(0)
            return found

    async def one(self, sql: str, *values: str | int) -> Row | None:
        async with self.writer.reading() as tx:
            return await tx.one(sql, *values)

    async def all(self, sql: str, *values: str | int) -> tuple[Row, ...]:
        async with self.writer.reading() as tx:
            return await tx.all(sql, *values)

    async def question(self, key: str) -> tuple[str, dict[str, str]] | None:
        """Return the word of the open question under an answer, and what is kept with it."""
        row = await self.one("SELECT * FROM question WHERE outbox_key = ? AND state = 'open'", key)
        return None if row is None else (row["word"], json.loads(row["arguments"]))
