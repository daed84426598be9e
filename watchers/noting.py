"""What a look leaves in the memory: what moved, what was suspected, since when it is well in part."""

from dataclasses import replace

from domain.watch import Word
from watchers import rules
from watchers.case import Case, later
from watchers.memory import Memory
from watchers.observing import Observation

#: Suspects that say little about why a revision was left.
_EARLY = frozenset({"not-ready", ""})


def with_partly(case: Case, seen: Observation) -> Memory:
    """Return the memory that knows since when some pods are well and some are fatal."""
    memory = seen.memory
    if seen.fatal(case.now) and seen.well:
        return replace(memory, partly_since=memory.partly_since or case.now)
    # A crash-looping pod is fatal only while it is down: it is forgiven when all have held.
    held = later(seen.clean_since, rules.SOAK_S)
    if not seen.suspects or (held is not None and held <= case.now):
        return replace(memory, partly_since=None)
    return memory


def with_progress(case: Case, seen: Observation) -> Memory:
    """Return the memory that knows when something moved last, and what was suspected."""
    memory, view = seen.memory, case.view
    one = view.figures
    counted = (one.wanted, one.updated, one.ready, one.available, one.old)
    moved = counted != memory.figures or memory.progress_at is None
    worst = seen.worst()
    suspected = worst.cause if worst is not None and worst.cause not in _EARLY else memory.suspected
    held = later(seen.clean_since, rules.SOAK_S)
    return replace(
        memory,
        figures=counted,
        progress_at=case.now if moved else memory.progress_at,
        deadline_at=view.deadline or memory.deadline_at,
        suspected=suspected,
        version=view.version,
        previous_version=view.previous_version or memory.previous_version,
        wobbling_since=None if held is not None and held <= case.now else memory.wobbling_since,
    )


def with_worry(seen: Observation) -> Memory:
    """Return the memory that may warn again once nothing is there that could become a worry."""
    if any(one.warns_at is not None for one in seen.suspects):
        return seen.memory
    return seen.memory.taking_back(Word.SHAKY)
