"""Jobs as cards: the words come from `language`, the moments from the trigger, the layout from `messages`."""

from datetime import datetime

from domain.job import Job, JobState, ScheduleSpec
from domain.report import Report
from domain.trigger import Trigger, next_due
from handlers.turn import Turn
from language.render import render
from messages import cards
from messages.cards import Wording


def words_of(job: Job, turn: Turn) -> str:
    """Return the job's schedule in words of the chat's language; "" for a watch."""
    if not isinstance(job.spec, ScheduleSpec):
        return ""
    return render(job.spec.trigger, language=turn.language, now=turn.now)


def wording_of(job: Job, turn: Turn) -> Wording:
    """Return how the job's card is to be written now."""
    upcoming: tuple[datetime, ...] = ()
    if isinstance(job.spec, ScheduleSpec) and job.state is JobState.ACTIVE:
        upcoming = _upcoming(job.spec.trigger, after=turn.now)
    return Wording(language=turn.language, now=turn.now, words=words_of(job, turn), upcoming=upcoming)


def card_of(job: Job, turn: Turn, *, lead: str = "") -> Report:
    """Return the job's card as it is now."""
    return cards.card(job, wording_of(job, turn), lead=lead)


def _upcoming(trigger: Trigger, *, after: datetime) -> tuple[datetime, ...]:
    moments: list[datetime] = []
    while len(moments) < cards.AHEAD and (due := next_due(trigger, after=after)) is not None:
        moments.append(due)
        after = due
    return tuple(moments)
