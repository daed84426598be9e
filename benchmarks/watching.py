"""What a thousand watches cost, and how long a fault takes from the cluster to the outbox.

    python benchmarks/watching.py [--short] [--profile FILE]

The practice API server runs in a process of its own (benchmarks/crowd), so that its processor time and its
memory are not ours. Deployments are a recorded one under a thousand names, in twenty namespaces; answers
take 5 ms; 200 pods a second change; two rollouts a second get an image whose name is none. Ends with 0 only
when every figure is within its bound.
"""

import argparse
import asyncio
import cProfile
import gc
import json
import sys
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crowd.figures import Figure, at, rss_mb

from cluster.bounds import Bounds
from cluster.clusters import Clusters, dialler
from domain.clock import Bell, SystemClock
from domain.job import Origin, WatchSpec
from domain.report import Report
from domain.watch import Target
from storage import chats, job_rows, outbox, watches
from storage.database import Database, Room, Writer
from storage.migrating import open_database
from storage.outbox import answer_to
from telemetry.logging import configure
from telemetry.nursery import Nursery
from watchers.memory import Memory
from watchers.supervisor import Supervisor

HERE = Path(__file__).parent
DEPLOYMENTS, NAMESPACES = 1000, 20
POD_EVENTS, FAULTS = 200.0, 2.0
#: So many looks at once, as errands take them.
AT_ONCE = 8
CHAT = -1001

STREAMS, CONNECTIONS, MEMORY_MB, P99_MS = 60, 80, 100, 500


class Crowd:
    """The other process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.kubeconfig = ""
        self.broken: dict[str, float] = {}
        self.load: dict[str, Any] = {}
        self.loaded = asyncio.Event()
        self._said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def tell(self, **what: Any) -> None:
        """Send one line."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        await self._process.stdin.drain()

    async def figures(self) -> dict[str, Any]:
        """Return what the server counts."""
        await self.tell(do="figures")
        return await self._said.get()

    async def hear(self) -> None:
        """Take what it says, until it ends."""
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            heard: dict[str, Any] = json.loads(line)
            match heard:
                case {"broken": str(name), "at": float(at)}:
                    self.broken[name] = at
                case {"loaded": True}:
                    self.load = heard
                    self.loaded.set()
                case _:
                    await self._said.put(heard)

    async def ready(self) -> None:
        """Wait until it serves."""
        self.kubeconfig = (await self._said.get())["kubeconfig"]


@asynccontextmanager
async def a_crowd(folder: Path) -> AsyncGenerator[Crowd]:
    """Run the server while the body runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "crowd.server",
        folder,
        f"--deployments={DEPLOYMENTS}",
        f"--namespaces={NAMESPACES}",
        cwd=HERE,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    crowd = Crowd(process)
    try:
        async with Nursery() as nursery:
            nursery.start(crowd.hear(), name="crowd")
            await crowd.ready()
            yield crowd
    finally:
        process.kill()
        await process.wait()


@dataclass(slots=True, kw_only=True)
class Bot:
    """What watches: the real supervisor over a real file."""

    clock: SystemClock
    database: Database
    supervisor: Supervisor
    writer: Writer
    reader: Writer
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    #: When a verdict was seen to stand in the outbox, by target.
    told: dict[str, float] = field(default_factory=dict)

    async def watch(self, target: Target) -> None:
        """Do what the errand does: look, then job, watch and answer in one transaction."""
        look = await self.supervisor.first_look(target)
        now, key = self.clock.now(), f"update:{target}"
        origin = Origin(chat_id=CHAT, person_id=7)
        spec = WatchSpec(target=target, until=now + timedelta(hours=24))
        async with self.writer.transaction() as tx:
            job = await job_rows.create(
                tx, origin=origin, spec=spec, title=str(target), now=now, origin_key=key, next_due_at=None
            )
            phase = Memory.decode(look.memory).phase
            await watches.begin(tx, job=job, look=look, phase=phase, line_key=key, now=now)
            await outbox.post(tx, answer_to(origin, Report(spans=()), key=key, job_id=job.id), now=now)

    async def read_verdicts(self) -> None:
        """Note when each verdict stands in the outbox."""
        last = 0
        while True:
            await self.woken.wait()
            self.woken.clear()
            async with self.reader.reading() as tx:
                rows = await tx.all(
                    """SELECT finding.id, finding.word, thing.namespace, thing.name FROM finding
                       JOIN watched_object AS thing ON thing.watch = finding.watch
                       JOIN outbox ON outbox.dedupe_key = 'finding:' || finding.id WHERE finding.id > ?""",
                    last,
                )
            for row in rows:
                last = max(last, row["id"])
                if row["word"] == "failed":
                    self.told.setdefault(f"{row['namespace']}/{row['name']}", time.monotonic())


@asynccontextmanager
async def a_bot(folder: Path, kubeconfig: str) -> AsyncGenerator[Bot]:
    """Run a supervisor while the body runs."""
    clock = SystemClock()
    dial = dialler(kubeconfig, clock, bounds=Bounds())
    async with (
        open_database(folder / "nightjar.sqlite3", migrate=True) as database,
        Clusters(dial, clock) as clusters,
        Nursery() as nursery,
    ):
        bell = Bell(clock)
        supervisor = Supervisor(clusters, await database.writer(), clock, bell=bell)
        writer, reader = await database.writer(), await database.writer()
        bot = Bot(clock=clock, database=database, supervisor=supervisor, writer=writer, reader=reader)

        def committed(rooms: frozenset[Room]) -> None:
            if Room.WATCHERS in rooms:
                bell.ring()
            if Room.DELIVERY in rooms:
                bot.woken.set()

        database.on_commit(committed)
        async with writer.transaction() as tx:
            await chats.meet(tx, CHAT, kind="supergroup", title="ops", language="en")
        nursery.start(supervisor.run(), name="supervisor")
        nursery.start(bot.read_verdicts(), name="verdicts")
        yield bot


async def measure(*, seconds: float, profile: cProfile.Profile | None) -> list[Figure]:
    """Watch one, then all, then let things happen."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        async with a_crowd(folder) as crowd, a_bot(folder, crowd.kubeconfig) as bot:
            first, *others = targets()
            await bot.watch(first)
            alone_mb = await at_rest(lambda: bot.supervisor.following == 1)
            began = time.monotonic()
            await begin_all(bot, others)
            many_mb = await at_rest(lambda: bot.supervisor.following == DEPLOYMENTS)
            begun_s = time.monotonic() - began
            used = time.process_time()
            if profile is not None:
                profile.enable()
            await crowd.tell(do="load", seconds=seconds, events=POD_EVENTS, faults=FAULTS)
            await crowd.loaded.wait()
            await settled(lambda: len(bot.told) == len(crowd.broken), within_s=20)
            if profile is not None:
                profile.disable()
            used = time.process_time() - used
            busy_mb = rss_mb()
            server = await crowd.figures()
            taken = sorted(bot.told[name] - at for name, at in crowd.broken.items() if name in bot.told)
            missing = len(crowd.broken) - len(taken)
    return [
        Figure(name="watches", value=DEPLOYMENTS),
        Figure(name="begun and followed after", value=begun_s, unit="s"),
        Figure(name="watch streams, at most", value=server["watches"], bound=STREAMS),
        Figure(name="connections, at most", value=server["connections"], bound=CONNECTIONS),
        Figure(name="memory with one watch", value=alone_mb, unit="MB"),
        Figure(
            name="memory that the others add, at rest", value=many_mb - alone_mb, unit="MB", bound=MEMORY_MB
        ),
        Figure(
            name="memory that the others add, after the load",
            value=busy_mb - alone_mb,
            unit="MB",
            bound=MEMORY_MB,
        ),
        Figure(name="pod events a second", value=crowd.load["events"] / crowd.load["seconds"]),
        Figure(name="processor while they come", value=used / crowd.load["seconds"] * 100, unit="%"),
        Figure(name="faults", value=len(crowd.broken)),
        Figure(name="faults without a verdict", value=missing, bound=0),
        Figure(name="from event to outbox row, median", value=at(taken, 0.5), unit="ms"),
        Figure(name="from event to outbox row, p99", value=at(taken, 0.99), unit="ms", bound=P99_MS),
        Figure(name="from event to outbox row, worst", value=at(taken, 1.0), unit="ms"),
    ]


def targets() -> list[Target]:
    """Return everything that is watched."""
    return [
        Target(kind="deployment", namespace=f"team-{each % NAMESPACES:02}", name=f"app-{each:04}")
        for each in range(DEPLOYMENTS)
    ]


async def begin_all(bot: Bot, wanted: list[Target]) -> None:
    """Begin watches as the errands do: some at once, the others in their turn."""
    waiting = iter(wanted)

    async def worker() -> None:
        for target in waiting:
            await bot.watch(target)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(worker())


async def at_rest(predicate: Callable[[], bool]) -> float:
    """Wait until it holds and the first lists are in, and return the memory in use."""
    await settled(predicate, within_s=120)
    await asyncio.sleep(5)
    gc.collect()
    return rss_mb()


async def settled(predicate: Callable[[], bool], *, within_s: float) -> None:
    """Wait until it holds, or long enough."""
    until = time.monotonic() + within_s
    while not predicate() and time.monotonic() < until:  # noqa: ASYNC110  # what is waited for is in two processes
        await asyncio.sleep(0.1)


def main() -> int:
    """Print the figures; 1 when a bound is exceeded."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--short", action="store_true", help="15 seconds of load instead of 60")
    parser.add_argument("--profile", type=Path, help="where to write a profile of the load")
    options = parser.parse_args()
    configure(level="error", form="text")
    profile = cProfile.Profile() if options.profile else None
    figures = asyncio.run(measure(seconds=15 if options.short else 60, profile=profile))
    if profile is not None:
        profile.dump_stats(options.profile)
    print(*figures, sep="\n")
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
