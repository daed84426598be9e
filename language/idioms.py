"""Idioms for times of day ("quarter past {h}", "fünf vor halb {h}"), compiled from a locale's `Spoken`.

Trying an idiom at every word of a text is the dearest thing that reading does, and few texts hold one: those
whose own words are not in a text are not tried in it.
"""

from functools import lru_cache
from typing import NamedTuple

from language.lexicon import Lexicon


class Idiom(NamedTuple):
    """A compiled `Spoken`: each step is a set of keys, or "{h}" or "{m}"; optional where marked."""

    steps: tuple[tuple[frozenset[str], bool], ...]
    base: int
    sign: int

    def may_stand_among(self, keys: set[str]) -> bool:
        """Return whether the words that it cannot do without are among `keys`."""
        return not any(
            each.isdisjoint(keys) for each, optional in self.steps if not optional and not SLOTS & each
        )


#: Stand for numbers.
SLOTS = frozenset({"{m}", "{h}"})


@lru_cache(maxsize=16)
def idioms(lexicon: Lexicon) -> tuple[Idiom, ...]:
    """Return the locale's idioms, compiled; built once for each language."""
    compiled = []
    for spoken in lexicon.locale.spoken:
        steps = []
        for word in spoken.pattern.split():
            keys = (
                {word} if "{" in word else {lexicon.locale.fold(key) for key in word.rstrip("?").split("|")}
            )
            steps.append((frozenset(keys), word.endswith("?")))
        compiled.append(Idiom(tuple(steps), spoken.base, spoken.sign))
    return tuple(compiled)
