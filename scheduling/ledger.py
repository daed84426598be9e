"""The Ledger port over the SQLite file."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.clock import Clock
from domain.job import ScheduleSpec
from domain.run import Inputs, Owner, Result, Run
from domain.task import TaskKind
from messages.running import zone_of
from scheduling import owner as owners
from scheduling.claiming import LEASE, Claimant, claim, claim_one
from scheduling.settling import settle
from storage import chats, leases, seen, standings
from storage import due as index
from storage.database import Transaction, Writer
from storage.together import Together


class SqliteLedger:
    """Claims and settles runs in the file; any number of processes may do so at once.

    Args:
        writer: A connection of its own.
        tasks: What due runs can do; decides how late each may be.
        clock: Tells when "now" is for `next_due_at`.
        is_dead: Whether the owner of a lease is provably gone.
    """

    def __init__(
        self,
        writer: Writer,
        *,
        tasks: Iterable[TaskKind],
        clock: Clock,
        is_dead: Callable[[str, Owner], bool] = owners.is_dead,
    ) -> None:
        self._writer = writer
        self._together = Together(writer)
        # A power cut may forget that a run had begun: it is a claimed one then, whose lease ends as well.
        self._beginning = Together(writer, durable=False)
        self._tasks = {kind.name: kind for kind in tasks}
        self._clock = clock
        self._is_dead = is_dead

    async def claim(self, *, now: datetime, owner: Owner, limit: int) -> Sequence[Run]:
        """Settle what is due and return the runs that are now this owner's."""
        who = Claimant(owner=owner, now=now, tasks=self._tasks, is_dead=self._is_dead)
        return await self._writer.in_one_step(lambda tx: claim(tx, who, limit=limit))

    async def claim_job(self, job_id: str, *, now: datetime, owner: Owner, early: timedelta) -> Run | None:
        """Settle what is due of one job, or comes within `early`; return its run if this owner now has it."""
        who = Claimant(owner=owner, now=now, tasks=self._tasks, is_dead=self._is_dead, early=early)
        return await self._writer.in_one_step(lambda tx: claim_one(tx, who, job_id))

    async def next_due_at(self) -> datetime | None:
        """Return when there will be something to claim."""
        async with self._writer.reading() as tx:
            return await index.next_look_at(tx, now=self._clock.now())

    async def begin(self, run: Run, *, owner: Owner, now: datetime) -> Inputs | None:
        """Mark the run as running and return what its task may know."""

        async def body(tx: Transaction) -> Inputs | None:
            started = await leases.start(tx, run, owner=owner, now=now)
            return await _inputs(tx, run) if started else None

        return await self._beginning.run(body)

    async def renew(self, runs: Sequence[Run], *, owner: Owner, now: datetime) -> frozenset[int]:
        """Prolong the leases and return the ids of the runs that are still held."""
        if not runs:
            return frozenset()
        until = now + LEASE
        return await self._writer.in_one_step(
            lambda tx: leases.renew(tx, runs, owner=owner, lease_until=until)
        )

    async def commit(self, run: Run, result: Result, *, owner: Owner, now: datetime) -> bool:
        """Store result, seen items and outbox row together."""
        spec = run.job.spec
        kind = self._tasks.get(spec.task.name) if isinstance(spec, ScheduleSpec) else None
        longest_grace = None if kind is None else kind.longest_grace

        async def body(tx: Transaction) -> bool:
            return await settle(tx, run, result, owner=owner, now=now, longest_grace=longest_grace)

        return await self._together.run(body)


async def _inputs(tx: Transaction, run: Run) -> Inputs:
    chat = await chats.get(tx, run.job.origin.chat_id)
    before = await standings.standing(tx, run.job.id)
    spec = run.job.spec
    zone: ZoneInfo = zone_of(run.job)
    return Inputs(
        text=spec.task.text if isinstance(spec, ScheduleSpec) else "",
        language=chat.language,
        zone=zone.key,
        slot=run.slot or run.claimed_at,
        seen=await seen.keys_of(tx, run.job.id),
        memory=before.memory,
        manual=run.slot is None,
    )
