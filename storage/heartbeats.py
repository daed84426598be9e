"""Signs of life: a row for each loop, and when the nightly prune was last through."""

from datetime import datetime

from storage.database import Transaction
from storage.moments import from_text, to_text


async def beat(tx: Transaction, name: str, *, now: datetime) -> None:
    """Note that `name` is alive now."""
    await tx.execute(
        "INSERT INTO heartbeat (name, at) VALUES (?,?) ON CONFLICT (name) DO UPDATE SET at = excluded.at",
        name,
        to_text(now),
    )


async def last(tx: Transaction, name: str) -> datetime | None:
    """Return when `name` was last alive, or None when it never was."""
    row = await tx.one("SELECT at FROM heartbeat WHERE name = ?", name)
    return None if row is None else from_text(row["at"])


async def forget(tx: Transaction, name: str) -> None:
    """Remove the row, as if `name` had never been alive."""
    await tx.execute("DELETE FROM heartbeat WHERE name = ?", name)
