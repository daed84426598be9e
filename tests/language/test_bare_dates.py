"""A bare date in a language without a grammar is understood; where it is in doubt nothing is scheduled."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.trigger import Once
from language.context import Context, Form
from language.intents import Create, Intent
from language.understand import understand

BERLIN = ZoneInfo("Europe/Berlin")


def meant(text: str, *, form: Form = "at", language: str = "en") -> Intent:
    now = datetime(2026, 11, 24, 9, 20, tzinfo=UTC)
    return understand(text, Context(zone=BERLIN, now=now, language=language, form=form))


UNDERSTOOD = (
    ("3 marzo chiamare il dentista", "2027-03-03 09:00", "chiamare il dentista"),
    ("chiamare mamma il 3 marzo 2028", "2028-03-03 09:00", "chiamare mamma"),
    ("3 marzo alle 21:30 chiamare Ana", "2027-03-03 21:30", "chiamare Ana"),
    ("3 marzo alle 21 chiamare Ana", "2027-03-03 21:00", "chiamare Ana"),
    ("3 de marzo a las 9 de la noche llamar", "2027-03-03 21:00", "llamar"),
    ("3 maart de dokter bellen", "2027-03-03 09:00", "de dokter bellen"),
    ("12 grudnia zadzwonić", "2026-12-12 09:00", "zadzwonić"),
    ("5 Mayıs annemi ara", "2027-05-05 09:00", "annemi ara"),
    ("den 5 februari ring mamma", "2027-02-05 09:00", "ring mamma"),
    ("6. prosince zavolat", "2026-12-06 09:00", "zavolat"),
    ("3 березня подзвонити", "2027-03-03 09:00", "подзвонити"),
    ("3 de março ligar", "2027-03-03 09:00", "ligar"),
    ("3 марта позвонить", "2027-03-03 09:00", "позвонить"),
    ("le 14 juillet appeler", "2027-07-14 09:00", "appeler"),
)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(("text", "at", "task"), UNDERSTOOD)
def test_a_bare_date_of_another_language_is_understood(text: str, at: str, task: str, language: str) -> None:
    intent = meant(text, language=language)

    assert isinstance(intent, Create)
    assert isinstance(intent.trigger, Once)
    assert f"{intent.trigger.at.astimezone(BERLIN):%Y-%m-%d %H:%M}" == at
    assert intent.task == task


def test_in_a_plain_sentence_it_counts_beside_a_frame_only() -> None:
    framed = meant("remind me to call Giulia 3 dicembre", form="plain")
    bare = meant("la pizza del 3 dicembre era buona", form="plain")

    assert isinstance(framed, Create)
    assert framed.task == "call Giulia"
    assert not isinstance(bare, Create)


@pytest.mark.parametrize(
    "text",
    [
        "31 febbraio chiamare Ana",
        "3 marzo 2020 chiamare Ana",
        "3 marzo alle 25:00 chiamare Ana",
        "0 dicembre chiamare Ana",
        "3 dicembre alle 9 di sera chiamare Ana",
        "3 dicembre dalle 9 alle 10 chiamare Ana",
        "12 listopad nazvati Anu",
    ],
)
def test_a_date_that_cannot_be_is_not_scheduled(text: str) -> None:
    assert not isinstance(meant(text), Create)


def test_a_recurrence_is_left_to_the_grammar() -> None:
    intent = meant("cada 3 de marzo llamar a Ana", form="plain")

    assert isinstance(intent, Create)
    assert not isinstance(intent.trigger, Once)
