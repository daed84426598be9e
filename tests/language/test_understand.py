"""Whatever is typed ends in an intent, quickly, and questions carry what a person can answer."""

from datetime import UTC, datetime
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from language.context import Context, Form
from language.intents import Ask, Create, Intent, Refuse, Talk
from language.understand import understand

NOW = datetime(2026, 11, 24, 9, 20, tzinfo=UTC)
INTENTS = get_args(Intent)
TIME_WORDS = (
    "every monday at 9 und until friday 5 in to from the of month last 12:30 31.12. 2027-02-01 * / - , : .",
    "1st am jeden zweiten bis außer halb remind me to whether '\" “ € 🎉 half past or @ UTC+2 between next",
    "week -n prod",
)
WORDS = tuple(word for line in TIME_WORDS for word in line.split())


def a_context(*, language: str = "en", form: Form = "plain", reply: bool = False) -> Context:
    return Context(zone=ZoneInfo("Europe/Berlin"), now=NOW, language=language, form=form, reply=reply)


@settings(max_examples=200, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=4096),
        st.text(min_size=3, max_size=8).flatmap(lambda part: st.just((part * 1366)[:4096])),
        st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
        st.text("0123456789:./- *"),
    ),
    language=st.sampled_from(("en", "de", "es", "fr", "ru", "pt", "xx")),
    form=st.sampled_from(get_args(Form)),
)
@example(text="/every 99999999999999999999 days x", language="en", form="every")
@example(text="in 999999999 years x", language="en", form="plain")
@example(text="every 9999999 months on the 31st x", language="en", form="plain")
@example(text="on 9999-12-31 at 9 x", language="en", form="plain")
@example(text="remind me friday evening about the match at 8", language="en", form="plain")
@example(text="٣ every", language="en", form="every")
def test_any_text_ends_in_an_intent(text: str, language: str, form: Form) -> None:
    intent = understand(text, a_context(language=language, form=form))

    assert isinstance(intent, INTENTS)


@pytest.mark.parametrize(
    "text",
    [
        "every monday at 9 call " + "mum and dad " * 400,
        "a " * 2048,
        "1:" * 2048,
        "monday " * 585,
        "-" * 4096,
        "every " * 680,
        "und " * 1024,
        "(" * 4096,
        "remind me to " * 315,
        "tell me when " + "x " * 90 + "is done",
        "wrod " * 800,
        "a/" * 2048,
        "9" * 4096,
        "\u0301" * 4096,
        "🎉" * 4096,
        "um " * 1300,
        "halb " * 800,
        "“a” " * 1024,
        "*/5 * * * * " * 340,
        "1. Mo, " * 585,
    ],
    ids=lambda text: text[:20],
)
@pytest.mark.parametrize("form", get_args(Form))
def test_a_hostile_text_ends_in_an_intent(text: str, form: Form) -> None:
    assert isinstance(understand(text, a_context(form=form)), Intent)


def test_elapsed_time_needs_no_zone_and_wall_time_does() -> None:
    elapsed = understand("in 20 minutes check the oven", a_context())
    wall = understand("tomorrow at 9 check the oven", a_context())
    named = understand("tomorrow at 9 Europe/Paris time check the oven", a_context())

    assert [isinstance(i, Create) and i.needs_zone for i in (elapsed, wall, named)] == [False, True, False]


def test_an_unknown_day_is_named_in_the_refusal() -> None:
    intent = understand("/every blursday at 9 call mum", a_context(form="every"))

    assert isinstance(intent, Refuse)
    assert dict(intent.arguments)["word"] == "blursday"
    assert len(intent.examples) == 2


def test_a_slash_date_with_two_readings_offers_both_as_phrases_that_are_understood() -> None:
    intent = understand("on 5/6 at 10 dentist", a_context())

    assert isinstance(intent, Ask)
    answers = [understand(choice.text, a_context()) for choice in intent.choices]
    due = [answer.trigger for answer in answers if isinstance(answer, Create)]
    assert [getattr(trigger, "at", None) for trigger in due] == [
        datetime(2027, 6, 5, 8, tzinfo=UTC),
        datetime(2027, 5, 6, 8, tzinfo=UTC),
    ]


def test_alternatives_are_offered_one_by_one() -> None:
    intent = understand("call the roofer on monday or tuesday", a_context())

    assert isinstance(intent, Ask)
    answers = [understand(choice.text, a_context()) for choice in intent.choices]
    assert [answer.task for answer in answers if isinstance(answer, Create)] == ["call the roofer"] * 2


def test_a_sentence_of_another_language_is_understood_in_a_chat_of_this_one() -> None:
    intent = understand("jeden Montag um 9 Müll rausbringen", a_context(language="en"))

    assert isinstance(intent, Create)
    assert intent.task == "Müll rausbringen"


def test_nothing_is_done_about_nothing() -> None:
    assert understand("hm", a_context()) == Talk(kind="chatter")
