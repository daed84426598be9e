"""Jobs as rows: stored, read, listed. What may become of a job is decided in `jobs`."""

import secrets
import string
from collections.abc import Sequence
from datetime import datetime
from sqlite3 import Row

from domain.job import ID_LENGTH, Job, JobState, Origin, Spec, WatchSpec, decode_spec, encode_spec
from storage import chats
from storage.database import Room, Transaction
from storage.moments import from_text, from_text_or_none, to_text, to_text_or_none

ALPHABET = string.ascii_lowercase + string.digits

#: States in which a job is shown and found.
LIVING = (JobState.ACTIVE, JobState.PAUSED, JobState.AUTO_PAUSED)


async def create(
    tx: Transaction,
    *,
    origin: Origin,
    spec: Spec,
    title: str,
    now: datetime,
    origin_key: str,
    next_due_at: datetime | None,
) -> Job:
    """Store a new active job and return it; the same `origin_key` returns the job that it made before."""
    known = await tx.one("SELECT * FROM job WHERE origin_key = ?", origin_key)
    if known is not None:
        return job_from(known)
    job_id = "".join(secrets.choice(ALPHABET) for _ in range(ID_LENGTH))
    number = await chats.take_number(tx, origin.chat_id)
    await tx.execute(
        """INSERT INTO job (id, chat_id, thread_id, person_id, message_id, number, title, kind, spec, state,
                            effective_from, next_due_at, created_at, origin_key)
           VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)""",
        job_id,
        origin.chat_id,
        origin.thread_id,
        origin.person_id,
        origin.message_id,
        number,
        title,
        "watch" if isinstance(spec, WatchSpec) else "schedule",
        encode_spec(spec),
        JobState.ACTIVE,
        to_text(now),
        to_text_or_none(next_due_at),
        to_text(now),
        origin_key,
    )
    _ring(tx)
    return await get(tx, job_id)


async def save(tx: Transaction, job: Job) -> None:
    """Store the job's title, spec, state, revision, effective_from and next_due_at.

    A spec that cannot be read (None) stays as it is stored.
    """
    await tx.execute(
        """UPDATE job SET title = ?, spec = coalesce(?, spec), state = ?, revision = ?, effective_from = ?,
                          next_due_at = ? WHERE id = ?""",
        job.title,
        None if job.spec is None else encode_spec(job.spec),
        job.state,
        job.revision,
        to_text(job.effective_from),
        to_text_or_none(job.next_due_at),
        job.id,
    )
    _ring(tx)


async def keep_before(tx: Transaction, job_id: str, *, now: datetime) -> None:
    """Remember spec and title as they are, before they are changed."""
    await tx.execute(
        "UPDATE job SET spec_before = spec, title_before = title, changed_at = ? WHERE id = ?",
        to_text(now),
        job_id,
    )


async def change_back(tx: Transaction, job_id: str, *, changed_after: datetime) -> bool:
    """Give the job back what it was before its last change; False when that is too long ago, or undone."""
    changed = await tx.execute(
        """UPDATE job SET spec = spec_before, title = title_before, revision = revision + 1,
                          spec_before = NULL, title_before = NULL
           WHERE id = ? AND spec_before IS NOT NULL AND changed_at >= ?""",
        job_id,
        to_text(changed_after),
    )
    _ring(tx)
    return changed == 1


async def end(tx: Transaction, job_id: str, state: JobState, *, now: datetime) -> None:
    """Move the job to a final state (or a tombstone) and remember the state before for [Undo]."""
    await tx.execute(
        "UPDATE job SET state_before = state, state = ?, ended_at = ?, next_due_at = NULL WHERE id = ?",
        state,
        to_text(now),
        job_id,
    )
    _ring(tx)


async def revive(tx: Transaction, job_id: str, *, ended_after: datetime) -> bool:
    """Bring a tombstone back to its state before; False when it is none or was ended before `ended_after`."""
    changed = await tx.execute(
        """UPDATE job SET state = state_before, state_before = NULL, ended_at = NULL
           WHERE id = ? AND state = 'cancelled' AND ended_at >= ?""",
        job_id,
        to_text(ended_after),
    )
    _ring(tx)
    return changed == 1


async def get(tx: Transaction, job_id: str) -> Job:
    """Return the job.

    Raises:
        LookupError: There is no such job.
    """
    row = await tx.one("SELECT * FROM job WHERE id = ?", job_id)
    if row is None:
        raise LookupError(f"no job {job_id}")
    return job_from(row)


async def by_number(tx: Transaction, chat_id: int, number: int) -> Job | None:
    """Return the chat's job with this number, whatever its state."""
    row = await tx.one("SELECT * FROM job WHERE chat_id = ? AND number = ?", chat_id, number)
    return None if row is None else job_from(row)


async def with_number(tx: Transaction, number: int) -> Sequence[Job]:
    """Return the living jobs with this number, of whatever chat."""
    rows = await tx.all(
        "SELECT * FROM job WHERE number = ? AND state IN ('active', 'paused', 'auto-paused') ORDER BY id",
        number,
    )
    return tuple(job_from(row) for row in rows)


async def list_living(tx: Transaction, chat_id: int) -> Sequence[Job]:
    """Return the chat's active and paused jobs, by number."""
    rows = await tx.all(
        """SELECT * FROM job WHERE chat_id = ? AND state IN ('active', 'paused', 'auto-paused')
           ORDER BY number""",
        chat_id,
    )
    return tuple(job_from(row) for row in rows)


async def ended_at(tx: Transaction, chat_id: int, state: JobState, at: datetime) -> Sequence[Job]:
    """Return the chat's jobs that came to this state at this very moment, by number."""
    rows = await tx.all(
        "SELECT * FROM job WHERE chat_id = ? AND state = ? AND ended_at = ? ORDER BY number",
        chat_id,
        state,
        to_text(at),
    )
    return tuple(job_from(row) for row in rows)


async def made_by_message(
    tx: Transaction, *, chat_id: int, message_id: int | None, person_id: int
) -> Sequence[Job]:
    """Return the jobs that one message of this person made, newest first."""
    rows = await tx.all(
        "SELECT * FROM job WHERE chat_id = ? AND message_id = ? AND person_id = ? ORDER BY number DESC",
        chat_id,
        message_id,
        person_id,
    )
    return tuple(job_from(row) for row in rows)


async def card_key(tx: Transaction, job_id: str) -> str | None:
    """Return the outbox key of the card that the job was handed over with; None for one without a card.

    A job's own key is that of its card with ":0" behind it.
    """
    row = await tx.one("SELECT origin_key FROM job WHERE id = ?", job_id)
    key = "" if row is None or row[0] is None else str(row[0])
    return key.removesuffix(":0") if key.startswith("update:") and key.endswith(":0") else None


async def count_active_of(tx: Transaction, person_id: int) -> int:
    """Return how many jobs this person has that are not ended."""
    row = await tx.one(
        "SELECT count(*) FROM job WHERE person_id = ? AND state IN ('active', 'paused', 'auto-paused')",
        person_id,
    )
    return 0 if row is None else int(row[0])


def job_from(row: Row) -> Job:
    """Return the job that a row of the table holds."""
    return Job(
        id=row["id"],
        number=row["number"],
        origin=Origin(
            chat_id=row["chat_id"],
            thread_id=row["thread_id"],
            person_id=row["person_id"],
            message_id=row["message_id"],
        ),
        title=row["title"],
        spec=decode_spec(row["spec"]),
        state=JobState(row["state"]),
        revision=row["revision"],
        effective_from=from_text(row["effective_from"]),
        created_at=from_text(row["created_at"]),
        next_due_at=from_text_or_none(row["next_due_at"]),
    )


def _ring(tx: Transaction) -> None:
    tx.rings.update({Room.SCHEDULING, Room.WATCHERS})
