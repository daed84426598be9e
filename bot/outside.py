"""What any process but the bot does with the file: run one job, or all that is due, by the rule of the loop.

Safe at any time and any number of times at once: a slot is settled by whoever claims it first (design 4.1),
so that outside clocks may fire too often, too late, and beside the bot.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.settings import Settings
from domain.buttons import number_in
from domain.clock import Bell, Clock
from domain.job import Job, JobState
from domain.run import Run, RunState
from scheduling.ledger import SqliteLedger
from scheduling.loop import BATCH, RENEW_EVERY
from scheduling.owner import this_process
from scheduling.runner import Runner
from storage import job_rows, runs
from storage.database import Database, Writer
from tasks.news.fetching import Fetcher
from tasks.registry import build_tasks
from telemetry.nursery import Nursery

#: Other clocks are up to a minute and a half ahead of ours (schedule-rules C3).
EARLY = timedelta(seconds=90)


class Outcome(StrEnum):
    """What became of one job that was fired."""

    OK = "ok"
    #: It ran and there was nothing to say.
    SILENT = "ok-silent"
    FAILED = "failed"
    #: It did not work this time and is tried again later.
    AGAIN = "again"
    NOT_DUE = "not-due"
    #: Somebody else has the run.
    CLAIMED = "already-claimed"
    #: It was too late to run; the person was asked, if they want to be.
    MISSED = "missed"


_OUTCOMES = {
    RunState.OK: Outcome.OK,
    RunState.OK_SILENT: Outcome.SILENT,
    RunState.FAILED: Outcome.FAILED,
    RunState.INTERRUPTED: Outcome.AGAIN,
    RunState.MISSED: Outcome.MISSED,
    RunState.CANCELLED: Outcome.NOT_DUE,
    RunState.SKIPPED_OVERLAP: Outcome.CLAIMED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """What became of a job, and the run that came of it."""

    outcome: Outcome
    run: Run | None = None


class Outside:
    """Runs what is due, once, in this process."""

    def __init__(self, *, ledger: SqliteLedger, runner: Runner, writer: Writer, clock: Clock) -> None:
        self._ledger = ledger
        self._runner = runner
        self._writer = writer
        self._clock = clock
        self._owner = this_process()

    async def find(self, name: str) -> Sequence[Job]:
        """Return the job with this id; else those with this number ("#8"), as people call them."""
        number = number_in(name.removeprefix("#"))
        async with self._writer.reading() as tx:
            try:
                job = await job_rows.get(tx, name)
            except LookupError:
                return () if number is None else await job_rows.with_number(tx, number)
        return () if job.state is JobState.CANCELLED else (job,)

    async def fire(self, job: Job) -> Fired:
        """Run the job if it is due."""
        now = self._clock.now()
        run = await self._ledger.claim_job(job.id, now=now, owner=self._owner, early=EARLY)
        if run is None:
            return Fired(outcome=await self._why_not(job, now))
        (state,) = await self._carry_out([run])
        return Fired(outcome=_OUTCOMES.get(state, Outcome.AGAIN), run=run)

    async def sweep(self) -> list[Outcome]:
        """Run all that is due, and return what became of each run."""
        states: list[RunState] = []
        while (due_at := await self._ledger.next_due_at()) is not None and due_at <= self._clock.now():
            claimed = await self._ledger.claim(now=self._clock.now(), owner=self._owner, limit=BATCH)
            states += await self._carry_out(claimed)
            if not claimed and await self._ledger.next_due_at() == due_at:
                break  # what is due there cannot be claimed
        return [_OUTCOMES.get(state, Outcome.AGAIN) for state in states]

    async def _carry_out(self, claimed: Sequence[Run]) -> Sequence[RunState]:
        """Do the runs, keep their leases meanwhile, and return how they ended."""
        self._runner.start(claimed)
        async with Nursery() as aside:
            aside.start(self._keep_leases(), name="leases")
            await self._runner.idle()
        async with self._writer.reading() as tx:
            return await runs.states(tx, [run.id for run in claimed])

    async def _keep_leases(self) -> None:
        while True:
            await self._clock.sleep_until(self._clock.now() + RENEW_EVERY)
            await self._runner.renew()

    async def _why_not(self, job: Job, now: datetime) -> Outcome:
        """Return why a job was not run: what was settled in this moment, else what is under way."""
        async with self._writer.reading() as tx:
            last = await runs.history(tx, job.id, limit=1)
            if last and last[0].ended_at == now:
                return _OUTCOMES[last[0].state]
            return Outcome.CLAIMED if await runs.is_active(tx, job.id) else Outcome.NOT_DUE


@asynccontextmanager
async def outside(settings: Settings, database: Database, clock: Clock) -> AsyncGenerator[Outside]:
    """Yield this process's part in the work; on the way out its connections to the world are closed."""
    async with Fetcher(allow_private=settings.is_practice) as fetcher, Nursery() as nursery:
        tasks = build_tasks(fetcher, feeds=settings.news_feeds)
        ledger = SqliteLedger(await database.writer(), tasks=tasks, clock=clock)
        runner = Runner(
            ledger=ledger,
            tasks=tasks,
            clock=clock,
            owner=this_process(),
            nursery=nursery,
            bell=Bell(clock),
        )
        yield Outside(ledger=ledger, runner=runner, writer=await database.writer(), clock=clock)
