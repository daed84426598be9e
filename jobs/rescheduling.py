"""A new schedule, a new text, or both for a job that has a schedule: what the words leave out is kept."""

from dataclasses import dataclass

from domain.errors import UserError
from domain.job import ScheduleSpec
from domain.trigger import Trigger
from language.changing import changed
from language.context import Context
from language.news import news_wish
from language.problem import Problem
from language.schedule import lexicon
from language.task_text import stripped

#: A single word is hardly a text: more likely a schedule that was not understood.
FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSchedule:
    """A trigger and the words that it was made of; `text` is the new task, "" where none was said."""

    trigger: Trigger
    words: str
    text: str = ""


def rescheduled(spec: ScheduleSpec, phrase: str, context: Context) -> NewSchedule:
    """Return what the phrase makes of the schedule; words that name no time are a new text.

    Args:
        spec: What the job has now; whatever the phrase leaves out is taken from it.
        phrase: As typed, with or without "instead".
        context: Of the chat.

    Raises:
        UserError: The phrase names neither a schedule nor a text, or a schedule that cannot be.
    """
    try:
        new = changed(spec.trigger, phrase, context)
    except Problem as problem:
        intent = problem.intent()
        raise UserError(intent.key, **dict(intent.arguments)) from problem
    if new is not None:
        return NewSchedule(trigger=new.trigger, words=new.words, text=_text(spec, new.task))
    text = stripped(phrase, lexicon(context.language))
    if len(text.split()) < FEWEST_WORDS:
        raise UserError("jobs.no-such-schedule")
    return NewSchedule(trigger=spec.trigger, words=spec.words, text=_text(spec, text))


def _text(spec: ScheduleSpec, task: str) -> str:
    """Return the text as the job's task takes it: of news the bare topic."""
    wish = news_wish(task) if spec.task.name == "news" else None
    return wish.topic if wish else task
