"""The port between the runner and the store: claim, renew, commit.

The runner may live in the bot (the store is then the SQLite file) or elsewhere (the store is then reached
over HTTP, design 8); it knows nothing but this.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.run import Inputs, Owner, Result, Run


class Ledger(Protocol):
    """Where runs are claimed and settled. Every call is one transaction."""

    async def claim(self, *, now: datetime, owner: Owner, limit: int) -> Sequence[Run]:
        """Settle up to `limit` due slots, oldest first, and return the runs that are now this owner's.

        Due is computed from (last settled slot, now]; older slots of a job are settled as missed. Runs whose
        lease has expired are taken over, as long as attempts are left.
        """

    async def next_due_at(self) -> datetime | None:
        """Return when the next run will be due, or None when none is planned."""

    async def inputs(self, run: Run) -> Inputs:
        """Return all that the task of this run may know."""

    async def renew(self, run: Run, *, owner: Owner, now: datetime) -> bool:
        """Prolong the lease; False when somebody else holds the run by now."""

    async def commit(self, run: Run, result: Result, *, owner: Owner, now: datetime) -> bool:
        """Store result, seen items and outbox row together; False (and no effect) when the lease was lost."""
