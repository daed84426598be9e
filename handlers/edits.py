"""Editing the command just sent offers [Change]; a command that came to nothing is taken as said again."""

from datetime import timedelta

from aiogram import F, Router
from aiogram.types import Message

from domain.buttons import number_in
from domain.errors import UserError
from domain.job import Job, ScheduleSpec
from domain.report import Report
from handlers import deeds
from handlers.acts import changing, looking
from handlers.filters import Slash, is_for, meant_for, read_command, said_in
from handlers.meaning import carry_out
from handlers.phrase import Phrase, form_named, kept_phrase, understood
from handlers.turn import Turn
from jobs import finding
from jobs.ending import check_lives
from language.intents import Create, Watch
from messages.buttons import button
from messages.sentences import spans
from storage import job_rows, questions

#: Word of the question.
EDIT = "edit"

#: Commands that make a job.
MAKING = frozenset({"every", "at", "in", "cron", "watch"})

#: After this long an edited message is no command any more, but somebody tidying up.
RECENT = timedelta(minutes=15)


async def offer(turn: Turn, phrase: Phrase, *, sent_ago: timedelta) -> None:
    """Offer to change the job that this message made; without a job take a recent message as said again.

    Raises:
        UserError: The job has ended, a moment ago.
    """
    intent = await understood(turn, phrase)
    if not isinstance(intent, (Create, Watch)):
        return
    made = await job_rows.made_by_message(
        turn.tx, chat_id=turn.chat.id, message_id=turn.origin.message_id, person_id=turn.person.id
    )
    living = tuple(job for job in made if job.state in job_rows.LIVING)
    if living:
        await _offer(turn, living[0], phrase)
    elif sent_ago > RECENT:
        return
    elif made:
        check_lives(made[0])  # says what became of it
    else:
        await carry_out(turn, intent, phrase)


async def apply(turn: Turn, argument: str) -> None:
    """Change the job to what the message says since it was edited.

    Raises:
        UserError: Somebody else was asked, or it was decided before.
    """
    question = await _asked(turn, argument)
    job = await finding.by_id(turn.tx, question["job"], chat=turn.chat)
    phrase = kept_phrase(question)
    intent = await understood(turn, phrase)
    if isinstance(intent, Watch) and job.is_watch:
        await deeds.do(turn, "cancel", job)
        await looking.watch(turn, intent)
    elif isinstance(intent, Create) and isinstance(job.spec, ScheduleSpec):
        text = intent.topic or intent.task
        await changing.apply_change(turn, job, intent.trigger, words=intent.words, text=text)
    else:
        raise UserError("jobs.no-such-schedule")


async def leave(turn: Turn, argument: str) -> None:
    """Leave the job as it is."""
    await _asked(turn, argument)
    await turn.show(Report(spans=spans(turn.language, "handlers.left")))


async def _offer(turn: Turn, job: Job, phrase: Phrase) -> None:
    await questions.drop(turn.tx, turn.origin, words=(EDIT,), of_message=True)
    question = await questions.ask(
        turn.tx,
        word=EDIT,
        origin=turn.origin,
        arguments={**phrase.encode(), "job": job.id},
        outbox_key=turn.key,
        now=turn.now,
    )
    row = (
        button(turn.language, "edit", argument=str(question)),
        button(turn.language, "leave", argument=str(question)),
    )
    said = spans(turn.language, "handlers.edited", number=job.number, text=phrase.text)
    await turn.answer(Report(spans=said, actions=(row,)), job_id=job.id)


async def _asked(turn: Turn, argument: str) -> dict[str, str]:
    number = number_in(argument)
    question = None if number is None else await questions.get(turn.tx, number, chat_id=turn.chat.id)
    if question is None:
        raise UserError("jobs.answered-already")
    if question.origin.person_id != turn.person.id:
        raise UserError("jobs.not-asked")
    await questions.close(turn.tx, question, answered=True)
    return question.arguments


async def edited(message: Message, turn: Turn) -> None:
    """Take an edited message: only what makes a job is of interest."""
    text = said_in(message)
    slash = read_command(text)
    if text is None or not _is_ours(message, turn, slash):
        return
    if slash is None:
        phrase = Phrase(text=text, at=turn.now)
    elif slash.name in MAKING:
        phrase = Phrase(text=slash.rest, at=turn.now, form=form_named(slash.name))
    else:
        return
    await offer(turn, phrase, sent_ago=turn.now - message.date)


def _is_ours(message: Message, turn: Turn, slash: Slash | None) -> bool:
    if slash is not None:
        return is_for(slash, turn.rooms.username)
    return turn.chat.is_private or meant_for(message, turn.rooms.username) is not None


def router() -> Router:
    """Return the router of edited messages; a router can be attached only once."""
    made = Router(name="edits")
    made.edited_message.register(edited, F.text)
    return made
