"""A sentence that names a time becomes a job, or the question in which zone it is meant."""

from domain.job import ScheduleSpec, TaskSpec
from handlers.acts import zones
from handlers.phrase import Phrase
from handlers.showing import card_of
from handlers.turn import Turn
from jobs import creating
from jobs.creating import Asked
from language.intents import Create

#: A title is one line of /list.
TITLE_LENGTH = 80


async def create(turn: Turn, intent: Create, phrase: Phrase) -> None:
    """Store the job and show its card; a chat without a zone is asked for one first."""
    if intent.needs_zone and turn.chat.zone is None:
        await zones.ask(turn, phrase)
        return
    spec = spec_of(intent)
    asked = Asked(origin=turn.origin, key=f"{turn.key}:0", now=turn.now, most=turn.rooms.max_jobs)
    job = await creating.schedule(turn.tx, spec, title=title_of(spec), asked=asked)
    await turn.answer(card_of(job, turn), job_id=job.id)


def spec_of(intent: Create) -> ScheduleSpec:
    """Return what is stored of a sentence: a task that is known by name, else a reminder."""
    about = intent.topic if intent.task_name == "news" and intent.topic else intent.task
    task = TaskSpec(name=intent.task_name, text=about)
    return ScheduleSpec(trigger=intent.trigger, task=task, words=intent.words)


def title_of(spec: ScheduleSpec) -> str:
    """Return one line that names the job."""
    line = " ".join(spec.task.text.split())
    return line if len(line) <= TITLE_LENGTH else f"{line[: TITLE_LENGTH - 1]}…"
