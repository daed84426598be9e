"""What becomes of an outbox row, attempt by attempt: every change of its state, and of its parts.

A row is `sending` only between two commits around one call; whoever finds it so later knows that nobody
knows whether the call took effect. `attempts` counts the calls of which that may be true, and the last one.
Only this module writes a row's state; the table's trigger refuses what may not follow (schedule-rules C12).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.database import Room, Transaction
from storage.deliveries import OPEN, Part
from storage.moments import to_text

#: How long a row waits for its chat, or for Telegram, before it dies.
LIFETIME = timedelta(days=7)


async def store_parts(tx: Transaction, row_id: int, payloads: Sequence[str]) -> None:
    """Replace the row's parts by unsent ones."""
    await tx.execute("DELETE FROM outbox_part WHERE outbox_id = ?", row_id)
    await tx.many(
        "INSERT INTO outbox_part (outbox_id, part, payload) VALUES (?,?,?)",
        [(row_id, number, payload) for number, payload in enumerate(payloads)],
    )


async def rewrite_part(tx: Transaction, row_id: int, part: int, payload: str) -> None:
    """Change what a part says, not what became of it."""
    await tx.execute(
        "UPDATE outbox_part SET payload = ? WHERE outbox_id = ? AND part = ?", payload, row_id, part
    )


async def begin(
    tx: Transaction, row_id: int, part: Part, *, repeat: bool, owner: str, lease_until: datetime
) -> None:
    """Note, before the call, that the part is being sent, and whether it may be in the chat already."""
    await tx.execute(
        """UPDATE outbox SET state = 'sending', attempts = attempts + 1, owner = ?, lease_until = ?,
                             repeat = max(repeat, ?) WHERE id = ?""",
        owner,
        to_text(lease_until),
        int(repeat),
        row_id,
    )
    await _part_state(tx, row_id, part.number, "sending")


async def part_sent(
    tx: Transaction, row_id: int, part: int, *, message_id: int, payload: str, now: datetime
) -> bool:
    """Note that the part arrived; True when nothing of the row is left to send."""
    await tx.execute(
        """UPDATE outbox_part SET state = 'sent', message_id = ?, payload = ?
           WHERE outbox_id = ? AND part = ?""",
        message_id,
        payload,
        row_id,
        part,
    )
    after = await _state_after(tx, row_id)
    await tx.execute(
        """UPDATE outbox SET state = ?1, message_id = ?2, sent_at = ?3, not_before = NULL, owner = NULL,
                             lease_until = NULL, error = iif(?1 = 'dead', error, ''),
                             attempts = ?4, moved = 0 WHERE id = ?5""",
        after,
        message_id,
        to_text(now),
        0 if after == "pending" else 1,
        row_id,
    )
    return after != "pending"


async def shown(tx: Transaction, row_id: int, revision: int) -> None:
    """Note which revision the chat shows."""
    await tx.execute("UPDATE outbox SET shown = ? WHERE id = ?", revision, row_id)


async def put_back(tx: Transaction, row_id: int, part: Part, *, error: str) -> None:
    """Undo `begin`: the call certainly had no effect, so it counts as no attempt."""
    await tx.execute(
        """UPDATE outbox SET state = ?, attempts = max(0, attempts - 1), owner = NULL, lease_until = NULL,
                             error = ? WHERE id = ?""",
        part.state,
        error,
        row_id,
    )
    await _part_state(tx, row_id, part.number, part.state)


async def not_known(
    tx: Transaction, row_id: int, part: int, *, again_at: datetime, counts: bool, error: str
) -> None:
    """Note that nobody knows whether the call took effect, and when it is made once more."""
    await tx.execute(
        """UPDATE outbox SET state = 'unknown', not_before = ?, attempts = max(0, attempts - ?),
                             owner = NULL, lease_until = NULL, error = ? WHERE id = ?""",
        to_text(again_at),
        0 if counts else 1,
        error,
        row_id,
    )
    await _part_state(tx, row_id, part, "unknown")


async def bury(tx: Transaction, row_id: int, *, error: str) -> None:
    """Give the row up; it stays visible. What arrived of it stays, what did not is not sent any more."""
    await tx.execute(
        """UPDATE outbox SET state = 'dead', error = ?, shown = revision, owner = NULL, lease_until = NULL
           WHERE id = ?""",
        error,
        row_id,
    )
    await tx.execute("UPDATE outbox_part SET state = 'dead' WHERE outbox_id = ? AND state <> 'sent'", row_id)


async def pass_over(tx: Transaction, row_id: int, part: int, *, error: str) -> None:
    """Give one part up and go on with those behind it; the row is buried when there are none."""
    await _part_state(tx, row_id, part, "dead")
    if await _state_after(tx, row_id) == "dead":
        await bury(tx, row_id, error=error)
        return
    await tx.execute(
        """UPDATE outbox SET state = 'pending', attempts = 0, not_before = NULL, owner = NULL,
                             lease_until = NULL, error = ? WHERE id = ?""",
        error,
        row_id,
    )


async def begin_anew(tx: Transaction, row_id: int, *, silent: bool) -> None:
    """Forget the row's messages: its report is sent as new ones, which keep their place in the lane."""
    await tx.execute("DELETE FROM outbox_part WHERE outbox_id = ?", row_id)
    await tx.execute(
        """UPDATE outbox SET state = 'pending', message_id = NULL, sent_at = NULL, not_before = NULL,
                             attempts = 0, moved = 0, silent = max(silent, ?) WHERE id = ?""",
        int(silent),
        row_id,
    )


async def send_again(tx: Transaction, chat_id: int, *, now: datetime) -> int:
    """Put what the chat did not get back into its lanes, and return how many rows that were.

    What of a row arrived is not sent again; what may have arrived says that it may be a repeat.
    """
    await tx.execute(
        """UPDATE outbox_part SET state = 'pending'
           WHERE state = 'dead'
             AND outbox_id IN (SELECT id FROM outbox WHERE chat_id = ? AND state = 'dead')""",
        chat_id,
    )
    revived = await tx.execute(
        """UPDATE outbox SET state = 'pending', attempts = 0, not_before = ?, error = ''
           WHERE chat_id = ? AND state = 'dead'""",
        to_text(now),
        chat_id,
    )
    if revived:
        tx.rings.add(Room.DELIVERY)
    return revived


async def forget_thread(tx: Transaction, row_id: int) -> None:
    """Send the row to the chat itself: its topic is gone."""
    await tx.execute(
        "UPDATE outbox SET thread_id = NULL, reply_to = NULL, reply_key = NULL WHERE id = ?", row_id
    )


async def forget_reply(tx: Transaction, row_id: int) -> None:
    """Let the row reply to nothing."""
    await tx.execute("UPDATE outbox SET reply_to = NULL, reply_key = NULL WHERE id = ?", row_id)


async def expire(tx: Transaction, *, now: datetime) -> int:
    """Give up what waited too long, and return how many rows that were."""
    return await tx.execute(
        f"""UPDATE outbox SET state = 'dead', error = 'expired', shown = revision
           WHERE {OPEN} AND state <> 'sending' AND coalesce(not_before, created_at) < ?""",  # noqa: S608  # a constant
        to_text(now - LIFETIME),
    )


async def _state_after(tx: Transaction, row_id: int) -> str:
    """Return what the row is when nothing of it is in hand: sent only if all of it arrived."""
    rows = await tx.all("SELECT DISTINCT state FROM outbox_part WHERE outbox_id = ?", row_id)
    states = {str(row["state"]) for row in rows}
    if states - {"sent", "dead"}:
        return "pending"
    return "dead" if "dead" in states else "sent"


async def _part_state(tx: Transaction, row_id: int, part: int, state: str) -> None:
    await tx.execute("UPDATE outbox_part SET state = ? WHERE outbox_id = ? AND part = ?", state, row_id, part)
