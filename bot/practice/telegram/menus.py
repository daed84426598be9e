"""The bot's menus of commands and its descriptions, by scope and language."""

import re
from dataclasses import dataclass
from typing import Any

from bot.practice.telegram.chats import Chat, Standing
from bot.practice.telegram.errors import bad_request

COMMAND_LIMIT = 100

Commands = tuple[tuple[str, str], ...]

_SCOPE_FIELDS = {
    "default": frozenset({"type"}),
    "all_private_chats": frozenset({"type"}),
    "all_group_chats": frozenset({"type"}),
    "all_chat_administrators": frozenset({"type"}),
    "chat": frozenset({"type", "chat_id"}),
    "chat_administrators": frozenset({"type", "chat_id"}),
    "chat_member": frozenset({"type", "chat_id", "user_id"}),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom a menu is."""

    kind: str
    chat_id: int = 0
    user_id: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.kind, self.chat_id, self.user_id) if part)


def read_scope(value: dict[str, Any]) -> Scope:
    """Return the scope that a `BotCommandScope` describes; an empty one is the default."""
    kind = value.get("type", "default")
    if kind not in _SCOPE_FIELDS:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if value and value.keys() != _SCOPE_FIELDS[kind]:
        raise bad_request(f'can\'t parse BotCommandScope: wrong fields for "{kind}"')
    try:
        return Scope(kind, int(value.get("chat_id", 0)), int(value.get("user_id", 0)))
    except (TypeError, ValueError):
        raise bad_request("chat not found") from None


def read_language(code: str) -> str:
    """Return a language code of two letters, "" for all other languages."""
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def read_commands(values: list[Any]) -> Commands:
    """Return the commands of a list, checked."""
    if len(values) > COMMAND_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return tuple(_command(value) for value in values)


def _command(value: Any) -> tuple[str, str]:
    if not isinstance(value, dict) or value.keys() - {"command", "description", "is_ephemeral"}:
        raise bad_request("can't parse BotCommand: expected an Object with command and description")
    name = str(value.get("command", "")).removeprefix("/")
    description = str(value.get("description", ""))
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return name, description


class Menus:
    """What was set, and what a person finds."""

    def __init__(self) -> None:
        self._commands: dict[tuple[Scope, str], Commands] = {}
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}

    def set(self, scope: Scope, language: str, commands: Commands) -> None:
        """Set one menu; no commands delete it."""
        if commands:
            self._commands[scope, language] = commands
        else:
            self._commands.pop((scope, language), None)

    def get(self, scope: Scope, language: str) -> Commands:
        """Return exactly this menu, as getMyCommands does."""
        return self._commands.get((scope, language), ())

    def shown(self, chat: Chat, person_id: int, language: str) -> Commands:
        """Return the menu that a person sees in a chat: the narrowest scope, their language first."""
        for scope in _lookup_order(chat, person_id):
            for code in (language, ""):
                if commands := self._commands.get((scope, code)):
                    return commands
        return ()


def _lookup_order(chat: Chat, person_id: int) -> tuple[Scope, ...]:
    if not chat.is_group:
        return Scope("chat", chat.id), Scope("all_private_chats"), Scope("default")
    member = chat.members.get(person_id)
    leads = member is not None and member.standing in (Standing.CREATOR, Standing.ADMINISTRATOR)
    own = (Scope("chat_administrators", chat.id),) if leads else ()
    all_own = (Scope("all_chat_administrators"),) if leads else ()
    of_chat = (Scope("chat_member", chat.id, person_id), *own, Scope("chat", chat.id))
    return *of_chat, *all_own, Scope("all_group_chats"), Scope("default")
