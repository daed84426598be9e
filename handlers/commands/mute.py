"""/mute: let a watch be silent for a while."""

from handlers import deeds
from handlers.command import Command
from handlers.phrase import Phrase
from handlers.reference import job_meant
from handlers.turn import Turn
from language import silence


async def handle(turn: Turn, phrase: Phrase) -> None:
    """Do it to the job that is named, replied to, or chosen from buttons; what follows is how long."""
    rest, length = silence.split(phrase.text)
    await deeds.do_to(turn, "mute", job_meant(rest), replied=phrase.job_id, argument=length)


COMMAND = Command(name="mute", handle=handle, in_private=False)
