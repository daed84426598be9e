"""A look without a watch: "how is api?", and [Report now] on a watch that is under way."""

from datetime import datetime
from functools import partial

from domain.errors import UserError
from domain.job import Job, WatchSpec
from domain.watchtower import FirstLook
from errands import targets
from errands.errand import Answer, Asked, ErrandKind, Ports, Settle
from messages import watching
from storage import job_rows
from storage.database import Transaction


async def look(asked: Asked, ports: Ports) -> Settle:
    """Say how the thing is that the words mean, now."""
    asked = targets.meaning_namespace(asked)
    found = await targets.matching(asked, ports)
    if len(found) > 1:
        return partial(targets.ask_which, asked, found)
    target = found[0] if found else await targets.missing(asked, ports)
    return partial(_tell, asked, await ports.tower.first_look(target), None)


async def report_now(asked: Asked, ports: Ports) -> Settle:
    """Say how the thing is that a watch is about, now."""
    async with ports.writer.reading() as tx:
        try:
            job = await job_rows.get(tx, asked.argument("job"))
        except LookupError as error:
            raise UserError("errands.job-is-gone") from error
    if not isinstance(job.spec, WatchSpec):
        raise UserError("errands.no-watch", number=job.number)
    seen = await ports.tower.first_look(
        job.spec.target, condition=job.spec.condition, patience=job.spec.patience
    )
    return partial(_tell, asked, seen, job)


async def _tell(asked: Asked, seen: FirstLook, job: Job | None, _: Transaction, now: datetime) -> Answer:
    report = watching.look(seen, language=asked.language, zone=asked.zone, now=now)
    return Answer(report=report, job_id=None if job is None else job.id)


KINDS = (
    ErrandKind(word="look", looking="errands.looking.look", carry_out=look),
    ErrandKind(word="report-now", looking="errands.looking.look", carry_out=report_now),
)
