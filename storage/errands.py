"""Errands as rows: written in the update's transaction, taken by the pool, closed with their answer."""

import json
from dataclasses import dataclass
from datetime import datetime

from domain.job import Origin
from storage.database import Room, Transaction
from storage.moments import to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What a person asked for that needs the network.

    `word` names a member of the errands registry, `arguments` are plain strings; `key` is also the key of the
    outbox row that answers it.
    """

    id: int
    key: str
    word: str
    origin: Origin
    arguments: dict[str, str]


async def ask(
    tx: Transaction, *, word: str, origin: Origin, arguments: dict[str, str], key: str, now: datetime
) -> None:
    """Write an errand; the same key twice is one errand."""
    await tx.execute(
        """INSERT INTO errand (key, word, chat_id, thread_id, person_id, message_id, arguments, created_at)
           VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (key) DO NOTHING""",
        key,
        word,
        origin.chat_id,
        origin.thread_id,
        origin.person_id,
        origin.message_id,
        json.dumps(arguments, ensure_ascii=False),
        to_text(now),
    )
    tx.rings.add(Room.ERRANDS)


async def waiting(tx: Transaction, *, busy_chats: frozenset[int], limit: int) -> tuple[Errand, ...]:
    """Return the oldest errand of each chat that has none in work, at most `limit`."""
    rows = await tx.all(
        "SELECT *, min(id) FROM errand WHERE state = 'waiting' GROUP BY chat_id ORDER BY id",
    )
    free = [row for row in rows if row["chat_id"] not in busy_chats]
    return tuple(
        Errand(
            id=row["id"],
            key=row["key"],
            word=row["word"],
            origin=Origin(
                chat_id=row["chat_id"],
                thread_id=row["thread_id"],
                person_id=row["person_id"],
                message_id=row["message_id"],
            ),
            arguments=json.loads(row["arguments"]),
        )
        for row in free[:limit]
    )


async def close(tx: Transaction, errand: Errand, *, failed: bool, now: datetime) -> bool:
    """End the errand in the transaction of its answer; False when it was ended before."""
    return (
        await tx.execute(
            "UPDATE errand SET state = ?, ended_at = ? WHERE id = ? AND state = 'waiting'",
            "failed" if failed else "done",
            to_text(now),
            errand.id,
        )
        == 1
    )
