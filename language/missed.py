"""What is to become of a missed run: "missed 8 skip", "8 not after 10:00", "8 spätestens um 10 Uhr".

Only what stands at the end of the words is read, so that a name that holds such a word stays a name.
"""

import re

from domain.job import MissedPolicy
from domain.lateness import ANY_TIME

NOTHING = ""

_WISHES = (
    (r"skip|leave (?:it )?out|auslassen|weglassen", MissedPolicy.SKIP.value),
    (r"ask(?: me)?|fragen|frag(?: mich)?", MissedPolicy.ASK.value),
    (r"always|immer", MissedPolicy.ALWAYS.value),
    (r"latest|usual|nachholen|wie üblich", MissedPolicy.LATEST.value),
    (r"(?:at )?any ?time|jederzeit", ANY_TIME),
)
_PATTERNS = tuple((re.compile(rf"(?:^|\s)(?:{words})$", re.IGNORECASE), wish) for words, wish in _WISHES)
_BOUND = re.compile(
    r"(?:^|\s)(?:(?:not|no) (?:after|later than)|until|nicht (?:nach|später als)|bis|spätestens)(?: um)?"
    r" (?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?(?: ?(?P<half>am|pm))?(?: uhr| o’?'?clock)?$",
    re.IGNORECASE,
)


def split(said: str) -> tuple[str, str]:
    """Return what is left of the words, and the wish: a policy, "1030" for a bound, "any" or ""."""
    words = " ".join(said.split()).strip(" .!?,")
    for pattern, wish in _PATTERNS:
        if match := pattern.search(words):
            return words[: match.start()].strip(), wish
    match = _BOUND.search(words)
    hour = None if match is None else _hour(int(match["hour"]), match["half"])
    if match is None or hour is None:
        return words, NOTHING
    return words[: match.start()].strip(), f"{hour:02}{int(match['minute'] or 0):02}"


def _hour(hour: int, half: str | None) -> int | None:
    if half is None:
        return hour if hour < 24 else None
    return hour % 12 + (12 if half.lower() == "pm" else 0) if 1 <= hour <= 12 else None
