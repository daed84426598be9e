"""The parts a schedule phrase is made of, as the grammar finds them; `language.build` makes triggers of them.

A part says what was typed and decides nothing: whether "friday" is the next one or every one depends on the
whole phrase.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal
from zoneinfo import ZoneInfo

from domain.trigger import Cron, Nth


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A length of time: calendar months and days, and elapsed seconds."""

    months: int = 0
    days: int = 0
    seconds: Fraction = Fraction(0)

    def __add__(self, other: "Duration") -> "Duration":
        return Duration(
            months=self.months + other.months,
            days=self.days + other.days,
            seconds=self.seconds + other.seconds,
        )

    @property
    def is_elapsed(self) -> bool:
        """Whether it is made of hours, minutes and seconds alone."""
        return not self.months and not self.days

    @property
    def is_empty(self) -> bool:
        """Whether it is no time at all."""
        return not self.months and not self.days and self.seconds <= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day. `loose` is one that a 12-hour clock shows (a bare hour, an idiom), not fixed by digits.

    `bare` marks a plain number: it is a time only where a time must stand.
    """

    minute: int
    second: int = 0
    loose: bool = False
    bare: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Times of day; `marked` when a word like "at" announced them."""

    clocks: tuple[Clock, ...]
    marked: bool = False

    @property
    def is_strong(self) -> bool:
        """Whether these can hardly be anything but times."""
        return self.marked or self.clocks[0].strong


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the day; `recur` for "mornings", "abends"."""

    name: str
    recur: bool = False
    #: A plural noun: "sunday afternoons" are all of them.
    plural: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Every so often; `unit` is the word that said it."""

    length: Duration
    unit: str = ""
    #: Only said to be repeated, at some rate named elsewhere ("immer um 9").
    vague: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekdays:
    """Days of the week. `which`: "next" or "this"; `week`: in how many weeks from this one."""

    days: tuple[int, ...]
    recur: bool = False
    every: int = 1
    which: str = ""
    week: int | None = None
    ahead: int = 0


Span = Literal["", "every", "this", "next"]
SpanUnit = Literal["month", "quarter", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDays:
    """Picks of a month, a quarter or a year; `span` says of which, `months` are months that were named."""

    picks: tuple[Nth, ...]
    unit: SpanUnit = "month"
    span: Span = ""
    months: tuple[int, ...] = ()
    year: int | None = None
    recur: bool = False
    every: int = 1
    #: A kind of day was said ("the first day"), not only a number ("the 1st").
    named: bool = False
    #: "last monday" without an article: the one gone by, unless it is repeated.
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDates:
    """Dates: (year or None, month, day)."""

    dates: tuple[tuple[int | None, int, int], ...]
    recur: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """So far from today: "tomorrow", "in three days", "heute in einer Woche"."""

    length: Duration
    #: A single day was named ("today"), rather than a length ("in 3 days").
    is_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A whole week, month or year: this one (0) or the next (1)."""

    unit: str
    ahead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From one time of day to another."""

    first: Clock
    last: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The end or the beginning of a schedule: a day, a time, or both; `open` sets no bound."""

    side: Literal["until", "from"]
    day: "Weekdays | MonthDays | CalendarDates | Shift | Period | None" = None
    clock: Clock | None = None
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """For so long."""

    length: Duration
    #: "the next five days" means every day; "for five days" does not by itself.
    daily: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """So many times; `per` when it was "a day" or "per week". 0 times are "a few", said with `text`."""

    times: int
    per: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """Days that are taken out."""

    days: "tuple[Weekdays | MonthDays | CalendarDates | Shift | Months, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """Months by name, as a limit: "in july"."""

    months: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Zoned:
    """A zone named beside the time; without zone and offset it is one that nobody knows, said with `text`."""

    zone: ZoneInfo | None
    offset_minutes: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A minute of each hour."""

    minutes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CronFields:
    """A cron expression; None when it is not one."""

    rule: Cron | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Something left open: a careful person asks. `key` names the question."""

    key: str
    text: str
    #: For each answer the tokens left out to say it: "monday or tuesday" → "monday", "tuesday".
    cuts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """Something that cannot be."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlashDate:
    """A date with a slash that has two readings: (year or None, first, second)."""

    year: int | None
    first: int
    second: int


Item = (
    Times
    | Part
    | Interval
    | Weekdays
    | MonthDays
    | CalendarDates
    | Shift
    | Period
    | Window
    | Limit
    | Lasting
    | Count
    | Without
    | Months
    | Zoned
    | Mark
    | CronFields
    | Open
    | Bad
    | SlashDate
)
#: The parts that name days.
DAYS = Weekdays | MonthDays | CalendarDates | Shift | Period | SlashDate


@dataclass(frozen=True, slots=True)
class Piece:
    """A part with its place: tokens from `start` up to `end`."""

    item: Item
    start: int
    end: int
