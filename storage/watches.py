"""Watches as rows: where each stands, what the judge remembers, what was found, what buttons will show."""

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from domain.job import Job, JobState, WatchSpec
from domain.watch import Target, WatchPhase
from domain.watchtower import FirstLook
from storage.database import Room, Transaction
from storage.job_rows import job_from
from storage.moments import from_text, from_text_or_none, to_text, to_text_or_none


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A watch and where it stands.

    `line_key` is the outbox row that is edited with its progress; until `muted_until` nothing of it rings.
    """

    job: Job
    phase: WatchPhase
    phase_at: datetime
    guard_until: datetime | None
    line_key: str
    lost_at: datetime | None
    muted_until: datetime | None = None

    def is_silent(self, now: datetime) -> bool:
        """Whether what is said now must not ring."""
        return self.muted_until is not None and now < self.muted_until


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedObject:
    """One object of a watch, with the baseline and the memory of the judge as JSON."""

    target: Target
    uid: str
    baseline: str
    memory: str


async def begin(
    tx: Transaction, *, job: Job, look: FirstLook, phase: WatchPhase, line_key: str, now: datetime
) -> None:
    """Write a watch with what its first look saw; once more for the same job replaces it."""
    await tx.execute(
        """INSERT INTO watch (job_id, phase, phase_at, line_key) VALUES (?,?,?,?)
           ON CONFLICT (job_id) DO UPDATE SET phase = excluded.phase, phase_at = excluded.phase_at,
               line_key = excluded.line_key, guard_until = NULL, lost_at = NULL""",
        job.id,
        phase,
        to_text(now),
        line_key,
    )
    await tx.execute("DELETE FROM watched_object WHERE watch = ?", job.id)
    for one in (look, *look.members):
        await put_object(tx, job.id, one.target, uid=one.uid, memory=one.memory, baseline=one.baseline)
    tx.rings.add(Room.WATCHERS)


async def put_object(
    tx: Transaction, job_id: str, target: Target, *, uid: str, memory: str, baseline: str = "{}"
) -> None:
    """Write an object of a watch with what the judge remembers; its baseline is that of the first time."""
    await tx.execute(
        """INSERT INTO watched_object (watch, kind, namespace, name, uid, baseline, memory)
           VALUES (?,?,?,?,?,?,?)
           ON CONFLICT (watch, kind, namespace, name) DO UPDATE SET uid = excluded.uid,
               memory = excluded.memory""",
        job_id,
        target.kind,
        target.namespace,
        target.name,
        uid,
        baseline,
        memory,
    )


async def drop_object(tx: Transaction, job_id: str, target: Target) -> None:
    """Forget an object that a watch of many followed."""
    await tx.execute(
        "DELETE FROM watched_object WHERE watch = ? AND kind = ? AND namespace = ? AND name = ?",
        job_id,
        target.kind,
        target.namespace,
        target.name,
    )


async def memory_of(tx: Transaction, job_id: str, target: Target) -> str:
    """Return what is remembered of one object of a watch, "{}" for one that it does not have."""
    row = await tx.one(
        "SELECT memory FROM watched_object WHERE watch = ? AND kind = ? AND namespace = ? AND name = ?",
        job_id,
        target.kind,
        target.namespace,
        target.name,
    )
    return "{}" if row is None else str(row["memory"])


async def running_on(tx: Transaction, *, chat_id: int, target: Target, condition: str = "") -> Watch | None:
    """Return the chat's living watch on this target, if there is one: it is not watched twice.

    To wait for a condition is another wish than to watch, and for each condition another one. One that has
    spoken and only looks on in silence is none: whoever asks again wants a watch of their own.
    """
    rows = await tx.all(
        """SELECT job.*, watch.phase, watch.phase_at, watch.guard_until, watch.line_key, watch.lost_at,
                  watch.muted_until
           FROM watch JOIN job ON job.id = watch.job_id JOIN watched_object ON watched_object.watch = job.id
           WHERE job.chat_id = ? AND job.state IN ('active', 'paused')
             AND watch.phase <> 'ended'
             AND watched_object.kind = ? AND watched_object.namespace = ? AND watched_object.name = ?""",
        chat_id,
        target.kind,
        target.namespace,
        target.name,
    )
    return next((watch for row in rows if _runs_on(watch := _watch(row), target, condition)), None)


def _runs_on(watch: Watch, target: Target, condition: str) -> bool:
    spec = watch.job.spec
    if not isinstance(spec, WatchSpec) or (spec.target, spec.condition) != (target, condition):
        return False
    return spec.lasting or watch.phase is not WatchPhase.GUARD


async def list_followed(tx: Transaction) -> tuple[Watch, ...]:
    """Return every watch that has to be followed: its job is active and it has not ended."""
    rows = await tx.all(
        """SELECT job.*, watch.phase, watch.phase_at, watch.guard_until, watch.line_key, watch.lost_at,
                  watch.muted_until
           FROM watch JOIN job ON job.id = watch.job_id
           WHERE job.state = ? AND watch.phase <> 'ended' ORDER BY job.created_at""",
        JobState.ACTIVE,
    )
    return tuple(_watch(row) for row in rows)


async def get(tx: Transaction, job_id: str) -> Watch | None:
    """Return the watch of a job, or None when the job is none."""
    row = await tx.one(
        """SELECT job.*, watch.phase, watch.phase_at, watch.guard_until, watch.line_key, watch.lost_at,
                  watch.muted_until
           FROM watch JOIN job ON job.id = watch.job_id WHERE job.id = ?""",
        job_id,
    )
    return None if row is None else _watch(row)


async def objects_of(tx: Transaction, watch: Watch) -> tuple[WatchedObject, ...]:
    """Return the objects that a watch follows."""
    rows = await tx.all("SELECT * FROM watched_object WHERE watch = ?", watch.job.id)
    return tuple(
        WatchedObject(
            target=Target(
                kind=row["kind"], namespace=row["namespace"], name=row["name"], context=_context(watch)
            ),
            uid=row["uid"],
            baseline=row["baseline"],
            memory=row["memory"],
        )
        for row in rows
    )


async def remember(tx: Transaction, job_id: str, target: Target, *, uid: str, memory: str) -> None:
    """Store what the judge remembers of one object."""
    await tx.execute(
        """UPDATE watched_object SET uid = ?, memory = ?
           WHERE watch = ? AND kind = ? AND namespace = ? AND name = ?""",
        uid,
        memory,
        job_id,
        target.kind,
        target.namespace,
        target.name,
    )


async def set_phase(
    tx: Transaction, job_id: str, phase: WatchPhase, *, now: datetime, guard_until: datetime | None = None
) -> None:
    """Note where the watch stands now; who tells the watchers so changes its job, too, and that rings."""
    await tx.execute(
        "UPDATE watch SET phase = ?, phase_at = ?, guard_until = ? WHERE job_id = ?",
        phase,
        to_text(now),
        to_text_or_none(guard_until),
        job_id,
    )


async def set_muted(tx: Transaction, job_id: str, until: datetime | None) -> None:
    """Note until when nothing of this watch rings; None: it rings again."""
    await tx.execute("UPDATE watch SET muted_until = ? WHERE job_id = ?", to_text_or_none(until), job_id)


async def set_lost(tx: Transaction, job_id: str, at: datetime | None) -> None:
    """Note that the chat was told that the cluster is out of sight since `at`, or that it is back (None)."""
    await tx.execute("UPDATE watch SET lost_at = ? WHERE job_id = ?", to_text_or_none(at), job_id)


def _watch(row: Row) -> Watch:
    return Watch(
        job=job_from(row),
        phase=WatchPhase(row["phase"]),
        phase_at=from_text(row["phase_at"]),
        guard_until=from_text_or_none(row["guard_until"]),
        line_key=row["line_key"],
        lost_at=from_text_or_none(row["lost_at"]),
        muted_until=from_text_or_none(row["muted_until"]),
    )


def _context(watch: Watch) -> str:
    from_spec = getattr(watch.job.spec, "target", None)
    return from_spec.context if isinstance(from_spec, Target) else ""
