"""/help: examples and all commands."""

from handlers.acts import help_page
from handlers.command import Command
from handlers.phrase import Phrase
from handlers.turn import Turn


async def handle(turn: Turn, phrase: Phrase) -> None:
    """Show the help."""
    del phrase
    await help_page.show(turn)


COMMAND = Command(name="help", handle=handle, in_groups=True)
