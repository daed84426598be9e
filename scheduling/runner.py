"""Carries out claimed runs: begin, do, commit. What it holds, it renews until it is through.

It knows the Ledger port and the tasks it was given, nothing of SQLite and nothing of Telegram, so that it can
live elsewhere (design 8).
"""

import asyncio
from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from domain.clock import Bell, Clock
from domain.errors import NightjarError, PermanentError, TransientError
from domain.job import ScheduleSpec
from domain.lateness import UNREMARKABLE
from domain.ledger import Ledger
from domain.report import Report
from domain.run import Inputs, Owner, Result, Run
from domain.task import TaskKind
from messages.sentences import explain
from scheduling.gate import Gate
from telemetry.faultpoint import reach
from telemetry.nursery import Nursery

log = structlog.get_logger(__name__)

#: Leases younger than this are not renewed: a turn for each of many claims must not renew them all again.
RENEW_AFTER = timedelta(seconds=10)

#: How long a run may take, its wait for a place not counted.
DEADLINE_S = 600.0


@dataclass(slots=True, kw_only=True)
class _Held:
    """A run in hand."""

    run: Run
    task: asyncio.Task[None]
    renewed_at: datetime

    def is_fresh(self, now: datetime) -> bool:
        """Whether its lease was renewed a moment ago."""
        return timedelta(0) <= now - self.renewed_at < RENEW_AFTER


class Runner:
    """Runs at most four tasks that need the network at once, and any number of others.

    Args:
        ledger: Where runs begin and are settled.
        tasks: What runs can do.
        clock: Bounds the runs.
        owner: Who holds the leases.
        nursery: Holds the runs' tasks.
        bell: Rung when a run is to be tried again, so that the loop plans for it.
    """

    def __init__(
        self,
        *,
        ledger: Ledger,
        tasks: Iterable[TaskKind],
        clock: Clock,
        owner: Owner,
        nursery: Nursery,
        bell: Bell,
    ) -> None:
        self._ledger = ledger
        self._tasks = {kind.name: kind for kind in tasks}
        self._clock = clock
        self._owner = owner
        self._nursery = nursery
        self._bell = bell
        self._gate = Gate(clock)
        self._held: dict[tuple[int, int], _Held] = {}

    @property
    def in_hand(self) -> int:
        """How many runs are claimed and not through."""
        return len(self._held)

    def start(self, runs: Iterable[Run]) -> None:
        """Carry out the runs in the background."""
        for run in runs:
            task = self._nursery.start(self._carry_out(run), name=f"run {run.id}")
            self._held[run.id, run.attempt] = _Held(run=run, task=task, renewed_at=run.claimed_at)

    async def renew(self) -> None:
        """Prolong the leases of the runs in hand; what was lost to somebody else is stopped."""
        now = self._clock.now()
        aged = {key: held for key, held in self._held.items() if not held.is_fresh(now)}
        kept = await self._ledger.renew([held.run for held in aged.values()], owner=self._owner, now=now)
        for key, held in aged.items():
            if held.run.id in kept:
                held.renewed_at = now
            elif key in self._held:
                log.warning("lease lost", run=held.run.id, attempt=held.run.attempt)
                held.task.cancel()

    async def idle(self) -> None:
        """Return when no run is in hand."""
        while tasks := [held.task for held in self._held.values()]:
            await asyncio.wait(tasks)

    async def _carry_out(self, run: Run) -> None:
        kind = self._kind(run)
        try:
            async with self._place(run, kind):
                await self._do(run, kind)
        except Exception:
            # The outermost turn of a run: its lease expires, and it is tried again while attempts are left.
            log.exception("run could not be settled", run=run.id, job=run.job.id)
        finally:
            self._held.pop((run.id, run.attempt), None)

    def _place(self, run: Run, kind: TaskKind | None) -> AbstractAsyncContextManager[None]:
        if kind is None or not kind.needs_network:
            return nullcontext()
        catches_up = run.slot is not None and run.claimed_at - run.slot > UNREMARKABLE
        return self._gate.place(run.job.origin.chat_id, catches_up=catches_up)

    async def _do(self, run: Run, kind: TaskKind | None) -> None:
        inputs = await self._ledger.begin(run, owner=self._owner, now=self._clock.now())
        if inputs is None:
            return
        reach("run.running")
        result = await self._result(run, kind, inputs)
        reach("run.commit")
        await self._ledger.commit(run, result, owner=self._owner, now=self._clock.now())
        reach("run.committed")
        if result.transient:
            self._bell.ring()

    async def _result(self, run: Run, kind: TaskKind | None, inputs: Inputs) -> Result:
        """Return what the task gives, or why it gives nothing."""
        spec = run.job.spec
        if kind is None or not isinstance(spec, ScheduleSpec):
            name = spec.task.name if isinstance(spec, ScheduleSpec) else "?"
            return _failed(PermanentError("running.unknown-task", name=name), inputs)
        try:
            async with self._clock.timeout(DEADLINE_S):
                return await kind.run(spec.task, inputs, self._clock)
        except TimeoutError:
            return _failed(TransientError("running.deadline", minutes=int(DEADLINE_S // 60)), inputs)
        except NightjarError as error:
            return _failed(error, inputs)
        except Exception:
            # A task's own fault must reach the person like any other failure, not only the log.
            log.exception("task failed", run=run.id, job=run.job.id, task=kind.name)
            return _failed(PermanentError("running.broke"), inputs)

    def _kind(self, run: Run) -> TaskKind | None:
        spec = run.job.spec
        return self._tasks.get(spec.task.name) if isinstance(spec, ScheduleSpec) else None


def _failed(error: NightjarError, inputs: Inputs) -> Result:
    return Result(
        report=Report(spans=explain(inputs.language, error)),
        error=error.key,
        transient=isinstance(error, TransientError),
    )
