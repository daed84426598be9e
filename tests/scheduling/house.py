"""A scheduling room on a real file: one process's ledger, runner and loop, and what others see of it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.clock import Bell, Clock, ManualClock
from domain.job import Job, JobState, MissedPolicy, Origin, ScheduleSpec, TaskSpec
from domain.report import Report, Span, decode_report
from domain.run import Inputs, Owner, Result, Run
from domain.task import TaskKind
from domain.trigger import Calendar, Every, Once, Trigger, cron, next_due
from scheduling.housekeeping import Housekeeping
from scheduling.ledger import SqliteLedger
from scheduling.loop import Loop
from scheduling.runner import Runner
from storage import chats, job_rows, people, runs
from storage.database import Database, Writer
from storage.migrating import open_database
from storage.runs import PastRun
from telemetry.nursery import Nursery

BERLIN = ZoneInfo("Europe/Berlin")
CHAT = 100


def utc(text: str) -> datetime:
    """Return a moment from "2026-11-23 08:30" or with seconds."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def daily(at: str, zone: ZoneInfo = BERLIN) -> Calendar:
    hour, minute = at.split(":")
    return Calendar(rules=(cron(f"{int(minute)} {int(hour)} * * *"),), zone=zone)


def once(text: str) -> Once:
    return Once(at=utc(text), zone=BERLIN)


def hourly() -> Every:
    return Every(step_s=3600.0, anchor=utc("2026-11-22 13:00"), zone=BERLIN)


def a_process(number: int = 1) -> Owner:
    return Owner(host="host", boot_id="boot", pid=number, started="1")


Body = Callable[[TaskSpec, Inputs, Clock], Awaitable[Result]]


def failing(error: Exception) -> Body:
    async def body(spec: TaskSpec, inputs: Inputs, clock: Clock) -> Result:
        raise error

    return body


async def silent(spec: TaskSpec, inputs: Inputs, clock: Clock) -> Result:
    return Result(report=None)


async def never(spec: TaskSpec, inputs: Inputs, clock: Clock) -> Result:
    await asyncio.Event().wait()
    raise AssertionError


@dataclass(slots=True)
class Scripted:
    """A task that does what the test says and remembers what it was given."""

    body: Body | None = None
    calls: list[Inputs] = field(default_factory=list)

    async def __call__(self, spec: TaskSpec, inputs: Inputs, clock: Clock) -> Result:
        self.calls.append(inputs)
        if self.body is not None:
            return await self.body(spec, inputs, clock)
        return Result(report=Report(spans=(Span(spec.text),)))


@dataclass(slots=True)
class House:
    """One process's scheduling, driven turn by turn."""

    database: Database
    writer: Writer
    clock: ManualClock
    nursery: Nursery
    owner: Owner
    dead: set[str]
    check: Scripted = field(default_factory=Scripted)
    remind: Scripted = field(default_factory=Scripted)
    ledger: SqliteLedger = field(init=False)
    runner: Runner = field(init=False)
    loop: Loop = field(init=False)
    bell: Bell = field(init=False)

    async def open(self) -> None:
        kinds = (
            TaskKind(name="check", run=self.check, needs_network=True),
            TaskKind(name="remind", run=self.remind, longest_grace=timedelta(minutes=30)),
        )
        self.bell = Bell(self.clock)
        self.ledger = SqliteLedger(
            await self.database.writer(),
            tasks=kinds,
            clock=self.clock,
            is_dead=lambda owner, _: owner in self.dead,
        )
        self.runner = Runner(
            ledger=self.ledger,
            tasks=kinds,
            clock=self.clock,
            owner=self.owner,
            nursery=self.nursery,
            bell=self.bell,
        )
        self.loop = Loop(
            ledger=self.ledger,
            runner=self.runner,
            housekeeping=Housekeeping(await self.database.writer()),
            clock=self.clock,
            bell=self.bell,
            owner=self.owner,
        )

    async def turn(self) -> None:
        """Let everything that is due now happen."""
        nap = await self.loop.turn()
        while nap <= timedelta(0):
            nap = await self.loop.turn()
        await self.runner.idle()

    async def calls_reach(self, number: int) -> None:
        """Return when the task was begun so many times."""
        async with asyncio.timeout(5):
            while len(self.check.calls) < number:  # noqa: ASYNC110  # the runner has no event for this
                await asyncio.sleep(0)

    async def claimed(self) -> Run:
        """Claim the one due run, as a process does that dies right after."""
        (run,) = await self.ledger.claim(now=self.clock.now(), owner=self.owner, limit=10)
        return run

    async def at(self, text: str) -> None:
        """Move the clock there, without a turn on the way: nobody was running."""
        await self.clock.advance(to=utc(text))

    async def job(
        self,
        trigger: Trigger,
        *,
        task: str = "check",
        text: str = "heat pumps",
        missed: MissedPolicy = MissedPolicy.LATEST,
        not_after: str | None = None,
        chat_id: int = CHAT,
    ) -> Job:
        now = self.clock.now()
        spec = ScheduleSpec(
            trigger=trigger, task=TaskSpec(name=task, text=text), missed=missed, not_after=not_after
        )
        async with self.writer.transaction() as tx:
            await chats.meet(tx, chat_id, kind="private", title="Ada", language="en")
            await people.meet(tx, chat_id, name="Ada")
            return await job_rows.create(
                tx,
                origin=Origin(chat_id=chat_id, person_id=chat_id, thread_id=7, message_id=55),
                spec=spec,
                title=text,
                now=now,
                origin_key=f"update:{now.timestamp()}:{text}",
                next_due_at=next_due(trigger, after=now),
            )

    async def reread(self, job: Job) -> Job:
        async with self.writer.reading() as tx:
            return await job_rows.get(tx, job.id)

    async def set_state(self, job: Job, state: JobState) -> None:
        async with self.writer.transaction() as tx:
            fresh = await job_rows.get(tx, job.id)
            await job_rows.save(tx, replace(fresh, state=state))

    async def ask_for_run(self, job: Job, key: str) -> bool:
        async with self.writer.transaction() as tx:
            return await runs.request(tx, job=job, request_key=key, now=self.clock.now())

    async def history(self, job: Job) -> tuple[PastRun, ...]:
        """Return all runs, oldest first."""
        async with self.writer.reading() as tx:
            return tuple(reversed(await runs.history(tx, job.id, limit=10_000)))

    async def states(self, job: Job) -> list[tuple[str, str]]:
        """Return (slot as "22 07:00" UTC or "-", state) of all runs, oldest first."""
        return [
            (f"{run.slot:%d %H:%M}" if run.slot else "-", str(run.state)) for run in await self.history(job)
        ]

    async def said(self) -> list[Report]:
        """Return what the outbox holds, in order."""
        async with self.writer.reading() as tx:
            rows = await tx.all("SELECT report FROM outbox ORDER BY id")
        return [decode_report(row["report"]) for row in rows]

    async def texts(self) -> list[str]:
        return [report.text for report in await self.said()]


@asynccontextmanager
async def a_house(path: Path, clock: ManualClock, *, number: int = 1) -> AsyncGenerator[House]:
    """Open a process's scheduling on the file; leaving it is the process's death: what it held stays held."""
    async with open_database(path, migrate=True) as database, Nursery() as nursery:
        house = House(
            database=database,
            writer=await database.writer(),
            clock=clock,
            nursery=nursery,
            owner=a_process(number),
            dead={str(a_process(other)) for other in range(number)},
        )
        await house.open()
        yield house


def words_of(report: Report) -> list[str]:
    """Return the words of the buttons."""
    return [action.word for row in report.actions for action in row]
