"""The API's moments ("2026-11-22T18:59:33Z", whole seconds) as aware datetimes.

The year 1970 stands for "never" (a container that could not be started), and is never subtracted.
"""

from collections.abc import Iterable
from datetime import datetime


def moment(text: str | None) -> datetime | None:
    """Return the moment, or None when it is absent, unreadable or the API's "never"."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None and at.year > 1970 else None


def earliest(*moments: datetime | None) -> datetime | None:
    """Return the first of those that are known."""
    return min((at for at in moments if at is not None), default=None)


def newest(moments: Iterable[datetime | None]) -> datetime | None:
    """Return the last of those that are known."""
    return max((at for at in moments if at is not None), default=None)
