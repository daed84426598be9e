"""What is left open is asked with buttons, and every button is understood without another question."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from language.context import Context, Form
from language.intents import Ask, Create, Refuse
from language.understand import understand


def context(language: str = "en", form: Form = "plain") -> Context:
    now = datetime.fromisoformat("2027-03-10T22:20:00+01:00")
    return Context(zone=ZoneInfo("Europe/Berlin"), now=now, language=language, form=form)


OPEN = [
    ("en", "plain", "remind me twice a week to run"),
    ("en", "plain", "three times a day drink"),
    ("en", "plain", "remind me soon to write Jo"),
    ("en", "plain", "remind me in a few minutes to check"),
    ("en", "in", "a few hours check"),
    ("en", "plain", "every few hours check the tea"),
    ("en", "every", "few days check the moss"),
    ("en", "plain", "biweekly clean the car"),
    ("en", "plain", "at 7 or 8 tomorrow wake me"),
    ("de", "plain", "zweimal pro Woche laufen gehen"),
    ("de", "plain", "dreimal am Tag trinken"),
    ("de", "plain", "erinnere mich bald an Jo"),
    ("de", "plain", "in ein paar Tagen Jo fragen"),
    ("de", "plain", "alle paar Stunden lüften"),
    ("de", "plain", "täglich mehrmals trinken"),
    ("en", "plain", "sometime next week call the bank"),
    ("en", "plain", "remind me sometime tomorrow afternoon to call Ravi"),
    ("de", "plain", "irgendwann morgen Nachmittag Ravi anrufen"),
    ("de", "plain", "erinnere mich irgendwann nächste Woche an die Steuer"),
    ("de", "plain", "jeden Tag ein paar Mal trinken"),
    ("en", "plain", "every day a few times drink water"),
    ("en", "plain", "4 times a day remind me to stand"),
    ("en", "plain", "five times a week run"),
    ("en", "plain", "4 times a month call home"),
    ("de", "plain", "fünfmal am Tag Liegestütze"),
    ("de", "plain", "viermal im Monat das Auto waschen"),
]


@pytest.mark.parametrize(("language", "form", "text"), OPEN)
def test_each_button_under_an_open_phrase_is_a_schedule(language: str, form: Form, text: str) -> None:
    asked = understand(text, context(language, form))

    assert isinstance(asked, Ask)
    assert asked.choices
    for choice in asked.choices:
        assert isinstance(understand(choice.text, context(language)), Create), choice.text


@pytest.mark.parametrize(
    ("form", "text", "key", "word"),
    [
        ("every", "bananas", "language.not-understood-every", "bananas"),
        ("every", "bananas do it", "language.not-understood-every", "bananas"),
        ("every", "blursday at 8 do it", "language.no-such-day", "blursday"),
        ("at", "8 blursday do it", "language.no-such-day", "blursday"),
        (
            "plain",
            "every day at 9 Narnia time check it",
            "language.no-such-zone",
            "Narnia time",
        ),
    ],
)
def test_a_word_that_is_no_day_and_no_zone_is_named(form: Form, text: str, key: str, word: str) -> None:
    refused = understand(text, context(form=form))

    assert isinstance(refused, Refuse)
    assert refused.key == key
    assert word in dict(refused.arguments).values()
