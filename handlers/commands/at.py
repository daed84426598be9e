"""/at: once, at a time."""

from handlers.command import Command
from handlers.meaning import mean_or_ask
from handlers.phrase import Phrase
from handlers.turn import Turn


async def handle(turn: Turn, phrase: Phrase) -> None:
    """Understand what followed the command, or ask for it."""
    await mean_or_ask(turn, phrase.of_form("at"))


COMMAND = Command(name="at", handle=handle)
