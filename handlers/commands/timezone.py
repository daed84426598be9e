"""/timezone: set the chat's zone by a place or a zone's name; alone it asks."""

from handlers.acts import settings
from handlers.command import Command
from handlers.meaning import go_on
from handlers.phrase import Phrase
from handlers.turn import Turn


async def handle(turn: Turn, phrase: Phrase) -> None:
    """Set the zone or ask for it, and let go on what waited for it."""
    await go_on(turn, await settings.show_or_take_zone(turn, phrase.text))


COMMAND = Command(name="timezone", handle=handle, in_private=False)
