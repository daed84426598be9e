"""What became of a call: every way in which Telegram, or the road to it, can answer.

The line that matters runs between "had no effect" and "nobody knows". aiogram wraps all network errors
alike; only their cause tells (telegram.md 2): a connection that was never made carried nothing, one that
broke or fell silent may have. Texts are matched on `error.message`; `str(error)` adds the address of a
documentation page.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError


class End(StrEnum):
    """How a call ended."""

    ARRIVED = "arrived"
    NOT_MODIFIED = "not-modified"
    # nobody knows
    NOT_KNOWN = "not-known"
    SERVER_FAULT = "server-fault"
    # no effect: the lane, the chat or the bot is to blame
    NEVER_LEFT = "never-left"
    FLOOD = "flood"
    BLOCKED = "blocked"
    GONE = "gone"
    MIGRATED = "migrated"
    UNAUTHORIZED = "unauthorized"
    # no effect: the message is to blame
    NO_THREAD = "no-thread"
    NO_REPLY = "no-reply"
    NO_TARGET = "no-target"
    TOO_LONG = "too-long"
    TOO_LARGE = "too-large"
    BAD_ENTITIES = "bad-entities"
    BAD_BUTTONS = "bad-buttons"
    REFUSED = "refused"


#: Ends that say nothing about the message: it is tried again as it is.
HINDRANCES = frozenset({End.NEVER_LEFT, End.FLOOD, End.BLOCKED, End.GONE, End.MIGRATED, End.UNAUTHORIZED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """How a call ended, with what belongs to that end; `words` are for the log."""

    end: End
    words: str = ""
    message_id: int | None = None
    retry_after_s: float = 0.0
    new_chat_id: int | None = None


#: Words of a 400, lower case, the first that fits.
_REFUSALS = (
    ("message is not modified", End.NOT_MODIFIED),
    ("message thread not found", End.NO_THREAD),
    ("topic_closed", End.NO_THREAD),
    ("topic_deleted", End.NO_THREAD),
    ("message to be replied not found", End.NO_REPLY),
    ("replied message not found", End.NO_REPLY),
    ("message to edit not found", End.NO_TARGET),
    ("message can't be edited", End.NO_TARGET),
    ("there is no text in the message to edit", End.NO_TARGET),
    ("there is no caption in the message to edit", End.NO_TARGET),
    ("message_id_invalid", End.NO_TARGET),
    ("message is too long", End.TOO_LONG),
    ("message_too_long", End.TOO_LONG),
    ("caption is too long", End.TOO_LONG),
    ("media_caption_too_long", End.TOO_LONG),
    ("file is too big", End.TOO_LARGE),
    ("can't parse entities", End.BAD_ENTITIES),
    ("can't parse messageentity", End.BAD_ENTITIES),
    ("entity begin", End.BAD_ENTITIES),
    ("entity end", End.BAD_ENTITIES),
    ("entity_", End.BAD_ENTITIES),
    ("button", End.BAD_BUTTONS),
    ("reply markup", End.BAD_BUTTONS),
    ("keyboard", End.BAD_BUTTONS),
    ("chat not found", End.GONE),
    ("peer_id_invalid", End.GONE),
    ("chat was deleted", End.GONE),
    ("not enough rights", End.BLOCKED),
    ("have no rights", End.BLOCKED),
    ("need administrator rights", End.BLOCKED),
    ("chat_write_forbidden", End.BLOCKED),
)

#: Words of a 403 after which nobody will read there any more; with all others the chat may come back soon.
_GONE_FOR_GOOD = ("deactivated", "was deleted")


#: Errors whose kind says it all; the first that fits, and before their own parents.
_ENDS: tuple[tuple[type[AiogramError], End], ...] = (
    (TelegramEntityTooLarge, End.TOO_LARGE),  # poses as a network error
    (TelegramServerError, End.SERVER_FAULT),
    (TelegramRetryAfter, End.FLOOD),
    (TelegramMigrateToChat, End.MIGRATED),
    (TelegramNotFound, End.NEVER_LEFT),  # no such bot or method: a wrong server or token, no wrong message
    (TelegramUnauthorizedError, End.UNAUTHORIZED),
)


def fate_of(error: AiogramError) -> Fate:
    """Return what the error says about the call."""
    if isinstance(error, ClientDecodeError):
        return _undecodable(error)
    words = getattr(error, "message", "") or str(error)
    for kind, end in _ENDS:
        if isinstance(error, kind):
            return Fate(
                end=end,
                words=words,
                retry_after_s=float(getattr(error, "retry_after", 0)),
                new_chat_id=getattr(error, "migrate_to_chat_id", None),
            )
    return Fate(end=_end_by_words(error, words.lower()), words=words)


def _end_by_words(error: AiogramError, words: str) -> End:
    match error:
        case TelegramNetworkError():
            return _network_end(error)
        case TelegramForbiddenError():
            return End.GONE if any(sign in words for sign in _GONE_FOR_GOOD) else End.BLOCKED
        case TelegramBadRequest():
            return next((end for sign, end in _REFUSALS if sign in words), End.REFUSED)
        case _:
            return End.REFUSED


def _network_end(error: TelegramNetworkError) -> End:
    """A connection that was not made carried nothing; of any other trouble that cannot be said."""
    never = isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError)
    return End.NEVER_LEFT if never else End.NOT_KNOWN


def _undecodable(error: ClientDecodeError) -> Fate:
    """Tell a gateway's page from a message of a newer Bot API, which did arrive and cannot be read."""
    answer: Any = error.data
    if isinstance(answer, dict) and answer.get("ok") is True:
        result = answer.get("result")
        message_id = result.get("message_id") if isinstance(result, dict) else None
        if isinstance(message_id, int):
            return Fate(end=End.ARRIVED, message_id=message_id)
        return Fate(end=End.NOT_KNOWN, words="answered ok, without a message id")
    return Fate(end=End.SERVER_FAULT, words=error.message)
