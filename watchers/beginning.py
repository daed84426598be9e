"""How a watch begins: the first of the five beginnings that fits at the first look (design 7).

The API's clock counts at the first look only: who comes late must still know that a crash loop is one.
"""

import json
from dataclasses import replace
from datetime import datetime

from cluster.snapshot import Snapshot
from domain.job import WatchSpec
from domain.watch import Beginning, Outcome, Progress, WatchPhase, Word
from domain.watchtower import FirstLook
from watchers import deciding, rules, seeing
from watchers.case import Case, progress, said
from watchers.judge import kind_of
from watchers.memory import Memory
from watchers.observing import Observation
from watchers.view import Ending, View


def begin(
    spec: WatchSpec, snapshot: Snapshot, now: datetime, *, answered: frozenset[str] = frozenset()
) -> FirstLook:
    """Return how the watch begins.

    The events of a snapshot count only with "events" in `answered`. A look that finds a failure is better
    taken again with them: they may name another cause.
    """
    if snapshot.object is None:
        return _not_there(spec)
    view = kind_of(spec).read(snapshot)
    case = Case(spec=spec, snapshot=snapshot, view=view, now=now, answered=answered, first=True)
    memory = Memory(
        phase=WatchPhase.ROLLING,
        uid=view.uid,
        revision=view.revision,
        known=(view.before,) if view.before else (),
        version=view.version,
        previous_version=view.previous_version,
        began_at=now,
        progress_at=now,
    )
    if not view.is_seen:
        # What the status calls the newest revision may still be the one before.
        memory = replace(memory, watched=True, revision="")
        return _look(case, Beginning.ROLLING, progress(case, memory, "not-seen-yet"), memory)
    return _begin_with(case, seeing.look_at_pods(case, memory))


def _begin_with(case: Case, seen: Observation) -> FirstLook:
    view = case.view
    is_over = view.ending is not None and not view.recurs
    if case.spec.lasting and (is_over or (view.is_zero and view.is_complete)):
        memory = replace(seen.memory, phase=WatchPhase.ARMED)
        phase = "over" if view.ending is not None else "armed"
        return _look(case, Beginning.ARMED, progress(case, memory, phase, seen), memory)
    if view.is_zero and view.is_complete:
        memory = replace(seen.memory, phase=WatchPhase.ENDED, verdict=Word.DONE, began_at=None)
        spoken = said(Word.DONE, case, memory, cause="scaled-to-zero", seen=seen)
        return _look(case, Beginning.FINISHED, spoken, memory)
    if view.ending is not None and is_over:
        return _finished(case, seen, view.ending)
    fatal = deciding.failure(case, seen) if not view.is_paused else None
    if fatal is not None:
        memory = replace(seen.memory, phase=WatchPhase.ARMED, warned=True, failing=True)
        spoken = said(Word.ALREADY_FAILING, case, memory, cause=fatal.cause, seen=seen, suspect=fatal)
        return _look(case, Beginning.ALREADY_FAILING, spoken, memory)
    if any(one.is_worrying(case.now) for one in seen.suspects):
        # The answer says so; it rings only when it comes anew.
        seen = replace(seen, memory=seen.memory.saying(Word.SHAKY))
    if _is_rolling(view, case.now):
        memory = replace(
            seen.memory,
            watched=True,
            rolling_back=view.came_back and view.is_moving,
            may_be_back=view.is_moving,
        )
        phase = deciding.phase(case, seen)
        return _look(case, Beginning.ROLLING, progress(case, memory, phase, seen), memory)
    memory = replace(seen.memory, phase=WatchPhase.ARMED)
    return _look(case, Beginning.ARMED, progress(case, memory, "armed", seen), memory)


def _finished(case: Case, seen: Observation, ending: Ending) -> FirstLook:
    """Return that it has ended already, with its verdict."""
    bad = None if ending.is_good else deciding.ended_badly(case, seen, ending)
    word = Word.DONE if bad is None else Word.FAILED
    memory = replace(seen.memory, phase=WatchPhase.ENDED, verdict=word, began_at=None)
    spoken = said(word, case, memory, cause=bad.cause if bad is not None else "", seen=seen, suspect=bad)
    return _look(case, Beginning.FINISHED, spoken, memory)


def _is_rolling(view: View, now: datetime) -> bool:
    """Whether it is not complete, or has been for so short a time that this says nothing."""
    if not view.is_complete or view.complete_at is None:
        return not view.is_complete
    return (now - view.complete_at).total_seconds() < rules.SETTLED_S


def _not_there(spec: WatchSpec) -> FirstLook:
    memory = Memory(phase=WatchPhase.ARMED)
    return FirstLook(
        target=spec.target,
        beginning=Beginning.NOT_THERE,
        outcome=Progress(phase="not-there"),
        uid="",
        baseline="{}",
        memory=memory.encode(),
    )


def _look(case: Case, beginning: Beginning, outcome: Outcome, memory: Memory) -> FirstLook:
    view = case.view
    baseline = {
        "uid": view.uid,
        "revision": view.revision,
        "version": view.version,
        "template": view.template,
        "replicas": view.figures.wanted,
    }
    return FirstLook(
        target=case.spec.target,
        beginning=beginning,
        outcome=outcome,
        uid=view.uid,
        baseline=json.dumps(baseline),
        memory=memory.encode(),
        version=view.version,
        since=view.complete_at if view.is_complete else None,
    )
