"""/skip: leave out the next time of a schedule."""

from handlers import deeds
from handlers.command import Command
from handlers.phrase import Phrase
from handlers.reference import job_meant
from handlers.turn import Turn


async def handle(turn: Turn, phrase: Phrase) -> None:
    """Do it to the job that is named, replied to, or chosen from buttons."""
    await deeds.do_to(turn, "skip-next", job_meant(phrase.text), replied=phrase.job_id)


COMMAND = Command(name="skip", handle=handle, in_private=False)
