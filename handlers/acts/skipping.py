"""[Skip next] and /skip: one time is left out, the series goes on; and that taken back."""

from domain.job import Job, ScheduleSpec
from domain.report import Report
from handlers.showing import card_of, show_job
from handlers.turn import Turn
from jobs import skipping
from messages import cards
from messages.buttons import button
from messages.sentences import spans
from storage import job_rows


async def skip_next(turn: Turn, job: Job, argument: str) -> None:
    """Leave out the next time, and say which and what comes then, with [Undo]."""
    del argument
    if turn.pressed is not None and not turn.pressed.offers("skip-next"):
        turn.toast.text = turn.text("handlers.decided-already", number=job.number)
        return
    left_out = await skipping.skip_next(turn.tx, job, now=turn.now)
    changed = await job_rows.get(turn.tx, job.id)
    zone = changed.spec.trigger.zone if isinstance(changed.spec, ScheduleSpec) else turn.zone
    language = turn.language
    at, following = (
        cards.instant(moment, zone=zone, language=language, now=turn.now)
        for moment in (left_out, changed.next_due_at or left_out)
    )
    said = spans(language, "cards.skipped", number=job.number, title=job.title, at=at, next=following)
    turn.toast.text = turn.text("handlers.toast-skipped", at=at.text)
    await show_job(turn, changed, Report(spans=said, actions=((button(language, "unskip", job=job.id),),)))


async def unskip(turn: Turn, job: Job, argument: str) -> None:
    """Let it be due again; the message shows the card."""
    del argument
    back = await skipping.take_back(turn.tx, job, now=turn.now)
    turn.toast.text = turn.text("handlers.toast-undone", number=job.number)
    await show_job(turn, back, card_of(back, turn))
