"""A bare date in another language ("3 marzo", "12 grudnia"): the one thing that dateparser is asked.

It is never shown a sentence, only a day, a month's name and perhaps a year, with the languages named that
have such a month: from whole sentences it drops hours and invents dates. What it finds is written into the
text as 2027-03-03 and understood by our own grammar. A month that two languages count differently (listopad
is November in Polish, October in Croatian) and a number nearby that may be a time are left alone: not
understood is better than guessed. The first call for a language takes up to 250 ms, hence `warm_up`.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from dateparser.date import DateDataParser
from dateparser.languages.loader import default_loader

LANGUAGES = ("it", "nl", "pl", "tr", "sv", "da", "cs", "hr", "uk", "ro", "es", "fr", "pt", "ru")
#: Those of them that have a grammar here, which reads more than dates.
WITH_GRAMMAR = frozenset({"es", "fr", "pt", "ru"})
#: The chat's languages: their months are no foreign ones.
OWN = ("en", "de")
MONTHS = ("january february march april may june july august september october november december").split()
#: Shorter names stand for too much else ("mar", "lis", "mai").
SHORTEST_NAME = 4

WORD = re.compile(r"\S+")
DAY = re.compile(r"(?P<day>\d{1,2})(?:\.|º|°|er)?", re.ASCII)
YEAR = re.compile(r"\d{4}[.,:]?", re.ASCII)
CLOCK = re.compile(
    r"(?:(?:alle|ore|om|kl\.?|klockan|o|ve|saat|la ora|о|об)\s+(?P<hour>\d{1,2})(?=\s|$)"
    r"|(?:(?:alle|ore|om|kl\.?|klockan|o|ve|saat|la ora|о|об)\s+)?(?P<time>\d{1,2}:\d{2}))(?=\s|$)"
)
#: An hour beside one of these may be meant for the other half of the day.
PARTS_OF_DAY = frozenset(
    "sera pomeriggio mattina notte avonds 's ochtends middags nachts wieczorem rano wieczór akşam sabah gece "
    "kvällen morgonen aftenen večer ráno odpoledne navečer ujutro seara dimineața вечора ранку ночі".split()
)
#: What a language puts before a date.
BEFORE = frozenset("il op den dne dnia pe el le em no".split())
NEARBY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class BareDate:
    """A day and a month in another language, as they stand in a text.

    Attributes:
        words: The date as typed.
        grammars: The languages with such a month that have a grammar here.
        text: The whole text with the date as 2027-03-03; None where it is in doubt.
    """

    words: str
    grammars: tuple[str, ...]
    text: str | None


def bare_date(text: str, today: date) -> BareDate | None:
    """Return the first bare date in another language that stands in a text."""
    words = list(WORD.finditer(text))
    for month, word in enumerate(words):
        languages = _months().get(_bare(word))
        if month == 0 or languages is None:
            continue
        has_of = month > 1 and words[month - 1][0].casefold() == "de"
        begin = month - 2 if has_of else month - 1
        if DAY.fullmatch(words[begin][0]):
            own = tuple(language for language in languages if language in WITH_GRAMMAR)
            others = () if has_of else tuple(language for language in languages if language not in own)
            return BareDate(
                words=text[words[begin].start() : word.end()],
                grammars=own,
                text=_rewritten(text, words[begin : month + 2], others, today) if others else None,
            )
    return None


def _bare(word: re.Match[str]) -> str:
    return word[0].casefold().rstrip(".,:;")


def _rewritten(text: str, words: list[re.Match[str]], languages: tuple[str, ...], today: date) -> str | None:
    """Return the text with the date that begins with `words` (day, month, perhaps a year) as 2027-03-03."""
    day = re.sub(r"\D", "", words[0][0])
    has_year = len(words) > 2 and YEAR.fullmatch(words[2][0]) is not None
    pieces = [day, _bare(words[1]), *([_bare(words[2])] if has_year else [])]
    found = {_parsed(" ".join(pieces), language, today) for language in languages}
    at = found.pop() if len(found) == 1 else None
    if at is None or at.day != int(day):
        return None
    head = text[: words[0].start()].split()
    head = head[:-1] if head and head[-1].casefold() in BEFORE else head
    tail = _with_time(text[words[len(pieces) - 1].end() :].lstrip(" ,:"))
    if tail is None or _has_number(head[-NEARBY:]):
        return None
    return " ".join([*head, at.isoformat(), tail]).strip()


def _with_time(rest: str) -> str | None:
    """Return what follows the date with its time in digits first, or None when the time is in doubt."""
    clock = CLOCK.match(rest)
    if clock is None:
        return None if _has_number(rest.split()[:NEARBY]) else rest
    after = rest[clock.end() :].lstrip()
    if clock["hour"] and any(word.casefold() in PARTS_OF_DAY for word in after.split()[:NEARBY]):
        return None
    return f"{clock['time'] or clock['hour'] + ':00'} {after}"


def _has_number(words: list[str]) -> bool:
    return any(letter.isdigit() for word in words for letter in word)


def _parsed(bare: str, language: str, today: date) -> date | None:
    parser = DateDataParser(
        languages=[language],
        settings={
            "RELATIVE_BASE": datetime.combine(today, time()),
            "PREFER_DATES_FROM": "future",
            "REQUIRE_PARTS": ["day", "month"],
            "DATE_ORDER": "DMY",
        },
    )
    at = parser.get_date_data(bare).date_obj
    return at.date() if at is not None else None


@lru_cache(maxsize=1)
def _months() -> dict[str, tuple[str, ...]]:
    """Return the languages of every month's name; names that English or German have are left out."""
    own = {name for language in OWN for name in _names(language)}
    found: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        for name in sorted(_names(language) - own):
            if len(name) >= SHORTEST_NAME:
                found[name] = (*found.get(name, ()), language)
    return found


def _names(language: str) -> set[str]:
    info = default_loader.get_locale(language).info
    return {name.casefold() for month in MONTHS for name in info[month]}


def warm_up() -> None:
    """Read a date in every language, so that the first one typed is as fast as the others."""
    today = date(2027, 1, 1)
    for name, languages in _months().items():
        for language in languages:
            if name == _first_name(language):
                _parsed(f"3 {name}", language, today)


@lru_cache(maxsize=32)
def _first_name(language: str) -> str:
    return min(name for name, languages in _months().items() if language in languages)
