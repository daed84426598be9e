"""Questions that wait for an answer, across restarts: what was asked for is kept with them."""

import json
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from domain.job import Origin
from storage.database import Transaction
from storage.moments import from_text, to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An open question to one person in one chat. `outbox_key` is the row of the message that asks."""

    id: int
    word: str
    origin: Origin
    arguments: dict[str, str]
    outbox_key: str
    asked_at: datetime


async def ask(
    tx: Transaction, *, word: str, origin: Origin, arguments: dict[str, str], outbox_key: str, now: datetime
) -> int:
    """Store the question and return its id; what else is open stays open, each for its own answer."""
    stored = {**arguments, "message_id": "" if origin.message_id is None else str(origin.message_id)}
    asked = await tx.insert(
        """INSERT INTO question (chat_id, thread_id, person_id, word, arguments, outbox_key, created_at)
           VALUES (?,?,?,?,?,?,?)""",
        origin.chat_id,
        origin.thread_id,
        origin.person_id,
        word,
        json.dumps(stored, ensure_ascii=False),
        outbox_key,
        to_text(now),
    )
    if asked is None:
        raise LookupError("the question was not stored")
    return asked


async def get(tx: Transaction, question_id: int, *, chat_id: int) -> Question | None:
    """Return the question of this chat while it is open; None once it was answered or dropped."""
    row = await tx.one(
        "SELECT * FROM question WHERE id = ? AND chat_id = ? AND state = 'open'", question_id, chat_id
    )
    return None if row is None else _question(row)


async def list_open(tx: Transaction, *, chat_id: int, word: str) -> tuple[Question, ...]:
    """Return all open questions of one word in this chat, whoever was asked, oldest first."""
    rows = await tx.all(
        "SELECT * FROM question WHERE state = 'open' AND chat_id = ? AND word = ? ORDER BY id", chat_id, word
    )
    return tuple(_question(row) for row in rows)


async def open_for(tx: Transaction, *, chat_id: int, person_id: int) -> tuple[Question, ...]:
    """Return the open questions to this person in this chat, the newest first."""
    rows = await tx.all(
        "SELECT * FROM question WHERE state = 'open' AND chat_id = ? AND person_id = ? ORDER BY id DESC",
        chat_id,
        person_id,
    )
    return tuple(_question(row) for row in rows)


async def asked_in(tx: Transaction, *, chat_id: int, outbox_key: str) -> Question | None:
    """Return the open question that the message of this outbox row asks, whoever it was put to."""
    row = await tx.one(
        "SELECT * FROM question WHERE state = 'open' AND chat_id = ? AND outbox_key = ? ORDER BY id DESC",
        chat_id,
        outbox_key,
    )
    return None if row is None else _question(row)


async def close(tx: Transaction, question: Question, *, answered: bool) -> bool:
    """End the question; False when it was ended before."""
    return (
        await tx.execute(
            "UPDATE question SET state = ? WHERE id = ? AND state = 'open'",
            "answered" if answered else "dropped",
            question.id,
        )
        == 1
    )


async def drop(tx: Transaction, origin: Origin, *, words: tuple[str, ...], of_message: bool = False) -> None:
    """End the open questions of these words to this person in this chat, unanswered.

    With `of_message` only those about the message that `origin` names.
    """
    for word in words:
        await tx.execute(
            """UPDATE question SET state = 'dropped'
               WHERE state = 'open' AND chat_id = ?1 AND person_id = ?2 AND word = ?3
                 AND (?4 IS NULL OR json_extract(arguments, '$.message_id') = ?4)""",
            origin.chat_id,
            origin.person_id,
            word,
            str(origin.message_id) if of_message else None,
        )


def _question(row: Row) -> Question:
    arguments = json.loads(row["arguments"])
    message_id = arguments.pop("message_id")
    return Question(
        id=row["id"],
        word=row["word"],
        origin=Origin(
            chat_id=row["chat_id"],
            thread_id=row["thread_id"],
            person_id=row["person_id"],
            message_id=int(message_id) if message_id else None,
        ),
        arguments=arguments,
        outbox_key=row["outbox_key"],
        asked_at=from_text(row["created_at"]),
    )
