"""The words of one language, as data (`Locale`), and the index that finds them in a text (`Lexicon`).

A locale knows words and idioms, never rules: the grammar is the same for all languages. A word that the
index does not know is read as the schedule word it is a typing slip of: one letter off (two in long words),
letters swapped, dropped, doubled or replaced. Words that merely look alike ("text", "next") are listed as
`lookalikes`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from language.tokens import Token, fold_german, tokenise

#: Categories in which slips of the pen are mended.
MENDED = (
    "weekday weekdays dayset part parts unit number ordinal month relday every freq at until except next "
    "noon from times daypart quarterof between this other openday yesterday relpart nightly ofmonth"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """An idiom for a time: `{h}` and `{m}` stand for numbers, `base` minutes are added, `sign` times `m`."""

    pattern: str
    base: int = 0
    sign: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class Locale:
    """The words of a language.

    Attributes:
        code: Two letters.
        fold: Makes the key of a word.
        words: Category → phrase → value; a phrase may list spellings, divided by "|".
        spoken: Idioms for times of day.
        lookalikes: Words that are never mended into schedule words.
        frames: Phrases around a task that say "remind me", with a gap "…" where the task stands.
        polite: Phrases that are dropped at both ends of a task.
        elided: Heads that are written with an apostrophe.
        statement: Words that show, at the head of what is left, that nothing was asked for.
        task_guards: Words that claim a following time phrase for the task ("that", "whether").
        times_for: What people have time for or do with it: "story time" is no zone.
    """

    code: str
    fold: Callable[[str], str]
    words: Mapping[str, Mapping[str, Any]]
    spoken: tuple[Spoken, ...] = ()
    lookalikes: str = ""
    frames: tuple[str, ...] = ()
    polite: tuple[str, ...] = ()
    elided: tuple[str, ...] = ()
    statement: str = ""
    task_guards: str = ""
    times_for: str = ""
    which: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


#: Short words that are mended; other words of fewer than five letters look like too many others.
SHORT_MENDED = frozenset("the day days week hour year noon each next tag tage jahr jede alle uhr".split())
#: Units that are mended where a letter was dropped of four: "evry wek", "jedes jar".
SHORT_UNITS = frozenset("week hour year jahr".split())
#: Words of this length are mended where two letters are swapped: "lsat", "fiev".
SWAPPED_LENGTH = 4


def _is_mendable(key: str) -> bool:
    return len(key) >= SWAPPED_LENGTH or key in SHORT_MENDED


class Entry(NamedTuple):
    """One phrase of the lexicon."""

    keys: tuple[str, ...]
    category: str
    value: Any


class Found(NamedTuple):
    """A phrase found in a text: its value, the token after it, and how many letters were mended."""

    value: Any
    end: int
    slips: int


class Lexicon:
    """The index over a locale's words."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self._entries: dict[str, list[Entry]] = {}
        self.known: set[str] = set()
        mendable: set[str] = set()
        for category, phrases in locale.words.items():
            for spellings, value in phrases.items():
                for phrase in spellings.split("|"):
                    keys = self.keys(phrase)
                    self._entries.setdefault(keys[0], []).append(Entry(keys, category, value))
                    self.known.update(keys)
                    if category in MENDED:
                        mendable.update(key for key in keys if key.isalpha() and _is_mendable(key))
        self.known.update(*(self.keys(text) for text in self._plain_words()))
        #: What merely looks like a schedule word keeps doing so with an s: "light", "lights".
        self.known.update(f"{key}s" for key in self.keys(locale.lookalikes) if f"{key}s" not in mendable)
        self._mendable = mendable

    def _plain_words(self) -> Iterable[str]:
        locale = self.locale
        yield from (locale.lookalikes, locale.statement, locale.task_guards)
        yield from locale.frames
        yield from locale.polite
        yield from (idiom.pattern.replace("|", " ").replace("?", " ") for idiom in locale.spoken)

    def phrases(self, category: str) -> tuple[str, ...]:
        """Return the single words of a category, as keys."""
        spellings = self.locale.words.get(category, {})
        return tuple(key for each in spellings for phrase in each.split("|") for key in self.keys(phrase))

    def keys(self, phrase: str) -> tuple[str, ...]:
        """Return the keys of a phrase."""
        return tuple(token.key for token in tokenise(phrase, self.locale.fold, elided=self.locale.elided))

    @cached_property
    def times_for(self) -> frozenset[str]:
        """What people have time for or do with it."""
        return frozenset(self.keys(self.locale.times_for))

    @cached_property
    def _near(self) -> dict[str, set[str]]:
        """Deletion neighbourhood: what is left of each mendable word without one or two of its letters."""
        near: dict[str, set[str]] = {}
        for word in self._mendable:
            for spelling in (word, *self._without_umlaut(word)):
                for rest in _deletions(spelling, 2 if len(word) >= 7 else 1):
                    near.setdefault(rest, set()).add(word)
        return near

    def _without_umlaut(self, word: str) -> tuple[str, ...]:
        """Return a German word without the letters that stand for its umlaut: "tglich" is one letter off."""
        if self.locale.fold is not fold_german or len(word) < 7:
            return ()
        return tuple(word.replace(umlaut, "", 1) for umlaut in ("ae", "oe", "ue") if umlaut in word)

    def _distance(self, key: str, word: str) -> int:
        return min(slips(key, word), *(1 + slips(key, each) for each in self._without_umlaut(word)), len(key))

    def mended(self, key: str) -> tuple[str, ...]:
        """Return the schedule words that `key` is a slip of, nearest first; none for a word that is known."""
        if key in self.known or not 3 <= len(key) <= 16 or not key.isalpha():
            return ()
        most = 2 if len(key) >= 7 else 1
        candidates: set[str] = set()
        for rest in _deletions(key, most):
            candidates.update(self._near.get(rest, ()))
        ranked = sorted((_rank(key, self._distance(key, word), word), word) for word in candidates)
        fitting = [
            (rank, word)
            for rank, word in ranked
            if 0 < rank[0] <= allowed_slips(key, word) and (rank[0] == 1 or not rank[1])
        ]
        return tuple(word for rank, word in fitting if rank == fitting[0][0])

    def find(self, tokens: tuple[Token, ...], at: int, keys: list[tuple[str, ...]]) -> dict[str, Found]:
        """Return for each category the longest phrase that begins at token `at`."""
        found: dict[str, Found] = {}
        for number, key in enumerate(keys[at]):
            for entry in self._entries.get(key, ()):
                end = _match(entry.keys, tokens, at, keys)
                if end and (entry.category not in found or end > found[entry.category].end):
                    mended = number > 0 or key != tokens[at].key
                    found[entry.category] = Found(entry.value, end, int(mended))
        return found


def _rank(typed: str, distance: int, word: str) -> tuple[int, bool, bool]:
    """Order what may be meant: the same first letter before another, omissions before replacements."""
    return distance, typed[0] != word[0], not (sorted(typed) == sorted(word) or _is_within(typed, word))


def _is_within(typed: str, word: str) -> bool:
    """Return whether a word holds the letters typed, in their order."""
    at = 0
    for letter in word:
        at += at < len(typed) and letter == typed[at]
    return at == len(typed)


def _match(phrase: tuple[str, ...], tokens: tuple[Token, ...], at: int, keys: list[tuple[str, ...]]) -> int:
    """Return the token after the phrase, or 0; a hyphen within a word may stand for a space."""
    end = at + 1
    for key in phrase[1:]:
        if end < len(tokens) and key not in keys[end] and _is_hyphen(tokens, end):
            end += 1
        if end >= len(tokens) or key not in keys[end]:
            return 0
        end += 1
    return end


def _is_hyphen(tokens: tuple[Token, ...], at: int) -> bool:
    return tokens[at].text in "-‐‑" and at + 1 < len(tokens) and tokens[at].glued and tokens[at + 1].glued


def allowed_slips(typed: str, word: str) -> int:
    """Return how many slips lie between what was typed and a word: none in very short words but a swap."""
    shorter = min(len(typed), len(word))
    if shorter == len(typed) == SWAPPED_LENGTH - 1 and word in SHORT_UNITS and typed[0] == word[0]:
        return int(_is_within(typed, word))
    if shorter <= 3 or (len(word) == SWAPPED_LENGTH and word not in SHORT_MENDED):
        return int(sorted(typed) == sorted(word))
    return 1 if shorter <= 6 else 2


def slips(typed: str, word: str) -> int:
    """Return the number of letters replaced, dropped, added or swapped (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, letter in enumerate(typed, 1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(word, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _deletions(word: str, most: int) -> set[str]:
    found = {word}
    layer = {word}
    for _ in range(most):
        layer = {rest[:i] + rest[i + 1 :] for rest in layer for i in range(len(rest))}
        found |= layer
    return found
