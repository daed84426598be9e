"""The judge: is a rollout done, has it failed, or must one wait? Pure: no clock, no network, no store.

`judge` is called on every change and at every `look_again_at`; it is level-triggered, so looking more often
changes nothing. Streams that are stale, lists that have not come and a controller that has not seen the
change decide nothing. What it cannot see in objects (events) it asks for with `wants`, and is called again
with the answer in the snapshot and its name in `answered`.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from cluster.snapshot import Snapshot
from domain.errors import UserError
from domain.job import WatchSpec
from domain.watch import Progress, Said, WatchPhase, Word
from watchers import deciding, going, lasting, refusals, rules, seeing
from watchers.case import EVENTS, Case, Judgement, later, progress, said, soonest
from watchers.kinds import kind_named
from watchers.kinds.until import Until
from watchers.memory import Memory
from watchers.observing import Observation
from watchers.view import Kind, View

__all__ = ["EVENTS", "Judgement", "judge", "kind_of"]

#: Revisions that were current before are remembered so far back; a ReplicaSet's history is ten by default.
MOST_KNOWN = 50


def judge(
    spec: WatchSpec,
    memory: Memory,
    snapshot: Snapshot,
    now: datetime,
    *,
    answered: frozenset[str] = frozenset(),
) -> Judgement:
    """Return what is to be said of the watched object now, and when to look again.

    Args:
        spec: The watch.
        memory: What the last judgement returned.
        snapshot: What the cluster shows; before a verdict is spoken, a fresh read.
        now: The moment of this look, by our clock.
        answered: Names of the `wants` that the snapshot now holds, even if the answer was empty.
    """
    if memory.phase is WatchPhase.ENDED:
        return Judgement(memory=memory, outcome=Progress(phase="ended"))
    if not snapshot.synced:
        return Judgement(memory=memory, outcome=Progress(phase="looking"))
    judgement = _judge(spec, memory, snapshot, now, answered=answered)
    return lasting.going_on(judgement, now) if spec.lasting else judgement


def _judge(
    spec: WatchSpec, memory: Memory, snapshot: Snapshot, now: datetime, *, answered: frozenset[str]
) -> Judgement:
    early = _sight(memory, snapshot, now) or _over(spec, memory, now)
    if early is not None:
        return early
    if snapshot.object is None and not going.was_told(spec, memory):
        snapshot = going.at_its_end(kind_of(spec), memory, snapshot)
    if snapshot.object is None:
        return going.gone(spec, memory, snapshot, now)
    view = kind_of(spec).read(snapshot)
    case = Case(spec=spec, snapshot=snapshot, view=view, now=now, answered=answered)
    return _judge_object(case, replace(memory, gone_since=None))


def kind_of(spec: WatchSpec) -> Kind:
    """Return the kind of the watch's target.

    Raises:
        UserError: Nobody knows this kind.
    """
    kind = kind_named(spec.target.kind)
    if kind is None:
        raise UserError("watch.unknown-kind", kind=spec.target.kind)
    return Until(kind, spec.condition) if spec.condition else kind


def _judge_object(case: Case, memory: Memory) -> Judgement:
    view = case.view
    if memory.uid != view.uid:
        memory = _another_object(case, memory)
    if not view.is_seen:
        return deciding.held_up(case, memory, "not-seen-yet")
    memory, held_back = _paused(case, memory)
    if held_back is not None:
        return held_back
    if not view.revision:
        return _not_made_yet(case, memory)
    if view.revision != memory.revision:
        if memory.phase is WatchPhase.GUARD and memory.verdict != Word.FAILED and not case.spec.lasting:
            return Judgement(
                memory=replace(memory, phase=WatchPhase.ENDED), outcome=progress(case, memory, "ended")
            )
        memory = turned_to(view, memory, case.now)
    if memory.may_be_back and view.came_back and memory.watched and not memory.verdict:
        # Some kinds know only when they are read afresh, before something is said.
        memory = replace(memory, rolling_back=True)
    if view.recurs and view.is_complete and view.ending is None:
        # A schedule that has come and has not run yet rolls nothing out.
        memory = replace(memory, phase=WatchPhase.ARMED, watched=False)
    if memory.phase is WatchPhase.ARMED:
        return _armed(case, memory)
    return deciding.decide(case, memory)


def turned_to(view: View, memory: Memory, now: datetime) -> Memory:
    """Return the memory of a new revision: suspicions are dropped, clocks start anew."""
    was_rolling = memory.watched and bool(memory.revision) and memory.verdict in {"", Word.FAILED}
    return Memory(
        phase=WatchPhase.ROLLING,
        uid=view.uid,
        revision=view.revision,
        began_at=now,
        known=_known(memory),
        # A revision may come back: what was said of it then is not what is said of it now.
        episode=memory.episode + (view.revision in memory.known),
        version=view.version,
        previous_version=view.previous_version,
        watched=True,
        superseded=was_rolling,
        recreated=memory.recreated,
        # What is judged without pods has no revision to go back to: a node is cordoned and uncordoned again.
        rolling_back=view.soak_s is None and view.revision in memory.known,
        may_be_back=bool(memory.revision) or view.is_moving,
        left_cause=memory.failed_cause or memory.suspected,
        left_version=memory.version,
        stale_deadline=memory.deadline_at,
        progress_at=now,
    )


def _known(memory: Memory) -> tuple[str, ...]:
    if not memory.revision:
        return memory.known
    before = tuple(one for one in memory.known if one != memory.revision)
    return (*before, memory.revision)[-MOST_KNOWN:]


def _another_object(case: Case, memory: Memory) -> Memory:
    """Return the memory of an object that was made anew under the same name, or came at last."""
    return Memory(
        phase=WatchPhase.ROLLING,
        uid=case.view.uid,
        began_at=case.now,
        watched=True,
        recreated=bool(memory.uid) or memory.recreated,
        progress_at=case.now,
    )


def _sight(memory: Memory, snapshot: Snapshot, now: datetime) -> Judgement | None:
    """Say once that the cluster cannot be seen, and take it back once."""
    if snapshot.stale_since is None and memory.blind_since is None:
        return None
    word = Word.LOST_SIGHT if snapshot.stale_since is not None else Word.SIGHT_REGAINED
    spoken = Said(
        word=word,
        uid=memory.uid,
        revision=memory.revision,
        version=memory.version,
        began_at=snapshot.stale_since or memory.blind_since,
        episode=memory.episode,
    )
    if snapshot.stale_since is None:
        return Judgement(
            memory=replace(memory.taking_back(Word.LOST_SIGHT), blind_since=None, progress_at=now),
            outcome=spoken,
            look_again_at=memory.blind_since,
        )
    if memory.blind_since is not None:
        return Judgement(memory=memory, outcome=Progress(phase="blind", since=memory.blind_since))
    blind = replace(memory.saying(Word.LOST_SIGHT), blind_since=snapshot.stale_since)
    return Judgement(memory=blind, outcome=spoken)


def _over(spec: WatchSpec, memory: Memory, now: datetime) -> Judgement | None:
    """Return the end of the look-out after a verdict, or of the waiting."""
    if memory.phase is WatchPhase.GUARD and memory.guard_until is not None and memory.guard_until <= now:
        phase = WatchPhase.ARMED if spec.lasting else WatchPhase.ENDED
        # Who watches for ever has heard of this failure: it does not ring again.
        heard = memory.verdict == Word.FAILED
        ended = replace(memory, phase=phase, guard_until=None, verdict="", watched=False, warned=heard)
        outcome = Progress(phase=phase, version=memory.version)
        return Judgement(memory=ended, outcome=outcome, look_again_at=now if spec.lasting else None)
    waits = memory.phase is WatchPhase.ARMED or memory.paused_since is not None or bool(spec.condition)
    if waits and spec.until <= now and memory.phase is not WatchPhase.GUARD and not spec.lasting:
        spoken = Said(
            word=Word.EXPIRED,
            uid=memory.uid,
            revision=memory.revision,
            version=memory.version,
            began_at=memory.began_at,
            episode=memory.episode,
        )
        return Judgement(memory=replace(memory, phase=WatchPhase.ENDED), outcome=spoken)
    return None


def _paused(case: Case, memory: Memory) -> tuple[Memory, Judgement | None]:
    """Hold everything while the object is paused, and say so once after its time.

    The time runs from the pause, or from the update that it holds back.
    """
    if not case.view.is_paused or memory.phase is WatchPhase.GUARD:
        return _resumed(memory, case.now), None
    if memory.paused_since is None or memory.paused_template != case.view.template:
        memory = replace(memory, paused_since=case.now, paused_template=case.view.template)
    due = later(memory.paused_since, rules.PAUSED_S) or case.now
    if due > case.now or Word.PAUSED in memory.said:
        outcome = progress(case, memory, "paused")
        look_again = soonest(case.now, [due, case.spec.until])
        return memory, Judgement(memory=memory, outcome=outcome, look_again_at=look_again)
    spoken = said(Word.PAUSED, case, replace(memory, began_at=memory.paused_since))
    memory = memory.saying(Word.PAUSED)
    return memory, Judgement(memory=memory, outcome=spoken, look_again_at=case.spec.until)


def _resumed(memory: Memory, now: datetime) -> Memory:
    """Return the memory with clocks that have not run through a pause: the soak begins anew."""
    if memory.paused_since is None:
        return memory
    memory = memory.taking_back(Word.PAUSED)
    pods = tuple(replace(pod, clean_since=None) for pod in memory.pods)
    signs = tuple(sign for sign in memory.signs if sign.pod)
    memory = replace(memory, pods=pods, signs=signs)
    return replace(memory, paused_since=None, paused_template="", progress_at=now)


def _not_made_yet(case: Case, memory: Memory) -> Judgement:
    """Wait for the new revision to be made, unless Kubernetes refuses to."""
    found = refusals.refusal(case, memory)
    suspect = found[1] if found is not None else None
    if found is None or suspect is None or memory.verdict:
        return deciding.held_up(case, memory, "not-made-yet")
    memory = replace(memory, phase=WatchPhase.ROLLING, watched=True, signs=(found[0],))
    if not suspect.is_fatal(case.now):
        outcome = progress(case, memory, "not-made-yet")
        return Judgement(memory=memory, outcome=outcome, look_again_at=suspect.fatal_at)
    spoken = said(Word.FAILED, case, memory, cause=suspect.cause, suspect=suspect)
    memory = replace(
        memory,
        phase=WatchPhase.GUARD,
        verdict=Word.FAILED,
        failed_cause=suspect.cause,
        guard_until=case.now + timedelta(seconds=rules.GUARD_FAILED_S),
    )
    return Judgement(memory=memory, outcome=spoken, look_again_at=memory.guard_until)


def _armed(case: Case, memory: Memory) -> Judgement:
    """Look after the revision that stands: a fatal sign rings once for each episode, success never does."""
    seen = seeing.look_on(case, memory)
    if case.spec.lasting:
        return lasting.look_after(case, seen)
    memory = seen.memory
    fatal = deciding.failure(case, seen)
    if fatal is not None and not memory.warned:
        if EVENTS not in case.answered:
            return _waiting(case, seen, wants=frozenset({EVENTS}))
        spoken = said(Word.ALREADY_FAILING, case, memory, cause=fatal.cause, seen=seen, suspect=fatal)
        return replace(_waiting(case, seen), memory=replace(memory, warned=True), outcome=spoken)
    if (worried := deciding.worried(case, seen)) is not None and fatal is None:
        return worried
    if fatal is None and memory.warned and deciding.has_soaked(case, seen):
        if memory.failing:
            return deciding.concluded(case, seen, Word.DONE, "recovered")
        seen = replace(seen, memory=replace(memory, warned=False, episode=memory.episode + 1))
    return _waiting(case, seen)


def _waiting(case: Case, seen: Observation, *, wants: frozenset[str] = frozenset()) -> Judgement:
    moments = [*deciding.moments(case, seen), case.spec.until]
    if seen.memory.warned:
        moments.append(later(seen.clean_since, deciding.soak_s(case, seen)))
    outcome = progress(case, seen.memory, "armed", seen)
    return Judgement(
        memory=seen.memory, outcome=outcome, look_again_at=soonest(case.now, moments), wants=wants
    )
