"""/missed: what becomes of runs that could not be run in time."""

from domain.errors import UserError
from domain.job import Job, ScheduleSpec
from handlers.showing import show_job
from handlers.turn import Turn
from jobs import missed
from messages import missed as said


async def decide(turn: Turn, job: Job, argument: str) -> None:
    """Show what was decided; with an argument decide it first."""
    if argument:
        job = await missed.decide(turn.tx, job, argument)
        turn.toast.text = turn.text("missed.toast", number=job.number)
    if not isinstance(job.spec, ScheduleSpec):
        raise UserError("jobs.no-schedule", number=job.number)
    await show_job(turn, job, said.page(job, job.spec, turn.language))
