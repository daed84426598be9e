"""What a few words make of a schedule: what they leave out is kept."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from domain.errors import UserError
from domain.job import ScheduleSpec, TaskSpec
from domain.trigger import Trigger, next_due
from jobs.rescheduling import rescheduled
from language.context import Context
from language.render import render
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


def a_trigger(phrase: str) -> Trigger:
    return a_spec(phrase).trigger


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
        ("friday 10:00", "saturday", "Sat 28 10:00"),
        ("friday 10:00", "in 20 minutes", "Sun 22 12:20"),
        ("18:00", "at 8", "Sun 22 20:00"),
    ],
)
def test_something_once_keeps_its_day_while_that_is_ahead(before: str, said: str, after: str) -> None:
    assert moments(a_spec(before, "at"), said) == [after]


KEEPS = [
    ("at 8", "every other Friday at 08:00, until 1 March"),
    ("on tuesdays", "every Tuesday at 07:30, until 1 March"),
    ("every other week", "every other Friday at 07:30, until 1 March"),
    ("every 3 hours", "every 3 hours, until 1 March"),
    ("new york time", "every other Friday at 07:30 (America/New_York), until 1 March"),
    ("in Tokyo time", "every other Friday at 07:30 (Asia/Tokyo), until 1 March"),
    ("until 1 april", "every other Friday at 07:30, until 1 April"),
    ("10 times", "every other Friday at 07:30, 10 times"),
    ("except 4 december", "every other Friday at 07:30, except 4 December, until 1 March"),
    ("tuesday at 9 until 1 april", "every Tuesday at 09:00, until 1 April"),
    ("to fridays", "every Friday at 07:30, until 1 March"),
    ("bis 1. Mai", "every other Friday at 07:30, until 1 May"),
    ("Londoner Zeit", "every other Friday at 07:30 (Europe/London), until 1 March"),
]


@pytest.mark.parametrize(("said", "words"), KEEPS)
def test_each_part_of_a_schedule_can_be_changed_alone(said: str, words: str) -> None:
    spec = a_spec("every other friday at 7:30 until 1 march")

    new = rescheduled(spec, said, context("de" if said[0] in "bL" else "en"))

    shown = render(new.trigger, language="en", now=NOW, with_zone=new.trigger.zone != BERLIN)
    assert shown == words
    assert new.text == ""


def test_every_other_friday_stays_on_the_same_fridays_at_another_time() -> None:
    later = replace(context(), now=NOW + timedelta(days=8))

    new = rescheduled(a_spec("every other friday at 7:30"), "at 8", later)

    assert new.trigger == a_trigger("every other friday at 8")


@pytest.mark.parametrize("said", ["feed the cat", "to feed the cat please", "Katze füttern"])
def test_words_without_a_time_are_a_new_text(said: str) -> None:
    spec = a_spec("every other friday at 7:30")

    new = rescheduled(spec, said, context())

    assert new.trigger == spec.trigger
    assert new.text in {"feed the cat", "to feed the cat", "Katze füttern"}


def test_time_and_text_are_changed_together() -> None:
    new = rescheduled(a_spec("monday 9am"), "at 8 feed the cat", context())

    assert (new.trigger, new.text) == (a_trigger("monday 8am"), "feed the cat")


@pytest.mark.parametrize("said", ["at 8", "at 8:15 new york time"])
def test_cron_fields_that_name_days_do_not_take_other_times_alone(said: str) -> None:
    with pytest.raises(UserError, match="change-cron"):
        rescheduled(a_spec("0 9 * * 1"), said, context())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("until 1 march", "cron 0 9 * * 1, until 1 March"),
        ("mondays at 8", "every Monday at 08:00"),
        ("tuesdays", "every Tuesday at 09:00"),
    ],
)
def test_cron_fields_take_a_bound_and_are_replaced_by_days(said: str, words: str) -> None:
    new = rescheduled(a_spec("0 9 * * 1"), said, context())

    assert render(new.trigger, language="en", now=NOW) == words


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
