"""/list and /history: a line for each job or run, with ⚠ where somebody should look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.job import Job, JobState, WatchSpec
from domain.report import Action, Report, Span, Style
from messages import local_time
from messages.buttons import button
from messages.cards import title_of
from messages.durations import duration
from messages.sentences import spans, text

#: Rows of one page (telegram.md 3.6).
PAGE = 10

#: What rolls out; of everything else /list says that it changes, of a cron job that it runs.
ROLLS_OUT = frozenset({"deployment", "statefulset", "daemonset", "replicaset", "namespace"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A job with what the list says about it; `troubles` are catalogue keys with their arguments."""

    job: Job
    words: str = ""
    phase: str = ""
    last: str = ""
    last_at: datetime | None = None
    muted_until: datetime | None = None
    troubles: tuple[tuple[str, tuple[tuple[str, str | int], ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: the chat's language and zone, and the moment."""

    language: str
    zone: ZoneInfo
    now: datetime


def job_list(rows: Sequence[Row], reader: Reader, *, page: int, pages: int, total: int) -> Report:
    """Return one page of the chat's jobs, with buttons to turn it; the head names the zone of its times."""
    said = [*spans(reader.language, "lists.head", count=total)]
    if pages > 1:
        said += spans(reader.language, "lists.page", page=page + 1, pages=pages)
    said.append(Span(f" · {reader.zone.key}"))
    for row in rows:
        said += [Span("\n"), *_line(row, reader)]
    return Report(spans=tuple(said), actions=_paging(reader.language, page, pages))


def empty_list(language: str) -> Report:
    """Return that there is nothing, and how to begin."""
    return Report(spans=spans(language, "lists.empty"))


def with_lost(report: Report, language: str, *, lost: int) -> Report:
    """Return the list with a line about what could not be delivered in this chat, and [Send again]."""
    if not lost:
        return report
    said = (*report.spans, Span("\n\n⚠ "), *spans(language, "lists.undelivered-here", count=lost))
    return replace(report, spans=said, actions=(*report.actions, (button(language, "resend"),)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A line of /history: when, a catalogue key of what happened, and what of a run is worth saying.

    Attributes:
        by_hand: A person asked for it.
        late: How much later than planned it began, where that is worth a word.
        attempts: How often it was tried.
        more: For how many older slots the line stands, too.
        delivery: Of its message: "sent", "waiting", "dead"; "" where there is none.
    """

    at: datetime
    key: str
    by_hand: bool = False
    late: timedelta = timedelta(0)
    attempts: int = 1
    more: int = 0
    delivery: str = ""
    delivered_at: datetime | None = None


def history(job: Job, past: Sequence[Past], reader: Reader) -> Report:
    """Return what a job did last, newest first."""
    key = "lists.history" if past else "lists.no-history"
    said = [*spans(reader.language, key, number=job.number, title=title_of(job))]
    for line in past:
        at = _moment(line.at, reader)
        said += [
            Span("\n"),
            *spans(reader.language, "lists.past", at=at, what=text(reader.language, line.key)),
        ]
        for note in _notes(line, reader):
            said += [Span(" · "), *note]
    return Report(spans=tuple(said))


def _notes(line: Past, reader: Reader) -> Iterator[tuple[Span, ...]]:
    language = reader.language
    if line.more:
        yield spans(language, "lists.and-before", count=line.more)
    if line.by_hand and line.key != "lists.run-requested":  # which says so itself
        yield spans(language, "lists.by-hand")
    if line.late:
        yield spans(language, "lists.late", by=duration(line.late))
    if line.attempts > 1:
        yield spans(language, "lists.attempts", count=line.attempts)
    match line.delivery:
        case "sent" if line.delivered_at is not None:
            yield spans(language, "lists.delivered", at=_moment(line.delivered_at, reader))
        case "waiting":
            yield spans(language, "lists.not-yet-delivered")
        case "dead":
            yield (Span("⚠ "), *spans(language, "lists.not-delivered"))


def which(jobs: Sequence[Job], *, language: str, word: str, key: str, argument: str = "") -> Report:
    """Return the question which job is meant, a button for each."""
    rows = tuple(
        (button(language, word, job=job.id, argument=argument, label=f"#{job.number} {title_of(job)}"[:60]),)
        for job in jobs
    )
    return Report(spans=spans(language, key), actions=rows)


def _line(row: Row, reader: Reader) -> tuple[Span, ...]:
    job = row.job
    said = [Span(f"{_sign(row)} "), Span(f"#{job.number}", Style.BOLD), Span(" ")]
    said += [Span(f"{row.words} · {title_of(job)}" if row.words else title_of(job))]
    said += _then(row, reader)
    for key, arguments in row.troubles:
        said += [Span("\n    ⚠ "), *spans(reader.language, key, count=None, **dict(arguments))]
    return tuple(said)


def _sign(row: Row) -> str:
    if row.troubles:
        return "⚠"
    if row.job.state in {JobState.PAUSED, JobState.AUTO_PAUSED}:
        return "⏸"
    return "👁" if row.job.is_watch else "●"


def _then(row: Row, reader: Reader) -> tuple[Span, ...]:
    """Return what comes next, or where it stands, and what was last."""
    language, job = reader.language, row.job
    parts: list[tuple[Span, ...]] = []
    if job.state in {JobState.PAUSED, JobState.AUTO_PAUSED}:
        parts.append(spans(language, "lists.paused"))
    elif isinstance(job.spec, WatchSpec):
        parts.append(_stands(row.phase or "beginning", job.spec, language))
        if job.spec.lasting:
            parts.append(spans(language, "lists.always"))
        else:
            parts.append(spans(language, "lists.until", at=_moment(job.spec.until, reader)))
    elif job.next_due_at is not None:
        parts.append(spans(language, "lists.next", at=_moment(job.next_due_at, reader)))
    if row.muted_until is not None and row.muted_until > reader.now:
        parts.append(spans(language, "lists.muted", at=_moment(row.muted_until, reader)))
    if row.last and row.last_at is not None:
        result = text(language, f"lists.run-{row.last}")
        parts.append(spans(language, "lists.last", result=result, at=_moment(row.last_at, reader)))
    return tuple(span for part in parts for span in (Span(" · "), *part))


def _stands(phase: str, spec: WatchSpec, language: str) -> tuple[Span, ...]:
    """Return where a watch stands, in the words of what it watches."""
    if phase not in {"armed", "rolling"} or (spec.target.kind in ROLLS_OUT and not spec.condition):
        return spans(language, f"lists.phase-{phase}")
    if spec.condition:
        return spans(language, "lists.waits-until", condition=spec.condition)
    word = "run" if spec.target.kind == "cronjob" else "thing"
    return spans(language, f"lists.phase-{phase}-{word}")


def _moment(at: datetime, reader: Reader) -> Span:
    shown = local_time.short(at, zone=reader.zone, language=reader.language, now=reader.now)
    return Span(shown, Style.INSTANT, at=at)


def _paging(language: str, page: int, pages: int) -> tuple[tuple[Action, ...], ...]:
    row = []
    if page > 0:
        row.append(button(language, "list", argument=str(page - 1), label="◀"))
    if page + 1 < pages:
        row.append(button(language, "list", argument=str(page + 1), label="▶"))
    return (tuple(row),) if row else ()
