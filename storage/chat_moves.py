"""A group becomes a supergroup: it has another id, and its messages have other ids too.

Telegram tells it twice, as a service message and as an error of the next call; both lead here, in any order,
and the second time changes nothing. Message ids of the old group mean other messages in the new one, so they
are forgotten.
"""

from storage.database import Room, Transaction

#: Tables that hold the id of a chat and of a message that a person wrote in it.
_FROM_PEOPLE = ("job", "errand")


async def move_chat(tx: Transaction, *, old: int, new: int) -> None:
    """Let everything that belonged to the chat `old` belong to `new`, its jobs and settings included."""
    await _move_jobs(tx, old=old, new=new)
    await _move_settings(tx, old=old, new=new)
    for table in _FROM_PEOPLE:
        await tx.execute(
            f"UPDATE {table} SET chat_id = ?, message_id = NULL WHERE chat_id = ?",  # noqa: S608  # constants
            new,
            old,
        )
    await tx.execute("UPDATE question SET chat_id = ? WHERE chat_id = ?", new, old)
    await tx.execute(
        """UPDATE outbox_part SET message_id = NULL
           WHERE outbox_id IN (SELECT id FROM outbox WHERE chat_id = ?)""",
        old,
    )
    await tx.execute(
        """UPDATE outbox SET chat_id = ?, moved = max(moved, message_id IS NOT NULL), message_id = NULL,
                             reply_to = NULL WHERE chat_id = ?""",
        new,
        old,
    )
    tx.rings.add(Room.DELIVERY)


async def _move_jobs(tx: Transaction, *, old: int, new: int) -> None:
    """Give jobs that were made in the new chat meanwhile other numbers than those that come along."""
    counted = await tx.one("SELECT max(next_number) FROM chat WHERE id IN (?, ?)", old, new)
    number = 1 if counted is None or counted[0] is None else int(counted[0])
    clashing = await tx.all(
        """SELECT id FROM job WHERE chat_id = ? AND number IN (SELECT number FROM job WHERE chat_id = ?)
           ORDER BY number""",
        new,
        old,
    )
    for row in clashing:
        await tx.execute("UPDATE job SET number = ? WHERE id = ?", number, row["id"])
        number += 1
    await tx.execute("UPDATE chat SET next_number = ? WHERE id IN (?, ?)", number, old, new)


async def _move_settings(tx: Transaction, *, old: int, new: int) -> None:
    """Keep what was set in the old chat; what the new one has been given so far was a guess."""
    if await tx.one("SELECT 1 FROM chat WHERE id = ?", old) is None:
        return
    await tx.execute("DELETE FROM chat WHERE id = ?", new)
    await tx.execute(
        "UPDATE chat SET id = ?, kind = 'supergroup', state = 'ok', state_at = NULL WHERE id = ?", new, old
    )
