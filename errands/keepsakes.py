"""Logs, previous run, events, description: what the buttons under a verdict show.

They show the live state where it still exists, else what was kept at the verdict, and say which (design 4.8).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from sqlite3 import Row

from cluster.logs import Log
from domain.buttons import number_in
from domain.errors import NightjarError, PermanentError, UserError
from domain.job import Job, WatchSpec
from domain.report import File, Report, Severity, Span, Style
from domain.watch import Evidence, Said, Target, Word
from domain.watchtower import Keepsake
from errands.errand import Answer, Asked, ErrandKind, Ports, Settle
from messages import local_time
from messages.sentences import spans
from storage import findings, job_rows
from storage.database import Transaction

#: How much of a document stands in the message itself.
SHOWN_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What there is to show, and when it was read (None: just now)."""

    keepsake: Keepsake
    target: Target
    job: Job
    read_at: datetime | None = None


async def show(asked: Asked, ports: Ports) -> Settle:
    """Read what the button named by the errand's word shows."""
    async with ports.writer.reading() as tx:
        job, finding = await _about(tx, asked)
        kept = None if finding is None else await findings.kept(tx, finding["id"], asked.errand.word)
    target = _target_of(job, finding)
    live = await _live(asked.errand.word, target, finding, ports)
    if live is not None and live.text:
        return partial(_tell, asked, _Found(keepsake=live, target=target, job=job))
    if kept is not None and kept[0].text:
        return partial(_tell, asked, _Found(keepsake=kept[0], target=target, job=job, read_at=kept[1]))
    note = (live.note if live is not None else "") or (kept[0].note if kept is not None else "")
    raise PermanentError(note or "errands.nothing-to-show", target=str(target))


async def _about(tx: Transaction, asked: Asked) -> tuple[Job, Row | None]:
    """Return the job the button is about and the finding it belongs to."""
    try:
        job = await job_rows.get(tx, asked.argument("job"))
    except LookupError as error:
        raise UserError("errands.job-is-gone") from error
    number = number_in(asked.argument("finding"))
    finding = None if number is None else await findings.get(tx, job.id, number)
    return job, finding or await findings.last(tx, job.id)


async def _live(word: str, target: Target, finding: Row | None, ports: Ports) -> Keepsake | None:
    """Return what can be read now; None when the cluster does not give it."""
    try:
        keepsakes = await ports.tower.keepsakes(target, None if finding is None else _said(finding))
    except NightjarError:
        return None
    return next((keepsake for keepsake in keepsakes if keepsake.word == word), None)


def _said(finding: Row) -> Said:
    evidence = Evidence(pod=finding["pod"] or None, container=finding["container"] or None)
    return Said(
        word=Word(finding["word"]),
        uid=finding["uid"],
        revision=finding["revision"],
        cause=finding["cause"],
        evidence=evidence,
    )


async def _tell(asked: Asked, found: _Found, _: Transaction, now: datetime) -> Answer:
    """Return the document and its last lines."""
    language, word = asked.language, asked.errand.word
    if found.read_at is None:
        origin = spans(language, "errands.read-now")
    else:
        at = local_time.short(found.read_at, zone=asked.zone, language=language, now=now)
        origin = spans(language, "errands.kept-at", at=Span(at, Style.INSTANT, at=found.read_at))
    title = spans(language, f"errands.title.{word}", target=Span(str(found.target), Style.BOLD))
    # In the message without the time stamps of the runtime: on a phone they take half of the line.
    tail = "\n".join(Log(text=found.keepsake.text).lines[-SHOWN_LINES:])
    report = Report(
        severity=Severity.INFO,
        spans=(*title, Span("\n"), *origin, Span("\n"), Span(tail, Style.QUOTE)),
        files=(File(name=found.keepsake.name, text=found.keepsake.text),),
    )
    return Answer(report=report, job_id=found.job.id)


def _target_of(job: Job, finding: Row | None) -> Target:
    """Return the object that the finding is about: of a namespace's watch one of its workloads."""
    if not isinstance(job.spec, WatchSpec):
        raise UserError("errands.no-watch", number=job.number)
    target = job.spec.target
    if not target.is_namespace:
        return target
    if finding is None or not finding["name"]:
        raise UserError("errands.nothing-found-yet", number=job.number)
    return replace(target, kind=finding["kind"], namespace=target.name, name=finding["name"])


KINDS = tuple(
    ErrandKind(word=word, looking=f"errands.looking.{word}", carry_out=show)
    for word in ("logs", "previous", "events", "describe")
)
