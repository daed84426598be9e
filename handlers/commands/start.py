"""/start: the greeting. What follows it is a one-time link's code, which the access middleware has taken."""

from handlers.command import Command
from handlers.phrase import Phrase
from handlers.turn import Turn
from messages import help as help_text


async def handle(turn: Turn, phrase: Phrase) -> None:
    """Greet, with sentences to try."""
    del phrase
    await turn.answer(help_text.start(turn.language, name=turn.person.name, owner=turn.person.is_owner))


COMMAND = Command(name="start", handle=handle, in_private=False)
