"""`nightjar serve` as a process of its own, with a Bot API server on loopback and people who write to it.

The file is filled by SQL, as any other process may write to it. What the bot does is observed from outside:
the first pass by its log, CPU by the kernel, commits by another connection to the file, answers at the Bot
API server.
"""

import asyncio
import json
import os
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from bot.practice.telegram.journal import Sent
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from domain.clock import SystemClock
from domain.job import ScheduleSpec, TaskSpec, encode_spec
from domain.trigger import At, Calendar, Daily, DayRule, Pattern
from storage.migrating import open_database
from storage.moments import from_text, to_text

#: What is measured is what stands here, whatever is installed.
ROOT = Path(__file__).parents[2]
OPENING, THROUGH = "opening the file", "first pass through"

BERLIN = ZoneInfo("Europe/Berlin")

#: Chats over which the jobs are spread, and chats that only ask.
CHATS, ASKERS = 1000, 20
FIRST_CHAT = 1_000_001
PATIENCE_S = 120.0
LOOK_EVERY_S = 0.005


@dataclass(slots=True, kw_only=True)
class Engine:
    """The running bot and all around it."""

    path: Path
    telegram: BotApi
    askers: list[tuple[Person, Room]]
    process: asyncio.subprocess.Process
    lines: list[dict[str, str]] = field(default_factory=list)

    @property
    def has_begun(self) -> bool:
        """Whether the loop's first pass is through."""
        return any(line["event"] == THROUGH for line in self.lines)

    def first_pass_s(self) -> float:
        """Return the seconds from before the file was opened to the end of the loop's first pass."""
        moments = {line["event"]: datetime.fromisoformat(line["timestamp"]) for line in self.lines}
        return (moments[THROUGH] - moments[OPENING]).total_seconds()

    def plan(self, slots: Sequence[datetime]) -> None:
        """Store a daily job for each slot, due then for the first time, and make the loop look."""
        fill(self.path, slots)
        person, room = self.askers[0]
        person.say(room, "remind me in 5 hours to look")

    async def ask(self, seconds: float, *, every_s: float) -> list[float]:
        """Let the askers say something in turn for so long; return how long each answer took."""
        asked: list[tuple[Room, datetime, int]] = []
        until = time.monotonic() + seconds
        turn = 0
        while time.monotonic() < until:
            person, room = self.askers[turn % len(self.askers)]
            asked.append((room, datetime.now(UTC), len(room.from_bot)))
            person.say(room, "/list")
            turn += 1
            await asyncio.sleep(every_s)
        return [await self._answered(room, at, before) for room, at, before in asked]

    async def _answered(self, room: Room, at: datetime, before: int) -> float:
        def look() -> datetime | None:
            came = [it.at for it in self.telegram.record if isinstance(it, Sent) and it.chat_id == room.id]
            return came[before] if len(came) > before else None

        try:
            return (await self.telegram.wait_for(look, 20.0) - at).total_seconds()
        except TimeoutError:
            return float("inf")


class Observer:
    """Sees outbox rows of runs the moment they are committed, from a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._over = threading.Event()
        self._seen: list[tuple[str, float]] = []
        self._thread = threading.Thread(target=self._look_on)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def lateness(self) -> list[float]:
        """Return the seconds from slot to commit of every run that was seen."""
        return [seen - from_text(slot).timestamp() for slot, seen in self._seen]

    async def wait_for(self, count: int, *, until: datetime) -> None:
        """Return when so many runs were seen, or at the given moment."""
        while len(self._seen) < count and datetime.now(UTC) < until:  # noqa: ASYNC110  # another thread counts
            await asyncio.sleep(0.05)

    def _look_on(self) -> None:
        with closing(sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True)) as file:
            last, version = file.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()[0], None
            while not self._over.wait(LOOK_EVERY_S):
                now_version = file.execute("PRAGMA data_version").fetchone()[0]
                if now_version == version:
                    continue
                version = now_version
                rows = file.execute(
                    """SELECT outbox.id, run.slot FROM outbox
                       LEFT JOIN run ON run.id = substr(dedupe_key, 5) AND dedupe_key LIKE 'run:%'
                       WHERE outbox.id > ? ORDER BY outbox.id""",
                    (last,),
                ).fetchall()
                at = datetime.now(UTC).timestamp()
                last = rows[-1][0] if rows else last
                self._seen += [(slot, at) for _, slot in rows if slot is not None]


def fill(path: Path, slots: Sequence[datetime]) -> None:
    """Store a daily reminder for each slot in one transaction, over all chats in turn."""
    now = to_text(datetime.now(UTC))
    with closing(sqlite3.connect(path, timeout=30)) as file, file:
        begin = file.execute("SELECT count(*) FROM job").fetchone()[0]
        file.executemany(
            """INSERT INTO job (id, chat_id, person_id, number, title, kind, spec, state, effective_from,
                                next_due_at, created_at)
               VALUES (?,?,?,?,'heat pumps','schedule',?,'active',?,?,?)""",
            (
                (
                    f"{begin + number:06d}",
                    chat,
                    chat,
                    begin + number + 1,
                    _daily(slot),
                    now,
                    to_text(slot),
                    now,
                )
                for number, slot in enumerate(slots)
                for chat in (FIRST_CHAT + number % CHATS,)
            ),
        )


def _daily(slot: datetime) -> str:
    at = slot.astimezone(BERLIN).time()
    trigger = Calendar(rules=(Pattern(on=DayRule(days=Daily()), times=At(times=(at,))),), zone=BERLIN)
    return encode_spec(ScheduleSpec(trigger=trigger, task=TaskSpec(name="remind", text="heat pumps")))


@asynccontextmanager
async def nightjar(folder: Path, *, stored: int) -> AsyncIterator[Engine]:
    """Yield the bot, started on a file with so many jobs, none of which is due today."""
    path = folder / "nightjar.sqlite3"
    await open_database(path, migrate=True).close()
    async with BotApi(SystemClock()) as telegram:
        people = [telegram.person(f"Ada {number}") for number in range(CHATS + ASKERS)]
        rooms = [telegram.private_chat(person) for person in people]
        _let_in(path, people)
        tomorrow = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
        fill(path, [tomorrow + timedelta(seconds=number % 80_000) for number in range(stored)])
        engine = Engine(
            path=path,
            telegram=telegram,
            askers=list(zip(people, rooms, strict=True))[CHATS:],
            process=await _start(path, telegram),
        )
        listening = asyncio.ensure_future(_listen(engine))  # noqa: TID251  # awaited below
        try:
            await telegram.wait_for(lambda: engine.has_begun and telegram.is_polled, PATIENCE_S)
            yield engine
        finally:
            if engine.process.returncode is None:
                engine.process.send_signal(signal.SIGTERM)
            await engine.process.wait()
            await listening


def _let_in(path: Path, people: Sequence[Person]) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.executemany(
            "INSERT INTO person (id, name, role) VALUES (?,?,'allowed')",
            ((person.id, person.name) for person in people),
        )
        file.executemany(
            "INSERT INTO chat (id, kind, zone, next_number) VALUES (?,'private','Europe/Berlin',1000000)",
            ((person.id,) for person in people),
        )


async def _start(path: Path, telegram: BotApi) -> asyncio.subprocess.Process:
    settings = {
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_BASE": telegram.base_url,
        "OWNER_ID": "1",
        "DATABASE": str(path),
        "HTTP_PORT": "0",
        "LOG_FORMAT": "json",
    }
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "import sys; from bot.cli import main; sys.exit(main())",
        "serve",
        cwd=path.parent,
        env={"PATH": os.environ["PATH"], "HOME": str(path.parent), "PYTHONPATH": str(ROOT), **settings},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )


async def _listen(engine: Engine) -> None:
    """Keep what the bot logs."""
    assert engine.process.stderr is not None
    async for line in engine.process.stderr:
        if line.startswith(b"{"):
            engine.lines.append(json.loads(line))
        else:
            sys.stderr.buffer.write(line)
