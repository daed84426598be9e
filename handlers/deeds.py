"""What can be done with one job: the same whether a button, a command or a sentence asks for it.

Every deed is checked here against who asks and where; a button of another chat reaches nothing.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from domain.errors import UserError
from domain.job import Job, ScheduleSpec
from handlers.acts import changing, ending, looking, missed, muting, reminders, runs, skipping
from handlers.turn import Turn
from jobs import finding, permission
from language.intents import JobRef
from messages import lists
from storage.job_rows import LIVING

#: At most so many jobs are offered as buttons; who has more names one.
MOST_OFFERED = 12

#: Carries out the deed; the text is the button's argument.
Act = Callable[[Turn, Job, str], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A thing to do with one job. `changes`: only its creator, an administrator or the owner may."""

    word: str
    act: Act
    changes: bool = False


#: Words that others write on their buttons stay here for as long as a message can carry them.
DEEDS: tuple[Deed, ...] = (
    Deed(word="cancel", act=ending.cancel, changes=True),
    Deed(word="undo", act=ending.undo, changes=True),
    Deed(word="pause", act=changing.pause, changes=True),
    Deed(word="resume", act=changing.resume, changes=True),
    Deed(word="mute", act=muting.mute, changes=True),
    Deed(word="skip-next", act=skipping.skip_next, changes=True),
    Deed(word="unskip", act=skipping.unskip, changes=True),
    Deed(word="change", act=changing.ask_for_change, changes=True),
    Deed(word="undo-change", act=changing.undo_change, changes=True),
    Deed(word="run", act=runs.run_now),
    Deed(word="history", act=runs.history),
    Deed(word="skip", act=runs.skip, changes=True),
    Deed(word="missed", act=missed.decide, changes=True),
    Deed(word="always", act=runs.always_catch_up, changes=True),
    Deed(word="done", act=reminders.done),
    Deed(word="snooze", act=reminders.snooze),
    Deed(word="report-now", act=looking.report_now),
    Deed(word="logs", act=looking.logs),
    Deed(word="previous", act=looking.previous),
    Deed(word="events", act=looking.events),
    Deed(word="describe", act=looking.describe),
    Deed(word="watch-again", act=looking.watch_again),
    Deed(word="keep-watching", act=changing.keep_watching, changes=True),
)

_BY_WORD = {deed.word: deed for deed in DEEDS}

#: Deeds that make sense for schedules or watches only: "which?" offers no others.
_ONLY_SCHEDULES = frozenset({"run", "change", "skip-next", "missed"})
_ONLY_WATCHES = frozenset({"logs", "mute", "report-now"})


def knows(word: str) -> bool:
    """Tell whether the word names a deed."""
    return word in _BY_WORD


async def do(turn: Turn, word: str, job: Job, *, argument: str = "") -> None:
    """Do it, if this person may.

    Raises:
        UserError: They may not, or the job is not in a state for it.
    """
    deed = _BY_WORD[word]
    await permission.check_sees(job, turn.chat)
    if deed.changes:
        await permission.check_may_change(turn.tx, job, person=turn.person, chat=turn.chat)
    await deed.act(turn, job, argument)


async def do_to(
    turn: Turn, word: str, ref: JobRef, *, replied: str | None = None, argument: str = ""
) -> None:
    """Do it to the job that the words mean; without words to the one replied to, or ask which."""
    if ref.number is None and ref.name is None and replied is not None:
        await do(turn, word, await finding.by_id(turn.tx, replied, chat=turn.chat), argument=argument)
        return
    found = await finding.candidates(turn.tx, ref, chat=turn.chat)
    named = ref.number is not None or ref.name is not None
    if named and len(found) == 1:
        await do(turn, word, found[0], argument=argument)
        return
    fitting = tuple(job for job in found if _fits(word, job))
    if not fitting:
        raise UserError("jobs.none-fits")
    asked = lists.which(
        fitting[:MOST_OFFERED],
        language=turn.language,
        word=word,
        key=f"handlers.which-{word}",
        argument=argument,
    )
    await turn.answer(asked)


def _fits(word: str, job: Job) -> bool:
    is_schedule = isinstance(job.spec, ScheduleSpec)
    if word in _ONLY_SCHEDULES:
        return is_schedule
    if word in _ONLY_WATCHES:
        return job.is_watch
    if word == "resume":
        return job.state in LIVING[1:]
    return job.state is LIVING[0] if word == "pause" else True
