"""What a news job remembers from run to run, beside the keys of what it told: JSON with a version."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What one look leaves to the next.

    Attributes:
        sources: Sources that were read before; a new one does not flood the chat.
        looked_at: When news was last looked for with success.
        told_at: When the chat last heard of the job by itself, be it that there is nothing new.
        checks: Silent looks since then.
    """

    sources: tuple[str, ...] = ()
    looked_at: datetime | None = None
    told_at: datetime | None = None
    checks: int = 0


def recall(stored: str) -> Memory:
    """Return what was stored; nothing when there is nothing, or nothing that can be read."""
    try:
        value = json.loads(stored)
        if value["v"] != VERSION:
            return Memory()
        return Memory(
            sources=tuple(value["sources"]),
            looked_at=_moment(value["looked_at"]),
            told_at=_moment(value["told_at"]),
            checks=int(value["checks"]),
        )
    except (ValueError, KeyError, TypeError):
        return Memory()


def store(memory: Memory) -> str:
    """Return the stored form."""
    return json.dumps({"v": VERSION, **asdict(memory)}, default=_text)


def _moment(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored)


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"not to be stored: {value!r}")
