"""Chats and what belongs to each: zone, language, default context and namespace, quiet hours."""

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from storage.database import Transaction, Value
from storage.moments import to_text

#: Columns that `change` may set.
CHANGEABLE = frozenset(
    {
        "title",
        "allowed",
        "language",
        "language_set",
        "zone",
        "context",
        "namespace",
        "quiet_from",
        "quiet_until",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat as stored. `zone` is an IANA name, None until the chat has told one."""

    id: int
    kind: str
    title: str
    allowed: bool
    language: str
    language_set: bool
    zone: str | None
    context: str
    namespace: str
    quiet_from: str | None
    quiet_until: str | None
    state: str

    @property
    def is_private(self) -> bool:
        """Whether the chat is one person."""
        return self.kind == "private"


async def meet(tx: Transaction, chat_id: int, *, kind: str, title: str, language: str) -> Chat:
    """Return the chat, made known first if need be; its language is taken from its first words until set."""
    await tx.execute(
        """INSERT INTO chat (id, kind, title, language) VALUES (?,?,?,?)
           ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title""",
        chat_id,
        kind,
        title,
        language,
    )
    return await get(tx, chat_id)


async def get(tx: Transaction, chat_id: int) -> Chat:
    """Return the chat.

    Raises:
        LookupError: The chat was never met.
    """
    row = await tx.one("SELECT * FROM chat WHERE id = ?", chat_id)
    if row is None:
        raise LookupError(f"chat {chat_id} was never met")
    return _chat(row)


async def change(tx: Transaction, chat_id: int, **columns: Value) -> None:
    """Set columns of the chat; only those of `CHANGEABLE`."""
    if unknown := columns.keys() - CHANGEABLE:
        raise ValueError(f"not changeable: {sorted(unknown)}")
    for name, value in columns.items():
        await tx.execute(f"UPDATE chat SET {name} = ? WHERE id = ?", value, chat_id)  # noqa: S608  # checked above


async def set_state(tx: Transaction, chat_id: int, state: str, *, now: datetime) -> None:
    """Note that the chat can be reached (ok), blocked the bot, or is gone."""
    await tx.execute("UPDATE chat SET state = ?, state_at = ? WHERE id = ?", state, to_text(now), chat_id)


async def take_number(tx: Transaction, chat_id: int) -> int:
    """Return the chat's next job number; it is never handed out again."""
    row = await tx.one(
        "UPDATE chat SET next_number = next_number + 1 WHERE id = ? RETURNING next_number - 1", chat_id
    )
    if row is None:
        raise LookupError(f"chat {chat_id} was never met")
    return int(row[0])


def _chat(row: Row) -> Chat:
    return Chat(
        id=row["id"],
        kind=row["kind"],
        title=row["title"],
        allowed=bool(row["allowed"]),
        language=row["language"],
        language_set=bool(row["language_set"]),
        zone=row["zone"],
        context=row["context"],
        namespace=row["namespace"],
        quiet_from=row["quiet_from"],
        quiet_until=row["quiet_until"],
        state=row["state"],
    )
