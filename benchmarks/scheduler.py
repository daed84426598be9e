"""Time that can be trusted, in figures: 100 000 jobs, a quiet time, a steady stream, a thousand at once.

    python benchmarks/scheduler.py [--short]

Ours is `nightjar serve` as a process of its own, with all it does besides (polling, delivery); beside
it APScheduler 3.11 with its SQLAlchemy store, whose jobs do nothing but note when they were entered.
Ours is measured to the commit of the message, theirs to the entry of the function. Exit 0 only if all limits
hold.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engines import theirs
from engines.figures import Figures, cpu_s, percentile
from engines.ours import Engine, Observer, nightjar

STORED = 100_000
AT_ONCE = 1000
PER_S = 20
#: CPU seconds in two minutes of nothing to do.
IDLE_CPU_S, IDLE_WALL_S = 1.2, 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long each part takes, in seconds."""

    idle_s: float
    steady_s: int
    #: From planning to the first slot: time for the file to be written and the loop to look.
    ahead_s: float = 4.0


FULL = Plan(idle_s=IDLE_WALL_S, steady_s=60)
SHORT = Plan(idle_s=20.0, steady_s=10)


def in_a_moment(plan: Plan) -> datetime:
    """Return the first whole second that is far enough ahead."""
    return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=plan.ahead_s + 1)


async def measure_ours(folder: Path, plan: Plan) -> Figures:
    """Start the bot and let it do everything in turn."""
    async with nightjar(folder, stored=STORED) as engine:
        figures = Figures(first_pass_s=engine.first_pass_s())
        await asyncio.sleep(5)  # menus and the like are through
        before = cpu_s(engine.process.pid)
        await asyncio.sleep(plan.idle_s)
        figures.idle_cpu_s = cpu_s(engine.process.pid) - before
        figures.steady = await steady(engine, plan)
        figures.burst, figures.answers = await at_once(engine, plan)
        return figures


async def steady(engine: Engine, plan: Plan) -> list[float]:
    """Let twenty be due in each second and return how late each was committed."""
    count = PER_S * plan.steady_s
    first = in_a_moment(plan)
    engine.plan(theirs.slots_from(first, count, PER_S))
    with Observer(engine.path) as observer:
        await observer.wait_for(count, until=first + timedelta(seconds=plan.steady_s + 30))
    return observer.lateness() + [float("inf")] * (count - len(observer.lateness()))


async def at_once(engine: Engine, plan: Plan) -> tuple[list[float], list[float]]:
    """Let a thousand be due in one second, while others ask; return lateness and answering times."""
    slot = in_a_moment(plan)
    engine.plan([slot] * AT_ONCE)
    await asyncio.sleep((slot - datetime.now(UTC)).total_seconds() - 0.2)
    with Observer(engine.path) as observer:
        answers = await engine.ask(5.0, every_s=0.2)
        await observer.wait_for(AT_ONCE, until=slot + timedelta(seconds=30))
    return observer.lateness() + [float("inf")] * (AT_ONCE - len(observer.lateness())), answers


async def measure_theirs(folder: Path, plan: Plan) -> Figures:
    """Start APScheduler and let it do the same."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        theirs.__file__,
        str(folder / "apscheduler.sqlite3"),
        str(STORED),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    figures = Figures(first_pass_s=json.loads(await process.stdout.readline())["first_pass_s"])
    before = cpu_s(process.pid)
    await asyncio.sleep(plan.idle_s)
    figures.idle_cpu_s = cpu_s(process.pid) - before
    for count, per_s, into in (PER_S * plan.steady_s, PER_S, figures.steady), (AT_ONCE, 0, figures.burst):
        first = in_a_moment(plan)
        process.stdin.write(f"plan {first.timestamp()} {count} {per_s}\n".encode())
        await process.stdout.readline()
        while len(into) < count and datetime.now(UTC) < first + timedelta(seconds=plan.steady_s + 60):
            await asyncio.sleep(1)
            process.stdin.write(b"report\n")
            into[:] = json.loads(await process.stdout.readline())
    process.stdin.close()
    await process.wait()
    return figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure beside theirs and its limit."""

    name: str
    ours: float
    theirs: float | None
    limit: float
    unit: str = "s"

    @property
    def holds(self) -> bool:
        """Whether the limit is kept."""
        return self.ours <= self.limit

    def __str__(self) -> str:
        beside = "" if self.theirs is None else f"{self.theirs:.3f} {self.unit}"
        ratio = "" if self.theirs is None else f"{self.theirs / max(self.ours, 1e-3):.1f}"
        verdict = "ok" if self.holds else "TOO SLOW"
        return (
            f"| {self.name:<44} | {self.ours:>8.3f} {self.unit} | {beside:>10} | {ratio:>6} "
            f"| {self.limit:>6.2f} {self.unit} | {verdict} |"
        )


def table(ours: Figures, others: Figures, plan: Plan) -> list[Line]:
    """Return what is promised and what is."""
    share = plan.idle_s / IDLE_WALL_S
    return [
        Line(
            name=f"{STORED} stored: to the end of the first pass",
            ours=ours.first_pass_s,
            theirs=others.first_pass_s,
            limit=2.0,
        ),
        Line(
            name=f"idle for {plan.idle_s:.0f} s: CPU",
            ours=ours.idle_cpu_s,
            theirs=others.idle_cpu_s,
            limit=IDLE_CPU_S * share,
        ),
        Line(
            name=f"{PER_S} a second for {plan.steady_s} s: late, p99",
            ours=percentile(ours.steady, 0.99),
            theirs=percentile(others.steady, 0.99),
            limit=1.0,
        ),
        Line(
            name=f"{AT_ONCE} at once: the last one late",
            ours=max(ours.burst),
            theirs=max(others.burst),
            limit=min(2.0, max(others.burst)),
        ),
        Line(
            name="meanwhile an answer in a chat, p95",
            ours=percentile(ours.answers, 0.95),
            theirs=None,
            limit=0.1,
        ),
    ]


async def measure(plan: Plan) -> list[Line]:
    """Measure one after the other: they share the machine."""
    with tempfile.TemporaryDirectory() as folder:
        ours = await measure_ours(Path(folder), plan)
        others = await measure_theirs(Path(folder), plan)
    return table(ours, others, plan)


def main() -> int:
    """Print the table; 0 only if every limit holds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--short", action="store_true", help="less waiting: the limits are scaled")
    options = parser.parse_args()
    lines = asyncio.run(measure(SHORT if options.short else FULL))
    print(f"Load of the last minute, ours included: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n")
    print("| | Nightjar | APScheduler | times | limit | |", "|---|---|---|---|---|---|", *lines, sep="\n")
    return 0 if all(line.holds for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
