"""A cursor over a text's tokens: words of a category, numbers, ordinals and lengths of time.

Every function takes a token index and returns what it found with the index after it, or None. Nothing is
consumed by trying.
"""

from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from language.idioms import Idiom, idioms
from language.lexicon import Found, Lexicon
from language.parts import Duration
from language.separable import particles
from language.tokens import Token, tokenise

UNIT_LENGTHS = {
    "second": Duration(seconds=Fraction(1)),
    "minute": Duration(seconds=Fraction(60)),
    "quarterhour": Duration(seconds=Fraction(900)),
    "halfhour": Duration(seconds=Fraction(1800)),
    "threequarterhour": Duration(seconds=Fraction(2700)),
    "hour": Duration(seconds=Fraction(3600)),
    "day": Duration(days=1),
    "week": Duration(days=7),
    "fortnight": Duration(days=14),
    "month": Duration(months=1),
    "quarter": Duration(months=3),
    "halfyear": Duration(months=6),
    "year": Duration(months=12),
}
FRACTIONS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
#: Words are mended only this close to both ends of a text: schedules stand there, and it bounds the time.
MENDED_REACH = 80
#: Nobody plans farther ahead than four hundred years.
LONGEST_DAYS = 146_100


class Amount(NamedTuple):
    """A number with the token after it."""

    value: Fraction
    end: int


class Length(NamedTuple):
    """A length of time with the token after it; `unit` is that of its first term, `n` its number."""

    length: Duration
    end: int
    unit: str
    n: Fraction


class Reader:
    """The tokens of one text, and what the lexicon knows about them."""

    def __init__(self, text: str, lexicon: Lexicon, *, mends: bool = True) -> None:
        self.text = text
        self._mends = mends
        self.lexicon = lexicon
        locale = lexicon.locale
        self.tokens: tuple[Token, ...] = tokenise(text, locale.fold, elided=locale.elided)
        self.keys: list[tuple[str, ...]] = [self._keys(i) for i in range(len(self.tokens))]
        self._found: list[dict[str, Found] | None] = [None] * len(self.tokens)
        for at in particles(self):
            self.keys[at] = ()
            self._found = [None] * len(self.tokens)

    def _keys(self, at: int) -> tuple[str, ...]:
        token = self.tokens[at]
        if token.quoted:
            return ()
        near = self._mends and (at < MENDED_REACH or at >= len(self.tokens) - MENDED_REACH)
        if token.kind != "word" or token.key in self.lexicon.known or not near:
            return (token.key,)
        return (token.key, *self.lexicon.mended(token.key))

    def get(self, at: int, category: str) -> Found | None:
        """Return the longest phrase of a category that begins at `at`."""
        if not 0 <= at < len(self._found):
            return None
        found = self._found[at]
        if found is None:
            found = self.lexicon.find(self.tokens, at, self.keys) if self.keys[at] else {}
            self._found[at] = found
        return found.get(category)

    def knows(self, at: int) -> bool:
        """Return whether any phrase of the lexicon begins at `at`."""
        self.get(at, "")
        return 0 <= at < len(self._found) and bool(self._found[at])

    @cached_property
    def idioms(self) -> tuple[Idiom, ...]:
        """The idioms for times of day that may stand in the text."""
        keys = {key for each in self.keys for key in each}
        return tuple(idiom for idiom in idioms(self.lexicon) if idiom.may_stand_among(keys))

    def after(self, at: int, *categories: str) -> int:
        """Return the index after an optional phrase of one of the categories."""
        ends = [found.end for category in categories if (found := self.get(at, category))]
        return max(ends, default=at)

    def is_sign(self, at: int, signs: str, *, glued: bool = False) -> bool:
        """Return whether the token at `at` is one of the signs."""
        if not 0 <= at < len(self.tokens):
            return False
        token = self.tokens[at]
        return (
            token.text in signs and token.kind == "sign" and not token.quoted and (token.glued or not glued)
        )

    def is_glued_number(self, at: int) -> bool:
        """Return whether digits follow without a space."""
        return at < len(self.tokens) and self.tokens[at].kind == "number" and self.tokens[at].glued

    def digits(self, at: int) -> int | None:
        """Return the value of the digits at `at`."""
        if at < len(self.tokens) and self.tokens[at].kind == "number" and not self.tokens[at].quoted:
            return self.tokens[at].value
        return None

    def is_word(self, at: int) -> bool:
        """Return whether a word stands at `at`."""
        return at < len(self.tokens) and self.tokens[at].kind == "word"

    def whole(self, at: int) -> Amount | None:
        """Return the whole number at `at`, in digits or words."""
        value = self.digits(at)
        if value is not None:
            return Amount(Fraction(value), at + 1) if value >= 0 else None
        found = self.get(at, "number")
        return Amount(Fraction(found.value), found.end) if found else None

    def number(self, at: int) -> Amount | None:
        """Return the number at `at`: whole, decimal, mixed with a fraction, or in words."""
        if at < len(self.tokens) and self.tokens[at].text in FRACTIONS and not self.tokens[at].quoted:
            return Amount(FRACTIONS[self.tokens[at].text], at + 1)
        if mixed := self.get(at, "mixed"):
            return Amount(mixed.value, mixed.end)
        whole = self.whole(at)
        if whole is None:
            return None
        value, end = whole
        if self.digits(at) is not None:
            value, end = self._decimals(value, end)
        if half := self.get(end, "andhalf"):
            return Amount(value + half.value, half.end)
        return Amount(value, end)

    def _decimals(self, value: Fraction, end: int) -> Amount:
        if self.is_sign(end, ".,", glued=True) and self.is_glued_number(end + 1):
            digits = self.tokens[end + 1].text
            if len(digits) <= 3:
                return Amount(value + Fraction(int(digits), 10 ** len(digits)), end + 2)
        if end < len(self.tokens) and self.tokens[end].text in FRACTIONS:
            return Amount(value + FRACTIONS[self.tokens[end].text], end + 1)
        numerator, denominator = self.digits(end), self.digits(end + 2)
        if numerator and denominator and self.is_sign(end + 1, "/", glued=True) and 1 < denominator <= 4:
            return Amount(value + Fraction(numerator, denominator), end + 3)
        return Amount(value, end)

    def ordinal(self, at: int) -> Amount | None:
        """Return the ordinal at `at`: "3rd", "3.", "third", "last" (-1), "second to last" (-2)."""
        value = self.digits(at)
        if value is not None:
            end = self._ordinal_end(at)
            if end is None:
                return None
            if backwards := self.get(end, "tolast"):
                return Amount(Fraction(-value), backwards.end)
            return Amount(Fraction(value), end)
        found = self.get(at, "ordinal")
        return Amount(Fraction(found.value), found.end) if found else None

    def _ordinal_end(self, at: int) -> int | None:
        suffix = at + 1
        if suffix >= len(self.tokens) or not self.tokens[suffix].glued:
            return None
        if self.lexicon.locale.code == "de":
            is_dot = self.is_sign(suffix, ".") and not self.is_glued_number(suffix + 1)
            return suffix + 1 if is_dot or self.tokens[suffix].key in GERMAN_SUFFIXES else None
        if self.is_sign(suffix, "-‑") and suffix + 1 < len(self.tokens):  # 5-го
            suffix += 1
        return suffix + 1 if self.tokens[suffix].key in ORDINAL_SUFFIXES else None

    def unit(self, at: int) -> Found | None:
        """Return the unit of time at `at`; a single letter only behind a number."""
        found = self.get(at, "unit")
        letter = self.get(at, "unitletter")
        counted = at > 0 and (self.digits(at - 1) is not None or self.tokens[at - 1].text in FRACTIONS)
        if found is None and letter and counted:
            return letter
        return found

    def length(self, at: int) -> Length | None:
        """Return the length of time at `at`: "2h15m", "an hour and a half", "anderthalb Stunden"."""
        first = self._term(at)
        if first is None:
            return None
        total, end, unit, n = first
        while True:
            begin = self.after(end, "and", "comma")
            if self.is_sign(begin, ","):
                begin += 1
            term = self._term(begin)
            if term is None or not _is_smaller(term.unit, unit):
                return Length(total, end, first.unit, n)
            total, end, unit = total + term.length, term.end, term.unit

    def _term(self, at: int) -> Length | None:
        amount = self._amount(at)
        if amount is None:
            return None
        found = self.unit(amount.end)
        if found is None and self.is_sign(amount.end, "-‑", glued=True):
            found = self.get(amount.end + 1, "unit")  # "5-minute"
        if found is None:
            return None
        n, end = amount.value, found.end
        if half := self.get(end, "andhalf"):
            n, end = n + half.value, half.end
        if found.value == "hour" and self.is_glued_number(end) and len(self.tokens[end].text) == 2:
            # "1h30", "1h20m"
            n, end = n + Fraction(self.tokens[end].value, 60), self._after_glued_minutes(end + 1)
        length = times(UNIT_LENGTHS[found.value], n)
        return Length(length, end, found.value, n) if length is not None else None

    def beyond(self, at: int) -> int | None:
        """Return the token after a length of time that is longer than anybody plans: "99999999 years"."""
        amount = Amount(Fraction(10**9), at + 1) if self.digits(at) == -1 else self._amount(at)
        unit = self.get(amount.end, "unit") if amount else None
        if amount is None or unit is None or not _is_beyond(UNIT_LENGTHS[unit.value], amount.value):
            return None
        return unit.end

    def _after_glued_minutes(self, at: int) -> int:
        """Return the index after the "m" or "min" that hangs on a number."""
        if at < len(self.tokens) and self.tokens[at].glued and (unit := self.unit(at)):
            return unit.end if unit.value == "minute" else at
        return at

    def _amount(self, at: int) -> Amount | None:
        """Return how many units: also "a", "half an", "a quarter of an"."""
        article = self.get(at, "one")
        if half := self.get(article.end if article else at, "half"):
            return Amount(Fraction(1, 2), self.after(half.end, "one"))
        if part := self.get(at, "quarterof"):
            unit_at = self.after(part.end, "one")
            if self.get(unit_at, "unit"):
                return Amount(part.value, unit_at)
        if number := self.number(at):
            return number
        if article:
            if part := self.get(article.end, "quarterof"):
                return Amount(part.value, self.after(part.end, "one"))
            return Amount(Fraction(1), article.end)
        return None

    def words(self, start: int, end: int) -> str:
        """Return the text from token `start` up to `end`."""
        if start >= end:
            return ""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]


GERMAN_SUFFIXES = frozenset("te ten ter tes tem".split())
ORDINAL_SUFFIXES = frozenset("st nd rd th o a º ª er ere re e eme ème nde го е й я ой ого му".split())


def _is_smaller(unit: str, than: str) -> bool:
    units = list(UNIT_LENGTHS)
    return units.index(unit) < units.index(than)


def _is_beyond(length: Duration, n: Fraction) -> bool:
    return max(length.months * n * 30, length.days * n, length.seconds * n / 86400) > LONGEST_DAYS


def times(length: Duration, n: Fraction) -> Duration | None:
    """Return `n` times a length; broken days and weeks are elapsed time, other broken months are refused."""
    if _is_beyond(length, n):
        return None
    if length.is_elapsed:
        return Duration(seconds=length.seconds * n)
    whole: Any = length.months * n, length.days * n
    if all(part.denominator == 1 for part in whole):
        return Duration(months=int(whole[0]), days=int(whole[1]))
    return Duration(seconds=whole[1] * 86400) if not length.months else None
