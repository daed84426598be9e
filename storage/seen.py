"""What a job has reported already, by key; kept for 90 days after it was last met."""

from collections.abc import Iterable
from datetime import datetime

from storage.database import Transaction
from storage.moments import to_text


async def keys_of(tx: Transaction, job_id: str) -> frozenset[str]:
    """Return all keys that the job has reported."""
    rows = await tx.all("SELECT key FROM seen_item WHERE job_id = ?", job_id)
    return frozenset(row["key"] for row in rows)


async def remember(tx: Transaction, job_id: str, keys: Iterable[str], *, now: datetime) -> None:
    """Count the keys as reported; one that is met again is kept 90 days more."""
    at = to_text(now)
    await tx.many(
        "INSERT INTO seen_item (job_id, key, at) VALUES (?,?,?) "
        "ON CONFLICT (job_id, key) DO UPDATE SET at = excluded.at",
        ((job_id, key, at) for key in keys),
    )
