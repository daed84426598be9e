"""What the sender asks of the outbox: who is next, its parts, what did not arrive, which chats are away.

What becomes of a row is in `delivery_states`. Rows of a chat that cannot be reached stay as they are until it
can be (design 4.6).
"""

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from storage.database import Room, Transaction
from storage.moments import from_text, from_text_or_none, to_text
from storage.outbox import RowKind

#: Rows that are not finished, in the words of the index `outbox_open`: with other words SQLite does not use
#: it and reads a month of rows instead.
OPEN = "state IN ('pending', 'sending', 'unknown')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The first row of a lane that is not finished, without its text."""

    id: int
    chat_id: int
    thread_id: int | None
    is_answer: bool
    state: str
    not_before: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A sent row whose text has changed since."""

    id: int
    chat_id: int
    thread_id: int | None
    severity: str
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A whole row, and what its chat is like."""

    id: int
    chat_id: int
    thread_id: int | None
    kind: RowKind
    report: str
    revision: int
    silent: bool
    reply_to: int | None
    reply_key: str | None
    state: str
    attempts: int
    language: str
    zone: str | None
    quiet_from: str | None
    quiet_until: str | None

    @property
    def lane(self) -> tuple[int, int | None]:
        """The lane that it goes in."""
        return (self.chat_id, self.thread_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message of a row, as stored before the first is sent."""

    number: int
    payload: str
    state: str
    message_id: int | None


async def heads(tx: Transaction, *, now: datetime) -> tuple[Head, ...]:
    """Return the first open row of each lane whose chat can be reached.

    A pending row whose moment has not come does not hold up those behind it, unless it was revised: what it
    waited for is there. An unknown one does: order is kept across a repeat.
    """
    rows = await tx.all(
        """SELECT id, chat_id, thread_id, kind, state, not_before FROM outbox WHERE id IN
             (SELECT min(o.id) FROM outbox o LEFT JOIN chat c ON c.id = o.chat_id
              WHERE o.state IN ('pending', 'sending', 'unknown') AND coalesce(c.state, 'ok') = 'ok'
                AND (o.state <> 'pending' OR o.revision > 1 OR coalesce(o.not_before, '') <= ?)
              GROUP BY o.chat_id, o.thread_id)""",
        to_text(now),
    )
    return tuple(_head(row) for row in rows)


async def answers(tx: Transaction, *, now: datetime) -> tuple[Head, ...]:
    """Return those of `heads` that are answers, without a look at the thousand others."""
    rows = await tx.all(
        """SELECT id, chat_id, thread_id, kind, state, not_before FROM outbox WHERE kind = 'answer' AND id IN
             (SELECT (SELECT min(o.id) FROM outbox o
                      WHERE o.chat_id = lane.chat_id AND o.thread_id IS lane.thread_id
                        AND o.state IN ('pending', 'sending', 'unknown')
                        AND (o.state <> 'pending' OR o.revision > 1 OR coalesce(o.not_before, '') <= ?))
              FROM (SELECT DISTINCT chat_id, thread_id FROM outbox
                    WHERE kind = 'answer' AND state IN ('pending', 'sending', 'unknown')) lane
              LEFT JOIN chat c ON c.id = lane.chat_id WHERE coalesce(c.state, 'ok') = 'ok')""",
        to_text(now),
    )
    return tuple(_head(row) for row in rows)


async def edits(tx: Transaction) -> tuple[Edit, ...]:
    """Return the sent rows of chats that can be reached whose message shows an older revision."""
    rows = await tx.all(
        """SELECT o.id, o.chat_id, o.thread_id, json_extract(o.report, '$.severity') AS severity,
                  coalesce(o.sent_at, o.created_at) AS sent_at
           FROM outbox o LEFT JOIN chat c ON c.id = o.chat_id
           WHERE o.state = 'sent' AND o.revision > o.shown AND coalesce(c.state, 'ok') = 'ok' ORDER BY o.id"""
    )
    return tuple(
        Edit(
            id=row["id"],
            chat_id=row["chat_id"],
            thread_id=row["thread_id"],
            severity=str(row["severity"]),
            sent_at=from_text(row["sent_at"]),
        )
        for row in rows
    )


async def next_due_at(tx: Transaction, *, now: datetime) -> datetime | None:
    """Return when the next row's moment comes, of those that wait for one."""
    row = await tx.one(
        "SELECT min(not_before) FROM outbox WHERE state IN ('pending', 'unknown') AND not_before > ?",
        to_text(now),
    )
    return None if row is None else from_text_or_none(row[0])


async def letter(tx: Transaction, row_id: int) -> Letter | None:
    """Return the row with what is needed to send it; None when it is gone."""
    row = await tx.one(
        """SELECT o.*, coalesce(c.language, 'en') AS language, c.zone, c.quiet_from, c.quiet_until
           FROM outbox o LEFT JOIN chat c ON c.id = o.chat_id WHERE o.id = ?""",
        row_id,
    )
    return None if row is None else _letter(row)


async def message_of(tx: Transaction, key: str, *, chat_id: int) -> int | None:
    """Return the message that the row `key` became in this chat; None when there is none (yet)."""
    row = await tx.one("SELECT message_id FROM outbox WHERE dedupe_key = ? AND chat_id = ?", key, chat_id)
    return None if row is None else row["message_id"]


async def parts(tx: Transaction, row_id: int) -> tuple[Part, ...]:
    """Return the row's parts, in order; none before it is taken for the first time."""
    rows = await tx.all("SELECT * FROM outbox_part WHERE outbox_id = ? ORDER BY part", row_id)
    return tuple(
        Part(number=row["part"], payload=row["payload"], state=row["state"], message_id=row["message_id"])
        for row in rows
    )


async def in_hand(tx: Transaction) -> tuple[tuple[Letter, Part], ...]:
    """Return the rows that a dead process was sending, each with its part in hand."""
    ids = await tx.all(
        f"SELECT id FROM outbox WHERE {OPEN} AND state = 'sending'"  # noqa: S608  # a constant
    )
    found: list[tuple[Letter, Part]] = []
    for row in sorted(ids, key=lambda row: int(row["id"])):
        held = await letter(tx, row["id"])
        sending = [part for part in await parts(tx, row["id"]) if part.state == "sending"]
        if held is not None:
            found.extend((held, part) for part in sending)
    return tuple(found)


async def lose_chat(tx: Transaction, chat_id: int, state: str, *, now: datetime) -> bool:
    """Note that the chat cannot be reached (blocked, gone); False when that was known."""
    kind = "private" if chat_id > 0 else "supergroup" if chat_id < -1_000_000_000_000 else "group"
    await tx.execute("INSERT INTO chat (id, kind) VALUES (?,?) ON CONFLICT (id) DO NOTHING", chat_id, kind)
    return (
        await tx.execute(
            "UPDATE chat SET state = ?, state_at = ? WHERE id = ? AND state = 'ok'",
            state,
            to_text(now),
            chat_id,
        )
        == 1
    )


async def revive_chat(tx: Transaction, chat_id: int, *, now: datetime) -> None:
    """Note that the chat can be reached (again): what was kept for it goes out."""
    changed = await tx.execute(
        "UPDATE chat SET state = 'ok', state_at = ? WHERE id = ? AND state <> 'ok'", to_text(now), chat_id
    )
    if changed:
        tx.rings.add(Room.DELIVERY)


async def queue_length(tx: Transaction) -> int:
    """Return how many rows are not finished, unreachable chats included."""
    row = await tx.one(f"SELECT count(*) FROM outbox WHERE {OPEN}")  # noqa: S608  # a constant
    return 0 if row is None else int(row[0])


async def undelivered(tx: Transaction, chat_id: int | None = None) -> tuple[Row, ...]:
    """Return what did not arrive and will not by itself, newest first."""
    return await tx.all(
        "SELECT * FROM outbox WHERE state = 'dead' AND chat_id = coalesce(?, chat_id) ORDER BY id DESC",
        chat_id,
    )


async def owner_chat(tx: Transaction) -> tuple[int, str] | None:
    """Return the owner's private chat and its language; None while there is no owner."""
    row = await tx.one(
        """SELECT p.id, coalesce(c.language, 'en') AS language
           FROM person p LEFT JOIN chat c ON c.id = p.id WHERE p.role = 'owner'"""
    )
    return None if row is None else (row["id"], row["language"])


async def title_of(tx: Transaction, chat_id: int) -> str:
    """Return what people call the chat."""
    row = await tx.one("SELECT title FROM chat WHERE id = ?", chat_id)
    return str(row["title"]) if row is not None and row["title"] else str(chat_id)


def _head(row: Row) -> Head:
    return Head(
        id=row["id"],
        chat_id=row["chat_id"],
        thread_id=row["thread_id"],
        is_answer=row["kind"] == RowKind.ANSWER,
        state=row["state"],
        not_before=from_text_or_none(row["not_before"]),
    )


def _letter(row: Row) -> Letter:
    return Letter(
        id=row["id"],
        chat_id=row["chat_id"],
        thread_id=row["thread_id"],
        kind=RowKind(row["kind"]),
        report=row["report"],
        revision=row["revision"],
        silent=bool(row["silent"]),
        reply_to=row["reply_to"],
        reply_key=row["reply_key"],
        state=row["state"],
        attempts=row["attempts"],
        language=row["language"],
        zone=row["zone"],
        quiet_from=row["quiet_from"],
        quiet_until=row["quiet_until"],
    )
