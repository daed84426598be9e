"""Zones named beside a time: "new york time", "Londoner Zeit", "CET", "Europe/Paris", "UTC+2", "+05:30"."""

import re
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from language.clocks import Got
from language.parts import Zoned
from language.places import zones_for
from language.reader import Reader
from language.tokens import Token

IANA = re.compile(r"[A-Za-z]+(?:/[A-Za-z][A-Za-z_]+(?:[+-]\d{1,2})?){1,2}")
OFFSET = re.compile(r"(?:(?:UTC|GMT)\s?)?([+−-])(\d{1,2})(?::?(\d{2}))?(?![\d:])", re.IGNORECASE)
#: Offsets that are not whole hours and have a zone without clock changes.
BROKEN_OFFSETS = {
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    210: "Asia/Tehran",
    270: "Asia/Kabul",
    390: "Asia/Yangon",
    570: "Australia/Darwin",
    525: "Australia/Eucla",
    -570: "Pacific/Marquesas",
}
#: Abbreviations that are no words, and are zones in small letters as well: "18:00 cet".
PLAIN_ABBREVIATIONS = frozenset("utc gmt cet cest mez mesz edt pst pdt cst cdt bst jst aest msk".split())
LONGEST_ABBREVIATION = 4
LONGEST_CITY_WORDS = 3
#: The heads of zone names: "Europe/Narnia" is meant as one.
REGIONS = frozenset("africa america antarctica arctic asia atlantic australia europe indian pacific".split())


def fixed_zone(minutes: int) -> ZoneInfo | None:
    """Return a zone that has this offset from UTC all year."""
    if minutes % 60 == 0 and -12 <= minutes // 60 <= 14:
        hours = minutes // 60
        return ZoneInfo(f"Etc/GMT{-hours:+d}" if hours else "UTC")
    return ZoneInfo(BROKEN_OFFSETS[minutes]) if minutes in BROKEN_OFFSETS else None


def zone_at(r: Reader, at: int, *, has_time: bool) -> list[Got]:
    """Return the zone named at token `at`."""
    opener = r.after(at, "in") if has_time else at
    for begin in dict.fromkeys((at, opener)):
        if begin >= len(r.tokens) or r.tokens[begin].quoted:
            continue
        got = (
            _iana(r, begin)
            or (_offset(r, begin) if has_time else None)
            or _known(r, begin, has_time=has_time)
        )
        got = got or _city(r, begin) or _city_behind(r, begin)
        got = got or (_nowhere(r, begin) if has_time and begin == at else None)
        if got:
            return [got]
    return []


def _end_after(r: Reader, at: int, position: int) -> int:
    while at < len(r.tokens) and r.tokens[at].end <= position:
        at += 1
    return at


def _iana(r: Reader, at: int) -> Got | None:
    match = IANA.match(r.text, r.tokens[at].start)
    if match is None:
        return None
    name = _all_zones().get(match[0].lower())
    end = r.after(_end_after(r, at, match.end()), "time")
    if name is not None:
        return Got(Zoned(zone=ZoneInfo(name)), end)
    is_meant = match[0].split("/")[0].lower() in REGIONS
    return Got(Zoned(zone=None, text=match[0]), end) if is_meant else None


@lru_cache(maxsize=1)
def _all_zones() -> dict[str, str]:
    """Return the zones by their name in small letters."""
    return {zone.lower(): zone for zone in available_timezones()}


def _offset(r: Reader, at: int) -> Got | None:
    match = OFFSET.match(r.text, r.tokens[at].start)
    if match is None:
        return None
    named = match[0][0].isalpha()
    if not named and (not match[3] or len(match[2]) != 2):
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    if minutes > 14 * 60:
        return Got(Zoned(zone=None), _end_after(r, at, match.end()))
    sign = 1 if match[1] == "+" else -1
    return Got(Zoned(zone=None, offset_minutes=sign * minutes), _end_after(r, at, match.end()))


def _known(r: Reader, at: int, *, has_time: bool) -> Got | None:
    found = r.get(at, "zone")
    if found is None:
        return None
    is_single = found.end == at + 1
    text = r.tokens[at].text
    is_american = text.lower() == "est" and r.lexicon.locale.code == "en" and has_time
    plain = is_american or text.lower() in PLAIN_ABBREVIATIONS or (has_time and r.tokens[at].glued)
    if is_single and len(text) <= LONGEST_ABBREVIATION and not text.isupper() and not plain:
        return None
    if is_single and len(text) == 1 and not (r.tokens[at].glued or (has_time and _stands_alone(r, at))):
        return None
    if is_single and not has_time and text.lower() not in {"utc", "gmt"}:
        return None
    return Got(Zoned(zone=ZoneInfo(found.value)), r.after(found.end, "time"))


def _stands_alone(r: Reader, at: int) -> bool:
    """Return whether nothing hangs on a letter: "8:00 Z", not "Z-Bau"."""
    return at + 1 == len(r.tokens) or not r.tokens[at + 1].glued


def _city(r: Reader, at: int) -> Got | None:
    """Return "<city> time": up to three words before the word for time."""
    for count in range(LONGEST_CITY_WORDS, 0, -1):
        end = at + count
        time = r.get(end, "time")
        if time is None or not all(r.is_word(i) or r.is_sign(i, "-") for i in range(at, end)):
            continue
        for name in _base_names(r, r.words(at, end)):
            zones = zones_for(name, r.lexicon.locale.code)
            if zones:
                return Got(Zoned(zone=ZoneInfo(zones[0]) if len(zones) == 1 else None), time.end)
    return None


def _nowhere(r: Reader, at: int) -> Got | None:
    """Return "Narnia time", "narnia-zeit": a name behind a time, of no place and no plain word."""
    glued = r.is_sign(at + 1, "-‑", glued=True)
    time = r.get(at + 2 if glued else at + 1, "time")
    if time is None or not r.is_word(at) or r.knows(at) or r.tokens[at].key in r.lexicon.known:
        return None
    token, is_german = r.tokens[at], r.lexicon.locale.code == "de"
    if token.key in r.lexicon.times_for or token.quoted or (is_german and _is_described(token, glued=glued)):
        return None
    return Got(Zoned(zone=None, text=r.words(at, time.end)), time.end)


def _is_described(token: Token, *, glued: bool) -> bool:
    """Return whether a German word says what time is meant rather than where: "ruhige Zeit"."""
    return not glued and token.text[:1].islower() and token.key.endswith(("e", "en", "es", "em", "er", "ig"))


def _city_behind(r: Reader, at: int) -> Got | None:
    """Return "hora de <city>", "heure de <city>"."""
    opener = r.get(at, "timeof")
    if opener is None:
        return None
    for count in range(LONGEST_CITY_WORDS, 0, -1):
        end = opener.end + count
        if end <= len(r.tokens) and all(r.is_word(i) for i in range(opener.end, end)):
            zones = zones_for(r.words(opener.end, end), r.lexicon.locale.code)
            if len(zones) == 1:
                return Got(Zoned(zone=ZoneInfo(zones[0])), end)
    return None


def _base_names(r: Reader, name: str) -> tuple[str, ...]:
    """Return the city behind a name: German makes "Londoner" of London, "Münchner" of München."""
    if r.lexicon.locale.code != "de" or not name.lower().endswith("er"):
        return (name,)
    name = name.lower()
    stem = name[:-2]
    return (stem, stem[:-1], name[:-1], stem + "en", stem + "n", stem[:-1] + "en", stem[:-2] + "ich", name)
