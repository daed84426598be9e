"""Sheets as calls of the Bot API. Nothing here waits or decides.

A parse mode is never set, previews of links are off, and a message that would reply to one that is gone is
sent all the same.
"""

from aiogram.methods import EditMessageCaption, EditMessageText, SendDocument, SendMessage
from aiogram.types import BufferedInputFile, LinkPreviewOptions, ReplyParameters

from delivery.formatting import entities
from delivery.keyboards import keyboard
from delivery.sheets import Sheet
from storage.deliveries import Letter

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def sending(
    letter: Letter, sheet: Sheet, *, reply_to: int | None, silent: bool
) -> SendMessage | SendDocument:
    """Return the call that puts the sheet into the letter's chat and topic."""
    words = sheet.words(letter.language)
    reply = None
    if reply_to is not None:
        reply = ReplyParameters(message_id=reply_to, allow_sending_without_reply=True)
    if not sheet.file_name:
        return SendMessage(
            chat_id=letter.chat_id,
            message_thread_id=letter.thread_id,
            text=words.text,
            entities=entities(words) or None,
            parse_mode=None,
            link_preview_options=_NO_PREVIEW,
            disable_notification=silent or None,
            reply_parameters=reply,
            reply_markup=keyboard(sheet.buttons),
        )
    content = sheet.content.encode("utf-8", errors="replace")
    return SendDocument(
        chat_id=letter.chat_id,
        message_thread_id=letter.thread_id,
        document=BufferedInputFile(content, filename=sheet.file_name),
        caption=words.text or None,
        caption_entities=entities(words) or None,
        parse_mode=None,
        disable_notification=silent or None,
        reply_parameters=reply,
        reply_markup=keyboard(sheet.buttons),
    )


def editing(letter: Letter, sheet: Sheet, *, message_id: int) -> EditMessageText | EditMessageCaption:
    """Return the call that makes the message show the sheet; buttons that it does not have go away."""
    words = sheet.words(letter.language)
    if not sheet.file_name:
        return EditMessageText(
            chat_id=letter.chat_id,
            message_id=message_id,
            text=words.text,
            entities=entities(words) or None,
            parse_mode=None,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(sheet.buttons),
        )
    return EditMessageCaption(
        chat_id=letter.chat_id,
        message_id=message_id,
        caption=words.text or None,
        caption_entities=entities(words) or None,
        parse_mode=None,
        reply_markup=keyboard(sheet.buttons),
    )
