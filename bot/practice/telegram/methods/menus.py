"""The bot's menus of commands and its descriptions: set, get, delete."""

from typing import Any

from bot.practice.telegram.arguments import Arguments
from bot.practice.telegram.errors import bad_request
from bot.practice.telegram.journal import MenuSet
from bot.practice.telegram.menus import Commands, Scope, read_commands, read_language, read_scope
from bot.practice.telegram.methods.method import method
from bot.practice.telegram.world import World

DESCRIPTION_LIMIT = 512
SHORT_DESCRIPTION_LIMIT = 120


def set_my_commands(world: World, arguments: Arguments) -> bool:
    """Set one menu."""
    scope, language = _place(world, arguments)
    return _set(world, scope, language, read_commands(arguments.array("commands")))


def delete_my_commands(world: World, arguments: Arguments) -> bool:
    """Delete one menu."""
    scope, language = _place(world, arguments)
    return _set(world, scope, language, ())


def get_my_commands(world: World, arguments: Arguments) -> list[dict[str, str]]:
    """Return one menu."""
    scope, language = _place(world, arguments)
    found = world.menus.get(scope, language)
    return [{"command": name, "description": description} for name, description in found]


def set_my_description(world: World, arguments: Arguments) -> bool:
    """Set what an empty chat shows."""
    return _describe(world.menus.descriptions, arguments, "description", DESCRIPTION_LIMIT)


def set_my_short_description(world: World, arguments: Arguments) -> bool:
    """Set what the bot's profile shows."""
    return _describe(world.menus.short_descriptions, arguments, "short_description", SHORT_DESCRIPTION_LIMIT)


def get_my_description(world: World, arguments: Arguments) -> dict[str, Any]:
    """Return what an empty chat shows, falling back to the text for all languages."""
    held = world.menus.descriptions
    return {"description": held.get(read_language(arguments.text("language_code")), held.get("", ""))}


def get_my_short_description(world: World, arguments: Arguments) -> dict[str, Any]:
    """Return what the bot's profile shows, falling back to the text for all languages."""
    held = world.menus.short_descriptions
    return {"short_description": held.get(read_language(arguments.text("language_code")), held.get("", ""))}


def _place(world: World, arguments: Arguments) -> tuple[Scope, str]:
    scope = read_scope(arguments.object("scope"))
    if scope.chat_id and scope.chat_id not in world.chats:
        raise bad_request("chat not found")
    if scope.user_id and scope.user_id not in world.chats[scope.chat_id].members:
        raise bad_request("user not found")
    return scope, read_language(arguments.text("language_code"))


def _set(world: World, scope: Scope, language: str, commands: Commands) -> bool:
    world.menus.set(scope, language, commands)
    now = world.clock.now()
    world.journal.write(
        MenuSet(at=now, chat_id=scope.chat_id, scope=str(scope), language=language, commands=commands)
    )
    return True


def _describe(held: dict[str, str], arguments: Arguments, name: str, limit: int) -> bool:
    language, text = read_language(arguments.text("language_code")), arguments.text(name)
    if len(text) > limit:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    held[language] = text
    return True


METHODS = (
    method("setMyCommands", set_my_commands, "commands", "scope", "language_code"),
    method("getMyCommands", get_my_commands, "scope", "language_code"),
    method("deleteMyCommands", delete_my_commands, "scope", "language_code"),
    method("setMyDescription", set_my_description, "description", "language_code"),
    method("getMyDescription", get_my_description, "language_code"),
    method("setMyShortDescription", set_my_short_description, "short_description", "language_code"),
    method("getMyShortDescription", get_my_short_description, "language_code"),
)
