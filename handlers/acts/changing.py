"""Pausing, resuming, giving another schedule, looking on for longer."""

from dataclasses import replace
from datetime import timedelta

from domain.errors import UserError
from domain.job import Job, JobState, ScheduleSpec
from domain.report import Report
from domain.trigger import Trigger
from handlers.phrase import Phrase, context_of
from handlers.showing import card_of, show_job
from handlers.turn import Turn
from jobs import changing, creating, ending, permission
from jobs.creating import Asked
from jobs.rescheduling import rescheduled
from messages.buttons import button
from messages.sentences import spans
from storage import questions

#: Word of the question that waits for a new schedule.
CHANGE = "change"

#: How much longer [Keep watching] looks (design 7: a rollout is given 60 minutes without progress).
LONGER = timedelta(hours=1)


async def pause(turn: Turn, job: Job, argument: str) -> None:
    """Let the job rest."""
    del argument
    resting = await changing.pause(turn.tx, job)
    turn.toast.text = turn.text("handlers.toast-paused", number=job.number)
    await show_job(turn, resting, card_of(resting, turn))


async def resume(turn: Turn, job: Job, argument: str) -> None:
    """Let the job go on from now."""
    del argument
    going = await changing.resume(turn.tx, job, now=turn.now)
    turn.toast.text = turn.text("handlers.toast-resumed", number=job.number)
    await show_job(turn, going, card_of(going, turn))


async def keep_watching(turn: Turn, job: Job, argument: str) -> None:
    """Look on for another hour."""
    del argument
    going = await changing.keep_watching(turn.tx, job, until=turn.now + LONGER, now=turn.now)
    turn.toast.text = turn.text("handlers.toast-watching-on")
    await turn.answer(card_of(going, turn, lead=turn.text("handlers.watching-on")), job_id=job.id)


async def ask_for_change(turn: Turn, job: Job, argument: str) -> None:
    """Ask for the new schedule; the next thing that this person says, or a reply, is taken for it."""
    del argument
    ending.check_lives(job)
    changing.check_readable(job)
    if not isinstance(job.spec, ScheduleSpec):
        raise UserError("jobs.no-schedule", number=job.number)
    said = spans(turn.language, "handlers.ask-change", number=job.number, title=job.title)
    key = await turn.answer(Report(spans=said), job_id=job.id)
    await questions.drop(turn.tx, turn.origin, words=(CHANGE,))
    await questions.ask(
        turn.tx, word=CHANGE, origin=turn.origin, arguments={"job": job.id}, outbox_key=key, now=turn.now
    )


async def change(turn: Turn, job: Job, phrase: Phrase) -> None:
    """Give the job the schedule that the phrase names, and keep the rest; a new task in it replaces the old.

    Raises:
        UserError: This person may not, or the phrase names no schedule or one that is never due.
    """
    await permission.check_may_change(turn.tx, job, person=turn.person, chat=turn.chat)
    changing.check_readable(job)
    if not isinstance(job.spec, ScheduleSpec):
        raise UserError("jobs.no-schedule", number=job.number)
    about = replace(phrase, job_id=job.id)
    new = rescheduled(job.spec, phrase.text, await context_of(turn, about))
    await apply_change(turn, job, new.trigger, words=new.words, text=new.text)


async def apply_change(turn: Turn, job: Job, trigger: Trigger, *, words: str, text: str = "") -> None:
    """Store the new schedule and show the card; one that has rung already is handed over again."""
    if job.state is JobState.DONE and isinstance(job.spec, ScheduleSpec):
        task = replace(job.spec.task, text=text) if text else job.spec.task
        await _again(
            turn, replace(job.spec, trigger=trigger, words=words, task=task), title=text or job.title
        )
        return
    changed = await changing.reschedule(turn.tx, job, trigger=trigger, words=words, now=turn.now, text=text)
    card = card_of(changed, turn, lead=turn.text("handlers.changed"))
    undo = (button(turn.language, "undo-change", job=job.id),)
    await show_job(turn, changed, replace(card, actions=(*card.actions, undo)))


async def undo_change(turn: Turn, job: Job, argument: str) -> None:
    """Give the job back what it was before its last change; the message shows its card."""
    del argument
    back = await changing.undo_change(turn.tx, job, now=turn.now)
    turn.toast.text = turn.text("handlers.toast-undone", number=job.number)
    await show_job(turn, back, card_of(back, turn, lead=turn.text("handlers.changed-back")))


async def _again(turn: Turn, spec: ScheduleSpec, *, title: str) -> None:
    asked = Asked(origin=turn.origin, key=f"{turn.key}:0", now=turn.now, most=turn.rooms.max_jobs)
    made = await creating.schedule(turn.tx, spec, title=title, asked=asked)
    await turn.answer(card_of(made, turn), job_id=made.id)
