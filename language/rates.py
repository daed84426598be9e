"""How often in each day, week or month: "every day a few times", "jede Woche zweimal".

A count right behind what it counts in is a rate, as "three times a day" is, and its times are left open;
beside a time of day it says how often in all, "every day at 9, five times", unless there are as many times.
"""

from language.clocks import Got
from language.every import some_times
from language.parts import Count, Interval, Part, Piece, Times, Window
from language.reader import Reader

RATED = frozenset({"day", "week", "month"})


def few_times(r: Reader, at: int, pieces: list[Piece]) -> list[Got]:
    """Return "a few times" right behind "every day"."""
    end = some_times(r, at) if pieces and _rated_unit(pieces[-1]) and not _is_timed(pieces) else None
    return [Got(Count(times=0), end)] if end else []


def with_rates(r: Reader, pieces: list[Piece]) -> list[Piece]:
    """Return the parts with "every day" and "three times" behind it as the one rate that they are."""
    clocks = sum(len(piece.item.clocks) for piece in pieces if isinstance(piece.item, Times))
    if clocks == 1 or (not clocks and _is_timed(pieces)):
        return pieces
    kept: list[Piece] = []
    for piece in pieces:
        before = kept[-1] if kept else None
        unit = _rated_unit(before) if before else ""
        times = _bare_count(r, piece)
        if before and unit and times is not None and clocks in {0, times} and before.end == piece.start:
            rate = Count(times=times, per=unit, text=r.words(before.start, piece.end))
            kept[-1] = Piece(rate, before.start, piece.end)
        else:
            kept.append(piece)
    return kept


def _rated_unit(piece: Piece) -> str:
    """Return the unit of "every day", "weekly", nothing for another part."""
    item = piece.item
    return item.unit if isinstance(item, Interval) and item.unit in RATED else ""


def _is_timed(pieces: list[Piece]) -> bool:
    return any(isinstance(piece.item, Times | Part | Window) for piece in pieces)


def _bare_count(r: Reader, piece: Piece) -> int | None:
    """Return the number of "three times" with no "for" or "insgesamt" before it; 0 of "a few times"."""
    item = piece.item
    if not isinstance(item, Count) or item.per or item.times == 1:
        return None
    is_bare = not item.times or r.get(piece.start, "once") or r.whole(piece.start)
    return item.times if is_bare else None
