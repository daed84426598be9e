"""/help, made from the registry of commands: a new one is in it by itself; and what is near to a typo."""

from difflib import SequenceMatcher

from handlers.turn import Turn
from messages import help as help_text

#: Words that are less alike than this have nothing to do with each other.
ALIKE = 0.7

#: How many examples answer what was not understood.
NEAREST = 2


async def show(turn: Turn) -> None:
    """Show examples and all commands that this person can use."""
    await turn.answer(help_text.page(turn.language, _entries(turn)))


async def not_understood(turn: Turn, said: str) -> None:
    """Answer with the examples that have most in common with what was said."""
    examples = (*help_text.examples(turn.language), *(usage for usage, _ in _entries(turn)))
    words = said.lower().replace("/", " ").split()[:20]
    nearest = sorted(dict.fromkeys(examples), key=lambda example: -_likeness(words, example))
    await turn.answer(help_text.not_understood(turn.language, nearest[:NEAREST]))


def _likeness(words: list[str], example: str) -> float:
    known = example.lower().replace("/", " ").split()
    return sum(max((_alike(word, other) for other in known), default=0.0) for word in words)


def _alike(word: str, other: str) -> float:
    ratio = SequenceMatcher(a=word, b=other).ratio()
    return ratio if ratio >= ALIKE and min(len(word), len(other)) > 2 else 0.0


def _entries(turn: Turn) -> tuple[tuple[str, str], ...]:
    return tuple(
        (turn.text(f"command.{entry.name}.usage"), turn.text(f"command.{entry.name}.summary"))
        for entry in turn.rooms.menu
        if turn.person.is_owner or not entry.owner_only
    )
