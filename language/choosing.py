"""Which runs of parts are the schedule of a text: the best of them, and pieces that complete it.

People put the schedule first, in the middle, last, or in two places, and tasks are full of time words of
their own ("the dentist appointment is on thursday at 8"). A run counts for more where the text begins or
ends, behind "remind me", and where it repeats; it counts for less behind an article or inside a "that"
clause. A second run joins only where it says what the first leaves out.
"""

from dataclasses import dataclass
from itertools import pairwise

from language.clauses import Clause, clause_at
from language.completing import completes, slips
from language.parts import (
    Item,
    Piece,
)
from language.reader import Reader
from language.rivals import is_left_open, is_of_task
from language.wording import Wording

#: A text has this many runs at most that are looked at; nobody types more schedules than that.
MOST_CLAUSES = 24


#: Tokens at both ends of a long text that are searched.
REACH = 80
#: Words that might begin a schedule and did not: after so many only the end of the text is looked at.
MOST_TRIES = 60
LAST_WORDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The schedule of a text: its parts in order, and the token ranges they stand in."""

    pieces: tuple[Piece, ...]
    ranges: tuple[tuple[int, int], ...]
    clause: Clause
    position: str

    @property
    def items(self) -> tuple[Item, ...]:
        """The parts."""
        return tuple(piece.item for piece in self.pieces)


def clauses(r: Reader, wording: Wording, form: str) -> list[Clause]:
    """Return the runs of parts of a text, from left to right; a command counts behind politeness as well."""
    found: list[Clause] = []
    heads = {0, wording.after_politeness()} if form else set()
    at = tries = 0
    while at < len(r.tokens) and len(found) < MOST_CLAUSES:
        at = _within_reach(r, at, tries)
        tries += _may_begin(r, at)
        clause = _clause(r, at, form if at in heads else "")
        if clause is not None:
            found.append(clause)
        at = clause.end if clause is not None else at + 1
    return found


def _within_reach(r: Reader, at: int, tries: int) -> int:
    """Return the next token to look at: the middle of a long text is passed over."""
    last = len(r.tokens) - (REACH if tries < MOST_TRIES else LAST_WORDS)
    return max(at, last) if at >= REACH or tries >= MOST_TRIES else at


def _clause(r: Reader, at: int, said: str) -> Clause | None:
    """Return the run at token `at`, of the command `said` before it or of none."""
    if not (_may_begin(r, at) or at == 0):
        return None
    return clause_at(r, at, form=said) or (clause_at(r, at) if said and _may_begin(r, at) else None)


def _may_begin(r: Reader, at: int) -> bool:
    token = r.tokens[at]
    if token.quoted:
        return False
    return token.kind == "number" or token.text in "*`@½¼¾" or bool(r.keys[at] and r.knows(at))


def find(r: Reader, wording: Wording, form: str) -> Found | None:
    """Return the schedule of the text, or None when it holds none."""
    all_clauses = clauses(r, wording, form)
    said_anew = [_is_said_anew(r, before, clause) for before, clause in pairwise([None, *all_clauses])]
    rated = [
        (_rate(r, wording, clause, form) + 5 * (anew and wording.is_guarded(clause.start)), clause)
        for anew, clause in zip(said_anew, all_clauses, strict=True)
        if clause is not None
    ]
    rated = [(score, clause) for score, clause in rated if score > 0]
    if not rated:
        return _open_wish(wording, all_clauses)
    primary = _primary(r, rated)
    primary = _open_end(r, wording, all_clauses, primary) or primary
    all_clauses = [clause for clause in all_clauses if not is_of_task(r, clause, primary)]
    parts = [primary]
    for clause in all_clauses:
        if clause is not primary and completes(r, wording, clause, parts, primary):
            parts.append(clause)
    parts.sort(key=lambda clause: clause.start)
    pieces = tuple(piece for clause in parts for piece in clause.pieces)
    ranges = tuple((clause.start, clause.end) for clause in parts)
    return Found(
        pieces=pieces, ranges=ranges, clause=primary, position=wording.position(primary.start, primary.end)
    )


def _is_said_anew(r: Reader, before: Clause | None, clause: Clause | None) -> bool:
    """Return whether a time follows the one of a "that" clause at once: "… is on thursday at 8 at 6pm"."""
    if before is None or clause is None or not (before.has_time and clause.has_time):
        return False
    return clause.start == before.end or (clause.end == len(r.tokens) and r.is_sign(clause.start - 1, ","))


def _primary(r: Reader, rated: list[tuple[float, Clause]]) -> Clause:
    """Return the run that is likeliest the schedule: "weekly report every other friday" is about fridays."""
    best = max(rated, key=lambda pair: (pair[0], -pair[1].start))[1]
    others = [(score, clause) for score, clause in rated if is_of_task(r, best, clause)]
    return max(others, key=lambda pair: pair[0])[1] if others else best


def _open_end(r: Reader, wording: Wording, all_clauses: list[Clause], primary: Clause) -> Clause | None:
    """Return the open word that ends a text whose other time is but a noun: "record the 8:45 match soon"."""
    for clause in all_clauses:
        is_end = wording.position(clause.start, clause.end) == "end" and not wording.is_guarded(clause.start)
        is_noun = wording.position(primary.start, primary.end) == "middle" or is_of_task(r, primary, clause)
        if clause is not primary and is_end and is_noun and is_left_open(clause):
            return clause
    return None


def _open_wish(wording: Wording, all_clauses: list[Clause]) -> Found | None:
    """Return the open word of a text that names no other time: "call mum later"."""
    for clause in all_clauses:
        position = wording.position(clause.start, clause.end)
        if position != "middle" and is_left_open(clause):
            span = ((clause.start, clause.end),)
            return Found(pieces=clause.pieces, ranges=span, clause=clause, position=position)
    return None


def _rate(r: Reader, wording: Wording, clause: Clause, form: str) -> float:
    """Return how likely a run is the schedule."""
    position = wording.position(clause.start, clause.end)
    score = {"start": 9.0, "frame": 8.0, "end": 3.5, "middle": 1.0}[position]
    score += 4 * clause.repeats + 2 * (clause.has_day and clause.has_time) + 0.5 * clause.has_time
    score -= 7 * wording.is_behind_article(clause.start) + 5 * wording.is_guarded(clause.start)
    score -= (
        6 * clause.is_bound + 3 * (clause.is_weak and position not in {"start", "frame"}) + 4 * clause.is_open
    )
    score -= 3 * slips(r, clause) * (position == "middle") * clause.is_weak
    if clause.start == 0 and form in {"every", "at", "in", "cron"}:
        score += 6
    return score
