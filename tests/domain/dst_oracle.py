"""A second opinion on clock changes: every minute of some days is looked at, one after the other.

It shares nothing with the code under test but `zoneinfo`. A rule is a set of naive local minutes; a *named*
one comes at the first minute after a gap that swallowed it and the first time only where the clock shows it
twice, a *running* one whenever the clock shows it (CONVENTIONS 10; for cron fields Debian's cron(8)).
"""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
#: How far on both sides of a change the minutes are looked at.
REACH = timedelta(hours=40)


@dataclass(frozen=True, slots=True)
class Change:
    """Clocks being put forward or back in a zone, `by` so much, at the instant `at`."""

    zone: ZoneInfo
    at: datetime
    by: timedelta

    @property
    def touched(self) -> datetime:
        """A wall time in the middle of what is left out or shown twice."""
        before = (self.at - MINUTE).astimezone(self.zone).replace(tzinfo=None) + MINUTE
        return before + self.by / 2

    @property
    def day(self) -> date:
        """The day of `touched`."""
        return self.touched.date()

    def clock(self, minutes: int = 0) -> time:
        """Return the touched time of day, so many minutes later."""
        return (self.touched + minutes * MINUTE).time()

    def __str__(self) -> str:
        return f"{self.zone.key} {self.at:%Y-%m-%d %H:%M}Z {self.by}"


@dataclass(frozen=True, slots=True)
class Minute:
    """A minute of a zone: the instant, what the clock shows, whether again, what it has just left out."""

    at: datetime
    wall: datetime
    is_again: bool
    left_out: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Minutes after the midnight of certain days; beyond 1440 they are on the next day."""

    is_day: Callable[[date], bool]
    minutes: frozenset[int]
    running: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Elapsed:
    """So many minutes of real time after an instant, again and again, on certain days."""

    anchor: datetime
    step: int
    is_day: Callable[[date], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What is due: all of the parts, within bounds."""

    parts: tuple[Named | Elapsed, ...]
    start: datetime | None = None
    until: datetime | None = None
    count: int | None = None


@lru_cache(maxsize=1024)
def changes(name: str) -> tuple[Change, ...]:
    """Return all clock changes of a zone in 2026 to 2030."""
    zone = ZoneInfo(name)
    return tuple(_changes(zone))


def _changes(zone: ZoneInfo) -> Iterator[Change]:
    day = BEGIN
    before = day.astimezone(zone).utcoffset() or timedelta()
    while day < END:
        after = (day + DAY).astimezone(zone).utcoffset() or timedelta()
        if after != before:
            low, high = day, day + DAY
            while high - low > MINUTE:
                middle = low + (high - low) // MINUTE // 2 * MINUTE
                low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
            yield Change(zone, high, after - before)
        before, day = after, day + DAY


def zone_names() -> list[str]:
    """Return every zone name, in order; those without a change have no `changes`."""
    return sorted(available_timezones())


def sampled(seed: str, count: int) -> list[Change]:
    """Return some changes, drawn by seed; no zone is drawn more often for changing more often."""
    dice = random.Random(seed)
    names = [name for name in zone_names() if changes(name)]
    return [dice.choice(changes(name)) for name in dice.sample(names, count)]


@lru_cache(maxsize=128)
def minutes_around(change: Change) -> tuple[Minute, ...]:
    """Return every minute around a change."""
    found: list[Minute] = []
    shown: set[datetime] = set()
    at, before = change.at - REACH, None
    while at <= change.at + REACH:
        wall = at.astimezone(change.zone).replace(tzinfo=None, fold=0)
        skipped = tuple(_between(before, wall)) if before is not None else ()
        found.append(Minute(at, wall, wall in shown, skipped))
        shown.add(wall)
        before, at = wall, at + MINUTE
    return tuple(found)


def _between(before: datetime, wall: datetime) -> Iterator[datetime]:
    before += MINUTE
    while before < wall:
        yield before
        before += MINUTE


def expected(expectation: Expectation, change: Change) -> tuple[datetime, ...]:
    """Return what is due around the change, oldest first."""
    minutes = minutes_around(change)
    due = sorted({at for part in expectation.parts for at in _due(part, minutes, change.zone)})
    if expectation.start is not None:
        due = [at for at in due if at >= expectation.start]
    if expectation.until is not None:
        due = [at for at in due if at <= expectation.until]
    return tuple(due[: expectation.count])


def _due(part: Named | Elapsed, minutes: Iterable[Minute], zone: ZoneInfo) -> Iterator[datetime]:
    if isinstance(part, Elapsed):
        step = part.step * MINUTE
        for minute in minutes:
            is_turn = minute.at >= part.anchor and (minute.at - part.anchor) % step == timedelta()
            if is_turn and part.is_day(minute.at.astimezone(zone).date()):
                yield minute.at
        return
    walls = _walls(part, minutes)
    for minute in minutes:
        is_due = minute.wall in walls and (part.running or not minute.is_again)
        is_late = not part.running and any(wall in walls for wall in minute.left_out)
        if is_due or is_late:
            yield minute.at


def _walls(part: Named, minutes: Iterable[Minute]) -> set[datetime]:
    days = {minute.wall.date() for minute in minutes}
    days |= {min(days) - DAY}
    return {
        datetime.combine(day, time()) + minute * MINUTE
        for day in days
        if part.is_day(day)
        for minute in part.minutes
    }


FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
NAMES = {
    name: number
    for names in (
        "SUN MON TUE WED THU FRI SAT",
        "- JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC",
    )
    for number, name in enumerate(names.split())
}


def of_cron(fields: str) -> Named:
    """Return what cron fields stand for, read after crontab(5) and cron(8)."""
    texts = fields.split()
    minute, hour, month_day, month, weekday = (
        _values(text, low, high) for text, (low, high) in zip(texts, FIELDS, strict=True)
    )
    either = not texts[2].startswith("*") and not texts[4].startswith("*")

    def is_day(day: date) -> bool:
        is_month_day = day.day in month_day
        is_weekday = bool({day.isoweekday(), day.isoweekday() % 7} & weekday)
        fits = is_month_day or is_weekday if either else is_month_day and is_weekday
        return day.month in month and fits

    return Named(
        is_day=is_day,
        minutes=frozenset(h * 60 + m for h in hour for m in minute),
        running=texts[0].startswith("*") or texts[1].startswith("*"),
    )


def _values(text: str, low: int, high: int) -> set[int]:
    found: set[int] = set()
    for item in text.split(","):
        head, _, step = item.partition("/")
        first, _, last = head.partition("-")
        begin = low if head == "*" else _number(first)
        end = high if head == "*" else _number(last or first)
        found |= set(range(begin, end + 1, int(step or 1)))
    return found


def _number(text: str) -> int:
    return NAMES[text.upper()] if text.isalpha() else int(text)
