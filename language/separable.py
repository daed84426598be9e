"""Particles that belong to a verb and not to the day behind them: "ruf Oma an / Montag um 8".

German says "an", "ab" and "auf" of days as well ("ab morgen"); behind a verb that takes them they end its
clause. Which verb takes which, the lexicon says.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from language.reader import Reader

PARTICLES = frozenset({"an", "ab", "auf"})
#: Between a verb and its particle; farther away they are of two sentences.
LONGEST_CLAUSE = 12
REPEATED = ("every", "freq", "weekdays", "nightly", "parts")


def particles(r: "Reader") -> list[int]:
    """Return the tokens that are particles of a verb before them."""
    if r.lexicon.locale.code != "de":
        return []
    found = [i for i, token in enumerate(r.tokens) if token.key in PARTICLES and not token.quoted]
    return [i for i in found if _has_verb(r, i) and _ends_clause(r, i)]


def _has_verb(r: "Reader", at: int) -> bool:
    """Return whether a verb that takes the particle stands before it, with something between them."""
    for i in range(at - 1, max(-1, at - LONGEST_CLAUSE), -1):
        if r.is_sign(i, ",.;:!?"):
            return False
        verb = r.get(i, "separable")
        if verb is not None and r.tokens[at].key in verb.value:
            return i < at - 1
    return False


def _ends_clause(r: "Reader", at: int) -> bool:
    """Return whether what follows is said of the whole: no noun of "an den …", no bound of "täglich ab …"."""
    behind = at + 1
    if r.get(behind, "article"):
        return False
    if r.tokens[at].key != "ab":
        return not (r.get(behind, "weekdays") and r.tokens[behind].key.endswith("en"))
    if any(r.get(behind, category) for category in ("at", "on", *REPEATED)):
        return True
    return not any(r.get(i, category) for i in range(len(r.tokens)) for category in REPEATED)
