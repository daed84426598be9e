"""A supervisor at work: a real database, the practice cluster over HTTP, a manual clock."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from sqlite3 import Row

from bot.practice.kubernetes.scenario import Scenario
from bot.practice.kubernetes.server import KubernetesApi
from cluster.clusters import Clusters, Dial
from domain.clock import Bell
from domain.job import Job, Origin, WatchSpec
from domain.report import Report, decode_report
from domain.watch import Beginning, Said, Target, WatchPhase
from domain.watchtower import FirstLook
from handlers.acts.changing import LONGER
from jobs import changing, ending, muting
from storage import chats, findings, job_rows, outbox, watches
from storage.database import Database, Room, Writer
from storage.migrating import open_database
from storage.outbox import answer_to
from telemetry.nursery import Nursery
from tests.cluster.ground import NOON, eventually, reaching, serving
from tests.cluster.traffic import PatientClock
from watchers.memory import Memory
from watchers.supervisor import Supervisor

CHAT = -1001
ORIGIN = Origin(chat_id=CHAT, person_id=7, thread_id=5, message_id=11)


class Tower:
    """What a test holds: the cluster, the rows, and the supervisor that can be killed and started again."""

    def __init__(
        self,
        *,
        clock: PatientClock,
        server: KubernetesApi,
        scenario: Scenario,
        database: Database,
        clusters: Clusters,
    ) -> None:
        self.clock = clock
        self.server = server
        self.scenario = scenario
        self.cluster = scenario.cluster
        self.clusters = clusters
        self._database = database
        self._bell = Bell(clock)
        self._nursery = Nursery()
        self.supervisor: Supervisor
        self.writer: Writer
        self._mine: Writer
        database.on_commit(self._committed)

    def _committed(self, rooms: frozenset[Room]) -> None:
        if Room.WATCHERS in rooms:
            self._bell.ring()

    async def start(self) -> None:
        self.writer = await self._database.writer()
        self._mine = await self._database.writer()
        self.supervisor = Supervisor(self.clusters, self.writer, self.clock, bell=self._bell)
        self._nursery = Nursery()
        self._nursery.start(self.supervisor.run(), name="supervisor")
        await self.rest()

    async def kill(self) -> None:
        await self._nursery.close()

    async def watch(
        self,
        name: str,
        *,
        kind: str = "deployment",
        language: str = "en",
        origin: Origin = ORIGIN,
        hours: float = 24,
        again: str = "",
        lasting: bool = False,
        condition: str = "",
        streams: int = 3,
    ) -> Job:
        """Do what the errand does: a first look, then job, watch and answer in one transaction."""
        namespace = "" if kind in ("namespace", "node") else "prod"
        target = Target(kind=kind, namespace=namespace, name=name)
        look = await self.supervisor.first_look(target, lasting=lasting, condition=condition)
        now = self.clock.now()
        key = f"update:{name}:{origin.chat_id}{again}"
        async with self._mine.transaction() as tx:
            await chats.meet(tx, origin.chat_id, kind="supergroup", title="ops", language=language)
            until = now + timedelta(hours=hours)
            spec = WatchSpec(
                target=target, until=until, wait_for_it=not look.uid, lasting=lasting, condition=condition
            )
            job = await job_rows.create(
                tx, origin=origin, spec=spec, title=str(target), now=now, origin_key=key, next_due_at=None
            )
            await watches.begin(tx, job=job, look=look, phase=_phase(look), line_key=key, now=now)
            if isinstance(look.outcome, Said):
                await findings.record(tx, job.id, look.outcome, now=now)
            await outbox.post(tx, answer_to(origin, Report(spans=()), key=key, job_id=job.id), now=now)
        await self.rest()
        await eventually(lambda: self.server.open_watches >= streams)
        return job

    async def rest(self) -> None:
        """Let sockets, tasks and open transactions come to rest."""
        for _ in range(3):
            await self.clock.settle()
            async with self.writer.reading():
                pass

    async def pass_time(self, seconds: float, *, step_s: float = 0.5) -> None:
        passed = 0.0
        while passed < seconds:
            await self.clock.advance(seconds=min(step_s, seconds - passed))
            await self.rest()
            passed += step_s

    async def rows(self) -> list[Row]:
        async with self._mine.reading() as tx:
            return list(await tx.all("SELECT * FROM outbox ORDER BY id"))

    async def told(self) -> list[Report]:
        """Everything that came as a message of its own after the first answers."""
        return [
            decode_report(row["report"])
            for row in await self.rows()
            if not row["dedupe_key"].startswith("update:")
        ]

    async def words(self) -> list[str]:
        async with self._mine.reading() as tx:
            return [str(row["word"]) for row in await tx.all("SELECT word FROM finding ORDER BY id")]

    async def line(self, job: Job) -> str:
        async with self._mine.reading() as tx:
            row = await tx.one(
                "SELECT report FROM outbox JOIN watch ON line_key = dedupe_key WHERE watch.job_id = ?", job.id
            )
        assert row is not None
        return decode_report(row["report"]).text

    async def phase(self, job: Job) -> str:
        async with self._mine.reading() as tx:
            row = await tx.one("SELECT phase FROM watch WHERE job_id = ?", job.id)
        assert row is not None
        return str(row["phase"])

    async def state(self, job: Job) -> str:
        async with self._mine.reading() as tx:
            return str((await job_rows.get(tx, job.id)).state)

    async def evidence(self) -> dict[str, Row]:
        async with self._mine.reading() as tx:
            return {row["word"]: row for row in await tx.all("SELECT * FROM evidence ORDER BY finding_id")}

    async def pause(self, job: Job) -> None:
        async with self._mine.transaction() as tx:
            await changing.pause(tx, await job_rows.get(tx, job.id))
        await self.rest()

    async def resume(self, job: Job) -> None:
        async with self._mine.transaction() as tx:
            await changing.resume(tx, await job_rows.get(tx, job.id), now=self.clock.now())
        await self.rest()

    async def mute(self, job: Job, *, seconds: float) -> None:
        async with self._mine.transaction() as tx:
            until = self.clock.now() + timedelta(seconds=seconds)
            await muting.mute(tx, await job_rows.get(tx, job.id), until=until)
        await self.rest()

    async def make_lasting(self, job: Job) -> None:
        async with self._mine.transaction() as tx:
            await changing.make_lasting(tx, await job_rows.get(tx, job.id))
        await self.rest()

    async def digests(self) -> list[Row]:
        """The rows of the digests, as they stand."""
        return [row for row in await self.rows() if row["dedupe_key"].startswith("digest:")]

    async def followed(self) -> list[str]:
        """The names of all objects that some watch has a row of."""
        async with self._mine.reading() as tx:
            return [str(row["name"]) for row in await tx.all("SELECT name FROM watched_object ORDER BY name")]

    async def cancel(self, job: Job) -> None:
        async with self._mine.transaction() as tx:
            await ending.cancel(tx, await job_rows.get(tx, job.id), now=self.clock.now())
        await self.rest()

    async def keep_watching(self, job: Job) -> None:
        async with self._mine.transaction() as tx:
            now = self.clock.now()
            await changing.keep_watching(tx, await job_rows.get(tx, job.id), until=now + LONGER, now=now)
        await self.rest()


def _phase(look: FirstLook) -> WatchPhase:
    if look.target.is_namespace:
        return WatchPhase.ROLLING if look.beginning is Beginning.ROLLING else WatchPhase.ARMED
    return Memory.decode(look.memory).phase


@asynccontextmanager
async def a_tower(
    folder: Path, *, token: str | None = None, clock: PatientClock | None = None, dial: Dial | None = None
) -> AsyncGenerator[Tower]:
    clock = clock or PatientClock(NOON)
    scenario = Scenario(NOON, automatic=False)
    async with (
        open_database(folder / "nightjar.sqlite3", migrate=True) as database,
        serving(clock, scenario.cluster, token=token) as server,
        reaching(server, clock, folder, dial=dial) as clusters,
    ):
        tower = Tower(clock=clock, server=server, scenario=scenario, database=database, clusters=clusters)
        await tower.start()
        try:
            yield tower
        finally:
            await tower.kill()
