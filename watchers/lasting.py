"""What only a lasting watch does: it tells when a thing breaks by itself, comes back or flaps; it never ends.

Falls that follow each other within half an hour are one series: from the third on they are one message that
is edited with their count (`flapping`), and only after calm does the next one ring again. What would end a
one-off watch (a verdict, a deletion, an hour without progress) leaves a lasting one armed.
"""

from dataclasses import replace
from datetime import datetime

from domain.watch import Progress, Said, WatchPhase, Word
from watchers import deciding, rules
from watchers.case import EVENTS, Case, Judgement, figures, later, progress, said, soonest
from watchers.memory import Memory
from watchers.observing import Observation
from watchers.suspects import Suspect, best

#: Causes of `flapping` that are no cause of a fall.
UP, CALM = "up", "calm"


def look_after(case: Case, seen: Observation) -> Judgement:
    """Return what is to be said of a revision that stands: it fell, it is up again, it flaps, it is calm."""
    seen = _noticing(case, seen)
    memory = seen.memory
    # That its last run failed was told; that the next one does not begin is another matter.
    warned = Word.ALREADY_FAILING in memory.said if case.view.recurs else memory.warned
    if warned:
        return _mended(case, seen)
    bad = _broken(case, seen)
    if bad is None and not _lacks(case, memory):
        calmed = _calmed(case, seen) if _is_calm(case, memory) else None
        return calmed or deciding.worried(case, seen) or _waiting(case, seen)
    if EVENTS not in case.answered:
        return replace(_waiting(case, seen), wants=frozenset({EVENTS}))
    return _fallen(case, seen, bad)


def going_on(judgement: Judgement, now: datetime) -> Judgement:
    """Return the judgement so that the watch goes on after what would end a one-off one."""
    memory, outcome = judgement.memory, judgement.outcome
    word = outcome.word if isinstance(outcome, Said) else None
    if word is Word.DELETED:
        return replace(judgement, memory=Memory(phase=WatchPhase.ARMED, recreated=True))
    if word is Word.EXPIRED:
        return _said_once(judgement, now)
    has_ended = memory.phase is WatchPhase.ENDED
    is_good = memory.phase is WatchPhase.GUARD and memory.verdict != Word.FAILED
    if not has_ended and not is_good:
        return judgement
    armed = replace(memory, phase=WatchPhase.ARMED, verdict="", guard_until=None, watched=False)
    return replace(judgement, memory=replace(armed, superseded=False, recreated=False), look_again_at=now)


def _said_once(judgement: Judgement, now: datetime) -> Judgement:
    """Say that it is still not done, once for each revision."""
    memory = judgement.memory
    going = replace(memory.saying(Word.EXPIRED), phase=WatchPhase.ROLLING, progress_at=now)
    due = later(now, rules.STILL_ROLLING_S)
    if Word.EXPIRED not in memory.said:
        return replace(judgement, memory=going, look_again_at=due)
    outcome = Progress(phase="rolling", version=memory.version, since=memory.began_at)
    return replace(judgement, memory=going, outcome=outcome, look_again_at=due)


def _noticing(case: Case, seen: Observation) -> Observation:
    """Remember how many pods were up when all was well, and since when there are fewer."""
    memory = seen.memory
    if deciding.is_well(case, seen):
        return replace(seen, memory=replace(memory, steady=_ready(case, seen), lacking_since=None))
    # Pods that a scale-up has just asked for never were up: they are not missed, after a scale-down either.
    steady = min(memory.steady, case.view.figures.wanted)
    lacks = _ready(case, seen) < steady and not case.view.is_busy
    since = (memory.lacking_since or case.now) if lacks else None
    return replace(seen, memory=replace(memory, steady=steady, lacking_since=since))


def _ready(case: Case, seen: Observation) -> int:
    return figures(case.view, seen).ready


def _broken(case: Case, seen: Observation) -> Suspect | None:
    """Return what is fatal now; an ending is none, unless it is that of something which stood.

    What comes to an end was told of when it did. Between two runs of a CronJob its own signs alone count.
    """
    ending = case.view.ending
    if ending is None or (not ending.is_good and seen.memory.steady):
        return deciding.failure(case, seen)
    return best(one for one in seen.fatal(case.now) if not one.pod_uid) if case.view.recurs else None


def _lacks(case: Case, memory: Memory) -> bool:
    due = _lacking_due(case, memory)
    return due is not None and due <= case.now


def _lacking_due(case: Case, memory: Memory) -> datetime | None:
    if memory.lacking_since is None:
        return None
    return memory.lacking_since + rules.borne(rules.DEGRADED_S, case.spec.patience)


def _fallen(case: Case, seen: Observation, bad: Suspect | None) -> Judgement:
    """Say that it fell; from the third fall of a series on, in the series' message."""
    memory = seen.memory
    is_first = memory.fell_at is None or (later(memory.fell_at, rules.CALM_S) or case.now) <= case.now
    falls = 1 if is_first else memory.falls + 1
    episode = memory.episode + 1
    memory = replace(
        memory,
        warned=True,
        episode=episode,
        falls=falls,
        falls_since=case.now if is_first else memory.falls_since,
        fell_at=case.now,
        lacking_since=None,
        flap_episode=episode if falls == rules.FLAPS_FROM else memory.flap_episode,
    )
    worst = bad or seen.worst()
    cause = worst.cause if worst is not None else ""
    if falls >= rules.FLAPS_FROM:
        spoken = _flapping(case, memory, seen, cause=cause, suspect=worst)
    else:
        word = Word.ALREADY_FAILING if bad is not None else Word.DEGRADED
        spoken = said(word, case, memory, cause=cause, seen=seen, suspect=worst)
        memory = memory.saying(word) if case.view.recurs else memory
    return replace(_waiting(case, replace(seen, memory=memory)), outcome=spoken)


def _mended(case: Case, seen: Observation) -> Judgement:
    """Say that what had failed is up again or, of what comes to an end, has ended well after all."""
    ending = case.view.ending
    if ending is not None and ending.is_good and not case.view.recurs:
        seen = replace(seen, memory=replace(seen.memory, warned=False))
        return deciding.concluded(case, seen, Word.DONE, "")
    return _risen(case, seen) if deciding.has_soaked(case, seen) else _waiting(case, seen)


def _risen(case: Case, seen: Observation) -> Judgement:
    """Say that it is up again, in the series' message if there is one."""
    memory = replace(seen.memory, warned=False, failing=False, rose_at=case.now)
    if memory.falls >= rules.FLAPS_FROM:
        spoken = _flapping(case, memory, seen, cause=UP)
    else:
        spoken = said(Word.RECOVERED, case, replace(memory, began_at=memory.fell_at), seen=seen)
        if seen.clean_since is not None:
            spoken = replace(spoken, soaked_s=(case.now - seen.clean_since).total_seconds())
    return replace(_waiting(case, replace(seen, memory=memory)), outcome=spoken)


def _is_calm(case: Case, memory: Memory) -> bool:
    due = later(memory.rose_at, rules.CALM_S)
    return memory.falls >= rules.FLAPS_FROM and due is not None and due <= case.now


def _calmed(case: Case, seen: Observation) -> Judgement:
    spoken = _flapping(case, seen.memory, seen, cause=CALM)
    spoken = replace(spoken, began_at=seen.memory.rose_at)
    memory = replace(seen.memory, falls=0, falls_since=None, fell_at=None, flap_episode=0)
    return replace(_waiting(case, replace(seen, memory=memory)), outcome=spoken)


def _flapping(
    case: Case, memory: Memory, seen: Observation, *, cause: str, suspect: Suspect | None = None
) -> Said:
    """Return the series as it stands: the same finding each time, hence the same message."""
    spoken = said(Word.FLAPPING, case, memory, cause=cause, seen=seen, suspect=suspect)
    began, fell = memory.falls_since or case.now, memory.fell_at or case.now
    return replace(
        spoken,
        episode=memory.flap_episode,
        began_at=fell,
        times=memory.falls,
        within_s=(fell - began).total_seconds(),
    )


def _waiting(case: Case, seen: Observation) -> Judgement:
    memory = seen.memory
    moments = [*deciding.moments(case, seen), _lacking_due(case, memory)]
    if memory.warned:
        moments.append(later(seen.clean_since, deciding.soak_s(case, seen)))
    elif memory.falls >= rules.FLAPS_FROM:
        moments.append(later(memory.rose_at, rules.CALM_S))
    if memory.wobbling_since is not None:
        moments.append(later(seen.clean_since, rules.SOAK_S))
    outcome = progress(case, memory, "armed", seen)
    return Judgement(memory=memory, outcome=outcome, look_again_at=soonest(case.now, moments))
