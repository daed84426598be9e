"""Days in two letters: whether "Mo", "so", "do" is meant as one, for German "so" and "do" are words as well.

What decides is what stands beside them: capitals, signs, a time, other short days ("mo mi fr", "sa und so
um 11"). Which day a word names, the lexicon says.
"""

from language.reader import Reader

#: Letters of "mo", "di", "fr".
LETTERS = 2
#: Letters of the days that people put side by side without a comma: "mo mi fr", "tue thu".
LETTERS_IN_ROW = 4
#: Short days that are words as well.
DOUBTFUL = frozenset({"so", "do"})


def is_short_weekday(r: Reader, at: int) -> bool:
    """Return whether the two letters at `at` are meant as a day."""
    token = r.tokens[at]
    if r.text.isupper() and token.key in DOUBTFUL and at and r.is_word(at + 1):
        return False
    if token.text[:1].isupper() and (at > 0 or not r.is_word(at + 1) or r.get(at + 1, "at")):
        return True
    joint = r.after(at + 1, "and")
    if joint > at + 1 and r.get(joint, "weekday") and token.text[:1].isupper():
        return True
    if r.is_sign(at - 1, ",/-–+&") or _is_in_range(r, at):
        return True
    follows = r.is_sign(at + 1, ",/-–+&.") or r.digits(at + 1) is not None or bool(r.get(at + 1, "at"))
    follows = follows or bool(r.get(at + 1, "part"))  # "fr mittag"
    return (token.key not in DOUBTFUL and follows) or _is_in_list(r, at)


def is_filler(r: Reader, at: int) -> bool:
    """Return whether "so" is said before a time: "am 5. so um 19 Uhr"."""
    return r.tokens[at].text in DOUBTFUL and r.after(at, "at") > at + 1


def is_short_row(r: Reader, at: int) -> bool:
    """Return whether the day at `at` stands right behind another, both short: "mo mi fr", "tue thu"."""
    row = range(at - 1, at + 1)
    return at < len(r.tokens) and all(
        len(r.tokens[i].text) <= LETTERS_IN_ROW and r.get(i, "weekday") for i in row
    )


def is_end_of_list(r: Reader, at: int, end: int) -> bool:
    """Return whether the days from `at` to `end` are a list, and "until sunday" behind it its bound.

    "Mo, Mi bis Fr" goes on in the way it began; "Mo, Mi und Fr bis Sonntag" spells the last day otherwise.
    """
    joint = r.get(end, "to")
    listed = [i for i in range(at, end) if r.get(i, "weekday") or r.get(i, "weekdays")]
    if joint is None or not r.get(end, "until") or len(listed) < 2:
        return False
    last, bound = listed[-1], r.after(joint.end, "on")
    return _spelling(r, last) != _spelling(r, bound)


def _spelling(r: Reader, at: int) -> tuple[bool, bool]:
    """Return whether a day is a short one, and whether it is a plural."""
    return len(r.tokens[at].text) <= LETTERS_IN_ROW, r.get(at, "weekdays") is not None


def _is_in_list(r: Reader, at: int) -> bool:
    """Return whether another short day stands beside: "mo mi fr", "do+fr", "sa und so um 11"."""
    behind = at + 2 if r.is_sign(at + 1, ",/+&") else r.after(at + 1, "and")
    is_sure = r.tokens[at].key not in DOUBTFUL
    if _is_short(r, behind) and (is_sure or r.tokens[behind].key not in DOUBTFUL):
        return True
    before = at - 2 if at > 1 and (r.is_sign(at - 1, ",/+&") or r.get(at - 1, "and")) else at - 1
    if not _is_short(r, before) or r.tokens[before].key in DOUBTFUL:
        return False
    if not is_sure and before == at - 1 and r.get(at, "at"):
        return False  # "mo mi fr so um 8"
    return is_sure or r.digits(at + 1) is not None or bool(r.get(at + 1, "at") or r.get(at + 1, "noise"))


def _is_in_range(r: Reader, at: int) -> bool:
    """Return whether a day stands on the other side of "to": "mo bis do", "Di bis Sa"."""
    joint = r.get(at + 1, "to")
    if joint and r.get(joint.end, "weekday"):
        return r.tokens[at].key not in DOUBTFUL or _is_short(r, joint.end)
    return bool(r.get(at - 1, "to") and r.get(at - 2, "weekday"))


def _is_short(r: Reader, at: int) -> bool:
    is_two = 0 <= at < len(r.tokens) and len(r.tokens[at].text) == LETTERS
    return is_two and bool(r.get(at, "weekday"))
