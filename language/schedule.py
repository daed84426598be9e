"""WHEN and WHAT: from a text to a trigger and a task, in the language it fits best."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from domain.trigger import Trigger
from language.bare_dates import bare_date
from language.build import build
from language.choosing import Found, find
from language.context import Context
from language.lexicon import Lexicon, slips
from language.locales import de, en, es, fr, pt, ru
from language.parts import DAYS, Interval
from language.problem import Problem, refuse
from language.questions import question, with_answers
from language.reader import Reader
from language.scene import scene_at
from language.task_text import task_text
from language.wording import Wording

#: The languages that are understood, in the order they are tried; a new one is a line here.
LOCALES = (en.LOCALE, de.LOCALE, es.LOCALE, fr.LOCALE, pt.LOCALE, ru.LOCALE)
COMMAND = re.compile(r"\s*/(?P<word>every|at|in|cron)(?:@\w+)?(?=\s|$)", re.IGNORECASE)
SLASHED = re.compile(r"\s*/(?P<word>[A-Za-z]{4,7})(?:@\w+)?(?=\s)")
LONGEST_TEXT = 4096
#: Stands for the middle of a long text while it is read; a character that nobody types.
MIDDLE = "\ue000"
LONG_HEAD = 900
LONG_TAIL = 400
#: Slips of the pen are mended in these and the chat's own: "bananas" is no Spanish morning.
MENDED_LANGUAGES = ("en", "de")
#: Texts of more letters, or of more words and signs, are looked at in two languages only.
LONG_TEXT = 600
MOST_TOKENS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What was understood: the trigger, the task, and the words that said when."""

    trigger: Trigger
    task: str
    words: str
    needs_zone: bool
    position: str
    found: Found
    reader: Reader


@lru_cache(maxsize=16)
def lexicon(language: str) -> Lexicon:
    """Return the index of a language, English for one that is not known; built once."""
    return Lexicon(next((locale for locale in LOCALES if locale.code == language), LOCALES[0]))


def languages(first: str) -> tuple[str, ...]:
    """Return the languages to try: the chat's own, then the others."""
    codes = [locale.code for locale in LOCALES]
    return (first, *(code for code in codes if code != first)) if first in codes else tuple(codes)


def without_command(text: str) -> tuple[str, str]:
    """Return the text without a slash command of time at its head, and that command."""
    word = ""
    while match := COMMAND.match(text):
        word = match["word"].lower()
        text = text[match.end() :]
    return text, word


def _without_slipped_command(body: str, form: str) -> str:
    """Return the text without a command of that form that was typed with a slip: "/evrey"."""
    match = SLASHED.match(body)
    is_slip = match is not None and len(form) > 3 and slips(match["word"].lower(), form) <= 2
    return body[match.end() :] if match is not None and is_slip else body


def schedule(text: str, context: Context) -> Schedule | None:
    """Return the schedule in a text, or None when it names no time; raises a `Problem` to ask or refuse."""
    body, command = without_command(text[:LONGEST_TEXT])
    body = _without_slipped_command(body, context.form)
    form = command or (context.form if context.form in {"every", "at", "in", "cron"} else "")
    if not body.strip():
        raise refuse("language.nothing-said")
    body, middle = _folded(body)
    today = context.now.astimezone(context.zone).date()
    tried = languages(context.language)
    dated = bare_date(body, today) if form == "at" else None
    if dated is not None:
        # Not in the chat's own language first: it would take the day of "3 marzo" for an hour.
        body, tried = dated.text or body, tried if dated.text else dated.grammars
    for turn, language in enumerate(tried[:2] if len(body) > LONG_TEXT else tried):
        r = Reader(body, lexicon(language), mends=language in (context.language, *MENDED_LANGUAGES))
        if turn > 1 and len(r.tokens) > MOST_TOKENS:
            break
        if (found := _find(r, form)) is not None:
            built = _built(found, form, context)
            return replace(built, task=built.task.replace(MIDDLE, middle)) if middle else built
    if form in {"every", "at", "in"}:
        raise _not_understood(body, form, context)
    if Wording(Reader(body, lexicon(context.language), mends=False)).has_frame:
        dated = bare_date(body, today)
        return schedule(dated.text, context) if dated is not None and dated.text else None
    return None


def _folded(body: str) -> tuple[str, str]:
    """Return a long text with one sign in place of its middle, and that middle: no schedule stands there."""
    if len(body) <= LONG_HEAD + LONG_TAIL + 100:
        return body, ""
    begin = max(body.rfind(" ", 0, LONG_HEAD), LONG_HEAD // 2)
    end = body.find(" ", len(body) - LONG_TAIL)
    end = end if end > 0 else len(body) - LONG_TAIL
    return f"{body[:begin]} {MIDDLE} {body[end:]}", body[begin:end].strip()


def _not_understood(body: str, form: str, context: Context) -> Problem:
    del context
    word = body.split(maxsplit=1)[0][:40]
    return refuse(f"language.not-understood-{form}", word=word)


def find_in(text: str, language: str) -> tuple[Reader, Found] | None:
    """Return the parts of a schedule that stand in a text of that language, none for a text without."""
    return _find(Reader(text, lexicon(language)), "")


def _find(r: Reader, form: str) -> tuple[Reader, Found] | None:
    found = find(r, Wording(r), form)
    if found is None and any(token.quoted for token in r.tokens):
        # The whole message stands in quotation marks.
        bare = Reader(re.sub(r"[\"“”„«»]", " ", r.text), r.lexicon)
        found = find(bare, Wording(bare), form)
        r = bare
    return (r, found) if found is not None else None


def _built(pair: tuple[Reader, Found], form: str, context: Context) -> Schedule:
    r, found = pair
    words = " … ".join(r.words(start, end) for start, end in found.ranges)
    scene = scene_at(context.now, context.zone, phrase=words, said_every=form == "every")
    for piece in found.pieces:
        asked = question(piece.item, r, scene, form, (piece.start, piece.end))
        if asked is not None:
            raise asked
    task = task_text(r, found.ranges)
    if (unknown := _unknown_day(r, found)) is not None:
        raise refuse("language.no-such-day", word=unknown).beside(r.lexicon.locale.code, task)
    if (unknown := _unknown_rhythm(r, found)) is not None:
        raise refuse("language.not-understood-every", word=unknown).beside(r.lexicon.locale.code, "")
    try:
        built = build(found.items, scene)
    except Problem as problem:
        asked = with_answers(problem, found.pieces, r, form)
        raise asked.beside(r.lexicon.locale.code, task) from None
    return Schedule(
        trigger=built.trigger,
        task=task,
        words=words,
        needs_zone=built.needs_zone,
        position=found.position,
        found=found,
        reader=r,
    )


#: What announces a rhythm; German "alle" may be everybody.
EVERY = frozenset({"every", "jeden", "jede", "jedes"})
#: How the names of days end.
DAY_ENDINGS = {"en": ("day", "days"), "de": ("tag", "tags", "woch", "abend")}


def _unknown_day(r: Reader, found: Found) -> str | None:
    """Return the word that stands where a day should and is none: "every blursday at 9"."""
    if any(isinstance(item, DAYS | Interval) for item in found.items):
        return None
    behind = found.ranges[-1][1]
    if behind < len(r.tokens) and _nearly_a_day(r.tokens[behind].key, r):
        return r.tokens[behind].text
    before = found.ranges[0][0] - 1
    if before < 0:
        return None
    token = r.tokens[before]
    is_said = before == 0 or r.get(before - 1, "every") or r.get(before - 1, "on")
    endings = DAY_ENDINGS.get(r.lexicon.locale.code, ())
    if token.kind == "word" and is_said and token.key.endswith(endings) and token.key not in r.lexicon.known:
        return token.text
    return None


def _unknown_rhythm(r: Reader, found: Found) -> str | None:
    """Return the word behind "every" at the head of a text that is no rhythm: "every blorf at 9"."""
    start = found.ranges[0][0]
    if found.clause.repeats or not 1 < start < 4 or r.tokens[0].key not in EVERY:
        return None
    return r.tokens[1].text


def _nearly_a_day(key: str, r: Reader) -> bool:
    """Return whether an unknown word is two letters off a day: "blursday", not "birthday"."""
    endings = DAY_ENDINGS.get(r.lexicon.locale.code, ())
    if len(key) < 6 or not key.endswith(endings) or key in r.lexicon.known:
        return False
    return any(slips(key, name) <= 2 for name in r.lexicon.phrases("weekday") if len(name) >= 6)
