"""sendChatAction, setMessageReaction, pinChatMessage: marks that are no messages."""

from dataclasses import replace
from typing import Any

from bot.practice.telegram.arguments import Arguments
from bot.practice.telegram.chats import Chat, Standing
from bot.practice.telegram.errors import bad_request
from bot.practice.telegram.journal import Acted, Pinned, Reacted
from bot.practice.telegram.methods.method import method
from bot.practice.telegram.world import World

_ACTION_WORDS = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note"
)
ACTIONS = frozenset(_ACTION_WORDS.split())

_EMOJIS = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 "
    "🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 "
    "😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 "
    "🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)
#: What a bot may put to a message (Bot API, ReactionTypeEmoji); the variation selector may be left out.
REACTIONS = frozenset(_EMOJIS.split())


def send_chat_action(world: World, arguments: Arguments) -> bool:
    """Show that the bot is busy."""
    chat = world.chat_named(arguments)
    chat.refuse_writing(arguments.integer("message_thread_id"))
    action = arguments.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.journal.write(Acted(at=world.clock.now(), chat_id=chat.id, action=action))
    return True


def set_message_reaction(world: World, arguments: Arguments) -> bool:
    """Put one emoji to a message, or take it away."""
    chat = world.chat_named(arguments)
    chat.refuse_unreachable()
    message = world.message_named(chat, arguments, use="react")
    emojis = [_emoji(value) for value in arguments.array("reaction")]
    if len(emojis) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    after = chat.put(replace(message, reaction="".join(emojis)))
    world.journal.write(Reacted(at=world.clock.now(), chat_id=chat.id, message=after, emoji=after.reaction))
    return True


def pin_chat_message(world: World, arguments: Arguments) -> bool:
    """Pin a message at the top of a chat."""
    chat = world.chat_named(arguments)
    chat.refuse_unreachable()
    _refuse_pinning(chat)
    message = world.message_named(chat, arguments, use="pin")
    world.journal.write(
        Pinned(
            at=world.clock.now(),
            chat_id=chat.id,
            message_id=message.id,
            silent=arguments.flag("disable_notification"),
        )
    )
    return True


def _refuse_pinning(chat: Chat) -> None:
    if chat.is_group and chat.bot_standing is not Standing.ADMINISTRATOR:
        raise bad_request("not enough rights to manage pinned messages in the chat")


def _emoji(value: Any) -> str:
    if not isinstance(value, dict) or value.get("type") != "emoji":
        raise bad_request("REACTION_INVALID")
    emoji = str(value.get("emoji", "")).replace("\ufe0f", "")
    if emoji not in REACTIONS:
        raise bad_request("REACTION_INVALID")
    return emoji


METHODS = (
    method("sendChatAction", send_chat_action, "chat_id", "message_thread_id", "action"),
    method("setMessageReaction", set_message_reaction, "chat_id", "message_id", "reaction", "is_big"),
    method("pinChatMessage", pin_chat_message, "chat_id", "message_id", "disable_notification"),
)
