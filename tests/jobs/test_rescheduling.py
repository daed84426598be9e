"""What a few words make of a schedule: what they leave out is kept."""

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from domain.errors import UserError
from domain.job import ScheduleSpec, TaskSpec
from domain.trigger import next_due
from jobs.rescheduling import rescheduled
from language.context import Context
from language.schedule import schedule
from tests.jobs.conftest import NOW

BERLIN = ZoneInfo("Europe/Berlin")


def context(language: str = "en") -> Context:
    return Context(zone=ZoneInfo("Asia/Tokyo"), now=NOW, language=language)


def a_spec(phrase: str, form: str = "every") -> ScheduleSpec:
    """A schedule that was said in Berlin."""
    said = Context(zone=BERLIN, now=NOW, form="every" if form == "every" else "at")
    found = schedule(f"{phrase} stretch", said)
    assert found is not None
    return ScheduleSpec(trigger=found.trigger, task=TaskSpec(name="remind", text="stretch"))


def moments(spec: ScheduleSpec, phrase: str, language: str = "en") -> list[str]:
    """The first three local moments after the change."""
    trigger = rescheduled(spec, phrase, context(language)).trigger
    found: list[str] = []
    at: datetime | None = NOW
    while at is not None and len(found) < 3:
        at = next_due(trigger, after=at)
        if at is not None:
            found.append(at.astimezone(BERLIN).strftime("%a %d %H:%M"))
    return found


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ("monday 9am", "at 8", ["Mon 23 08:00", "Mon 30 08:00", "Mon 07 08:00"]),
        ("monday 9am", "8:30 instead", ["Mon 23 08:30", "Mon 30 08:30", "Mon 07 08:30"]),
        ("monday and friday at 9", "at 18:00", ["Mon 23 18:00", "Fri 27 18:00", "Mon 30 18:00"]),
        ("first of the month at 8", "at 9", ["Tue 01 09:00", "Fri 01 09:00", "Mon 01 09:00"]),
        ("monday 9am", "every day at 7", ["Mon 23 07:00", "Tue 24 07:00", "Wed 25 07:00"]),
        ("monday 9am", "wednesday at 10", ["Wed 25 10:00", "Wed 02 10:00", "Wed 09 10:00"]),
        ("day at 7", "every 2 hours", ["Sun 22 14:00", "Sun 22 16:00", "Sun 22 18:00"]),
    ],
)
def test_a_series_keeps_what_is_not_said(before: str, said: str, after: list[str]) -> None:
    assert moments(a_spec(before), said) == after


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ("friday 10:00", "at 8", "Fri 27 08:00"),
        ("friday 10:00", "saturday", "Sat 28 09:00"),
        ("friday 10:00", "in 20 minutes", "Sun 22 12:20"),
        ("18:00", "at 8", "Sun 22 20:00"),
    ],
)
def test_something_once_keeps_its_day_while_that_is_ahead(before: str, said: str, after: str) -> None:
    assert moments(a_spec(before, "at"), said) == [after]


def test_german_words_are_understood_in_the_zone_of_the_job() -> None:
    assert moments(a_spec("monday 9am"), "lieber um 8", "de")[0] == "Mon 23 08:00"


def test_something_once_may_become_a_series() -> None:
    found = moments(a_spec("friday 10:00", "at"), "every day at 7")

    assert len(found) == 3
    assert all(early != late for early, late in pairwise(found))


@pytest.mark.parametrize("said", ["in 2 hours", "tomorrow at 8", "on 24 December"])
def test_a_single_moment_is_not_taken_for_a_series(said: str) -> None:
    with pytest.raises(UserError, match="once-for-repeating"):
        rescheduled(a_spec("monday 9am"), said, context())


@pytest.mark.parametrize("said", ["xyzzy", "at 25:00", "every 0 minutes"])
def test_what_is_no_schedule_is_refused(said: str) -> None:
    with pytest.raises(UserError):
        rescheduled(a_spec("monday 9am"), said, context())
