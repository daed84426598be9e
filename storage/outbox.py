"""Reports on their way, and the messages that they became.

A row is also the slot of its message: `revise` raises its revision, and delivery edits the message in place;
revisions that nobody saw are never sent (the last one wins). Rows are written in the transaction of what they
tell; sending comes after (design 4.3).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from sqlite3 import Row

from domain.job import Origin
from domain.report import Report, encode_report
from storage.database import Room, Transaction
from storage.moments import to_text, to_text_or_none


class RowKind(StrEnum):
    """What a row is to its chat. Progress is no kind: it is an edit of an answer (ADR 0002)."""

    #: The answer to what somebody just said; its message may be edited into something else.
    ANSWER = "answer"
    #: A verdict, a reminder, a brief: a message of its own that stays.
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A report and where it goes.

    Attributes:
        key: Unique for what is told ("update:17:0", "run:5", "finding:9"): the same is never told twice.
        reply_to: Message id that is replied to; or `reply_key`, the key of the row whose message is meant.
        silent: Whether the chat must not ring.
        not_before: Earliest moment of sending.
    """

    key: str
    chat_id: int
    report: Report
    kind: RowKind = RowKind.ANSWER
    thread_id: int | None = None
    job_id: str | None = None
    reply_to: int | None = None
    reply_key: str | None = None
    silent: bool = False
    not_before: datetime | None = None


def answer_to(origin: Origin, report: Report, *, key: str, job_id: str | None = None) -> Parcel:
    """Return a parcel that goes back to where `origin` came from, in reply to its message."""
    return Parcel(
        key=key,
        chat_id=origin.chat_id,
        thread_id=origin.thread_id,
        reply_to=origin.message_id,
        report=report,
        job_id=job_id,
    )


async def post(tx: Transaction, parcel: Parcel, *, now: datetime) -> bool:
    """Put a parcel into the outbox; False (and no effect) when its key is there already."""
    row_id = await tx.insert(
        """INSERT INTO outbox (dedupe_key, chat_id, thread_id, kind, job_id, report, silent, reply_to,
                               reply_key, not_before, created_at)
           VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (dedupe_key) DO NOTHING""",
        parcel.key,
        parcel.chat_id,
        parcel.thread_id,
        parcel.kind,
        parcel.job_id,
        encode_report(parcel.report),
        int(parcel.silent),
        parcel.reply_to,
        parcel.reply_key,
        to_text_or_none(parcel.not_before),
        to_text(now),
    )
    tx.rings.add(Room.DELIVERY)
    return row_id is not None


async def revise(tx: Transaction, key: str, report: Report, *, job_id: str | None = None) -> bool:
    """Give the row `key` a new text: an edit of its message, or of the row if it is not sent yet.

    Returns False when there is no such row (pruned). An unchanged report changes nothing.
    """
    encoded = encode_report(report)
    found = await tx.one("SELECT report FROM outbox WHERE dedupe_key = ?", key)
    if found is None:
        return False
    if found["report"] != encoded:
        await tx.execute(
            "UPDATE outbox SET report = ?, revision = revision + 1 WHERE dedupe_key = ?", encoded, key
        )
        tx.rings.add(Room.DELIVERY)
    if job_id is not None:
        await tx.execute("UPDATE outbox SET job_id = ? WHERE dedupe_key = ?", job_id, key)
    return True


async def post_or_revise(tx: Transaction, parcel: Parcel, *, now: datetime) -> None:
    """Post the parcel, or let its report replace the one that stands under its key."""
    if not await post(tx, parcel, now=now):
        await revise(tx, parcel.key, parcel.report, job_id=parcel.job_id)


async def rows_in_flight(tx: Transaction, chat_id: int) -> tuple[Row, ...]:
    """Return the rows of the chat of which a message may be there whose id nobody has noted, newest first."""
    return await tx.all(
        """SELECT * FROM outbox WHERE chat_id = ?1 AND state IN ('pending', 'sending', 'unknown')
               AND state <> 'pending'
           UNION SELECT * FROM outbox WHERE chat_id = ?1 AND repeat = 1 ORDER BY id DESC""",
        chat_id,
    )


async def row_of_message(tx: Transaction, *, chat_id: int, message_id: int) -> Row | None:
    """Return the outbox row that became this message, whichever of its parts it is."""
    return await tx.one(
        # The plus keeps SQLite from reading all rows of the chat: this is asked at every reply and press.
        """SELECT * FROM outbox WHERE +chat_id = ?1 AND id IN
               (SELECT id FROM outbox WHERE chat_id = ?1 AND message_id = ?2
                UNION ALL SELECT outbox_id FROM outbox_part WHERE message_id = ?2) ORDER BY id DESC""",
        chat_id,
        message_id,
    )
