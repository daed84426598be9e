"""The SQLite file: connections, transactions, and who hears about a commit.

Each writer has a connection of its own. With a shared one the open transaction of a handler is visible to
the sender, which then sends what is rolled back a moment later (telegram.md 4). Every transaction is BEGIN
IMMEDIATE: it waits for the lock at its start and never fails in the middle.
"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

import aiosqlite

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


@dataclass(slots=True)
class Transaction:
    """An open transaction: the only thing that queries take.

    `rings` collects the rooms that have work once it is committed.
    """

    connection: aiosqlite.Connection
    rings: set[Room] = field(default_factory=set)

    async def execute(self, sql: str, *values: Value) -> int:
        """Run one statement and return how many rows it changed."""
        async with self.connection.execute(sql, values) as cursor:
            return cursor.rowcount

    async def insert(self, sql: str, *values: Value) -> int | None:
        """Run one INSERT and return its row id, or None when a conflict left the table as it was."""
        async with self.connection.execute(sql, values) as cursor:
            return cursor.lastrowid if cursor.rowcount > 0 else None

    async def one(self, sql: str, *values: Value) -> sqlite3.Row | None:
        """Return the first row, or None."""
        async with self.connection.execute(sql, values) as cursor:
            return await cursor.fetchone()

    async def all(self, sql: str, *values: Value) -> tuple[sqlite3.Row, ...]:
        """Return all rows."""
        async with self.connection.execute(sql, values) as cursor:
            return tuple(await cursor.fetchall())

    async def many(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None:
        """Run one statement for each row of values."""
        await self.connection.executemany(sql, rows)

    @asynccontextmanager
    async def savepoint(self) -> AsyncGenerator[None]:
        """Undo the body alone when it raises; the transaction goes on."""
        await self.connection.execute("SAVEPOINT inner")
        rings = set(self.rings)
        try:
            yield
        except BaseException:
            self.rings = rings
            await self.connection.execute("ROLLBACK TO inner")
            await self.connection.execute("RELEASE inner")
            raise
        await self.connection.execute("RELEASE inner")


class Writer:
    """One connection with its own transactions, one at a time."""

    def __init__(
        self, connection: aiosqlite.Connection, on_commit: Callable[[frozenset[Room]], None]
    ) -> None:
        self._connection = connection
        self._on_commit = on_commit
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self, *, durable: bool = True) -> AsyncGenerator[Transaction]:
        """Commit when the body ends, roll back when it raises, then wake whoever has work.

        What is not `durable` survives the death of the process, but a power cut only if a durable one came
        after it: for what can be seen again. It costs no wait for the disk (5 ms).
        """
        async with self._turn:
            transaction = Transaction(self._connection)
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

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[Transaction]:
        """See one consistent state of the file; what the body writes is not kept."""
        async with self._turn:
            try:
                await self._connection.execute("BEGIN")
                yield Transaction(self._connection)
            finally:
                await asyncio.shield(self._connection.rollback())


class Database:
    """The open file. Hands out writers and closes them all.

    Open it through `storage.migrating.open_database`, which makes sure that the schema is this version's.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connections: list[aiosqlite.Connection] = []
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

    async def writer(self) -> Writer:
        """Return a writer with a connection of its own."""
        connection = await connect(self.path)
        self._connections.append(connection)
        return Writer(connection, self._committed)

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
