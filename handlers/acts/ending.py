"""Cancelling a job, and taking that back."""

from domain.job import Job
from handlers.showing import cancelled_of, card_of, show_job
from handlers.turn import Turn
from jobs import ending


async def cancel(turn: Turn, job: Job, argument: str) -> None:
    """Cancel the job; its card becomes "cancelled" with [Undo]."""
    del argument
    gone = await ending.cancel(turn.tx, job, now=turn.now)
    turn.toast.text = turn.text("handlers.toast-cancelled", number=job.number)
    await show_job(turn, gone, cancelled_of(gone, turn))


async def undo(turn: Turn, job: Job, argument: str) -> None:
    """Bring the job back; the message shows its card again."""
    del argument
    back = await ending.undo(turn.tx, job, now=turn.now, most=turn.rooms.max_jobs)
    turn.toast.text = turn.text("handlers.toast-undone", number=job.number)
    await show_job(turn, back, card_of(back, turn))
