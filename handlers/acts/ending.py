"""Cancelling a job, and taking that back."""

from domain.job import Job
from handlers.showing import card_of, wording_of
from handlers.turn import Turn
from jobs import ending
from messages import cards


async def cancel(turn: Turn, job: Job, argument: str) -> None:
    """Cancel the job; its card becomes "cancelled" with [Undo]."""
    del argument
    gone = await ending.cancel(turn.tx, job, now=turn.now)
    turn.toast.text = turn.text("handlers.toast-cancelled", number=job.number)
    await turn.show(cards.cancelled(gone, wording_of(gone, turn)), job_id=job.id)


async def undo(turn: Turn, job: Job, argument: str) -> None:
    """Bring the job back; the message shows its card again."""
    del argument
    back = await ending.undo(turn.tx, job, now=turn.now)
    turn.toast.text = turn.text("handlers.toast-undone", number=job.number)
    await turn.show(card_of(back, turn), job_id=job.id)
