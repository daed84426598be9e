"""/mute: let a watch be silent for a while."""

import re

from domain.errors import UserError
from handlers import deeds
from handlers.command import Command
from handlers.phrase import Phrase
from handlers.reference import job_meant
from handlers.turn import Turn
from language import silence

#: A number with more behind it: no name, but a time that was not understood.
UNREADABLE = re.compile(r"#?\d{1,9}\s+(?P<length>\S.*)")


async def handle(turn: Turn, phrase: Phrase) -> None:
    """Do it to the job that is named, replied to, or chosen from buttons; what follows is how long.

    Raises:
        UserError: It is not said how long in words that are known.
    """
    rest, length = silence.split(phrase.text)
    if UNREADABLE.fullmatch(rest) and (said := UNREADABLE.fullmatch(phrase.text.strip())):
        raise UserError("handlers.no-length", said=said["length"][:40])
    await deeds.do_to(turn, "mute", job_meant(rest), replied=phrase.job_id, argument=length)


COMMAND = Command(name="mute", handle=handle, in_private=False)
