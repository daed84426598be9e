"""What is said about a watch as a new message: warnings and verdicts, each with what can be done about it."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.job import Job, WatchSpec
from domain.report import Action, Report, Severity, Span, Style
from domain.watch import Said, Target, Word
from messages import causes, durations
from messages.notes import note, notes
from messages.sentences import Filling, spans, text
from messages.watch_parts import EVIDENCE, bold, figures_line, names, quote, reasons, row, took

_SEVERITIES = {
    Word.DONE: Severity.GOOD,
    Word.ROLLED_BACK: Severity.WARNING,
    Word.FAILED: Severity.BAD,
    Word.DELETED: Severity.BAD,
    Word.SIGHT_REGAINED: Severity.INFO,
    Word.RECOVERED: Severity.GOOD,
}
_GOOD_CAUSES = frozenset({"superseded", "recreated", "recovered", "errors-in-log"})

#: Words after which somebody may want silence.
_MAY_RING_ON = frozenset(
    {
        Word.FAILED,
        Word.PARTLY,
        Word.SHAKY,
        Word.PAUSED,
        Word.ALREADY_FAILING,
        Word.DEGRADED,
        Word.FLAPPING,
    }
)

#: What is through when it has ended, and is not rolled out.
_END_BY_THEMSELVES = frozenset({"job", "cronjob"})

#: Words that have a sentence for objects that roll nothing out.
OF_A_STATE = frozenset(
    {
        Word.DONE,
        Word.FAILED,
        Word.SHAKY,
        Word.PAUSED,
        Word.ALREADY_FAILING,
        Word.DEGRADED,
        Word.RECOVERED,
    }
)


def said(
    job: Job,
    target: Target,
    outcome: Said,
    *,
    finding_id: int | None,
    language: str,
    zone: ZoneInfo,
    now: datetime,
) -> Report:
    """Return the message of a warning or a verdict; the argument of its buttons is the finding."""
    match outcome.word:
        case Word.EXPIRED:
            return _expired(job, target, outcome, language=language, now=now)
        case Word.FLAPPING:
            return _flapping(
                job, target, outcome, finding_id=finding_id, language=language, zone=zone, now=now
            )
        case Word.LOST_SIGHT | Word.SIGHT_REGAINED:
            return _sight(target, outcome, language=language, zone=zone, now=now)
        case _:
            report = _judged(job, target, outcome, finding_id=finding_id, language=language, now=now)
            return replace(report, spans=(*report.spans, *notes(language, outcome.notes, now=now, zone=zone)))


def _judged(
    job: Job, target: Target, outcome: Said, *, finding_id: int | None, language: str, now: datetime
) -> Report:
    head = _headline(target, outcome, language=language, now=now)
    lines = [Span(span.text, Style.BOLD) if span.style is Style.TEXT else span for span in head]
    if outcome.word in {Word.DONE, Word.RECOVERED}:
        lines = [*head, *_good_note(language, outcome)]
    elif outcome.word is Word.DELETED and _is_lasting(job):
        lines += [Span("\n"), *spans(language, "watch.waits-for-return")]
    elif outcome.word is Word.ROLLED_BACK:
        lines += _left_behind(language, outcome)
    else:
        lines += reasons(language, target, outcome)
    return Report(
        spans=tuple(lines),
        severity=_SEVERITIES.get(outcome.word, Severity.WARNING),
        actions=_buttons(job, outcome, finding_id=finding_id, language=language),
    )


def became(job: Job, target: Target, outcome: Said, *, language: str, now: datetime) -> Report:
    """Return what the progress line says from the verdict on, in place and for good."""
    key = f"watch.became.{_variant(target, outcome, now)}"
    eye = spans(language, "watch.eye", number=f"#{job.number}", target=bold(target))
    words = spans(language, key, count=None, **_fillings(target, outcome, language=language, now=now))
    return Report(spans=(*eye, *words), severity=Severity.PROGRESS)


def _headline(target: Target, outcome: Said, *, language: str, now: datetime) -> tuple[Span, ...]:
    key = f"watch.said.{_variant(target, outcome, now)}"
    return spans(language, key, count=None, **_fillings(target, outcome, language=language, now=now))


def _fillings(target: Target, outcome: Said, *, language: str, now: datetime) -> dict[str, Filling]:
    version = outcome.version or text(language, "watch.this-version")
    state = note(language, outcome.state, now=now) if outcome.state is not None else ""
    return {**names(target, outcome), "took": took(outcome, now), "version": version, "state": state}


def _variant(target: Target, outcome: Said, now: datetime) -> str:
    """Return the word with what its sentence depends on."""
    key = str(outcome.word)
    if outcome.word is Word.EXPIRED and outcome.cause:
        return f"{key}.{outcome.cause}"
    if outcome.word is Word.DELETED and outcome.cause == "cleaned-up":
        return f"{key}.{outcome.cause}"
    if outcome.state is not None and outcome.word in OF_A_STATE:
        key = f"{key}.thing"
    elif outcome.word is Word.SHAKY and outcome.cause == "old-pod-stuck":
        return f"{key}.stuck"
    elif target.kind in _END_BY_THEMSELVES and outcome.word in {Word.DONE, Word.FAILED, Word.PAUSED}:
        key = f"{key}.ended"
    elif outcome.word is Word.DONE and outcome.cause == "scaled-to-zero":
        return f"{key}.no-node" if target.kind == "daemonset" else f"{key}.zero"
    elif outcome.word is Word.DONE and (outcome.after_failure or outcome.cause == "recovered"):
        key = f"{key}.recovered"
    is_timed = outcome.word not in {Word.DONE, Word.FAILED, Word.RECOVERED} or bool(took(outcome, now))
    return key if is_timed else f"{key}.untimed"


def _good_note(language: str, outcome: Said) -> list[Span]:
    if outcome.cause not in _GOOD_CAUSES:
        return []
    note = spans(language, f"watch.good.{outcome.cause}", errors=outcome.evidence.error_lines)
    quoted = quote(outcome.evidence.telling) if outcome.cause == "errors-in-log" else ()
    return [Span("\n"), *note, *((Span("\n"), *quoted) if quoted else ())]


def _left_behind(language: str, outcome: Said) -> list[Span]:
    if not outcome.previous_version:
        return []
    cause = causes.in_short(language, outcome.cause)
    key = f"watch.left{'-because' if cause else ''}{_same_name(outcome)}"
    return [Span("\n"), *spans(language, key, version=outcome.previous_version, cause=cause)]


def _same_name(outcome: Said) -> str:
    """Return what tells the sentences apart where both revisions are called the same: their images are."""
    return ".same" if outcome.previous_version == outcome.version else ""


def _flapping(
    job: Job,
    target: Target,
    outcome: Said,
    *,
    finding_id: int | None,
    language: str,
    zone: ZoneInfo,
    now: datetime,
) -> Report:
    """Return the message of a series of falls, which is edited with each of them."""
    within = durations.duration(timedelta(seconds=outcome.within_s))
    fillings: dict[str, Filling] = {**names(target, outcome), "times": outcome.times, "within": within}
    if outcome.cause == "calm":
        since = outcome.began_at or now
        shown = durations.since(since, zone=zone, language=language, now=now)
        at = Span(shown, Style.INSTANT, at=since)
        head = spans(language, "watch.said.flapping.calm", count=None, **fillings, since=at)
        return Report(spans=head, severity=Severity.INFO)
    head = spans(language, "watch.said.flapping", count=None, **fillings)
    lines = [Span(span.text, Style.BOLD) if span.style is Style.TEXT else span for span in head]
    state = "up" if outcome.cause == "up" else "down"
    lines += [Span("\n"), *spans(language, f"watch.flapping.{state}", count=None, **fillings)]
    lines += reasons(language, target, outcome)
    buttons = _buttons(job, outcome, finding_id=finding_id, language=language)
    return Report(spans=tuple(lines), severity=Severity.WARNING, actions=buttons)


def _expired(job: Job, target: Target, outcome: Said, *, language: str, now: datetime) -> Report:
    if outcome.cause != "still-rolling":
        key = "watch.expired" if outcome.state is None else "watch.expired.thing"
        head = spans(language, key, number=f"#{job.number}", target=bold(target))
        return Report(
            spans=head,
            severity=Severity.INFO,
            actions=(row(language, ("watch-again",), job=job.id),),
        )
    fillings = {**names(target, outcome), "took": took(outcome, now)}
    lines = [
        *spans(language, "watch.still-not-done", count=None, **fillings),
        Span(" "),
        *figures_line(language, outcome.figures),
    ]
    if worst := causes.sentence(language, outcome.suspect, outcome.evidence, target):
        lines += [Span("\n"), *worst]
    return Report(
        spans=tuple(lines),
        severity=Severity.WARNING,
        actions=(
            row(language, ("mute",) if _is_lasting(job) else ("keep-watching",), job=job.id),
            row(language, ("events", "describe"), job=job.id),
        ),
    )


def _sight(target: Target, outcome: Said, *, language: str, zone: ZoneInfo, now: datetime) -> Report:
    blind = durations.duration(now - outcome.began_at) if outcome.began_at is not None else ""
    at = Span("")
    if outcome.began_at is not None:
        shown = durations.since(outcome.began_at, zone=zone, language=language, now=now)
        at = Span(shown, Style.INSTANT, at=outcome.began_at)
    key = f"watch.said.{outcome.word}"
    if outcome.word is Word.LOST_SIGHT and outcome.cause == "login-lost":
        key = f"{key}.login"
    lines = spans(language, key, target=bold(target), since=at, blind=blind)
    return Report(spans=lines, severity=_SEVERITIES.get(outcome.word, Severity.WARNING))


def _buttons(
    job: Job, outcome: Said, *, finding_id: int | None, language: str
) -> tuple[tuple[Action, ...], ...]:
    argument = "" if finding_id is None else str(finding_id)
    words = ("watch-again",) if outcome.is_verdict and not _is_lasting(job) else ()
    words = (*words, "mute") if outcome.word in _MAY_RING_ON else words
    more = (row(language, words, job=job.id),) if words else ()
    is_plain = outcome.word in {Word.DONE, Word.RECOVERED} and outcome.cause != "errors-in-log"
    if outcome.word is Word.DELETED or is_plain:
        return more
    return (row(language, EVIDENCE, job=job.id, argument=argument), *more)


def _is_lasting(job: Job) -> bool:
    return isinstance(job.spec, WatchSpec) and job.spec.lasting
