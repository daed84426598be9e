"""German words that count: numbers, ordinals, halves and quarters."""

from fractions import Fraction
from typing import Any

ONES = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    "siebzehn achtzehn neunzehn"
).split()
TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
ORDINAL_STEMS = (
    "erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft dreizehnt vierzehnt fünfzehnt "
    "sechzehnt siebzehnt achtzehnt neunzehnt"
).split()
ENDINGS = ("e", "en", "er", "es", "em")


def _head(one: int) -> str:
    return "ein" if one == 1 else ONES[one]


def _numbers() -> dict[str, int]:
    numbers = {word: value for value, word in enumerate(ONES)}
    for tens, word in enumerate(TENS, 2):
        numbers[word] = tens * 10
        for one in range(1, 10):
            numbers[f"{_head(one)}und{word}"] = tens * 10 + one
    return numbers | {"zwo": 2, "hundert|einhundert": 100, "ein dutzend|dutzend": 12}


def _inflected(stem: str) -> str:
    return "|".join(stem + ending for ending in ENDINGS)


def _ordinals() -> dict[str, int]:
    ordinals = {_inflected(stem): value for value, stem in enumerate(ORDINAL_STEMS, 1)}
    for tens, word in ((20, "zwanzig"), (30, "dreißig")):
        ordinals[_inflected(f"{word}st")] = tens
        for one in range(1, 10):
            ordinals[_inflected(f"{_head(one)}und{word}st")] = tens + one
    ordinals[_inflected("siebent")] = 7
    for value, stem in (
        (-1, "letzt"),
        (-2, "vorletzt"),
        (-2, "zweitletzt"),
        (-3, "drittletzt"),
        (-3, "vorvorletzt"),
        (-4, "viertletzt"),
        (-5, "fünftletzt"),
        (-6, "sechstletzt"),
        (-7, "siebtletzt"),
    ):
        ordinals[_inflected(stem)] = value
    return ordinals


COUNTING: dict[str, dict[str, Any]] = {
    "number": _numbers(),
    "ordinal": _ordinals(),
    "one": {"ein|eine|einer|einem|einen|eines|ner|ne|nem|nen": 1},
    "half": {"halbe|halben|halber|halbes|einhalb": True},
    "andhalf": {"einhalb|und eine halbe|und einhalb|und ein halb|und eine halbe": Fraction(1, 2)},
    "mixed": {
        "anderthalb|eineinhalb|einundeinhalb": Fraction(3, 2),
        "zweieinhalb|zweiundeinhalb": Fraction(5, 2),
        "dreieinhalb": Fraction(7, 2),
        "viereinhalb": Fraction(9, 2),
        "fünfeinhalb": Fraction(11, 2),
        "sechseinhalb": Fraction(13, 2),
        "siebeneinhalb": Fraction(15, 2),
        "eineinviertel": Fraction(5, 4),
    },
    "quarterof": {"viertel": Fraction(1, 4), "dreiviertel|drei viertel": Fraction(3, 4)},
}
