"""Cancelling all jobs of a chat at once: asked first, with one button, and taken back with one.

The question keeps which jobs it named, so that what is made meanwhile is left alone. In a group it is about
those that the person may cancel.
"""

from datetime import UTC, datetime, timedelta

from domain.buttons import number_in
from domain.errors import UserError
from domain.job import Job, JobState
from handlers import deeds
from handlers.showing import show_on_card
from handlers.turn import Turn
from jobs import ending, permission
from messages import sweeps
from storage import job_rows, questions
from storage.questions import Question

#: The word of the question and of its button.
CANCEL_ALL = "cancel-all"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


async def offer(turn: Turn, kind: str) -> None:
    """Say how many jobs would go, and offer to cancel them; a single one goes as by its number.

    Raises:
        UserError: There are none, or none that this person may cancel.
    """
    living = await job_rows.list_living(turn.tx, turn.chat.id)
    if not living:
        raise UserError("jobs.none")
    meant = [job for job in living if kind in {"", _kind_of(job)} and await _may_change(turn, job)]
    if not meant:
        raise UserError("jobs.none-fits")
    if len(meant) == 1:
        await deeds.do(turn, "cancel", meant[0])
        return
    question = await questions.ask(
        turn.tx,
        word=CANCEL_ALL,
        origin=turn.origin,
        arguments={"jobs": " ".join(job.id for job in meant)},
        outbox_key=turn.key,
        now=turn.now,
    )
    await turn.answer(sweeps.asked(meant, language=turn.language, question=question))


async def cancel(turn: Turn, argument: str) -> None:
    """Cancel the jobs that this question named, as far as they are still there.

    Raises:
        UserError: It was answered, or was put to somebody else, or all of them have ended.
    """
    question = await _asked(turn, number_in(argument))
    await questions.close(turn.tx, question, answered=True)
    named = question.arguments["jobs"].split()
    living = await job_rows.list_living(turn.tx, turn.chat.id)
    gone = [
        await ending.cancel(turn.tx, job, now=turn.now)
        for job in living
        if job.id in named and await _may_change(turn, job)
    ]
    if not gone:
        raise UserError("jobs.none-fits")
    turn.toast.text = turn.text("handlers.toast-cancelled-all", number=len(gone))
    moment = str((turn.now - EPOCH) // MICROSECOND)
    shown = await turn.show(sweeps.cancelled(gone, language=turn.language, moment=moment))
    for job in gone:
        await show_on_card(turn, job, shown=shown)


async def undo(turn: Turn, argument: str) -> None:
    """Bring back what was cancelled together at that moment; what cannot come back is named with the reason.

    Raises:
        UserError: That is too long ago, or nothing of it is left to bring back.
    """
    cancelled_at = _moment(argument)
    if cancelled_at is None:
        raise UserError("jobs.stale-button")
    if turn.now - cancelled_at > ending.UNDO_WITHIN:
        raise UserError("jobs.undo-all-too-late")
    ended = await job_rows.ended_at(turn.tx, turn.chat.id, JobState.CANCELLED, cancelled_at)
    back: list[Job] = []
    reasons: list[str] = []
    for job in ended:
        try:
            async with turn.tx.savepoint():
                await permission.check_may_change(turn.tx, job, person=turn.person, chat=turn.chat)
                back.append(await ending.undo(turn.tx, job, now=turn.now, most=turn.rooms.max_jobs))
        except UserError as error:
            reasons.append(turn.text(error.key, **error.arguments))
    if not back and not reasons:
        raise UserError("jobs.undo-all-nothing")
    turn.toast.text = turn.text("handlers.toast-undone-all", number=len(back))
    shown = await turn.show(sweeps.undone(back, reasons, language=turn.language))
    for job in back:
        await show_on_card(turn, job, shown=shown)


async def _asked(turn: Turn, number: int | None) -> Question:
    question = None if number is None else await questions.get(turn.tx, number, chat_id=turn.chat.id)
    if question is None or question.word != CANCEL_ALL:
        raise UserError("jobs.answered-already")
    if question.origin.person_id != turn.person.id:
        raise UserError("jobs.not-asked")
    return question


async def _may_change(turn: Turn, job: Job) -> bool:
    is_own = job.origin.person_id == turn.person.id
    return is_own or await permission.may_lead(turn.tx, person=turn.person, chat=turn.chat)


def _kind_of(job: Job) -> str:
    return "watch" if job.is_watch else "schedule"


def _moment(argument: str) -> datetime | None:
    """Return the moment that a button names; None for one that a client has made up."""
    number = number_in(argument)
    try:
        return None if number is None else EPOCH + number * MICROSECOND
    except OverflowError:
        return None
