"""/list: all jobs of the chat."""

from handlers.acts import lists_page
from handlers.command import Command
from handlers.phrase import Phrase
from handlers.turn import Turn


async def handle(turn: Turn, phrase: Phrase) -> None:
    """Show the first page, or the jobs that are called so."""
    if phrase.text:
        await lists_page.found(turn, phrase.text)
    else:
        await lists_page.show(turn)


COMMAND = Command(name="list", handle=handle, in_groups=True)
