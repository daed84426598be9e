"""A revision that is watched: has it failed, is it done, or must one wait?

Order matters: what is fatal decides first, then a rollback that is through, then the soak. A verdict against
a revision waits until its events have been read, for they may name another cause (a liveness kill reads as
"Completed, exit 0") or a longer patience (a node is being added).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from cluster.snapshot import Json
from domain.watch import Outcome, WatchPhase, Word
from watchers import pods as reading
from watchers import refusals, rules, seeing, signs
from watchers.case import EVENTS, Case, Judgement, later, progress, said, soonest
from watchers.memory import Memory
from watchers.observing import Observation
from watchers.suspects import Suspect, best
from watchers.view import Ending


def moments(case: Case, seen: Observation) -> tuple[datetime | None, ...]:
    """Return when a suspect decides or is worth a warning, if nothing changes until then."""
    partly = seen.memory.partly_since
    return (
        *(one.fatal_at for one in seen.suspects),
        *(one.warns_at for one in seen.suspects),
        partly + rules.borne(rules.PARTLY_S, case.spec.patience) if partly is not None else None,
    )


def failure(case: Case, seen: Observation) -> Suspect | None:
    """Return what the revision fails of now, None while it may yet succeed."""
    view, now = case.view, case.now
    if view.ending is not None and not (view.recurs and view.ending.is_good):
        return None if view.ending.is_good else ended_badly(case, seen, view.ending)
    if view.deadline and view.deadline != seen.memory.stale_deadline:
        return seen.worst() or Suspect(cause="deadline", since=now, fatal_at=now)
    fatal = seen.fatal(now)
    if not fatal:
        return _flapping(case, seen)
    of_revision = [one for one in fatal if not one.pod_uid]
    if of_revision or view.one_fails_all or seen.well == 0 or _partly_for_long(case, seen):
        return best(fatal)
    return None


def ended_badly(case: Case, seen: Observation, ending: Ending) -> Suspect:
    """Return why something came to a bad end: its own word for it, and the container that ended last."""
    fresh = sorted((one for one in seen.crashed if one.exit_code != 0), key=lambda one: one.since)
    last = fresh[-1] if fresh else Suspect(cause="crash", since=case.now, pod=_youngest(case.view.new_pods))
    said_more = ending.message or last.message
    return replace(
        last,
        cause=ending.cause or last.cause,
        reason=last.reason or ending.reason,
        message=said_more,
        fatal_at=case.now,
    )


def _youngest(pods: Sequence[Json]) -> str:
    """Return the name of the pod that was made last: what it wrote until it was stopped tells most."""
    youngest = max(pods, key=lambda pod: str(pod["metadata"].get("creationTimestamp")), default=None)
    return reading.name(youngest) if youngest is not None else ""


def decide(case: Case, memory: Memory) -> Judgement:
    """Judge a revision that is rolling, or that is looked after in silence after its verdict."""
    seen = seeing.look_on(case, memory)
    memory = seen.memory
    failed = failure(case, seen) if memory.verdict != Word.FAILED else None
    wants = _wants(case, seen, failed)
    if wants:
        outcome: Outcome = progress(case, memory, phase(case, seen), seen)
        return Judgement(memory=memory, outcome=outcome, look_again_at=_look_again(case, seen), wants=wants)
    if failed is not None:
        return _failed(case, seen, failed)
    if case.view.ending is not None and case.view.ending.is_good and not memory.verdict:
        return concluded(case, seen, Word.DONE, "")
    warned = _warned(case, seen) or worried(case, seen)
    return warned or _through(case, seen) or _still_rolling(case, seen)


def soak_s(case: Case, seen: Observation) -> float:
    """Return how long the good state must hold: longer than what the pods have outlived before."""
    if case.view.soak_s is not None:
        return case.view.soak_s
    held = max(case.view.min_ready_s, rules.SOAK_S)
    if seen.memory.failed_cause == "evicted":
        held = max(held, rules.EVICTED_HELD_S)
    return max(held, rules.RECOVERED_RUNS * seen.longest_run_s) if seen.memory.ended else held


def is_well(case: Case, seen: Observation) -> bool:
    """Whether the counters and every new pod say that the revision is through."""
    view = case.view
    return view.is_complete and seen.pods >= view.figures.wanted and seen.clean_since is not None


def has_soaked(case: Case, seen: Observation) -> bool:
    """Whether the good state has held long enough."""
    until = later(seen.clean_since, soak_s(case, seen))
    return is_well(case, seen) and until is not None and until <= case.now


def concluded(case: Case, seen: Observation, word: Word, cause: str) -> Judgement:
    """Speak a good verdict and begin the silent look-out after it."""
    spoken = said(word, case, seen.memory, cause=cause, seen=seen)
    if seen.clean_since is not None:
        spoken = replace(spoken, soaked_s=(case.now - seen.clean_since).total_seconds())
    memory = replace(
        seen.memory,
        phase=_after_verdict(case),
        verdict=word,
        wobbling_since=None,
        partly_since=None,
        guard_until=case.now + timedelta(seconds=rules.GUARD_DONE_S),
    )
    return Judgement(memory=memory, outcome=spoken, look_again_at=memory.guard_until)


def _after_verdict(case: Case) -> WatchPhase:
    """Return what follows a verdict: a look-out, but not after something that has ended for good."""
    goes_on = case.view.recurs and case.spec.lasting
    return WatchPhase.GUARD if case.view.ending is None or goes_on else WatchPhase.ENDED


def _failed(case: Case, seen: Observation, failed: Suspect) -> Judgement:
    memory = seen.memory
    if memory.verdict:
        memory = replace(memory, episode=memory.episode + 1)
    spoken = said(Word.FAILED, case, memory, cause=failed.cause, seen=seen, suspect=failed)
    memory = replace(
        memory,
        phase=_after_verdict(case),
        verdict=Word.FAILED,
        failed_cause=failed.cause,
        guard_until=case.now + timedelta(seconds=rules.GUARD_FAILED_S),
    )
    due = _look_again(case, replace(seen, memory=memory))
    return Judgement(memory=memory, outcome=spoken, look_again_at=due)


def _warned(case: Case, seen: Observation) -> Judgement | None:
    """Return the warning that some new pods are well and some are fatal, once."""
    memory = seen.memory
    fatal = best(seen.fatal(case.now))
    if fatal is None or memory.verdict or Word.PARTLY in memory.said or not seen.well:
        return None
    spoken = said(Word.PARTLY, case, memory, cause=fatal.cause, seen=seen, suspect=fatal)
    return Judgement(memory=memory.saying(Word.PARTLY), outcome=spoken, look_again_at=_look_again(case, seen))


def worried(case: Case, seen: Observation) -> Judgement | None:
    """Return the warning that something may be wrong which is no failure by itself, once for each episode."""
    memory = seen.memory
    worry = best(one for one in seen.suspects if one.is_worrying(case.now))
    if worry is None or memory.verdict or Word.SHAKY in memory.said:
        return None
    spoken = said(Word.SHAKY, case, memory, cause=worry.cause, seen=seen, suspect=worry)
    return Judgement(memory=memory.saying(Word.SHAKY), outcome=spoken, look_again_at=_look_again(case, seen))


def _through(case: Case, seen: Observation) -> Judgement | None:
    memory = seen.memory
    if memory.verdict and memory.verdict != Word.FAILED:
        return None
    if case.view.is_zero and case.view.is_complete:
        return concluded(case, seen, Word.DONE, "scaled-to-zero")
    if memory.rolling_back and is_well(case, seen) and seen.well == seen.pods:
        return concluded(case, seen, Word.ROLLED_BACK, memory.left_cause)
    if has_soaked(case, seen):
        return concluded(case, seen, Word.DONE, _good_cause(memory))
    return None


def held_up(case: Case, memory: Memory, word: str) -> Judgement:
    """Wait for a controller that has not done its part yet, but not for ever."""
    end = _end_of_patience(memory)
    outcome = progress(case, memory, word)
    look_again_at = soonest(case.now, [end, case.spec.until])
    return _given_up(case, memory) or Judgement(memory=memory, outcome=outcome, look_again_at=look_again_at)


def _still_rolling(case: Case, seen: Observation) -> Judgement:
    memory = seen.memory
    outcome = progress(case, memory, phase(case, seen), seen)
    return _given_up(case, memory, seen) or Judgement(
        memory=memory, outcome=outcome, look_again_at=_look_again(case, seen)
    )


def _given_up(case: Case, memory: Memory, seen: Observation | None = None) -> Judgement | None:
    """Return the end of a watch whose rollout has not moved for too long."""
    end = _end_of_patience(memory)
    # Who waits for a condition waits until their time is over, whatever moves.
    if end is None or end > case.now or case.spec.condition:
        return None
    worst = seen.worst() if seen is not None else None
    spoken = said(Word.EXPIRED, case, memory, cause="still-rolling", seen=seen, suspect=worst)
    spoken = replace(spoken, suspect=worst.cause if worst is not None else "")
    return Judgement(memory=replace(memory, phase=WatchPhase.ENDED), outcome=spoken)


def _end_of_patience(memory: Memory) -> datetime | None:
    return later(memory.progress_at, rules.STILL_ROLLING_S) if memory.phase is WatchPhase.ROLLING else None


def _good_cause(memory: Memory) -> str:
    if memory.recreated:
        return "recreated"
    if memory.superseded:
        return "superseded"
    return "recovered" if memory.ended else ""


def _wants(case: Case, seen: Observation, failed: Suspect | None) -> frozenset[str]:
    if EVENTS in case.answered:
        return frozenset()
    read_at = later(seen.memory.events_at, rules.EVENTS_AGAIN_S)
    about_to_speak = failed is not None or (
        bool(seen.fatal(case.now)) and Word.PARTLY not in seen.memory.said and not seen.memory.verdict
    )
    stuck = seen.stuck and not seen.memory.verdict
    if about_to_speak or (stuck and (read_at is None or read_at <= case.now)):
        return frozenset({EVENTS})
    return frozenset()


def phase(case: Case, seen: Observation) -> str:
    """Return the word of the progress line."""
    if seen.memory.phase is WatchPhase.GUARD:
        return "guard"
    if case.view.is_paused:
        return "paused"
    if case.view.comes_to_an_end:
        return "running"
    if not is_well(case, seen):
        return "shaky" if seen.memory.wobbling_since is not None else "rolling"
    return "soaking"


def _partly_for_long(case: Case, seen: Observation) -> bool:
    due = seen.memory.partly_since
    return due is not None and due + rules.borne(rules.PARTLY_S, case.spec.patience) <= case.now


def _flapping(case: Case, seen: Observation) -> Suspect | None:
    """Return a suspect when good pods have been dropping out for too long and one is out now."""
    since = seen.memory.wobbling_since
    if since is None or seen.clean_since is not None:
        return None
    if case.now < since + rules.borne(rules.FLAPPING_S, case.spec.patience):
        return None
    return seen.worst() or Suspect(cause="not-ready", since=since, fatal_at=case.now)


def _look_again(case: Case, seen: Observation) -> datetime | None:
    memory = seen.memory
    stuck = [
        later(sign.since, rules.STUCK_S) for sign in memory.signs if sign.family in signs.SHOWN_BY_EVENTS
    ]
    missing = [later(sign.since, refusals.MISSING_S) for sign in memory.signs if sign.family == "refused"]
    events = later(memory.events_at, rules.EVENTS_AGAIN_S) if seen.stuck else None
    return soonest(
        case.now,
        [
            *moments(case, seen),
            *stuck,
            *missing,
            events,
            later(seen.clean_since, soak_s(case, seen)) if is_well(case, seen) else None,
            later(seen.clean_since, rules.SOAK_S),
            case.spec.until if case.spec.condition else None,
            memory.wobbling_since + rules.borne(rules.FLAPPING_S, case.spec.patience)
            if memory.wobbling_since is not None
            else None,
            memory.guard_until,
            later(memory.progress_at, rules.STILL_ROLLING_S),
        ],
    )
