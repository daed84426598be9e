"""Makes the chat and the person known, and gathers what handlers take by name into one `Turn`."""

from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import Chat as TelegramChat
from aiogram.types import Message, TelegramObject, Update, User

from domain.job import Origin
from handlers.middlewares.transaction import Handler
from handlers.rooms import Rooms
from handlers.turn import Turn
from messages.sentences import known_language
from storage import chats, deliveries, people
from storage.chats import Chat
from storage.database import Transaction


class MeetChat(BaseMiddleware):
    """Passes on what comes from a person in a chat; the rest (channel posts, polls) is nobody's wish."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Hand a `Turn` on."""
        told_chat: TelegramChat | None = data.get("event_chat")
        user: User | None = data.get("event_from_user")
        if not isinstance(event, Update) or told_chat is None or user is None or told_chat.type == "channel":
            return None
        tx: Transaction = data["tx"]
        person = await people.meet(tx, user.id, name=user.full_name)
        spoke = event.message is not None
        chat = await _meet(tx, told_chat, user, spoke=spoke, now=data["now"])
        message = message_of(event)
        turn = Turn(
            tx=tx,
            now=data["now"],
            chat=chat,
            person=person,
            origin=Origin(
                chat_id=chat.id,
                person_id=person.id,
                thread_id=_topic_of(message),
                message_id=None if message is None else message.message_id,
            ),
            key=data["update_key"],
            rooms=self._rooms,
            toast=data["toast"],
        )
        return await handler(
            event, {**data, "turn": turn, "chat": chat, "person": person, "origin": turn.origin}
        )


def message_of(update: Update) -> Message | None:
    """Return the message that was sent, edited or has the button; None where it is out of reach."""
    if update.callback_query is not None:
        pressed = update.callback_query.message
        return pressed if isinstance(pressed, Message) else None
    return update.message or update.edited_message


def _topic_of(message: Message | None) -> int | None:
    # A reply in General carries a thread id that is no topic (tdlib #447): only the flag can be trusted.
    return message.message_thread_id if message is not None and message.is_topic_message else None


async def _meet(tx: Transaction, told: TelegramChat, user: User, *, spoke: bool, now: datetime) -> Chat:
    language = known_language(user.language_code)
    title = told.title or user.full_name
    chat = await chats.meet(tx, told.id, kind=told.type, title=title, language=language)
    if chat.state != "ok" and spoke:  # the news that it can be reached again was missed
        await deliveries.revive_chat(tx, chat.id, now=now)
    follows = chat.is_private and not chat.language_set and user.language_code and chat.language != language
    if follows:  # the person changed the language of their client
        await chats.change(tx, chat.id, language=language)
        return await chats.get(tx, chat.id)
    return chat
