"""sendMessage and sendDocument: a new message from the bot."""

from dataclasses import dataclass
from typing import Any

from bot.practice.telegram import formatting, html_text
from bot.practice.telegram.arguments import Arguments, Upload
from bot.practice.telegram.chats import Chat
from bot.practice.telegram.errors import bad_request, message_not_found, too_large
from bot.practice.telegram.files import UPLOAD_LIMIT
from bot.practice.telegram.formatting import CAPTION_LIMIT, TEXT_LIMIT, Formatted
from bot.practice.telegram.journal import Sent
from bot.practice.telegram.keyboards import read_markup
from bot.practice.telegram.methods.method import method
from bot.practice.telegram.values import Document, Message, utf16_length
from bot.practice.telegram.world import World

_REPLY_FIELDS = frozenset(
    [
        "message_id",
        "chat_id",
        "allow_sending_without_reply",
        "quote",
        "quote_parse_mode",
        "quote_entities",
        "quote_position",
    ]
)
_PREVIEW_FIELDS = frozenset(
    ["is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"]
)


def send_message(world: World, arguments: Arguments) -> dict[str, Any]:
    """Write a text."""
    chat = _writable(world, arguments)
    formatted = read_text(arguments, "text", entities="entities", empty_is="message text is empty")
    if len(formatted.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    preview = arguments.object("link_preview_options", known=_PREVIEW_FIELDS)
    preview_off = bool(preview.get("is_disabled")) or arguments.flag("disable_web_page_preview")
    return _send(world, arguments, chat, _Content(formatted=formatted, preview_off=preview_off))


def send_document(world: World, arguments: Arguments) -> dict[str, Any]:
    """Send a file, with a caption."""
    chat = _writable(world, arguments)
    caption = read_text(arguments, "caption", entities="caption_entities")
    if len(caption.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    document = _document(world, arguments)
    return _send(world, arguments, chat, _Content(formatted=caption, document=document))


def read_text(arguments: Arguments, name: str, *, entities: str, empty_is: str = "") -> Formatted:
    """Return a text with its entities: those that were given, or those of its HTML, trimmed.

    Raises:
        ApiError: The entities are wrong, or nothing is left and `empty_is` says that this may not be.
    """
    given, mode = arguments.text(name), arguments.text("parse_mode").lower()
    if mode not in ("", "html"):
        raise bad_request("unsupported parse_mode")
    if mode == "html" and not arguments.has(entities):
        formatted = html_text.parse(given)
    else:
        formatted = Formatted(text=given, entities=formatting.read_entities(arguments.array(entities), given))
    formatted = formatting.trimmed(formatted)
    if not formatted.text and empty_is:
        raise bad_request(empty_is)
    return formatted


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    formatted: Formatted
    document: Document | None = None
    preview_off: bool = False


def _writable(world: World, arguments: Arguments) -> Chat:
    chat = world.chat_named(arguments)
    chat.refuse_writing(arguments.integer("message_thread_id"))
    return chat


def _send(world: World, arguments: Arguments, chat: Chat, content: _Content) -> dict[str, Any]:
    keyboard, tray = read_markup(arguments.object("reply_markup"))
    reply_to, quote = _reply(chat, arguments)
    thread_id = arguments.integer("message_thread_id")
    now = world.clock.now()
    world.pace.spend(chat.id, is_group=chat.is_group, now=now)
    shown = formatting.with_detected(content.formatted)
    message = Message(
        id=chat.next_id(),
        chat_id=chat.id,
        sender=world.me,
        sent_at=now,
        text=shown.text,
        entities=shown.entities,
        keyboard=keyboard,
        tray=tray,
        document=content.document,
        reply_to=reply_to,
        quote=quote,
        thread_id=thread_id,
        in_topic=thread_id is not None,
        silent=arguments.flag("disable_notification"),
        protected=arguments.flag("protect_content"),
        preview_off=content.preview_off,
    )
    chat.put(message)
    world.journal.write(Sent(at=now, chat_id=chat.id, message=message))
    return world.message_json(message)


def _reply(chat: Chat, arguments: Arguments) -> tuple[int | None, str]:
    """Return what is replied to, and the words quoted from it."""
    given = arguments.object("reply_parameters", known=_REPLY_FIELDS)
    target = given.get("message_id") or arguments.integer("reply_to_message_id")
    if target is None:
        return None, ""
    if type(target) is not int:
        raise bad_request("can't parse reply parameters: message_id must be an Integer")
    if given.get("chat_id") not in (None, chat.id, str(chat.id)):
        raise bad_request("replies to other chats are not possible in practice mode")
    if target not in chat.messages:
        if given.get("allow_sending_without_reply") or arguments.flag("allow_sending_without_reply"):
            return None, ""
        raise message_not_found("be replied")
    quote = str(given.get("quote") or "")
    if utf16_length(quote) > 1024 or quote not in chat.messages[target].text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return target, quote


def _document(world: World, arguments: Arguments) -> Document:
    upload = arguments.upload("document")
    if upload is not None:
        return _stored(world, upload)
    reference = arguments.text("document")
    if not reference:
        raise bad_request("there is no document in the request")
    if "://" in reference:
        raise bad_request("wrong remote file identifier specified: practice mode fetches nothing")
    return world.files.find(reference)[0]


def _stored(world: World, upload: Upload) -> Document:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > UPLOAD_LIMIT:
        raise too_large()
    return world.files.store(upload.name, upload.content, upload.content_type)


_COMMON_WORDS = (
    "chat_id message_thread_id parse_mode disable_notification protect_content reply_parameters "
    "reply_markup allow_sending_without_reply reply_to_message_id"
)
_COMMON = _COMMON_WORDS.split()

METHODS = (
    method(
        "sendMessage",
        send_message,
        *_COMMON,
        "text",
        "entities",
        "link_preview_options",
        "disable_web_page_preview",
    ),
    method(
        "sendDocument",
        send_document,
        *_COMMON,
        "document",
        "caption",
        "caption_entities",
        "disable_content_type_detection",
    ),
)
