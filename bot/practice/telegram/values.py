"""The things of a chat as frozen values: accounts, entities, buttons, documents, messages.

A message is never changed in place: an edit stores a new value under the same id, and the value keeps the
texts it had before. So a test may hold one and compare it later.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


def utf16_length(text: str) -> int:
    """Return the length as Telegram counts offsets: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """Return what an entity covers."""
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


def _without_nothing(value: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if item not in (None, "", False)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person or the bot."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False

    @property
    def name(self) -> str:
        """The name as a chat shows it."""
        return f"{self.first_name} {self.last_name}".strip()

    def as_json(self) -> dict[str, Any]:
        """Return Telegram's `User`."""
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        fixed = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        return fixed | _without_nothing(optional)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A piece of a text that is more than text; offset and length in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str = ""
    language: str = ""
    user: Account | None = None
    unix_time: int | None = None
    date_time_format: str = ""
    custom_emoji_id: str = ""

    @property
    def end(self) -> int:
        """The first position behind it."""
        return self.offset + self.length

    def as_json(self) -> dict[str, Any]:
        """Return Telegram's `MessageEntity`."""
        optional = {
            "url": self.url,
            "language": self.language,
            "user": self.user.as_json() if self.user else None,
            "date_time_format": self.date_time_format,
            "custom_emoji_id": self.custom_emoji_id,
        }
        fixed = {"type": self.type, "offset": self.offset, "length": self.length}
        moment = {} if self.unix_time is None else {"unix_time": self.unix_time}
        return fixed | moment | _without_nothing(optional)


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button under a message: one of `data`, `url`, `copy` or `disabled` says what it does."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""
    disabled: bool = False
    style: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return Telegram's `InlineKeyboardButton`."""
        optional = {
            "callback_data": self.data,
            "url": self.url,
            "copy_text": {"text": self.copy} if self.copy else None,
            "style": self.style,
        }
        disabled: dict[str, Any] = {"disabled": {}} if self.disabled else {}
        return {"text": self.label} | _without_nothing(optional) | disabled


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A button of the keyboard below the text field: it says its label, or shares a location."""

    label: str
    asks_location: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tray:
    """What a message asks the text field to do: show `keys`, take them away, or begin a reply."""

    keys: tuple[tuple[Key, ...], ...] = ()
    one_time: bool = False
    removes: bool = False
    forces_reply: bool = False
    placeholder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file in a chat; its bytes are kept apart, in `Files`."""

    file_id: str
    unique_id: str
    name: str
    mime_type: str
    size: int

    def as_json(self) -> dict[str, Any]:
        """Return Telegram's `Document`."""
        fixed = {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}
        return fixed | {"file_name": self.name, "mime_type": self.mime_type}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message of a chat as it is now.

    Attributes:
        text: The text, or the caption of a document.
        thread_id: The topic, or (without `in_topic`) the thread of replies that Telegram sends along.
        earlier: The texts before each edit, oldest first.
        service: JSON of a service message's own fields ("" for an ordinary message).
    """

    id: int
    chat_id: int
    sender: Account
    sent_at: datetime
    text: str = ""
    entities: tuple[Entity, ...] = ()
    keyboard: Keyboard = ()
    tray: Tray | None = None
    document: Document | None = None
    location: tuple[float, float] | None = None
    reply_to: int | None = None
    quote: str = ""
    thread_id: int | None = None
    in_topic: bool = False
    silent: bool = False
    protected: bool = False
    preview_off: bool = False
    edited_at: datetime | None = None
    earlier: tuple[str, ...] = ()
    reaction: str = ""
    service: str = field(default="")

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All buttons under it, row by row."""
        return tuple(button for row in self.keyboard for button in row)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of all buttons under it."""
        return tuple(button.label for button in self.buttons)

    def covered(self, kind: str) -> tuple[str, ...]:
        """Return the pieces of text that entities of this type cover."""
        spans = (entity for entity in self.entities if entity.type == kind)
        return tuple(utf16_slice(self.text, entity.offset, entity.length) for entity in spans)

    def as_json(self, chat: dict[str, Any], replied: dict[str, Any] | None) -> dict[str, Any]:
        """Return Telegram's `Message`, given its chat and the message that it replies to."""
        value: dict[str, Any] = {
            "message_id": self.id,
            "from": self.sender.as_json(),
            "chat": chat,
            "date": int(self.sent_at.timestamp()),
        }
        return (
            value | self._content() | self._circumstances() | _without_nothing({"reply_to_message": replied})
        )

    def _content(self) -> dict[str, Any]:
        if self.service:
            service: dict[str, Any] = json.loads(self.service)
            return service
        entities = [entity.as_json() for entity in self.entities] or None
        if self.document is not None:
            value = {"document": self.document.as_json(), "caption": self.text, "caption_entities": entities}
        elif self.location is not None:
            value = {"location": {"latitude": self.location[0], "longitude": self.location[1]}}
        else:
            value = {"text": self.text, "entities": entities}
        return _without_nothing(value)

    def _circumstances(self) -> dict[str, Any]:
        value: dict[str, Any] = {
            "edit_date": int(self.edited_at.timestamp()) if self.edited_at else None,
            "message_thread_id": self.thread_id,
            "is_topic_message": self.in_topic,
            "has_protected_content": self.protected,
            "quote": {"text": self.quote, "position": 0} if self.quote else None,
        }
        if self.keyboard:
            rows = [[button.as_json() for button in row] for row in self.keyboard]
            value["reply_markup"] = {"inline_keyboard": rows}
        return _without_nothing(value)
