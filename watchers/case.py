"""One look of the judge: what it is asked about, and how its answers are worded as values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cluster.snapshot import Json, Snapshot
from domain.job import WatchSpec
from domain.watch import Evidence, Figures, Outcome, Progress, Said, WatchPhase, Word
from watchers.changes import changes
from watchers.memory import Memory
from watchers.observing import Observation
from watchers.sights import Look
from watchers.suspects import Suspect, bad_pods, best
from watchers.view import View

#: What a judgement may want to know before it speaks.
EVENTS = "events"

#: A suspect is worth a word in the progress line only when it has stood so long; crashes at once.
_QUIET = frozenset({"not-ready", "unschedulable", "mount"})
_QUIET_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the judge says.

    Attributes:
        memory: To be stored with the finding, in the same transaction.
        outcome: What is said now; the same progress may be said again and again.
        look_again_at: When to judge again even if nothing changes; None: when something does.
        wants: What must be read and judged with again before this can be decided ("events").
    """

    memory: Memory
    outcome: Outcome
    look_again_at: datetime | None = None
    wants: frozenset[str] = frozenset()

    @property
    def phase(self) -> WatchPhase:
        """Where the watch stands after this."""
        return self.memory.phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One look: the watch, what the cluster shows, and when."""

    spec: WatchSpec
    snapshot: Snapshot
    view: View
    now: datetime
    answered: frozenset[str] = frozenset()
    first: bool = False

    @property
    def events(self) -> tuple[Json, ...] | None:
        """The events, None when they were not read for this look."""
        return self.snapshot.events if EVENTS in self.answered else None

    @property
    def look(self) -> Look:
        """What is the same for every pod."""
        return Look(
            patience=self.spec.patience,
            now=self.now,
            first=self.first,
            events=self.events,
            must_run=not self.view.comes_to_an_end,
        )


def progress(case: Case, memory: Memory, phase: str, seen: Observation | None = None) -> Progress:
    """Return the progress line of this look."""
    worst = _worth_telling(seen.suspects, case.now) if seen is not None else None
    return Progress(
        phase=phase,
        version=case.view.version,
        figures=figures(case.view, seen),
        since=memory.began_at,
        suspect=worst.cause if worst is not None else "",
        message=worst.message if worst is not None else "",
        state=case.view.state,
        notes=case.view.notes,
    )


def said(
    word: Word,
    case: Case,
    memory: Memory,
    *,
    cause: str = "",
    seen: Observation | None = None,
    suspect: Suspect | None = None,
) -> Said:
    """Return the warning or verdict, with its evidence."""
    return Said(
        word=word,
        uid=memory.uid,
        revision=memory.revision,
        cause=cause,
        version=case.view.version,
        previous_version=memory.left_version if memory.rolling_back else _before(case, memory),
        figures=figures(case.view, seen),
        evidence=_evidence(case, memory, seen, suspect),
        began_at=memory.began_at,
        episode=memory.episode,
        after_failure=memory.verdict == Word.FAILED,
        state=case.view.state,
        notes=case.view.notes,
    )


def figures(view: View, seen: Observation | None) -> Figures:
    """Return the figures; a pod that cannot be believed is not counted as ready.

    Of what comes to an end the API's word stands: there it counts what is through.
    """
    if seen is None or view.comes_to_an_end:
        return view.figures
    return replace(view.figures, ready=seen.ready, available=min(view.figures.available, seen.ready))


def soonest(now: datetime, moments: Sequence[datetime | None]) -> datetime | None:
    """Return the next of the moments that lies ahead."""
    return min((at for at in moments if at is not None and at > now), default=None)


def later(at: datetime | None, seconds: float) -> datetime | None:
    """Return the moment so many seconds later, None for an unknown one."""
    return at + timedelta(seconds=seconds) if at is not None else None


def _worth_telling(suspects: Sequence[Suspect], now: datetime) -> Suspect | None:
    return best(
        one for one in suspects if one.cause not in _QUIET or (now - one.since).total_seconds() >= _QUIET_S
    )


def _before(case: Case, memory: Memory) -> str:
    """Return the version before: when its last pod is gone, only the memory knows it."""
    return case.view.previous_version or memory.previous_version


def _evidence(case: Case, memory: Memory, seen: Observation | None, suspect: Suspect | None) -> Evidence:
    evidence = Evidence(old_serving=case.view.old_serving, old_version=_before(case, memory))
    if suspect is None:
        return evidence
    templates = case.view.templates
    return replace(
        evidence,
        changes=changes(*templates) if templates is not None else (),
        pod=suspect.pod or None,
        container=suspect.container or None,
        exit_code=suspect.exit_code,
        ends=suspect.ends,
        message=suspect.message,
        reason=suspect.reason,
        same_each_time=suspect.same_each_time,
        image=suspect.image,
        memory_limit=suspect.memory_limit,
        probe=suspect.probe,
        bad_pods=bad_pods(seen.suspects, suspect.cause) if seen is not None else 0,
    )
