"""English words that count: numbers, ordinals, halves and quarters."""

from fractions import Fraction
from typing import Any

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINAL_ONES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()


def _numbers() -> dict[str, int]:
    numbers = {word: value for value, word in enumerate(ONES)}
    for tens, word in enumerate(TENS, 2):
        numbers[word] = tens * 10
        for one in range(1, 10):
            numbers[f"{word} {ONES[one]}|{word}{ONES[one]}"] = tens * 10 + one
    return numbers | {"fourty": 40, "hundred|a hundred|one hundred": 100, "a dozen|dozen": 12}


def _ordinals() -> dict[str, int]:
    ordinals = {word: value for value, word in enumerate(ORDINAL_ONES, 1)}
    for tens, stem in ((20, "twent"), (30, "thirt")):
        ordinals[f"{stem}ieth"] = tens
        for one in range(1, 10):
            ordinals[f"{stem}y {ORDINAL_ONES[one - 1]}|{stem}y{ORDINAL_ONES[one - 1]}"] = tens + one
    return ordinals | {
        "fist": 1,
        "last|final": -1,
        "second to last|second last|penultimate|next to last|last but one|second from last": -2,
        "third to last|third last|last but two|third from last|antepenultimate": -3,
        "fourth to last|fourth last|fourth from last": -4,
        "fifth to last|fifth last|fifth from last": -5,
        "sixth to last|sixth last": -6,
        "seventh to last|seventh last": -7,
    }


COUNTING: dict[str, dict[str, Any]] = {
    "number": _numbers(),
    "ordinal": _ordinals(),
    "tolast": {"to last|from last|to the last|last|from the end": True},
    "one": {"a|an": 1},
    "half": {"half": True},
    "andhalf": {"and a half|and one half": Fraction(1, 2), "and a quarter": Fraction(1, 4)},
    "quarterof": {
        "quarter of an|a quarter of an|quarter|a quarter": Fraction(1, 4),
        "three quarters of an|three quarters of": Fraction(3, 4),
    },
}
