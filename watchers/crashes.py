"""Containers that end: which ends were seen, and when they make a crash loop.

Ends are counted (restartCount, and one more while it is down) and keyed by container id, never taken from a
waiting reason: CrashLoopBackOff stands for half a second only in many loops (watch-rules 0, 1). An exit code
0 is an end too: what should keep running has stopped.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.redaction import redact
from domain.watch import Patience
from watchers import rules
from watchers.memory import ContainerMemory, EndMemory
from watchers.moments import earliest, newest
from watchers.pods import Container, End, memory_limit, probe_text
from watchers.suspects import Suspect

_KEPT_ENDS = 12
#: A container may end with a page of its log as its message.
_LONGEST_MESSAGE = 500
_OOM = "OOMKilled"
#: A pod is called unready so long after the end that made it so, at most.
_TOLD_AFTER = timedelta(seconds=2)
#: Reasons of a container that could not be started; the kubelet gives them exit code 128.
START_REASONS = frozenset({"StartError", "ContainerCannotRun"})
START_WAITING = frozenset({"RunContainerError", "CreateContainerError"})
#: The reason of the event that a failed postStart hook leaves, and of the end that it brings about.
FAILED_HOOK = "FailedPostStartHook"


def remembered(
    before: ContainerMemory | None, seen: Container, *, now: datetime, first_look: bool
) -> ContainerMemory:
    """Return what is known of the container after this sight of it."""
    known = before or _first_sight(seen, now)
    known = _with_start(known, seen, now=now, first_look=first_look)
    for end in (seen.last, seen.ended):
        known = _with_end(known, end, seen, now=now, first_look=first_look)
    is_ready = seen.is_running and (seen.ready or (known.is_ready and _same_run(before, known)))
    return replace(known, is_ready=is_ready)


def crash(seen: Container, known: ContainerMemory, *, patience: Patience, now: datetime) -> Suspect | None:
    """Return the crash that stands against the container, None when it never ended."""
    ends = counted_ends(seen, known)
    if ends < 1 or not known.ends:
        return None
    last, cause = known.ends[-1], cause_of(seen, known)
    by_hook = cause == "start-error" and last.reason not in START_REASONS
    return Suspect(
        cause=cause,
        since=last.seen_at,
        fatal_at=_fatal_at(seen, known, patience=patience, now=now),
        pod=seen.pod,
        pod_uid=seen.pod_uid,
        container=seen.name,
        reason=FAILED_HOOK if by_hook else last.reason,
        message=known.hook if by_hook else last.message,
        exit_code=last.code,
        ends=ends + known.history,
        same_each_time=len({_signature(end) for end in known.ends}) == 1 and ends > 1,
        image=str(seen.spec.get("image", "")),
        memory_limit=memory_limit(seen),
        probe=_killing_probe(seen) if known.killed else "",
    )


def counted_ends(seen: Container, known: ContainerMemory) -> int:
    """Return how often it ended, without the history it had when it was first seen well."""
    return max(0, seen.ends - known.history)


def longest_run_s(known: ContainerMemory) -> float:
    """Return the longest run before an end, 0 when none is known."""
    return max((end.run_s or 0.0 for end in known.ends), default=0.0)


def cause_of(seen: Container, known: ContainerMemory) -> str:
    """Return why it ended, the first that fits (watch-rules 0.1, 13)."""
    last = known.ends[-1]
    if known.killed:
        return "liveness"
    if any(end.reason == _OOM for end in known.ends):
        return "oom"
    if known.hook or last.reason in START_REASONS:
        return "start-error"
    if seen.is_init and not seen.keeps_running:
        return "init-crash"
    if any(_after_ready(seen, end) for end in known.ends):
        return "crash-after-ready"
    return "crash"


def _killing_probe(seen: Container) -> str:
    return probe_text(seen, "livenessProbe") or probe_text(seen, "startupProbe")


def _after_ready(seen: Container, end: EndMemory) -> bool:
    if seen.spec.get("readinessProbe"):
        return end.was_ready
    # Without a probe what runs is Ready, whether or not anybody looked at the time.
    was_ready = end.was_ready or not seen.spec.get("startupProbe")
    return was_ready and (end.run_s or 0.0) >= rules.READY_RUN_S


def _fatal_at(
    seen: Container, known: ContainerMemory, *, patience: Patience, now: datetime
) -> datetime | None:
    """Return from when on the ends are fatal; None while the container runs and its last end is not fresh.

    A container that runs is not judged: the fourth restart begins at the instant at which an app that waited
    for its database becomes well.
    """
    fresh_until = known.ends[-1].seen_at + timedelta(seconds=rules.FRESH_END_S)
    if not seen.is_down and now > fresh_until:
        return None
    ends = counted_ends(seen, known)
    if ends >= rules.counted(rules.CRASH_ENDS, patience):
        return now
    due = _due_by_signature(seen, known, ends=ends, patience=patience)
    if due is None or (not seen.is_down and due > fresh_until):
        return None
    return due


def _due_by_signature(
    seen: Container, known: ContainerMemory, *, ends: int, patience: Patience
) -> datetime | None:
    last = known.ends[-1]
    # What was not seen is taken for more of the same; an end of another kind is no kill.
    kills = ends - sum(not _is_kill(end) for end in known.ends)
    if cause_of(seen, known) == "oom" and kills >= rules.counted(rules.OOM_ENDS, patience):
        return _aged(known, rules.borne(rules.OOM_AGE_S, patience))
    start = rules.find_rule("start", last.reason, last.message) if last.reason in START_REASONS else None
    if start is not None and start.fatal_after_s is not None:
        if ends >= rules.counted(start.fatal_sightings, patience):
            return max(last.seen_at, known.ends[0].seen_at + rules.borne(rules.START_AGE_S, patience))
        return known.ends[0].seen_at + rules.borne(start.fatal_after_s, patience)
    signatures = [_signature(end) for end in known.ends]
    twice = any(signatures.count(one) > 1 for one in signatures)
    if ends >= rules.counted(rules.CRASH_ENDS_SAME, patience) and twice:
        return _aged(known, rules.borne(rules.CRASH_AGE_S, patience))
    return None


def _is_kill(end: EndMemory) -> bool:
    return end.code == 137 or end.reason == _OOM


def _aged(known: ContainerMemory, age: timedelta) -> datetime | None:
    """Return when it is that old, by our clock since its first start or, for who came late, by the API's."""
    started, finished = known.first_started_at, known.last_finished_at
    if started is not None and finished is not None and finished - started >= age:
        return known.ends[-1].seen_at
    return known.first_at + age if known.first_at is not None else None


def _signature(end: EndMemory) -> tuple[str, int]:
    """Return what makes two ends the same; the first kill of an OOM may read "Error, 137"."""
    return ("", 137) if end.code == 137 else (end.reason, end.code)


def _first_sight(seen: Container, now: datetime) -> ContainerMemory:
    well = seen.is_running and seen.ready and not _loops_still(seen, now)
    return ContainerMemory(
        pod=seen.pod_uid,
        name=seen.name,
        history=seen.restarts if well else 0,
        history_end=seen.last.id if well and seen.last is not None else "",
    )


def _loops_still(seen: Container, now: datetime) -> bool:
    """Whether it is only up between two ends of a crash loop.

    The kubelet has held its present run back, and it has not held for as long as what is called recovered.
    """
    last, since = seen.last, seen.running_since
    if last is None or last.finished_at is None or since is None:
        return False
    held_back_s = (since - last.finished_at).total_seconds()
    proven_s = max(rules.SOAK_S, rules.RECOVERED_RUNS * (last.run_s or 0.0))
    return held_back_s >= rules.HELD_BACK_S and (now - since).total_seconds() < proven_s


def _was_ready_until(end: End, seen: Container) -> bool:
    """Whether its pod was Ready in the run that ended, by the API's word: nobody may have looked then."""
    lost = seen.unready_since
    if lost is None or end.started_at is None or end.finished_at is None:
        return False
    return end.started_at < lost <= end.finished_at + _TOLD_AFTER


def _with_start(
    known: ContainerMemory, seen: Container, *, now: datetime, first_look: bool
) -> ContainerMemory:
    runs = (seen.last, seen.ended)
    started = earliest(seen.running_since, *(end.started_at for end in runs if end is not None))
    finished = newest(end.finished_at for end in runs if end is not None)
    has_started = seen.is_running or any(end is not None for end in runs)
    first_at = known.first_at
    if first_at is None and has_started:
        first_at = min(now, started) if first_look and started is not None else now
    return replace(
        known,
        first_at=first_at,
        first_started_at=earliest(known.first_started_at, started),
        last_finished_at=newest((known.last_finished_at, finished)),
    )


def _with_end(
    known: ContainerMemory,
    end: End | None,
    seen: Container,
    *,
    now: datetime,
    first_look: bool,
) -> ContainerMemory:
    if end is None or end.id == known.history_end or any(one.id == end.id for one in known.ends):
        return known
    if not seen.keeps_running and end.code == 0:
        return known
    # Who comes late, or sees it run again, takes the API's word for when it ended: it may be long past.
    is_past = first_look or seen.is_running
    seen_at = min(now, end.finished_at) if is_past and end.finished_at is not None else now
    entry = EndMemory(
        id=end.id,
        reason=end.reason,
        code=end.code,
        seen_at=seen_at,
        run_s=end.run_s,
        was_ready=known.is_ready or _was_ready_until(end, seen),
        message=redact(end.message)[:_LONGEST_MESSAGE],
    )
    return replace(known, ends=(*known.ends, entry)[-_KEPT_ENDS:])


def _same_run(before: ContainerMemory | None, known: ContainerMemory) -> bool:
    return before is not None and len(before.ends) == len(known.ends)
