"""Times of day: "9am", "8.15", "18 Uhr 30", "quarter past seven", "fünf vor halb acht", "at 8 and 20:00"."""

from typing import NamedTuple

from language.idioms import Idiom
from language.parts import Clock, Item
from language.reader import Amount, Reader

NOON = 720
DAY_MINUTES = 1440
#: "ten to six" is a time for these numbers only; "9 to 5" is a span.
SPOKEN_MINUTES = frozenset(range(1, 30))
ROUND_MINUTES = frozenset({5, 10, 20, 25})


class Got(NamedTuple):
    """A part with the token after it."""

    item: Item
    end: int


class FoundClock(NamedTuple):
    """A time with the token after it; None for one that cannot be ("25:00")."""

    clock: Clock | None
    end: int


def clock(r: Reader, at: int, *, bare: bool = True) -> FoundClock | None:
    """Return the time of day at token `at`; plain numbers and number words only where `bare` is allowed."""
    if at >= len(r.tokens) or r.tokens[at].quoted:
        return None
    if idiom := _idiom(r, at):
        return idiom
    found = r.get(at, "noon")
    if found and not r.get(at, "parts"):
        return FoundClock(Clock(minute=found.value * 60, strong=True), found.end)
    if r.digits(at) is not None:
        return digital_clock(r, at, bare=bare)
    return worded_clock(r, at) if bare else None


def digital_clock(r: Reader, at: int, *, bare: bool) -> FoundClock | None:
    """Return the time in digits at token `at`: "8:15", "9am", "18h45", "2210", "14 Uhr"."""
    hour, end = r.tokens[at].value, at + 1
    text = r.tokens[at].text
    if len(text) == 4 and (bare or r.get(end, "uhr")) and not r.is_sign(end, ".-/", glued=True):
        return _settled(r, hour // 100, hour % 100, 0, r.after(end, "uhr"))
    if len(text) > 2:
        return None
    if r.is_sign(end, ":", glued=True) and _two_digits(r, end + 1):
        return _with_seconds(r, hour, end + 1)
    if r.is_sign(end, ".", glued=True) and _two_digits(r, end + 1) and _is_dotted_time(r, end + 2):
        if not bare and not (r.get(end + 2, "uhr") or r.get(end + 2, "meridiem")):
            return None
        return _settled(r, hour, r.tokens[end + 1].value, 0, end + 2)
    letter = end < len(r.tokens) and r.tokens[end].key == "h" and r.tokens[end].glued
    if letter and _two_digits(r, end + 1):
        return _settled(r, hour, r.tokens[end + 1].value, 0, end + 2)
    return _hour(r, hour, end, bare=bare, letter=letter)


def _hour(r: Reader, hour: int, end: int, *, bare: bool, letter: bool) -> FoundClock | None:
    """Return the time of an hour in digits: with "Uhr" and minutes, with am or pm, or plain."""
    if (uhr := r.get(end, "uhr")) and (bare or not letter):
        return _after_uhr(r, hour, uhr.end)
    named = r.get(end, "noon")
    if hour == 12 and named and named.value == 0:  # "12 midnight"
        return FoundClock(Clock(minute=0, strong=True), named.end)
    minute = r.digits(end)
    if minute is not None and minute < 60 and len(r.tokens[end].text) == 2 and r.get(end + 1, "meridiem"):
        return _settled(r, hour, minute, 0, end + 1)
    if oclock := r.get(end, "oclock"):
        return _oclock(r, hour, oclock.end)
    if r.get(end, "meridiem") and _meridiem(r, end) is not None:
        return _settled(r, hour, 0, 0, end) if hour <= 12 else FoundClock(None, r.after(end, "meridiem"))
    if not bare or hour > 24 or r.unit(end) or r.is_sign(end, "%°€$£", glued=False):
        return None
    if r.is_sign(end, ":/", glued=True) and r.is_glued_number(end + 1):
        return None
    if r.is_sign(end, ".,", glued=True) and r.is_glued_number(end + 1):
        return None
    return FoundClock(Clock(minute=hour % 24 * 60, loose=hour <= 12, bare=True), end)


def _oclock(r: Reader, hour: int, end: int) -> FoundClock | None:
    if hour > 24:
        return FoundClock(None, end)
    if r.get(end, "meridiem"):
        return _settled(r, hour, 0, 0, end)
    return FoundClock(Clock(minute=hour % 24 * 60, loose=hour <= 12, strong=True), end)


def _after_uhr(r: Reader, hour: int, end: int) -> FoundClock:
    minute = r.whole(end)
    is_minute = minute is not None and 0 <= minute.value < 60 and not r.unit(minute.end)
    if minute and is_minute and not r.get(minute.end, "uhr") and not _goes_on(r, minute.end):
        digits = r.digits(end)
        if digits is None or len(r.tokens[end].text) == 2:
            return _settled(r, hour, int(minute.value), 0, minute.end)
    return _settled(r, hour, 0, 0, end)


def _goes_on(r: Reader, at: int) -> bool:
    """Return whether the number before `at` is the head of a longer one: "10:30", "24.12."."""
    return r.is_sign(at, ":.", glued=True) and (r.is_sign(at, ".") or r.is_glued_number(at + 1))


def _with_seconds(r: Reader, hour: int, minute_at: int) -> FoundClock:
    minute, end, second = r.tokens[minute_at].value, minute_at + 1, 0
    if r.is_sign(end, ":", glued=True) and _two_digits(r, end + 1):
        second, end = r.tokens[end + 1].value, end + 2
    return _settled(r, hour, minute, second, end)


def _settled(r: Reader, hour: int, minute: int, second: int, end: int) -> FoundClock:
    """Return a time that is as written, with am, pm or "Uhr" behind it taken in."""
    shift = _meridiem(r, end)
    if shift is not None:
        end = r.after(end, "meridiem")
        if hour <= 12:
            hour = hour % 12 + shift
    elif ((uhr := r.get(end, "uhr")) and not r.get(end, "unit")) or _is_uhr(r, end):
        end = uhr.end if uhr else end + 1
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute):
        return FoundClock(None, end)
    return FoundClock(Clock(minute=hour % 24 * 60 + minute, second=second, strong=True), end)


def _is_uhr(r: Reader, at: int) -> bool:
    return at < len(r.tokens) and r.tokens[at].key in {"h", "uhr", "hours", "hrs"} and bool(r.get(at, "uhr"))


def _meridiem(r: Reader, at: int) -> int | None:
    found = r.get(at, "meridiem")
    if found is None or (r.lexicon.locale.code == "de" and not r.tokens[at].glued):
        return None  # "um 9 am Freitag"
    return int(found.value)


def _two_digits(r: Reader, at: int) -> bool:
    return r.is_glued_number(at) and len(r.tokens[at].text) == 2


def _is_dotted_time(r: Reader, end: int) -> bool:
    """Return whether "8.15" may be a time: not "8.15.", "8.15 hours" or "8.15 %"."""
    if r.is_sign(end, ".", glued=True) and (end + 1 == len(r.tokens) or not r.is_glued_number(end + 1)):
        return end + 1 == len(r.tokens) or r.tokens[end + 1].text[:1].isupper()
    return not r.is_sign(end, ".%€$£°") and (not r.unit(end) or bool(r.get(end, "uhr")))


def worded_clock(r: Reader, at: int) -> FoundClock | None:
    """Return a time in words: "eight", "acht Uhr dreißig", "seventeen thirty", "nine oh five"."""
    one = r.get(at, "one")
    hour = r.whole(at)
    if hour is None and one and r.get(one.end, "uhr"):
        hour = Amount(one.value, one.end)
    if hour is None or not 0 <= hour.value <= 24:
        return None
    value, end = int(hour.value), hour.end
    if uhr := r.get(end, "uhr"):
        return _after_uhr(r, value, uhr.end)
    if oclock := r.get(end, "oclock"):
        return _oclock(r, value, oclock.end)
    if r.get(end, "meridiem") and _meridiem(r, end) is not None:
        return _settled(r, value, 0, 0, end)
    minute = _worded_minute(r, end)
    if minute and not r.unit(minute.end):
        if _meridiem(r, minute.end) is not None:
            return _settled(r, value, int(minute.value), 0, minute.end)
        total = value % 24 * 60 + int(minute.value)
        return FoundClock(Clock(minute=total, loose=value <= 12), r.after(minute.end, "uhr"))
    if r.unit(end):
        return None
    return FoundClock(Clock(minute=value % 24 * 60, loose=value <= 12, bare=True), end)


def _worded_minute(r: Reader, at: int) -> Amount | None:
    if r.digits(at) is not None:
        return None
    if oh := r.get(at, "oh"):
        minute = r.get(oh.end, "number")
        return Amount(minute.value, minute.end) if minute and 0 < minute.value < 10 else None
    minute = r.get(at, "number")
    return Amount(minute.value, minute.end) if minute and 10 <= minute.value < 60 else None


def _idiom(r: Reader, at: int) -> FoundClock | None:
    best: FoundClock | None = None
    for idiom in r.idioms:
        found = _match_idiom(r, at, idiom)
        if found and (best is None or found.end > best.end):
            best = found
    return best


def _match_idiom(r: Reader, at: int, idiom: Idiom) -> FoundClock | None:
    end, minutes = at, 0
    base: Clock | None = None
    for keys, optional in idiom.steps:
        if "{m}" in keys:
            number = r.whole(end)
            if number is None or not _fits_idiom(r, end, int(number.value), idiom, at):
                return None
            minutes, end = int(number.value), number.end
        elif "{h}" in keys:
            hour = _idiom_hour(r, end)
            if hour is None or hour.clock is None:
                return None
            base, end = hour.clock, hour.end
        elif end < len(r.tokens) and keys & set(r.keys[end]):
            end += 1
        elif not optional:
            return None
    if base is None:
        return None
    total = (base.minute + idiom.base + idiom.sign * minutes) % DAY_MINUTES
    return FoundClock(Clock(minute=total, loose=base.loose, strong=True), end)


def _fits_idiom(r: Reader, at: int, minutes: int, idiom: Idiom, start: int) -> bool:
    says_minutes = any(keys & {"minutes", "minuten", "minutos", "минут"} for keys, _ in idiom.steps)
    if says_minutes or (idiom.sign > 0 and r.digits(at) is None):
        return minutes in SPOKEN_MINUTES
    del start
    return minutes in ROUND_MINUTES or (r.digits(at) is None and minutes in SPOKEN_MINUTES)


def _idiom_hour(r: Reader, at: int) -> FoundClock | None:
    """Return the hour an idiom counts from: 1 to 12, noon or midnight."""
    if found := r.get(at, "noon"):
        return FoundClock(Clock(minute=found.value * 60), found.end)
    one = r.get(at, "one")
    hour = r.whole(at) or (Amount(one.value, one.end) if one and r.lexicon.locale.code != "en" else None)
    if (
        hour is None
        or not 0 <= hour.value <= 24
        or (r.is_sign(hour.end, ":.", glued=True) and r.is_glued_number(hour.end + 1))
    ):
        return None
    value, end = int(hour.value), hour.end
    if _meridiem(r, end) is not None:
        return _settled(r, value, 0, 0, end)
    if r.unit(end) and not r.get(end, "uhr"):
        return None
    return FoundClock(Clock(minute=value % 24 * 60, loose=value <= 12), r.after(end, "oclock", "uhr"))
