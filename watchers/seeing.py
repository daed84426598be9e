"""One look at a revision: its pods, what is refused, the signs on the object itself, and what stays of it."""

from dataclasses import replace

from watchers import noting, refusals, standing
from watchers.case import Case
from watchers.memory import Memory
from watchers.observing import Observation, observe


def look_at_pods(case: Case, memory: Memory) -> Observation:
    """Return what the new pods and the revision itself show; the memory with this look is in it."""
    view = case.view
    seen = observe(memory, view.new_pods, case.look, counts_crashes=view.counts_crashes)
    found = refusals.refusal(case, memory)
    if found is not None:
        sign, suspect = found
        seen = replace(
            seen,
            memory=replace(seen.memory, signs=(*seen.memory.signs, sign)),
            suspects=seen.suspects if suspect is None else (*seen.suspects, suspect),
            stuck=seen.stuck or refusals.is_missing_long(sign, case.now),
        )
    seen = standing.with_standing(case, memory, seen)
    return replace(seen, memory=noting.with_progress(case, seen))


def look_on(case: Case, memory: Memory) -> Observation:
    """Return what a look shows, with since when it is well only in part and what it may warn of again."""
    seen = look_at_pods(case, memory)
    seen = replace(seen, memory=noting.with_partly(case, seen))
    return replace(seen, memory=noting.with_worry(seen))
