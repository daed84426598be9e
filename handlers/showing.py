"""Jobs as cards: the words come from `language`, the moments from the trigger, the layout from `messages`."""

from dataclasses import replace
from datetime import datetime

from domain.job import Job, JobState, ScheduleSpec
from domain.report import Report
from domain.trigger import Trigger, next_due
from handlers.turn import Turn
from language.clock_changes import dst_note
from language.render import render
from messages import cards
from messages.cards import Wording
from storage import job_rows, outbox


def words_of(job: Job, turn: Turn) -> str:
    """Return the job's schedule in words of the chat's language; "" for a watch."""
    if not isinstance(job.spec, ScheduleSpec):
        return ""
    return render(job.spec.trigger, language=turn.language, now=turn.now)


def wording_of(job: Job, turn: Turn) -> Wording:
    """Return how the job's card is to be written now."""
    wording = Wording(language=turn.language, now=turn.now, words=words_of(job, turn))
    if not isinstance(job.spec, ScheduleSpec) or job.state is not JobState.ACTIVE:
        return wording
    trigger = job.spec.trigger
    upcoming = _upcoming(trigger, after=max(turn.now, job.effective_from))
    return replace(wording, upcoming=upcoming, moved=dst_note(trigger, turn.now))


def card_of(job: Job, turn: Turn, *, lead: str = "") -> Report:
    """Return the job's card as it is now."""
    return cards.card(job, wording_of(job, turn), lead=lead)


async def show_job(turn: Turn, job: Job, report: Report) -> None:
    """Show what became of the job, and let the card that it was handed over with show it, too.

    The card of a watch belongs to the watchers, who edit it with progress.
    """
    await show_on_card(turn, job, shown=await turn.show(report, job_id=job.id))


async def show_on_card(turn: Turn, job: Job, *, shown: str) -> None:
    """Let the job's card show what became of it, unless it is the message `shown` that says so already."""
    card = None if job.is_watch else await job_rows.card_key(turn.tx, job.id)
    if card is not None and card != shown:
        is_gone = job.state is JobState.CANCELLED
        await outbox.revise(turn.tx, card, cancelled_of(job, turn) if is_gone else card_of(job, turn))


def cancelled_of(job: Job, turn: Turn) -> Report:
    """Return what the card of a cancelled job becomes."""
    return cards.cancelled(job, wording_of(job, turn))


def _upcoming(trigger: Trigger, *, after: datetime) -> tuple[datetime, ...]:
    moments: list[datetime] = []
    while len(moments) < cards.AHEAD and (due := next_due(trigger, after=after)) is not None:
        moments.append(due)
        after = due
    return tuple(moments)
