"""Quiet hours: within them messages come without a sound; nothing is withheld (design 7)."""

from datetime import datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def is_quiet(now: datetime, *, zone: str | None, start: str | None, end: str | None) -> bool:
    """Say whether the chat sleeps: `start` and `end` are local "HH:MM", the night may lie between them.

    A chat without a zone has no night that we know of.
    """
    if not zone or not start or not end:
        return False
    try:
        local = now.astimezone(ZoneInfo(zone)).time()
        begins, ends = time.fromisoformat(start), time.fromisoformat(end)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    if begins <= ends:
        return begins <= local < ends
    return local >= begins or local < ends
