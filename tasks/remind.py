"""`remind`: says at the right time what it was asked to say, and rings.

The text comes first, so that a locked phone shows it. Later than half an hour it is asked about instead of
said: "water at 15:00" makes no sense at night.
"""

from datetime import timedelta

from domain.clock import Clock
from domain.job import TaskSpec
from domain.report import Report, Span
from domain.run import Inputs, Result
from domain.task import Task
from messages.buttons import button
from messages.sentences import text
from tasks.equipment import Equipment, Member

#: How long [Snooze] puts it off, as the handlers know it, in the order of the buttons.
SNOOZES = ("10m", "1h", "tomorrow")


async def remind(spec: TaskSpec, inputs: Inputs, clock: Clock) -> Result:
    """Return the reminder with its buttons."""
    del clock
    language = inputs.language
    later = tuple(
        button(language, "snooze", argument=length, label=text(language, f"remind.snooze-{length}"))
        for length in SNOOZES
    )
    return Result(
        report=Report(
            spans=(Span(spec.text or text(language, "remind.nothing")),),
            actions=((button(language, "done"), *later),),
        )
    )


def _build(equipment: Equipment) -> Task:
    del equipment
    return remind


MEMBER = Member(name="remind", build=_build, longest_grace=timedelta(minutes=30))
