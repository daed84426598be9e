"""Phrases that were once misread, each with what it means: a schedule in words and a task, or an answer."""

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from domain.trigger import Once
from language.context import Context, Form
from language.intents import Ask, Create, Refuse, Settings
from language.nearby import SCHEDULES, nearby
from language.render import render
from language.understand import understand

NOW = datetime(2026, 11, 24, 9, 20, tzinfo=UTC)


def context(language: str) -> Context:
    return Context(zone=ZoneInfo("Europe/Berlin"), now=NOW, language=language, names=("api", "backup"))


def meaning(text: str, language: str) -> str:
    """Return a schedule in English words with its task, else the kind of answer with its key."""
    form: Form = "every" if text.startswith("/e") else "plain"
    intent = understand(text, replace(context(language), form=form))
    if isinstance(intent, Create):
        return f"{render(intent.trigger, language='en', now=NOW)}: {intent.task}"
    if isinstance(intent, Ask | Refuse):
        return f"{type(intent).__name__} {intent.key}"
    return type(intent).__name__


@pytest.mark.parametrize(
    ("language", "text", "phrase"),
    [
        ("de", "ein paar Mal am Tag trinken", "ein paar Mal am Tag"),
        ("de", "erinnere mich ein paar Mal am Tag ans Trinken", "ein paar Mal am Tag"),
        ("de", "mehrmals täglich trinken", "mehrmals täglich"),
        ("de", "trinken ein paar Mal pro Tag", "ein paar Mal pro Tag"),
        ("en", "a few times a day drink water", "a few times a day"),
        ("en", "drink water several times a day", "several times a day"),
        ("en", "go running some times per week", "some times per week"),
    ],
)
def test_a_few_times_a_day_is_asked_about_with_times_that_are_understood(
    language: str, text: str, phrase: str
) -> None:
    intent = understand(text, context(language))

    assert isinstance(intent, Ask)
    assert dict(intent.arguments) == {"phrase": phrase}
    answers = [understand(choice.text, context(language)) for choice in intent.choices]
    assert len(answers) >= 2
    assert all(isinstance(answer, Create) for answer in answers)


@pytest.mark.parametrize("text", ["we deploy several times a day", "ich war ein paar Mal am Tag dort"])
def test_what_is_told_to_happen_a_few_times_a_day_is_no_wish(text: str) -> None:
    assert meaning(text, "en") == "Talk"


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "sprich Deutsch", "deutsch"),
        ("en", "auf Deutsch bitte", "deutsch"),
        ("en", "can you speak german?", "german"),
        ("en", "switch to German", "german"),
        ("de", "speak English", "english"),
        ("de", "in English please", "english"),
        ("de", "kannst du Englisch sprechen?", "englisch"),
        ("de", "rede englisch mit mir", "englisch"),
        ("de", "English", "english"),
    ],
)
def test_the_language_is_set_by_asking_for_it(language: str, text: str, value: str) -> None:
    intent = understand(text, context(language))

    assert isinstance(intent, Settings)
    assert (intent.name, (intent.value or "").lower()) == ("language", value)


@pytest.mark.parametrize(
    ("language", "text", "zone"),
    [
        ("en", "at 9 narnia time call mum", "narnia time"),
        ("en", "call mum tomorrow at 9 narnia time", "narnia time"),
        ("en", "EVERY MONDAY AT 9 NARNIA TIME CALL MUM", "NARNIA TIME"),
        ("en", "at 9 am, mordor time, feed the orcs", "mordor time"),
        ("en", "tomorrow at 9 Europe/Narnia call mum", "Europe/Narnia"),
        ("de", "9 uhr narnia-zeit mama anrufen", "narnia-zeit"),
        ("de", "um 9 uhr narnia zeit mama anrufen", "narnia zeit"),
        ("de", "täglich um 9 Uhr Narniaer Zeit gießen", "Narniaer Zeit"),
    ],
)
def test_a_zone_that_there_is_not_is_named_in_any_case(language: str, text: str, zone: str) -> None:
    intent = understand(text, context(language))

    assert isinstance(intent, Refuse)
    assert (intent.key, dict(intent.arguments)) == ("language.no-such-zone", {"phrase": zone})


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "at 9 tea time with Ben", "on Tuesday, 24 November at 21:00: tea time with Ben"),
        ("en", "at 9 log time for it", "on Tuesday, 24 November at 21:00: log time for it"),
        ("de", "um 9 Uhr ruhige Zeit", "on Wednesday, 25 November at 09:00: ruhige Zeit"),
        ("de", "morgen um 9 Uhr Tee-Zeit", "on Wednesday, 25 November at 09:00: Tee-Zeit"),
        (
            "en",
            "write a menu for monday to friday, every sunday at 10",
            "every Sunday at 10:00: write a menu for monday to friday",
        ),
        ("en", "every monday, every friday at 9 gym", "every Monday and Friday at 09:00: gym"),
        ("de", "täglich um 9 trinken außßer sonntags", "every day at 09:00, except Sundays: trinken"),
        (
            "en",
            "remind me that the appointment is on thursday at 8 at 6pm",
            "on Tuesday, 24 November at 18:00: the appointment is on thursday at 8",
        ),
        ("en", "remind me that the meeting is at 8 and dinner at 6", "Ask language.when"),
        (
            "de",
            "erinnere mich daran, dass der Termin am Donnerstag um 8 ist, um 18 Uhr",
            "on Tuesday, 24 November at 18:00: der Termin am Donnerstag um 8 ist",
        ),
        ("en", "fridays at 7:30 until 1 march run", "every Friday at 07:30, until 1 March: run"),
        ("de", "freitags um 7:30 bis 1. März laufen", "every Friday at 07:30, until 1 March: laufen"),
        (
            "de",
            "täglich von 7:30 bis 9 Uhr alle 30 Minuten gehen",
            "every 30 minutes from 07:30 to 09:00: gehen",
        ),
        ("de", "tglich um 9 trinken", "every day at 09:00: trinken"),
        ("en", "remind me tomorrow", "Refuse language.no-task"),
        ("de", "erinnere mich morgen", "Refuse language.no-task"),
        ("en", "remind me", "Refuse language.no-task"),
        ("en", "in -5 minutes run", "Refuse language.zero"),
        ("en", "every 🙂 at 9", "Refuse language.not-understood-every"),
        ("en", "every blorf at 9 call mum", "Refuse language.not-understood-every"),
        ("de", "übernächsten Montag Arzt", "on Monday, 7 December at 09:00: Arzt"),
        ("en", "nobody calls me on mondays", "Talk"),
        ("de", "niemand ruft montags an", "Talk"),
        ("de", "immer 9 Uhr trinken", "every day at 09:00: trinken"),
        ("en", "/eery day at 9 drink", "every day at 09:00: drink"),
        (
            "fr",
            'rappelle-moi d\'"appeler Léa" demain à 9h',
            "on Wednesday, 25 November at 09:00: appeler Léa",
        ),
        (
            "fr",
            "rappelle-moi d’« appeler Léa » demain à 9h",
            "on Wednesday, 25 November at 09:00: appeler Léa",
        ),
        ("en", "in 99999999 years call mum", "Refuse language.too-far"),
        ("en", "every 99999999 years call mum", "Refuse language.too-far"),
        ("de", "alle 99999999999 Minuten Mama anrufen", "Refuse language.too-far"),
        ("en", "every 7 dwarfs sing", "Talk"),
        ("es", "el viernes que viene a las 8 gimnasio", "on Friday, 27 November at 08:00: gimnasio"),
        ("es", "dentro de dos horas llama a Ana", "on Tuesday, 24 November at 12:20: llama a Ana"),
        ("es", "pasado mañana a las 18:00 cine", "on Thursday, 26 November at 18:00: cine"),
        ("fr", "lundi prochain à 10h dentiste", "on Monday, 30 November at 10:00: dentiste"),
        ("fr", "après-demain à 18h ciné", "on Thursday, 26 November at 18:00: ciné"),
        ("fr", "rappelle-moi lundi d'appeler Ana", "on Monday, 30 November at 09:00: appeler Ana"),
        ("pt", "segunda que vem às 9 reunião", "on Monday, 30 November at 09:00: reunião"),
        ("pt", "daqui a duas horas ligar para Ana", "on Tuesday, 24 November at 12:20: ligar para Ana"),
        ("pt", "depois de amanhã às 18h cinema", "on Thursday, 26 November at 18:00: cinema"),
        ("ru", "в следующий понедельник в 10 стоматолог", "on Monday, 30 November at 10:00: стоматолог"),
        ("ru", "через два часа позвонить", "on Tuesday, 24 November at 12:20: позвонить"),
        ("ru", "послезавтра в 18:00 кино", "on Thursday, 26 November at 18:00: кино"),
    ],
)
def test_a_phrase_means_what_it_says(language: str, text: str, wanted: str) -> None:
    assert meaning(text, language) == wanted


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("water the plants 🪴 every monday at 9", "water the plants 🪴"),
        ("every monday at 9 🪴 water the plants", "🪴 water the plants"),
        ("every day at 9 🏃", "🏃"),
        ("every friday at 17 buy milk; eggs;", "buy milk; eggs;"),
        ("stretch; every day at 9;", "stretch"),
        ("every day at 9 ping :-)", "ping :-)"),
        ("every friday at 17 read a :: b", "read a :: b"),
        ("every friday at 17:\n- milk\n- eggs", "milk\n- eggs"),
        ("call mum (every day at 9) and dad", "call mum and dad"),
        ("Hi bot 👋 could you check the surf each morning at 5:45?", "check the surf?"),
        ("Prüf mal bitte alle 3 Stunden den Isarpegel, danke 😊", "Prüf den Isarpegel"),
    ],
)
def test_only_the_words_of_the_schedule_and_politeness_are_taken_from_a_task(text: str, task: str) -> None:
    intent = understand(text, context("en"))

    assert isinstance(intent, Create)
    assert intent.task == task


def test_a_moment_that_a_clock_change_leaves_out_keeps_the_time_that_was_named() -> None:
    left_out, there = (
        understand(text, context("en"))
        for text in ("on 28 march 2027 at 2:30 look", "on 28 march 2027 at 3:00 look")
    )

    assert isinstance(left_out, Create)
    assert isinstance(there, Create)
    moment = datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert left_out.trigger == Once(at=moment, zone=ZoneInfo("Europe/Berlin"), skipped=time(2, 30))
    assert there.trigger == Once(at=moment, zone=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize("key", [*SCHEDULES["en"], "language.no-time", "language.no-task"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_examples_of_a_refusal_are_understood(language: str, key: str) -> None:
    examples = nearby(key, language, "Ana anrufen")

    assert len(examples) == 2
    assert all(isinstance(understand(example, context(language)), Create) for example in examples)


def test_a_refusal_has_examples_with_the_task_that_was_typed() -> None:
    intent = understand("every monday at 25:00 feed the cat", context("en"))

    assert isinstance(intent, Refuse)
    assert intent.examples == ("at 9:00 feed the cat", "every day at 21:30 feed the cat")
