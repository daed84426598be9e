"""The words and patterns with which a language says a schedule; `language.render` puts them together."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A language's way to say a schedule. Braces name what is filled in.

    What is said with it is understood again: `tests/language/test_render.py` holds that for both languages.
    """

    weekdays: tuple[str, ...]
    on_weekdays: tuple[str, ...]
    months: tuple[str, ...]
    conjunction: str
    every_day: str
    other_day: str
    n_days: str
    every_workday: str
    on_workdays: str
    every_weekday: str
    other_weekday: str
    weeks_on: str
    week_day: str
    of_month: str
    of_quarter: str
    of_year: str
    year_on: str
    months_on: str
    years_on: str
    of_named_month: str
    in_months: str
    date: str
    year_date: str
    pick_date: str
    pick_day: str
    pick_kind: str
    day: str
    workday: str
    weekend_day: str
    nth_date: Callable[[int], str]
    nth: Callable[[int], str]
    at: str
    minute: tuple[str, str]
    hour: tuple[str, str]
    seconds: str
    hour_at: str
    grid_from: str
    window: str
    excluded: str
    excluded_date: str
    starting: str
    until: str
    until_time: str
    count: str
    once: str
    once_year: str
    cron: str
    zone: str
