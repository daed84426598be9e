"""/watch: report when something in the cluster is through, or goes wrong."""

from handlers.command import Command
from handlers.meaning import mean_or_ask
from handlers.phrase import Phrase
from handlers.turn import Turn


async def handle(turn: Turn, phrase: Phrase) -> None:
    """Watch what is named, or ask for it."""
    await mean_or_ask(turn, phrase.of_form("watch"))


COMMAND = Command(name="watch", handle=handle, in_groups=True)
