"""Cron expressions: five fields, read by croniter, the only module that imports it.

Debian's rule (cron(8), 3.0pl1): an expression with `*` at the head of minute or hour runs on real time; any
other names its times, so it fires after a gap and only once in a repeated hour. croniter fires twice there,
so it is asked for days only, on the naive calendar; the times of the day are ours.

croniter accepts what no cron does (`*/90`, six fields, ranges that wrap): refused here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from croniter import croniter

ALIASES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
FIELD_SIZES = (60, 24, 31, 12, 7)
FIELD = re.compile(r"[0-9A-Za-z*,/#?-]+")
ITEM = re.compile(r"(?P<head>[^/]+)(?:/(?P<step>\d+))?", re.ASCII)
NUMERIC_RANGE = re.compile(r"(\d+)-(\d+)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cron:
    """A checked cron expression of five fields; make it with `cron`."""

    expression: str


def cron(text: str) -> Cron:
    """Return the rule that the expression `text` stands for.

    Raises:
        ValueError: It is not a cron expression, or one that can never be due.
    """
    expression = ALIASES.get(text.strip().lower(), " ".join(text.split()).upper())
    fields = expression.split(" ")
    if len(fields) != len(FIELD_SIZES):
        raise ValueError("a cron expression has five fields")
    for field, size in zip(fields, FIELD_SIZES, strict=True):
        _check_field(field, size)
    rule = Cron(expression=expression)
    _expand(expression)
    if next(cron_days(rule, date(2027, 1, 1)), None) is None:
        raise ValueError("this cron expression never comes")
    return rule


def _check_field(field: str, size: int) -> None:
    if FIELD.fullmatch(field) is None:
        raise ValueError(f"not a cron field: {field}")
    for item in field.split(","):
        match = ITEM.fullmatch(item)
        if match is None or (match["step"] and not 1 <= int(match["step"]) <= size):
            raise ValueError(f"not a cron field: {field}")
        span = NUMERIC_RANGE.fullmatch(match["head"])
        if span and int(span[1]) > int(span[2]) and not (size == 7 and span[2] == "0"):
            raise ValueError(f"a range that runs backwards: {field}")


@lru_cache(maxsize=1024)
def _expand(expression: str) -> tuple[tuple[int, ...], str]:
    """Return the seconds after midnight of the expression's times, and the expression of its days."""
    try:
        fields: Any = croniter.expand(expression)[0]
    except (ValueError, KeyError, IndexError) as error:  # croniter's own errors are ValueErrors
        raise ValueError(str(error)) from error
    minutes = range(60) if "*" in fields[0] else fields[0]
    hours = range(24) if "*" in fields[1] else fields[1]
    times = tuple(hour * 3600 + minute * 60 for hour in hours for minute in minutes)
    return times, "0 0 " + " ".join(expression.split(" ")[2:])


def cron_offsets(rule: Cron) -> tuple[int, ...]:
    """Return the seconds after midnight at which the rule comes on its days."""
    return _expand(rule.expression)[0]


def cron_is_running(rule: Cron) -> bool:
    """Return whether the rule runs on real time through clock changes."""
    minute, hour, *_ = rule.expression.split(" ")
    return minute.startswith("*") or hour.startswith("*")


def cron_days(rule: Cron, first: date) -> Iterator[date]:
    """Yield the rule's days from `first` on."""
    days = _expand(rule.expression)[1]
    if days == "0 0 * * *":
        for ahead in range((date.max - first).days):
            yield first + timedelta(days=ahead)
        return
    start = datetime(first.year, first.month, first.day) - timedelta(seconds=1)  # noqa: DTZ001  # a wall time
    try:
        walker = croniter(days, start, ret_type=datetime, implement_cron_bug=True)
        while True:
            yield walker.get_next(datetime).date()
    except (ValueError, OverflowError):  # no such day within croniter's horizon of 50 years
        return
