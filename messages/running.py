"""What is said about runs: late, missed, failed, failing, put to rest. Results say the rest themselves."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.job import Job, ScheduleSpec
from domain.report import Action, Report, Severity, Span, Style
from messages import local_time
from messages.buttons import button
from messages.sentences import spans, text

#: After so many failed slots in a row the person is asked; after so many the job rests (schedule-rules C7).
ASK_AFTER = 3
REST_AFTER = 5


def last(report: Report, *, language: str) -> Report:
    """Return the report of a series that ends with it: it says so."""
    said = (*report.spans, Span("\n"), Span(text(language, "running.last"), Style.ITALIC))
    return replace(report, spans=said)


def late(
    report: Report, *, language: str, zone: ZoneInfo, planned: datetime, ran: datetime, missed: int
) -> Report:
    """Return the report with a last line that says when it was planned, and how many before it fell out."""
    line = text(
        language,
        "running.late",
        planned=local_time.short(planned, zone=zone, language=language, now=ran),
        ran=local_time.time_of_day(ran, zone=zone),
    )
    if missed:
        line += text(language, "running.late-missed", count=missed)
    return Report(
        spans=(*report.spans, Span("\n\n"), Span(line, Style.ITALIC)),
        severity=report.severity,
        actions=report.actions,
        files=report.files,
    )


def missed_card(
    language: str, job: Job, *, run_id: int, slot: datetime, now: datetime, earlier: int, repeats: bool
) -> Report:
    """Return the question what to do about a run that is too late: with the text, so that nothing is lost."""
    zone = zone_of(job)
    planned = local_time.short(slot, zone=zone, language=language, now=now)
    said = [*spans(language, "running.missed", number=job.number, planned=planned, what=_what(job))]
    if earlier:
        said += [Span("\n"), *spans(language, "running.missed-more", count=earlier)]
    buttons = [
        button(language, "run", job=job.id, argument=str(run_id)),
        button(language, "skip", job=job.id, argument=str(run_id)),
    ]
    if repeats:
        buttons.append(button(language, "always", job=job.id))
    return Report(spans=tuple(said), severity=Severity.WARNING, actions=(tuple(buttons),))


def failed(language: str, job: Job, reason: tuple[Span, ...]) -> Report:
    """Return that a run did not work, and why."""
    said = spans(language, "running.failed", number=job.number, title=job.title, reason=reason)
    return _failure(said, (button(language, "run", job=job.id),))


def failing(language: str, job: Job, reason: tuple[Span, ...], *, count: int) -> Report:
    """Return that a job keeps failing, and ask whether it is to rest."""
    said = spans(
        language, "running.failing", number=job.number, title=job.title, reason=reason, times=str(count)
    )
    return _failure(said, (button(language, "pause", job=job.id), button(language, "run", job=job.id)))


def put_to_rest(language: str, job: Job, reason: tuple[Span, ...], *, count: int) -> Report:
    """Return that a job was paused because it keeps failing."""
    said = spans(
        language, "running.put-to-rest", number=job.number, title=job.title, reason=reason, times=str(count)
    )
    return _failure(said, (button(language, "resume", job=job.id), button(language, "run", job=job.id)))


def zone_of(job: Job) -> ZoneInfo:
    """Return the zone that the job copied from its chat."""
    return job.spec.trigger.zone if isinstance(job.spec, ScheduleSpec) else ZoneInfo("UTC")


def _what(job: Job) -> str:
    """Return the title, or the task's own text where the title cuts it short."""
    words = job.spec.task.text if isinstance(job.spec, ScheduleSpec) else ""
    return words if len(words) > len(job.title) else job.title


def _failure(said: tuple[Span, ...], buttons: tuple[Action, ...]) -> Report:
    return Report(spans=said, severity=Severity.WARNING, actions=(buttons,))
