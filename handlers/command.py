"""What a command is: a name, who sees it in the menus, and what it does."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.phrase import Phrase
from handlers.rooms import MenuEntry
from handlers.turn import Turn

#: Carries out the command; the phrase holds what followed its name.
Handle = Callable[[Turn, Phrase], Awaitable[None]]


#: What aiogram calls: the command as a handler of messages.
Runner = Callable[..., Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(MenuEntry):
    """A member of the registry: what the menus show, and what it does."""

    handle: Handle
