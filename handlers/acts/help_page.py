"""/help: made from the registry of commands, so that a new one is in it by itself."""

from handlers.turn import Turn
from messages import help as help_text


async def show(turn: Turn) -> None:
    """Show examples and all commands that this person can use."""
    entries = tuple(
        (turn.text(f"command.{entry.name}.usage"), turn.text(f"command.{entry.name}.summary"))
        for entry in turn.rooms.menu
        if turn.person.is_owner or not entry.owner_only
    )
    await turn.answer(help_text.page(turn.language, entries))
