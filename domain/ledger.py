"""The port between the runner and the store: claim, begin, renew, commit.

The runner may live in the bot (the store is then the SQLite file) or elsewhere (the store is then reached
over HTTP, design 8); it knows nothing but this.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.run import Inputs, Owner, Result, Run


class Ledger(Protocol):
    """Where runs are claimed and settled. Every call is atomic."""

    async def claim(self, *, now: datetime, owner: Owner, limit: int) -> Sequence[Run]:
        """Settle the slots of up to `limit` due jobs, oldest first; return the runs that this owner now has.

        Due is computed from (last settled slot, now]; older slots of a job are settled as missed. Runs that a
        person asked for, and runs whose holder is dead, are among them, as long as attempts are left.
        """

    async def next_due_at(self) -> datetime | None:
        """Return when there will be something to claim, or None when nothing is planned."""

    async def begin(self, run: Run, *, owner: Owner, now: datetime) -> Inputs | None:
        """Mark the run as running and return all that its task may know; None when the lease was lost."""

    async def renew(self, runs: Sequence[Run], *, owner: Owner, now: datetime) -> frozenset[int]:
        """Prolong the leases and return the ids of the runs that are still held by this owner."""

    async def commit(self, run: Run, result: Result, *, owner: Owner, now: datetime) -> bool:
        """Store result, seen items and outbox row together; False (and no effect) when the lease was lost."""
