"""People and what they may do: the owner, those let in, and strangers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Transaction
from storage.moments import from_text, to_text

#: A stranger is told how to be let in at most this often (design 7).
TELL_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who wrote. `role` is owner, allowed or stranger."""

    id: int
    name: str
    role: str

    @property
    def is_owner(self) -> bool:
        """Whether the bot is theirs."""
        return self.role == "owner"

    @property
    def is_let_in(self) -> bool:
        """Whether they are served."""
        return self.role in {"owner", "allowed"}


async def meet(tx: Transaction, person_id: int, *, name: str) -> Person:
    """Return the person, made known as a stranger first if need be."""
    row = await tx.one(
        """INSERT INTO person (id, name) VALUES (?,?)
           ON CONFLICT (id) DO UPDATE SET name = excluded.name RETURNING *""",
        person_id,
        name,
    )
    if row is None:
        raise LookupError(f"person {person_id} could not be stored")
    return Person(id=row["id"], name=row["name"], role=row["role"])


async def owner(tx: Transaction) -> Person | None:
    """Return the owner, or None while there is none."""
    row = await tx.one("SELECT * FROM person WHERE role = 'owner'")
    return None if row is None else Person(id=row["id"], name=row["name"], role="owner")


async def let_in(tx: Transaction, person_id: int) -> None:
    """Serve this person from now on; the owner stays the owner."""
    await tx.execute(
        "INSERT INTO person (id, role) VALUES (?, 'allowed') "
        "ON CONFLICT (id) DO UPDATE SET role = 'allowed' WHERE role = 'stranger'",
        person_id,
    )


async def shut_out(tx: Transaction, person_id: int) -> None:
    """Serve this person no more; the owner cannot be shut out."""
    await tx.execute("UPDATE person SET role = 'stranger' WHERE id = ? AND role = 'allowed'", person_id)


async def make_owner(tx: Transaction, person_id: int) -> None:
    """Make this person the only owner; a former owner stays let in."""
    await tx.execute("UPDATE person SET role = 'allowed' WHERE role = 'owner' AND id <> ?", person_id)
    await tx.execute(
        "INSERT INTO person (id, role) VALUES (?, 'owner') ON CONFLICT (id) DO UPDATE SET role = 'owner'",
        person_id,
    )


async def may_be_told(tx: Transaction, person_id: int, *, now: datetime) -> bool:
    """Tell whether this stranger is to be answered now, and remember that they were."""
    row = await tx.one("SELECT told_at FROM person WHERE id = ?", person_id)
    if row is not None and row["told_at"] is not None and now - from_text(row["told_at"]) < TELL_AGAIN_AFTER:
        return False
    await tx.execute("UPDATE person SET told_at = ? WHERE id = ?", to_text(now), person_id)
    return True
