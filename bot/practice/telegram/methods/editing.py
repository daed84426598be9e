"""editMessageText, editMessageCaption, editMessageReplyMarkup, deleteMessage, deleteMessages.

Edits of the bot's own messages have no age limit; deleting has one of 48 hours.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.practice.telegram import formatting
from bot.practice.telegram.arguments import Arguments
from bot.practice.telegram.chats import Chat, Standing
from bot.practice.telegram.errors import ApiError, bad_request, message_not_found, not_modified
from bot.practice.telegram.formatting import CAPTION_LIMIT, TEXT_LIMIT
from bot.practice.telegram.journal import Deleted, Edited
from bot.practice.telegram.keyboards import read_inline
from bot.practice.telegram.methods.method import method
from bot.practice.telegram.methods.sending import read_text
from bot.practice.telegram.values import Message
from bot.practice.telegram.world import World

DELETABLE_FOR = timedelta(hours=48)


def edit_message_text(world: World, arguments: Arguments) -> dict[str, Any]:
    """Replace text, entities and buttons of a text message."""
    chat, before = _own(world, arguments)
    formatted = read_text(arguments, "text", entities="entities", empty_is="message text is empty")
    if len(formatted.text) > TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if before.document is not None:
        raise bad_request("there is no text in the message to edit")
    shown = formatting.with_detected(formatted)
    keyboard = read_inline(arguments.object("reply_markup"))
    return _change(
        world, chat, before, replace(before, text=shown.text, entities=shown.entities, keyboard=keyboard)
    )


def edit_message_caption(world: World, arguments: Arguments) -> dict[str, Any]:
    """Replace caption and buttons of a document."""
    chat, before = _own(world, arguments)
    formatted = read_text(arguments, "caption", entities="caption_entities")
    if len(formatted.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    if before.document is None:
        raise bad_request("there is no caption in the message to edit")
    shown = formatting.with_detected(formatted)
    keyboard = read_inline(arguments.object("reply_markup"))
    return _change(
        world, chat, before, replace(before, text=shown.text, entities=shown.entities, keyboard=keyboard)
    )


def edit_message_reply_markup(world: World, arguments: Arguments) -> dict[str, Any]:
    """Replace the buttons only."""
    chat, before = _own(world, arguments)
    keyboard = read_inline(arguments.object("reply_markup"))
    return _change(world, chat, before, replace(before, keyboard=keyboard))


def delete_message(world: World, arguments: Arguments) -> bool:
    """Delete a message of the bot, or one that it may delete."""
    chat = world.chat_named(arguments)
    chat.refuse_unreachable()
    _delete(world, chat, world.message_named(chat, arguments, use="delete"))
    return True


def delete_messages(world: World, arguments: Arguments) -> bool:
    """Delete several; those that are not there are passed over."""
    chat = world.chat_named(arguments)
    chat.refuse_unreachable()
    ids = arguments.array("message_ids")
    if not 1 <= len(ids) <= 100:
        raise bad_request(
            "too many message identifiers specified" if ids else "message identifiers are not specified"
        )
    for message in [chat.messages[number] for number in ids if number in chat.messages]:
        _delete(world, chat, message)
    return True


def _own(world: World, arguments: Arguments) -> tuple[Chat, Message]:
    chat = world.chat_named(arguments)
    chat.refuse_unreachable()
    message = world.message_named(chat, arguments, use="edit")
    if message.sender.id != world.me.id or message.service:
        raise bad_request("message can't be edited")
    return chat, message


def _change(world: World, chat: Chat, before: Message, after: Message) -> dict[str, Any]:
    if after == before:
        raise not_modified()
    now = world.clock.now()
    world.pace.spend(chat.id, is_group=chat.is_group, now=now)
    after = replace(after, edited_at=now, earlier=(*before.earlier, before.text))
    chat.put(after)
    world.journal.write(Edited(at=now, chat_id=chat.id, before=before, after=after))
    return world.message_json(after)


def _delete(world: World, chat: Chat, message: Message) -> None:
    if (reason := _why_kept(world, chat, message)) is not None:
        raise reason
    del chat.messages[message.id]
    world.journal.write(Deleted(at=world.clock.now(), chat_id=chat.id, message=message))


def _why_kept(world: World, chat: Chat, message: Message) -> ApiError | None:
    own = message.sender.id == world.me.id
    allowed = own or not chat.is_group or chat.bot_standing is Standing.ADMINISTRATOR
    if not allowed or world.clock.now() - message.sent_at > DELETABLE_FOR:
        return bad_request("message can't be deleted")
    return None if message.id in chat.messages else message_not_found("delete")


_TARGET = ("chat_id", "message_id", "reply_markup")

METHODS = (
    method(
        "editMessageText",
        edit_message_text,
        *_TARGET,
        "text",
        "entities",
        "parse_mode",
        "link_preview_options",
        "disable_web_page_preview",
    ),
    method("editMessageCaption", edit_message_caption, *_TARGET, "caption", "caption_entities", "parse_mode"),
    method("editMessageReplyMarkup", edit_message_reply_markup, *_TARGET),
    method("deleteMessage", delete_message, "chat_id", "message_id"),
    method("deleteMessages", delete_messages, "chat_id", "message_ids"),
)
