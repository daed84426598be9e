"""/missed: what becomes of runs that could not be run in time."""

from handlers import deeds
from handlers.command import Command
from handlers.phrase import Phrase
from handlers.reference import job_meant
from handlers.turn import Turn
from language import missed


async def handle(turn: Turn, phrase: Phrase) -> None:
    """Do it to the job that is named, replied to, or chosen from buttons; what follows is the wish."""
    rest, wish = missed.split(phrase.text)
    await deeds.do_to(turn, "missed", job_meant(rest), replied=phrase.job_id, argument=wish)


COMMAND = Command(name="missed", handle=handle, in_private=False)
