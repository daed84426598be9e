"""What the chat page is told: chats, messages and events as JSON of its own, simpler than Telegram's.

Nothing here is markup: the page sets every text with `textContent`.
"""

import json
from typing import Any

from bot.practice.telegram.chats import Chat
from bot.practice.telegram.journal import (
    Acted,
    Answered,
    Corrected,
    Deed,
    Deleted,
    Edited,
    Heard,
    Membership,
    MenuSet,
    Pressed,
    Reacted,
    Sent,
)
from bot.practice.telegram.people import Person
from bot.practice.telegram.town import Town
from bot.practice.telegram.values import Button, Message, Tray
from bot.practice.telegram.world import World

#: Characters of a message that are shown where it is replied to.
REPLY_PREVIEW = 140


def seat_views(world: World, town: Town) -> list[dict[str, Any]]:
    """Return every place from which a chat can be seen: a person in a chat."""
    pairs = [(person, room.chat) for person in town.people for room in town.rooms]
    return [_seat(world, person, chat) for person, chat in pairs if person.id in chat.members]


def chat_views(world: World, town: Town) -> dict[str, list[dict[str, Any]]]:
    """Return all messages of all chats, oldest first."""
    return {str(room.id): [message_view(world, it) for it in room.messages] for room in town.rooms}


def message_view(world: World, message: Message) -> dict[str, Any]:
    """Return one message as the page draws it."""
    return {
        "id": message.id,
        "chat": message.chat_id,
        "sender": {
            "id": message.sender.id,
            "name": message.sender.name,
            "bot": message.sender.id == world.me.id,
        },
        "at": message.sent_at.isoformat(),
        "text": message.text,
        "entities": [entity.as_json() for entity in message.entities],
        "keyboard": [[_button(button) for button in row] for row in message.keyboard],
        "tray": _tray(message.tray),
        "document": None
        if message.document is None
        else {"name": message.document.name, "size": message.document.size},
        "location": message.location,
        "reply": _reply(world, message),
        "thread": message.thread_id if message.in_topic else None,
        "rings": message.sender.id == world.me.id and not message.silent,
        "edits": len(message.earlier),
        "reaction": message.reaction,
        "event": _event(message),
    }


def deed_view(world: World, deed: Deed) -> dict[str, Any]:
    """Return what happened, as the page is told."""
    match deed:
        case Heard() | Sent():
            value: dict[str, Any] = {"kind": "message", "message": message_view(world, deed.message)}
        case Edited() | Corrected():
            value = {"kind": "edit", "message": message_view(world, deed.after)}
        case Reacted():
            value = {"kind": "mark", "message": message_view(world, deed.message)}
        case Deleted():
            value = {"kind": "delete", "message": {"id": deed.message.id}}
        case Pressed():
            value = {
                "kind": "press",
                "message": {"id": deed.message_id},
                "data": deed.data,
                "query": deed.query_id,
            }
        case Answered():
            value = {"kind": "answer", "query": deed.query_id, "person": deed.person.id}
            value |= {"text": deed.text, "alert": deed.alert}
        case Acted():
            value = {"kind": "action"}
        case Membership() | MenuSet():
            value = {"kind": "seats"}
        case _:
            value = {"kind": "other"}
    return value | {"chat": deed.chat_id, "at": deed.at.isoformat()}


def _seat(world: World, person: Person, chat: Chat) -> dict[str, Any]:
    others = [member.account.name for member in chat.members.values()]
    commands = world.menus.shown(chat, person.id, person.account.language_code)
    return {
        "id": f"{person.id}:{chat.id}",
        "chat": chat.id,
        "person": {"id": person.id, "name": person.name},
        "group": chat.is_group,
        "blocked": chat.is_blocked,
        "title": chat.title if chat.is_group else world.me.name,
        "members": others,
        "topics": [{"id": topic.id, "name": topic.name} for topic in chat.topics.values()],
        "forum": chat.is_forum,
        "commands": [{"name": name, "text": text} for name, text in commands],
    }


def _button(button: Button) -> dict[str, Any]:
    return {
        "label": button.label,
        "data": button.data,
        "url": button.url,
        "copy": button.copy,
        "disabled": button.disabled,
        "style": button.style,
    }


def _tray(tray: Tray | None) -> dict[str, Any] | None:
    if tray is None:
        return None
    return {
        "keys": [[{"label": key.label, "place": key.asks_location} for key in row] for row in tray.keys],
        "oneTime": tray.one_time,
        "removes": tray.removes,
        "forcesReply": tray.forces_reply,
        "placeholder": tray.placeholder,
    }


def _reply(world: World, message: Message) -> dict[str, Any] | None:
    if message.reply_to is None:
        return None
    target = world.chat(message.chat_id).messages.get(message.reply_to)
    if target is None:
        return {"id": message.reply_to, "name": "", "text": ""}
    shown = message.quote or target.text or (target.document.name if target.document else "")
    return {"id": target.id, "name": target.sender.name, "text": shown[:REPLY_PREVIEW]}


def _event(message: Message) -> dict[str, str] | None:
    """Return a service message as the key of its sentence and what the sentence names."""
    if not message.service:
        return None
    service, name = json.loads(message.service), message.sender.name
    if "forum_topic_created" in service:
        return {"key": "event-topic", "name": name, "topic": service["forum_topic_created"]["name"]}
    if "new_chat_members" in service:
        return {"key": "event-added", "name": name}
    migrated = {"migrate_to_chat_id", "migrate_from_chat_id"} & service.keys()
    return {"key": "event-migrated" if migrated else "event-other", "name": name}
