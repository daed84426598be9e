"""The SQLite file: connections, transactions, and who hears about a commit.

Each writer has a connection of its own. With a shared one the open transaction of a handler is visible to
the sender, which then sends what is rolled back a moment later (telegram.md 4). Every transaction is BEGIN
IMMEDIATE: it waits for the lock at its start and never fails in the middle.
"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import aiosqlite

from storage.faults import is_out_of_order
from storage.steps import Here, Step, Trip
from storage.turns import Rank, Turns

Value = str | int | float | None

#: How long a writer waits for another one's transaction, in milliseconds. Ours take a few.
BUSY_TIMEOUT_MS = 10_000


class Room(StrEnum):
    """Who is woken by a commit."""

    DELIVERY = "delivery"
    ERRANDS = "errands"
    SCHEDULING = "scheduling"
    WATCHERS = "watchers"


BEGIN = "PRAGMA synchronous=FULL; BEGIN IMMEDIATE"
BEGIN_LOOSELY = "PRAGMA synchronous=NORMAL; BEGIN IMMEDIATE"

T = TypeVar("T")


@dataclass(slots=True)
class Transaction:
    """An open transaction: the only thing that queries take.

    `rings` collects the rooms that have work once it is committed.
    """

    step: Step
    rings: set[Room] = field(default_factory=set)

    async def execute(self, sql: str, *values: Value) -> int:
        """Run one statement and return how many rows it changed."""
        return await self.step(lambda connection: connection.execute(sql, values).rowcount)

    async def insert(self, sql: str, *values: Value) -> int | None:
        """Run one INSERT and return its row id, or None when a conflict left the table as it was."""

        def do(connection: sqlite3.Connection) -> int | None:
            cursor = connection.execute(sql, values)
            return cursor.lastrowid if cursor.rowcount > 0 else None

        return await self.step(do)

    async def one(self, sql: str, *values: Value) -> sqlite3.Row | None:
        """Return the first row, or None."""

        def do(connection: sqlite3.Connection) -> sqlite3.Row | None:
            with closing(connection.execute(sql, values)) as cursor:
                row: sqlite3.Row | None = cursor.fetchone()
                return row

        return await self.step(do)

    async def all(self, sql: str, *values: Value) -> tuple[sqlite3.Row, ...]:
        """Return all rows."""
        return await self.step(lambda connection: tuple(connection.execute(sql, values).fetchall()))

    async def many(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None:
        """Run one statement for each row of values."""
        await self.step(lambda connection: connection.executemany(sql, rows))

    @asynccontextmanager
    async def savepoint(self) -> AsyncGenerator[None]:
        """Undo the body alone when it raises; after a full disk SQLite has undone the whole transaction."""
        await self.execute("SAVEPOINT inner")
        rings = set(self.rings)
        try:
            yield
        except BaseException as error:
            self.rings = rings
            if not is_out_of_order(error):
                await self.execute("ROLLBACK TO inner")
                await self.execute("RELEASE inner")
            raise
        await self.execute("RELEASE inner")


class Writer:
    """One connection with its own transactions, one at a time.

    Args:
        connection: Nobody else's.
        turns: Shared by all writers of this process.
        rank: Whether it goes first.
        on_commit: Called with the rooms that have work.
    """

    def __init__(
        self,
        connection: aiosqlite.Connection,
        turns: Turns,
        rank: Rank,
        *,
        on_commit: Callable[[frozenset[Room]], None],
    ) -> None:
        self._connection = connection
        self._turns = turns
        self._rank = rank
        self._on_commit = on_commit
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self, *, durable: bool = True) -> AsyncGenerator[Transaction]:
        """Commit when the body ends, roll back when it raises, then wake whoever has work.

        What is not `durable` survives the death of the process, but a power cut only if a durable one came
        after it: for what can be seen again. It costs no wait for the disk (5 ms).
        """
        async with self._turn, self._its_turn():
            transaction = Transaction(Trip(self._connection))
            try:
                # Inside the try: when the caller is cancelled here, the worker thread begins it all the same.
                await self._connection.executescript(BEGIN if durable else BEGIN_LOOSELY)
                yield transaction
                await self._connection.commit()
            except BaseException:
                await asyncio.shield(self._connection.rollback())
                raise
        if transaction.rings:
            self._on_commit(frozenset(transaction.rings))

    async def in_one_step(self, body: Callable[[Transaction], Awaitable[T]], *, durable: bool = True) -> T:
        """Return what `body` returns, once it is committed; all of it happens in the connection's thread.

        For bodies of many statements that await nothing but their transaction: a trip to the thread for each
        would take longer than the statements. A caller that is cancelled leaves the transaction to end.

        Raises:
            RuntimeError: The body waited for something else; nothing of it is kept.
        """
        loop = asyncio.get_running_loop()

        def ring(rooms: frozenset[Room]) -> None:
            loop.call_soon_threadsafe(self._on_commit, rooms)

        async with self._turn, self._its_turn():
            begin = BEGIN if durable else BEGIN_LOOSELY
            return await Trip(self._connection)(partial(_committed, body, ring, begin))

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[Transaction]:
        """See one consistent state of the file; what the body writes is not kept."""
        async with self._turn:
            try:
                await self._connection.execute("BEGIN")
                yield Transaction(Trip(self._connection))
            finally:
                await asyncio.shield(self._connection.rollback())

    async def read(self, body: Callable[[Transaction], Awaitable[T]]) -> T:
        """Return what `body` reads, as `reading` and `in_one_step` together."""
        async with self._turn:
            return await Trip(self._connection)(partial(_read, body))

    @asynccontextmanager
    async def _its_turn(self) -> AsyncGenerator[None]:
        """Stand in line, for as long as SQLite itself would wait."""
        async with AsyncExitStack() as stack:
            try:
                async with asyncio.timeout(BUSY_TIMEOUT_MS / 1000):
                    await stack.enter_async_context(self._turns.turn(self._rank))
            except TimeoutError as error:
                raise sqlite3.OperationalError("database is locked") from error
            yield


def _committed(
    body: Callable[[Transaction], Awaitable[T]],
    ring: Callable[[frozenset[Room]], None],
    begin: str,
    connection: sqlite3.Connection,
) -> T:
    """Carry out the body and commit it; runs in the connection's thread."""
    connection.executescript(begin)
    transaction = Transaction(Here(connection))
    try:
        result = _driven(body(transaction))
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    if transaction.rings:
        ring(frozenset(transaction.rings))
    return result


def _read(body: Callable[[Transaction], Awaitable[T]], connection: sqlite3.Connection) -> T:
    """Carry out a body that reads; runs in the connection's thread."""
    connection.execute("BEGIN")
    try:
        return _driven(body(Transaction(Here(connection))))
    finally:
        connection.rollback()


def _driven(body: Awaitable[T]) -> T:
    """Return what an awaitable gives that never has to wait."""
    steps = body.__await__()
    try:
        next(steps)
    except StopIteration as through:
        result: T = through.value
        return result
    steps.close()
    raise RuntimeError("what happens in one step awaits nothing but its transaction")


class Database:
    """The open file. Hands out writers and closes them all.

    Open it through `storage.migrating.open_database`, which makes sure that the schema is this version's.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connections: list[aiosqlite.Connection] = []
        self._turns = Turns()
        self._listeners: list[Callable[[frozenset[Room]], None]] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def on_commit(self, listener: Callable[[frozenset[Room]], None]) -> None:
        """Call `listener` with the rooms that have work after every commit of any writer."""
        self._listeners.append(listener)

    async def writer(self, rank: Rank = Rank.CLOCKS) -> Writer:
        """Return a writer with a connection of its own."""
        connection = await connect(self.path)
        self._connections.append(connection)
        return Writer(connection, self._turns, rank, on_commit=self._committed)

    async def close(self) -> None:
        """Close every connection."""
        while self._connections:
            await self._connections.pop().close()

    def _committed(self, rooms: frozenset[Room]) -> None:
        for listener in self._listeners:
            listener(rooms)


async def connect(path: Path) -> aiosqlite.Connection:
    """Open one connection with the house's pragmas; transactions are begun by hand."""
    connection = await aiosqlite.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",  # what was answered must survive a power cut; costs about 5 ms a commit
        "foreign_keys=ON",
    ):
        await connection.execute(f"PRAGMA {pragma}")
    return connection
