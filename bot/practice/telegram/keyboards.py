"""The `reply_markup` of a call, checked: buttons under a message, or what the text field is asked to do."""

from typing import Any

from bot.practice.telegram.errors import bad_request
from bot.practice.telegram.values import Button, Key, Keyboard, Tray

BUTTON_LIMIT = 100
ROW_LIMIT = 8
DATA_LIMIT_BYTES = 64
COPY_LIMIT = 256
STYLES = frozenset({"danger", "success", "primary"})

_BUTTON_FIELDS = frozenset({"text", "callback_data", "url", "copy_text", "disabled", "style"})
_MARKUP_FIELDS = {
    "inline_keyboard": frozenset({"inline_keyboard"}),
    "keyboard": frozenset(
        [
            "keyboard",
            "resize_keyboard",
            "one_time_keyboard",
            "is_persistent",
            "selective",
            "input_field_placeholder",
        ]
    ),
    "remove_keyboard": frozenset({"remove_keyboard", "selective"}),
    "force_reply": frozenset({"force_reply", "selective", "input_field_placeholder"}),
}


def read_markup(value: dict[str, Any]) -> tuple[Keyboard, Tray | None]:
    """Return the buttons and the tray that a `reply_markup` describes; nothing for an empty one."""
    value = {key: item for key, item in value.items() if item is not None}
    if not value:
        return (), None
    kind = next((kind for kind in _MARKUP_FIELDS if kind in value), None)
    if kind is None or value.keys() - _MARKUP_FIELDS[kind]:
        raise bad_request("object expected as reply markup")
    if kind == "inline_keyboard":
        return read_inline(value), None
    placeholder = str(value.get("input_field_placeholder", ""))
    if kind == "keyboard":
        keys = tuple(tuple(_key(key) for key in row) for row in _rows(value["keyboard"]))
        return (), Tray(keys=keys, one_time=bool(value.get("one_time_keyboard")), placeholder=placeholder)
    return (), Tray(
        removes=kind == "remove_keyboard", forces_reply=kind == "force_reply", placeholder=placeholder
    )


def read_inline(value: dict[str, Any]) -> Keyboard:
    """Return the buttons of an `InlineKeyboardMarkup`; empty rows vanish, as they do at Telegram."""
    if not value:
        return ()
    if value.keys() != {"inline_keyboard"}:
        raise bad_request("inline keyboard expected")
    keyboard = tuple(
        tuple(_button(button) for button in row) for row in _rows(value["inline_keyboard"]) if row
    )
    if sum(map(len, keyboard)) > BUTTON_LIMIT or any(len(row) > ROW_LIMIT for row in keyboard):
        raise bad_request("reply markup is too long")
    return keyboard


def _rows(value: Any) -> list[list[Any]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad_request("can't parse reply keyboard markup JSON object: expected an Array of Arrays")
    return value


def _button(value: Any) -> Button:
    if not isinstance(value, dict) or not isinstance(value.get("text"), str) or not value["text"].strip():
        raise bad_request("can't parse inline keyboard button: text must be non-empty")
    value = {key: item for key, item in value.items() if item is not None}
    if unknown := value.keys() - _BUTTON_FIELDS:
        raise bad_request(f'can\'t parse inline keyboard button: unknown field "{min(unknown)}"')
    if not value.keys() & {"callback_data", "url", "copy_text", "disabled"}:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if value.get("style", "primary") not in STYLES:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    return _checked(value)


def _checked(value: dict[str, Any]) -> Button:
    label, style = value["text"], value.get("style", "")
    if "url" in value:  # wins over callback_data, without an error
        if not str(value["url"]).startswith(("http://", "https://", "tg://")):
            raise bad_request(f"inline keyboard button URL '{value['url']}' is invalid: Wrong HTTP URL")
        return Button(label=label, style=style, url=value["url"])
    if "callback_data" in value:
        data = value["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= DATA_LIMIT_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        return Button(label=label, style=style, data=data)
    if "copy_text" in value:
        copy = value["copy_text"].get("text") if isinstance(value["copy_text"], dict) else None
        if not isinstance(copy, str) or not 1 <= len(copy) <= COPY_LIMIT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return Button(label=label, style=style, copy=copy)
    return Button(label=label, style=style, disabled=True)


def _key(value: Any) -> Key:
    if isinstance(value, str):
        value = {"text": value}
    if not isinstance(value, dict) or not isinstance(value.get("text"), str) or not value["text"].strip():
        raise bad_request("can't parse keyboard button: text must be non-empty")
    value = {key: item for key, item in value.items() if item is not None}
    if unknown := value.keys() - {"text", "request_location", "style"}:
        raise bad_request(f'can\'t parse keyboard button: unknown field "{min(unknown)}"')
    return Key(label=value["text"], asks_location=bool(value.get("request_location")))
