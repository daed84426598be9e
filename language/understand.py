"""The way in: `understand(text, context)` turns what a person typed into an intent.

Pure and total: no I/O, no clock, and no text raises. What cannot be understood is an `Ask`, a `Refuse` or a
`Talk`. A schedule is a wish only where something is asked for: "api is slow today" names a day and asks for
nothing.
"""

import unicodedata
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from language import bare_dates
from language.context import Context
from language.intents import Ask, Change, Create, Intent, JobRef, Refuse, Talk
from language.nearby import nearby
from language.news import news_wish
from language.problem import Problem
from language.reader import Reader
from language.schedule import LONG_TEXT, LONGEST_TEXT, Schedule, languages, lexicon, schedule
from language.task_text import stripped
from language.which import watch_command, which
from language.wording import Wording
from telemetry import interpreter

#: Letters of the longest "remind me" there is, and some.
LONGEST_FRAME = 80
TIME_FORMS = frozenset({"every", "at", "in", "cron"})


def understand(text: str, context: Context) -> Intent:
    """Return what `text` means in the chat that `context` describes."""
    text = unicodedata.normalize("NFC", text[:LONGEST_TEXT])
    try:
        if context.form == "watch":
            return watch_command(text, context)
        if context.form in TIME_FORMS:
            return _created(schedule(text, context), context)
        return _plain(text, context)
    except Problem as problem:
        return problem.beside(context.language).intent()
    except OverflowError:  # beyond the calendar's last year
        return _refused("language.too-far", context)


def _plain(text: str, context: Context) -> Intent:
    """Return the intent of a sentence: a known phrase, then a schedule, then nothing."""
    phrase = _phrase(text, context)
    if phrase is not None and not isinstance(phrase, Ask):
        return phrase
    try:
        found = schedule(text, context)
    except Problem as problem:
        return phrase or (problem.intent() if _may_ask_about(text, context) else Talk(kind="chatter"))
    if found is not None and context.reply and not _task_beside(found):
        return Change(ref=JobRef(), phrase=found.words)
    if found is not None and _is_wish(found):
        return _created(found, context)
    return phrase or _without_time(text, context)


def _phrase(text: str, context: Context) -> Intent | None:
    """Return what a sentence says about jobs and objects, in any of the languages."""
    doubt: Intent | None = None
    for language in languages(context.language):
        index = lexicon(language)
        bare = stripped(text, index) if len(text) <= 300 else text
        for sentence in dict.fromkeys((text, bare)):
            intent = which(sentence, context, index.locale) if sentence else None
            if intent is not None and not isinstance(intent, Ask):
                return intent
            doubt = doubt or intent
    return doubt


def _task_beside(found: Schedule) -> str:
    """Return the task of a reply without words such as "instead"."""
    words = [word for word in found.task.lower().split() if word not in INSTEAD]
    return " ".join(words)


INSTEAD = frozenset(
    "instead rather make it please then change to move lieber stattdessen statt dessen doch besser bitte auf "
    "mach es ändere das verschieb verschiebe better do".split()
)


def _is_wish(found: Schedule) -> bool:
    """Return whether a schedule stands in a sentence that asks for something."""
    r, clause = found.reader, found.found.clause
    wording = Wording(r)
    if wording.has_frame:
        return True
    first = found.found.ranges[0]
    begins = first[0] in wording.heads
    rest = first[1] if begins else max(i for i in wording.heads if i <= first[0])
    if wording.is_statement(rest):
        return False
    if begins:
        return bool(found.task) or clause.repeats or clause.has_time
    if _tells_something(r, first[0]):
        return False
    return clause.repeats or clause.has_time or not clause.is_weak or not _ends_in_question(r)


def _tells_something(r: Reader, end: int) -> bool:
    """Return whether the words before the schedule are a sentence with a verb of being: "api is slow"."""
    words = [token for token in r.tokens[: min(end, 6)] if token.kind == "word"]
    guards = r.lexicon.keys(r.lexicon.locale.task_guards)
    heads = range(min(end, 6))
    opened = next((i for i in heads if r.tokens[i].key in guards), len(r.tokens))
    being = any(r.get(i, "being") and r.digits(i - 1) is None for i in heads if 0 < i < opened)  # "9 am"
    question = bool(words) and bool(r.get(0, "question"))
    return being or question


def _ends_in_question(r: Reader) -> bool:
    return bool(r.tokens) and r.tokens[-1].text == "?"


def _may_ask_about(text: str, context: Context) -> bool:
    """Return whether a plain sentence whose time is open or wrong was a wish at all."""
    tried = languages(context.language)[: 1 if len(text) > LONG_TEXT else None]
    text = text[:LONG_TEXT]
    if any(Wording(Reader(text, lexicon(language), mends=False)).has_frame for language in tried):
        return True
    r = Reader(text, lexicon(context.language), mends=False)
    return not (Wording(r).is_statement(0) or _tells_something(r, len(r.tokens)) or len(r.tokens) < 2)


def _created(found: Schedule | None, context: Context) -> Intent:
    if found is None:
        return _refused("language.no-time", context)
    said = Reader(found.task[:LONGEST_FRAME], found.reader.lexicon, mends=False)
    if not found.task or (len(found.task) < LONGEST_FRAME and Wording(said).is_frame_alone):
        return _refused("language.no-task", context, phrase=found.words)
    wish = news_wish(found.task)
    return Create(
        trigger=found.trigger,
        task=found.task,
        words=found.words,
        needs_zone=found.needs_zone,
        task_name="news" if wish else "remind",
        topic=wish.topic if wish else "",
        quiet=wish.quiet if wish else False,
    )


def _without_time(text: str, context: Context) -> Intent:
    """Return what a sentence without a time is: a reminder that lacks one, or nothing."""
    if not text.strip():
        return _refused("language.nothing-said", context)
    tried = languages(context.language)[: 1 if len(text) > LONG_TEXT else None]
    text = text[:LONG_TEXT]
    for language in tried:
        index = lexicon(language)
        wording = Wording(Reader(text, index, mends=False))
        if wording.is_frame_alone:
            return _refused("language.no-task", context, phrase=text)
        if wording.has_frame and (task := stripped(text, index)):
            return Ask(key="language.when", arguments=(("task", task[:200]),))
    return Talk(kind="chatter")


def _refused(key: str, context: Context, **arguments: str) -> Refuse:
    examples = nearby(key, context.language)
    return Refuse(key=key, arguments=tuple(arguments.items()), examples=examples)


@lru_cache(maxsize=1)
def warm_up() -> None:
    """Build the indexes, so that the first sentence is as fast as the others; once in a process."""
    now = datetime.fromisoformat("2027-01-01T00:00:00+00:00")
    for language, text in (
        ("en", "evry day at 9 new york time call mum"),
        ("de", "jedne Tag um 9 Londoner Zeit Mama anrufen"),
    ):
        understand(text, Context(zone=ZoneInfo("UTC"), now=now, language=language))
    bare_dates.warm_up()
    interpreter.settle()
