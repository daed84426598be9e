"""What watches have found and said, and what the buttons of a finding show."""

from datetime import datetime
from sqlite3 import Row

from domain.watch import Said, Target
from domain.watchtower import Keepsake
from storage.database import Transaction
from storage.moments import from_text, to_text


async def record(
    tx: Transaction, job_id: str, said: Said, *, now: datetime, of: Target | None = None
) -> int | None:
    """Store a finding and return its id; None when it was found in this episode before.

    `of` is the object that it is about, where that is not the target of the watch.
    """
    return await tx.insert(
        """INSERT INTO finding (watch, uid, revision, episode, word, cause, pod, container, kind, name, at)
           VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (watch, uid, revision, episode, word) DO NOTHING""",
        job_id,
        said.uid,
        said.revision,
        said.episode,
        said.word,
        said.cause,
        said.evidence.pod or "",
        said.evidence.container or "",
        "" if of is None else of.kind,
        "" if of is None else of.name,
        to_text(now),
    )


async def same(tx: Transaction, job_id: str, said: Said) -> int | None:
    """Return the finding that was recorded for the same word of the same episode."""
    row = await tx.one(
        "SELECT id FROM finding WHERE watch = ? AND uid = ? AND revision = ? AND episode = ? AND word = ?",
        job_id,
        said.uid,
        said.revision,
        said.episode,
        said.word,
    )
    return None if row is None else int(row["id"])


async def last_episode(tx: Transaction, job_id: str, uid: str) -> int:
    """Return the last episode in which something was found about this object; 0 when nothing was."""
    row = await tx.one("SELECT max(episode) AS last FROM finding WHERE watch = ? AND uid = ?", job_id, uid)
    return 0 if row is None else int(row["last"] or 0)


async def keep(tx: Transaction, finding_id: int, keepsakes: tuple[Keepsake, ...], *, now: datetime) -> None:
    """Store what the buttons of a finding will show."""
    await tx.many(
        """INSERT INTO evidence (finding_id, word, name, text, note, at) VALUES (?,?,?,?,?,?)
           ON CONFLICT (finding_id, word) DO NOTHING""",
        ((finding_id, kept.word, kept.name, kept.text, kept.note, to_text(now)) for kept in keepsakes),
    )


async def last(tx: Transaction, job_id: str) -> Row | None:
    """Return the newest finding of a watch."""
    return await tx.one("SELECT * FROM finding WHERE watch = ? ORDER BY id DESC", job_id)


async def get(tx: Transaction, job_id: str, finding_id: int) -> Row | None:
    """Return a finding of this watch: id, watch, uid, revision, episode, word, cause, pod, container, at."""
    return await tx.one("SELECT * FROM finding WHERE id = ? AND watch = ?", finding_id, job_id)


async def kept(tx: Transaction, finding_id: int, word: str) -> tuple[Keepsake, datetime] | None:
    """Return what was kept for one button of a finding, and when it was read; None after 14 days."""
    row = await tx.one("SELECT * FROM evidence WHERE finding_id = ? AND word = ?", finding_id, word)
    if row is None:
        return None
    keepsake = Keepsake(word=row["word"], name=row["name"], text=row["text"], note=row["note"])
    return keepsake, from_text(row["at"])
