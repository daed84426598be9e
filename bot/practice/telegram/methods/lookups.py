"""getMe, getFile, getChat, getChatMember, getChatAdministrators, webhooks: questions without effect."""

from typing import Any

from bot.practice.telegram.arguments import Arguments
from bot.practice.telegram.chats import Standing, standing_json
from bot.practice.telegram.errors import bad_request
from bot.practice.telegram.files import DOWNLOAD_LIMIT
from bot.practice.telegram.methods.method import method
from bot.practice.telegram.world import World


def get_me(world: World, _: Arguments) -> dict[str, Any]:
    """Return the bot."""
    return world.me.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
    }


def get_file(world: World, arguments: Arguments) -> dict[str, Any]:
    """Return where a file can be fetched."""
    document, _ = world.files.find(arguments.text("file_id"))
    if document.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": document.file_id,
        "file_unique_id": document.unique_id,
        "file_size": document.size,
        "file_path": world.files.path(document),
    }


def get_chat(world: World, arguments: Arguments) -> dict[str, Any]:
    """Return a chat in full."""
    chat = world.chat_named(arguments)
    chat.refuse_unreachable()
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
        False,
    )
    return chat.as_json() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def get_chat_member(world: World, arguments: Arguments) -> dict[str, Any]:
    """Return what somebody is in a chat."""
    chat = world.chat_named(arguments)
    chat.refuse_unreachable()
    user_id = arguments.integer("user_id")
    if user_id == world.me.id:
        return standing_json(world.me, chat.bot_standing)
    if user_id in chat.members:
        member = chat.members[user_id]
        return standing_json(member.account, member.standing)
    for other in world.chats.values():
        if user_id in other.members:
            return standing_json(other.members[user_id].account, Standing.LEFT)
    raise bad_request("PARTICIPANT_ID_INVALID" if user_id else "invalid user_id specified")


def get_chat_administrators(world: World, arguments: Arguments) -> list[dict[str, Any]]:
    """Return those who lead a group; other bots are left out."""
    chat = world.chat_named(arguments)
    chat.refuse_unreachable()
    if not chat.is_group:
        raise bad_request("there are no administrators in the private chat")
    leading = (Standing.CREATOR, Standing.ADMINISTRATOR)
    found = [standing_json(it.account, it.standing) for it in chat.members.values() if it.standing in leading]
    return [*found, standing_json(world.me, chat.bot_standing)] if chat.bot_standing in leading else found


def delete_webhook(world: World, arguments: Arguments) -> bool:
    """Take a webhook away."""
    world.webhook_url = ""
    if arguments.flag("drop_pending_updates"):
        world.updates.forget()
    return True


def get_webhook_info(world: World, _: Arguments) -> dict[str, Any]:
    """Return whether a webhook is set, and how many updates wait."""
    return {
        "url": world.webhook_url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
        "allowed_updates": list(world.updates.allowed),
    }


METHODS = (
    method("getMe", get_me),
    method("getFile", get_file, "file_id"),
    method("getChat", get_chat, "chat_id"),
    method("getChatMember", get_chat_member, "chat_id", "user_id"),
    method("getChatAdministrators", get_chat_administrators, "chat_id", "return_bots"),
    method("deleteWebhook", delete_webhook, "drop_pending_updates"),
    method("getWebhookInfo", get_webhook_info),
)
