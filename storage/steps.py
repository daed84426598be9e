"""How a transaction's statements come to the connection, which only its own thread may touch."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import aiosqlite

T = TypeVar("T")


class Step(Protocol):
    """Has something done with the connection, in the one thread that may touch it."""

    async def __call__(self, do: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `do` returns."""


@dataclass(frozen=True, slots=True)
class Trip:
    """Goes to the connection's thread and back for each step, which takes longer than most statements."""

    connection: aiosqlite.Connection

    async def __call__(self, do: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `do` returns, from over there."""
        connection = self.connection
        # aiosqlite offers no such thing in public; its own methods are made of this one.
        done: T = await connection._execute(do, connection._conn)  # type: ignore[no-untyped-call]  # noqa: SLF001
        return done


@dataclass(frozen=True, slots=True)
class Here:
    """Is in the connection's thread already."""

    connection: sqlite3.Connection

    async def __call__(self, do: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `do` returns."""
        return do(self.connection)
