"""Single values that the program keeps: the hash of the owner link, versions, stamps."""

from storage.database import Transaction


async def get(tx: Transaction, name: str) -> str | None:
    """Return the stored value, or None."""
    row = await tx.one("SELECT value FROM setting WHERE name = ?", name)
    return None if row is None else str(row["value"])


async def put(tx: Transaction, name: str, value: str) -> None:
    """Store the value, replacing the one before."""
    await tx.execute(
        """INSERT INTO setting (name, value) VALUES (?,?)
           ON CONFLICT (name) DO UPDATE SET value = excluded.value""",
        name,
        value,
    )


async def drop(tx: Transaction, name: str) -> None:
    """Forget the value."""
    await tx.execute("DELETE FROM setting WHERE name = ?", name)
