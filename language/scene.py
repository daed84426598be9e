"""The moment and the place a phrase is read in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Now (UTC), the zone that counts, and what was typed.

    `said_every` is set when the command was /every.
    """

    now: datetime
    zone: ZoneInfo
    phrase: str = ""
    said_every: bool = False

    @property
    def today(self) -> date:
        """The day it is in the zone."""
        return self.now.astimezone(self.zone).date()


def scene_at(now: datetime, zone: ZoneInfo, *, phrase: str = "", said_every: bool = False) -> Scene:
    """Return the scene of a moment."""
    return Scene(now=now.astimezone(UTC), zone=zone, phrase=phrase, said_every=said_every)
