"""What is said about watches: the answer that begins one, its edited line, warnings and verdicts.

Pure: domain values in, a Report in the chat's language out. Progress is one line that is edited and never
rings; a verdict says in one line what happened and how long it took, then why, what the log says, what to
look at, and whether the version before still serves. Log lines come in `said.evidence.log`, redacted already.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.job import Job, WatchSpec
from domain.report import Report, Severity, Span, Style
from domain.watch import Beginning, Progress, Said, Target, Word
from domain.watchtower import FirstLook
from messages import causes, digests, durations
from messages.notes import UTC, note, notes
from messages.sentences import Filling, spans, text
from messages.verdicts import became, said
from messages.watch_parts import EVIDENCE, bold, code, figures_line, names, reasons, row

__all__ = ["became", "beginning", "look", "not_there", "progress", "said"]

#: Phases in which an object that rolls nothing out is told by its own state.
_OF_A_STATE = frozenset({"rolling", "running", "soaking", "shaky", "paused", "guard", "armed"})

_PHASES = frozenset(
    {
        "armed",
        "blind",
        "ended",
        "gone",
        "guard",
        "looking",
        "not-made-yet",
        "not-seen-yet",
        "not-there",
        "over",
        "paused",
        "rolling",
        "running",
        "shaky",
        "soaking",
    }
)


def beginning(
    job: Job,
    look: FirstLook,
    *,
    language: str,
    zone: ZoneInfo,
    now: datetime,
    finding_id: int | None = None,
) -> Report:
    """Return the answer to /watch: what is there, what will be reported, and until when."""
    number = Span(f"#{job.number}")
    if look.target.is_namespace:
        until = _until(job, language=language, zone=zone, now=now)
        promise = digests.promise(job, look, language=language, until=until)
        return digests.standing(job, look, language=language, promise=promise)
    match look.outcome:
        case Said() if look.beginning is Beginning.FINISHED:
            return said(
                job, look.target, look.outcome, finding_id=finding_id, language=language, zone=zone, now=now
            )
        case Said():
            return _already_failing(
                job, look, look.outcome, language=language, zone=zone, now=now, finding_id=finding_id
            )
        case Progress():
            until = _until(job, language=language, zone=zone, now=now)
            lines = (
                *spans(language, "watch.eye", number=number, target=bold(look.target)),
                *_state(look, look.outcome, language=language, zone=zone, now=now),
                Span("\n"),
                *spans(language, f"watch.promise.{_promise(job, look)}", until=until),
            )
            return Report(spans=lines, actions=(row(language, ("report-now", "cancel"), job=job.id),))


def not_there(seen: FirstLook, *, language: str) -> Report:
    """Return that there is no such object yet, with [Wait for it]."""
    return Report(spans=_nothing(seen, language=language), actions=(row(language, ("wait",)),))


def _nothing(seen: FirstLook, *, language: str) -> tuple[Span, ...]:
    target = seen.target
    key = "watch.not-there" if target.namespace else "watch.not-there.cluster"
    kind = seen.called or target.kind
    return spans(language, key, kind=kind, name=code(target.name), namespace=target.namespace)


def look(seen: FirstLook, *, language: str, zone: ZoneInfo, now: datetime) -> Report:
    """Return how the object is now, without a watch: "how is api?"."""
    if seen.target.is_namespace:
        return digests.standing(None, seen, language=language)
    if seen.beginning is Beginning.NOT_THERE:
        return Report(spans=_nothing(seen, language=language))
    if isinstance(seen.outcome, Said):
        is_bad = seen.outcome.word is not Word.DONE
        mark = "watch.mark-bad" if is_bad else "watch.mark-good"
        head = spans(
            language,
            f"watch.look.{_look_word(seen, seen.outcome)}",
            count=None,
            **_named(seen, seen.outcome, language=language, zone=zone, now=now),
        )
        remarks = notes(language, seen.outcome.notes, now=now, zone=zone)
        body = (*spans(language, mark), *head, *reasons(language, seen.target, seen.outcome), *remarks)
        severity = Severity.WARNING if is_bad else Severity.INFO
        return Report(spans=body, severity=severity)
    mark = "watch.mark-rolling" if seen.beginning is Beginning.ROLLING else "watch.mark-good"
    state = _state(seen, seen.outcome, language=language, zone=zone, now=now)
    return Report(spans=(*spans(language, mark), bold(seen.target), Span(": "), *state))


def progress(job: Job, target: Target, outcome: Progress, *, language: str, now: datetime) -> Report:
    """Return the line that is edited while something happens; it never rings."""
    lines = [*spans(language, "watch.eye", number=f"#{job.number}", target=bold(target))]
    lines += _doing(outcome, language=language, now=now)
    lines += notes(language, outcome.notes, now=now) if outcome.phase in _OF_A_STATE else ()
    short = causes.in_short(language, outcome.suspect)
    if short and outcome.phase in {"rolling", "shaky", "soaking", "armed", "not-made-yet"}:
        lines += [Span("\n"), *spans(language, "watch.so-far", cause=short)]
    return Report(
        spans=tuple(lines),
        severity=Severity.PROGRESS,
        actions=() if outcome.phase == "ended" else (row(language, ("report-now", "cancel"), job=job.id),),
    )


def _already_failing(
    job: Job,
    seen: FirstLook,
    outcome: Said,
    *,
    language: str,
    zone: ZoneInfo,
    now: datetime,
    finding_id: int | None,
) -> Report:
    fillings = {**_named(seen, outcome, language=language, zone=zone, now=now), "number": f"#{job.number}"}
    head = spans(language, f"watch.begins-failing{_thing(outcome)}", count=None, **fillings)
    lines = [*head, *reasons(language, seen.target, outcome)]
    lines += [*notes(language, outcome.notes, now=now, zone=zone), Span("\n")]
    promise = "always" if _is_lasting(job) else "failing"
    lines += spans(language, f"watch.promise.{promise}")
    argument = "" if finding_id is None else str(finding_id)
    return Report(
        spans=tuple(lines),
        severity=Severity.WARNING,
        actions=(
            row(language, EVIDENCE, job=job.id, argument=argument),
            row(language, ("report-now", "cancel"), job=job.id),
        ),
    )


def _named(
    seen: FirstLook, outcome: Said, *, language: str, zone: ZoneInfo, now: datetime
) -> dict[str, Filling]:
    state = note(language, outcome.state, now=now, zone=zone) if outcome.state is not None else ""
    return {**names(seen.target, outcome), "state": state}


def _thing(outcome: Progress | Said) -> str:
    return "" if outcome.state is None else ".thing"


def _state(
    seen: FirstLook, outcome: Progress, *, language: str, zone: ZoneInfo, now: datetime
) -> tuple[Span, ...]:
    """Return the state at the first look: figures, version, since when."""
    remarks = notes(language, outcome.notes, now=now, zone=zone)
    if seen.beginning is not Beginning.ARMED or outcome.phase == "over":
        return (*_doing(outcome, language=language, now=now, zone=zone), *remarks)
    figures = outcome.figures
    key = f"watch.stands{_thing(outcome)}{'' if seen.since is not None else '.untimed'}"
    at = Span("")
    if seen.since is not None:
        shown = durations.since(seen.since, zone=zone, language=language, now=now)
        at = Span(shown, Style.INSTANT, at=seen.since)
    version = seen.version or text(language, "watch.this-version")
    fillings: dict[str, Filling] = {"ready": figures.ready, "wanted": figures.wanted, "version": version}
    if outcome.state is not None:
        fillings["state"] = note(language, outcome.state, now=now, zone=zone)
    return (*spans(language, key, count=None, since=at, **fillings), *remarks)


def _doing(outcome: Progress, *, language: str, now: datetime, zone: ZoneInfo = UTC) -> list[Span]:
    if outcome.state is not None and outcome.phase in _OF_A_STATE:
        return [
            *note(language, outcome.state, now=now, zone=zone),
            *spans(language, f"watch.going.{outcome.phase}"),
        ]
    phase = outcome.phase if outcome.phase in _PHASES else "rolling"
    version = outcome.version or text(language, "watch.this-version")
    took = durations.duration(now - outcome.since) if outcome.since is not None else ""
    lines = [
        *spans(
            language,
            f"watch.phase.{phase}",
            version=version,
            ready=outcome.figures.ready,
            wanted=outcome.figures.wanted,
        )
    ]
    if phase in {"rolling", "shaky"}:
        lines += [Span(" "), *figures_line(language, outcome.figures)]
        if took:
            lines += [Span(f", {took}")]
        lines += [Span(" …")]
    return lines


def _until(job: Job, *, language: str, zone: ZoneInfo, now: datetime) -> Span:
    if not isinstance(job.spec, WatchSpec):
        return Span("")
    at = job.spec.until
    return Span(durations.until(at, zone=zone, language=language, now=now), Style.INSTANT, at=at)


def _look_word(seen: FirstLook, outcome: Said) -> str:
    if seen.beginning is not Beginning.FINISHED:
        return f"{seen.beginning}{_thing(outcome)}"
    if outcome.state is not None:
        return "thing"
    if outcome.cause == "scaled-to-zero":
        return "no-node" if seen.target.kind == "daemonset" else "zero"
    return "through" if outcome.word is Word.DONE else "failed"


def _is_lasting(job: Job) -> bool:
    return isinstance(job.spec, WatchSpec) and job.spec.lasting


def _promise(job: Job, seen: FirstLook) -> str:
    if _is_lasting(job):
        return "always"
    if seen.beginning is Beginning.NOT_THERE:
        return "waiting"
    if isinstance(job.spec, WatchSpec) and job.spec.condition:
        return "condition"
    if seen.outcome.state is not None and seen.beginning is Beginning.ARMED:
        return "next-run" if seen.target.kind == "cronjob" else "thing"
    return "rolling" if seen.beginning is Beginning.ROLLING else "armed"
