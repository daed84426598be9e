"""The three kinds of trigger, as values."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from domain.trigger_cron import Cron
from domain.trigger_days import DayRule
from domain.trigger_times import Times


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """One instant (aware UTC). The zone is the one it was named in.

    `skipped` is the time of day that was named, where a clock change leaves it out and `at` comes instead.
    """

    at: datetime
    zone: ZoneInfo
    skipped: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """Elapsed time: due at `anchor`, and every `step_s` from then on, whatever the clocks on the wall do.

    `only` and `excluded` are days of `zone`; an instant that falls on a wrong day is left out. `until` is
    included; `count` counts slots from the anchor.
    """

    step_s: float
    anchor: datetime
    zone: ZoneInfo
    only: DayRule | None = None
    excluded: tuple[DayRule, ...] = ()
    until: datetime | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Times on days, both in the trigger's zone."""

    on: DayRule
    times: Times


Rule = Pattern | Cron


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Wall-clock times: due whenever one of the rules is.

    Instants before `start` and after `until` are left out (both bounds are included), and so are the ones of
    excluded days; a window that runs past midnight belongs to the day it began on. `count` counts slots from
    `start`, which is then there.
    """

    rules: tuple[Rule, ...]
    zone: ZoneInfo
    start: datetime | None = None
    until: datetime | None = None
    count: int | None = None
    excluded: tuple[DayRule, ...] = ()


Trigger = Once | Every | Calendar
