"""/watch: report when something in the cluster is through, or goes wrong."""

from handlers.command import Command
from handlers.meaning import mean
from handlers.phrase import Phrase
from handlers.turn import Turn


async def handle(turn: Turn, phrase: Phrase) -> None:
    """Understand what followed the command, and do it."""
    await mean(turn, phrase.of_form("watch"))


COMMAND = Command(name="watch", handle=handle, in_groups=True)
