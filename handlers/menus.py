"""The menus of commands, for each kind of chat and each language, made from the registry.

Menus are display only, not access control. Telegram looks for a menu by scope and language; the one without a
language is what everybody else sees. They are compared first and written only when they differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from handlers.command import Command
from handlers.commands import COMMANDS
from messages.sentences import LANGUAGES, text

Scope = BotCommandScopeAllPrivateChats | BotCommandScopeAllGroupChats

#: What a menu shows without scrolling (telegram.md 3.2).
MOST_ENTRIES = 8


class MenuApi(Protocol):
    """The two calls of the Bot API that menus need; aiogram's bot has them."""

    async def get_my_commands(
        self, scope: Scope | None = None, language_code: str | None = None
    ) -> list[BotCommand]:
        """Return the menu of this scope and language."""

    async def set_my_commands(
        self, commands: list[BotCommand], scope: Scope | None = None, language_code: str | None = None
    ) -> bool:
        """Replace it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """One menu. `language` is None for everybody whose language the catalogue does not speak."""

    scope: Scope
    language: str | None
    entries: tuple[tuple[str, str], ...]


def menus(commands: Sequence[Command] = COMMANDS) -> tuple[Menu, ...]:
    """Return all menus: private chats and groups, in each language and without one."""
    private = tuple(command.name for command in commands if command.in_private)
    groups = tuple(command.name for command in commands if command.in_groups)
    return tuple(
        Menu(scope=scope, language=language, entries=_entries(names, language or "en"))
        for scope, names in (
            (BotCommandScopeAllPrivateChats(), private),
            (BotCommandScopeAllGroupChats(), groups),
        )
        for language in (None, *LANGUAGES)
    )


async def sync_menus(bot: MenuApi) -> int:
    """Bring Telegram's menus up to date and return how many were written."""
    written = 0
    for menu in menus():
        shown = await bot.get_my_commands(scope=menu.scope, language_code=menu.language)
        if tuple((command.command, command.description) for command in shown) != menu.entries:
            wanted = [BotCommand(command=name, description=summary) for name, summary in menu.entries]
            await bot.set_my_commands(wanted, scope=menu.scope, language_code=menu.language)
            written += 1
    return written


def _entries(names: Sequence[str], language: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, text(language, f"command.{name}.summary")) for name in names[:MOST_ENTRIES])
