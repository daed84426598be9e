"""Small transactions that arrive at the same time are committed together: one sync of the disk for all.

A commit that survives a power cut takes about 5 ms; a thousand reminders at nine o'clock would be five
seconds late one by one. Each body has a savepoint of its own: one that raises undoes itself alone. Bodies
await nothing but their transaction.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from storage.database import Transaction, Writer
from storage.faults import is_out_of_order

T = TypeVar("T")

#: Bodies in one transaction: other writers wait for it, and one takes about half a millisecond.
MOST = 25


@dataclass(slots=True, eq=False)
class _Part(Generic[T]):
    body: Callable[[Transaction], Awaitable[T]]
    is_through: bool = False
    result: T | None = None
    error: Exception | None = field(default=None)


class Together:
    """Runs bodies in shared transactions. Whoever comes first commits for those who came meanwhile.

    Args:
        writer: Its transactions are used.
        durable: Whether a commit survives a power cut by itself, as for `Writer.transaction`.
    """

    def __init__(self, writer: Writer, *, durable: bool = True) -> None:
        self._writer = writer
        self._durable = durable
        self._turn = asyncio.Lock()
        self._parts: list[_Part[object]] = []

    async def run(self, body: Callable[[Transaction], Awaitable[T]]) -> T:
        """Return what `body` returns, once it is committed; what it raises is raised here."""
        part: _Part[T] = _Part(body)
        self._parts.append(part)  # type: ignore[arg-type]  # the list asks only whether it is through
        try:
            async with self._turn:
                while not part.is_through:
                    await self._commit_some()
        finally:
            if not part.is_through:
                self._parts.remove(part)  # type: ignore[arg-type]  # as above
        if part.error is not None:
            raise part.error
        return part.result  # type: ignore[return-value]  # set with `is_through`

    async def _commit_some(self) -> None:
        parts = tuple(self._parts[:MOST])

        async def all_of_them(tx: Transaction) -> None:
            for part in parts:
                await _carry_out(part, tx)

        step = asyncio.ensure_future(  # noqa: TID251  # awaited here
            self._writer.in_one_step(all_of_them, durable=self._durable)
        )
        try:
            await asyncio.shield(step)
        except asyncio.CancelledError:
            # Whoever commits for others may be cancelled; their bodies must not be carried out once more.
            await asyncio.wait([step])
            raise
        finally:
            if step.done() and not step.cancelled() and step.exception() is None:
                for part in parts:
                    part.is_through = True
                self._parts = [part for part in self._parts if not part.is_through]


async def _carry_out(part: _Part[object], tx: Transaction) -> None:
    part.error = None
    try:
        async with tx.savepoint():
            part.result = await part.body(tx)
    except Exception as error:
        if is_out_of_order(error):
            raise  # it took the whole transaction along
        part.error = error  # raised again in the caller whose body it is
