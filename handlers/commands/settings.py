"""/settings: show the page, or set one ("/settings namespace prod")."""

from handlers.acts import settings
from handlers.command import Command
from handlers.meaning import go_on
from handlers.phrase import Phrase
from handlers.turn import Turn


async def handle(turn: Turn, phrase: Phrase) -> None:
    """Show all settings, or set the one that is named."""
    name, _, value = phrase.text.partition(" ")
    await go_on(turn, await settings.show_or_set(turn, name, value.strip() or None))


COMMAND = Command(name="settings", handle=handle)
