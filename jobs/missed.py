"""What is to become of missed runs of a schedule, and until what time of day a late run makes sense.

The revision stays, so that a run in hand goes on, and nothing becomes due by it: it is about slots to come.
"""

import re
from dataclasses import replace

from domain.errors import UserError
from domain.job import Job, MissedPolicy, ScheduleSpec
from domain.lateness import ANY_TIME
from jobs.ending import check_lives
from storage import job_rows
from storage.database import Transaction

#: A bound as buttons carry it: "1030".
BOUND = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9])")


async def decide(tx: Transaction, job: Job, wish: str) -> Job:
    """Take the wish, a policy or a bound, for all runs that are missed from now on.

    Raises:
        UserError: The job has ended, is no schedule, or there is no such wish.
    """
    check_lives(job)
    if not isinstance(job.spec, ScheduleSpec):
        raise UserError("jobs.no-schedule", number=job.number)
    await job_rows.save(tx, replace(job, spec=_decided(job.spec, wish)))
    return await job_rows.get(tx, job.id)


def _decided(spec: ScheduleSpec, wish: str) -> ScheduleSpec:
    if wish == MissedPolicy.ALWAYS:  # a bound would contradict it
        return replace(spec, missed=MissedPolicy.ALWAYS, not_after=None)
    if wish in set(MissedPolicy):
        return replace(spec, missed=MissedPolicy(wish))
    if wish == ANY_TIME:
        return replace(spec, not_after=None)
    bound = BOUND.fullmatch(wish)
    if bound is None:
        raise UserError("jobs.stale-button")
    missed = MissedPolicy.LATEST if spec.missed is MissedPolicy.ALWAYS else spec.missed
    return replace(spec, missed=missed, not_after=f"{bound[1]}:{bound[2]}")
