"""What is said about a watch as a new message: warnings and verdicts, each with what can be done about it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.job import Job
from domain.report import Action, Report, Severity, Span, Style
from domain.watch import Said, Target, Word
from messages import causes, durations
from messages.sentences import Filling, spans, text
from messages.watch_parts import EVIDENCE, bold, figures_line, names, quote, reasons, row, took

_SEVERITIES = {
    Word.DONE: Severity.GOOD,
    Word.ROLLED_BACK: Severity.WARNING,
    Word.FAILED: Severity.BAD,
    Word.DELETED: Severity.BAD,
    Word.SIGHT_REGAINED: Severity.INFO,
}
_GOOD_CAUSES = frozenset({"superseded", "recreated", "recovered", "errors-in-log"})

#: What is through when it has ended, and is not rolled out.
_END_BY_THEMSELVES = frozenset({"job"})


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
        case Word.LOST_SIGHT | Word.SIGHT_REGAINED:
            return _sight(target, outcome, language=language, zone=zone, now=now)
        case _:
            return _judged(job, target, outcome, finding_id=finding_id, language=language, now=now)


def _judged(
    job: Job, target: Target, outcome: Said, *, finding_id: int | None, language: str, now: datetime
) -> Report:
    head = _headline(target, outcome, language=language, now=now)
    lines = [Span(span.text, Style.BOLD) if span.style is Style.TEXT else span for span in head]
    if outcome.word is Word.DONE:
        lines = [*head, *_good_note(language, outcome)]
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
    return {**names(target, outcome), "took": took(outcome, now), "version": version}


def _variant(target: Target, outcome: Said, now: datetime) -> str:
    """Return the word with what its sentence depends on."""
    key = str(outcome.word)
    if outcome.word is Word.EXPIRED and outcome.cause:
        return f"{key}.{outcome.cause}"
    if target.kind in _END_BY_THEMSELVES and outcome.word in {Word.DONE, Word.FAILED, Word.PAUSED}:
        key = f"{key}.ended"
    elif outcome.word is Word.DONE and outcome.cause == "scaled-to-zero":
        return f"{key}.zero"
    elif outcome.word is Word.DONE and (outcome.after_failure or outcome.cause == "recovered"):
        key = f"{key}.recovered"
    is_timed = outcome.word not in {Word.DONE, Word.FAILED} or bool(took(outcome, now))
    return key if is_timed else f"{key}.untimed"


def _good_note(language: str, outcome: Said) -> list[Span]:
    if outcome.cause not in _GOOD_CAUSES:
        return []
    note = spans(language, f"watch.good.{outcome.cause}", errors=outcome.evidence.error_lines)
    quoted = quote(outcome.evidence.telling) if outcome.cause == "errors-in-log" else ()
    return [Span("\n"), *note, *((Span("\n"), *quoted) if quoted else ())]


def _left_behind(language: str, outcome: Said) -> list[Span]:
    short = causes.in_short(language, outcome.cause)
    if not outcome.previous_version:
        return []
    if not short:
        return [Span("\n"), *spans(language, "watch.left", version=outcome.previous_version)]
    return [
        Span("\n"),
        *spans(language, "watch.left-because", version=outcome.previous_version, cause=short),
    ]


def _expired(job: Job, target: Target, outcome: Said, *, language: str, now: datetime) -> Report:
    if outcome.cause != "still-rolling":
        head = spans(language, "watch.expired", number=f"#{job.number}", target=bold(target))
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
            row(language, ("keep-watching",), job=job.id),
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
    again = row(language, ("watch-again",), job=job.id)
    if outcome.word is Word.DELETED or (outcome.word is Word.DONE and outcome.cause != "errors-in-log"):
        return (again,)
    evidence = row(language, EVIDENCE, job=job.id, argument=argument)
    return (evidence, again) if outcome.is_verdict else (evidence,)
