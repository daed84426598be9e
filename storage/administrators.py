"""Who administers a group. A loop beside the handlers asks Telegram; they only read it."""

from collections.abc import Iterable
from datetime import datetime

from storage.database import Transaction
from storage.moments import to_text

#: Stands for "Telegram was asked": no person has this id.
NOBODY = 0


async def replace(tx: Transaction, chat_id: int, people: Iterable[int], *, now: datetime) -> None:
    """Store the administrators that Telegram named just now, in place of those before."""
    await tx.execute("DELETE FROM administrator WHERE chat_id = ?", chat_id)
    await tx.many(
        "INSERT INTO administrator (chat_id, person_id, at) VALUES (?,?,?)",
        ((chat_id, person_id, to_text(now)) for person_id in people),
    )


async def believe_on(tx: Transaction, chat_id: int, *, now: datetime) -> None:
    """Keep what was known, and ask again only later: Telegram did not answer."""
    await tx.execute("UPDATE administrator SET at = ? WHERE chat_id = ?", to_text(now), chat_id)
    await tx.execute(
        "INSERT INTO administrator (chat_id, person_id, at) VALUES (?,?,?) ON CONFLICT DO NOTHING",
        chat_id,
        NOBODY,
        to_text(now),
    )


async def includes(tx: Transaction, chat_id: int, person_id: int) -> bool:
    """Tell whether the person administered the group when that was last asked."""
    found = await tx.one(
        "SELECT 1 FROM administrator WHERE chat_id = ? AND person_id = ?", chat_id, person_id
    )
    return found is not None


async def groups_to_ask(tx: Transaction, *, before: datetime, limit: int) -> tuple[int, ...]:
    """Return groups that were let in and whose administrators were not named since that moment."""
    rows = await tx.all(
        """SELECT chat.id, (SELECT max(at) FROM administrator WHERE chat_id = chat.id) AS asked_at
           FROM chat WHERE kind IN ('group', 'supergroup') AND allowed = 1 AND state = 'ok'
               AND (asked_at IS NULL OR asked_at < ?)
           ORDER BY asked_at LIMIT ?""",
        to_text(before),
        limit,
    )
    return tuple(int(row["id"]) for row in rows)
