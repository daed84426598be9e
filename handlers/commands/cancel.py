"""/cancel: take a job back, by number or name, or all of them; alone it shows buttons."""

from dataclasses import replace

from handlers import deeds
from handlers.acts import everything
from handlers.command import Command
from handlers.phrase import Phrase, understood
from handlers.reference import job_meant
from handlers.turn import Turn
from language.intents import CancelAll


async def handle(turn: Turn, phrase: Phrase) -> None:
    """Do it to the job that is named, replied to, or chosen from buttons; "all" is asked about first."""
    meant = await understood(turn, replace(phrase, text=f"cancel {phrase.text}", form="plain"))
    if isinstance(meant, CancelAll):
        await everything.offer(turn, meant.kind)
        return
    await deeds.do_to(turn, "cancel", job_meant(phrase.text), replied=phrase.job_id)


COMMAND = Command(name="cancel", handle=handle, in_groups=True)
