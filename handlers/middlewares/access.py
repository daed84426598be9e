"""Closed by default: who is served, and the one sentence that strangers get (design 7).

A private chat is served when its person was let in. A group is served when the owner let the group in, and in
it those who were let in themselves; the owner is served everywhere. Strangers in groups meet silence.
"""

from dataclasses import replace
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import Message, TelegramObject, Update

from domain.report import Report
from handlers.filters import is_for, meant_for, read_command, said_in, start_code
from handlers.middlewares.transaction import Handler
from handlers.turn import Turn
from jobs import doors
from messages import access, sentences
from storage import outbox, people
from storage.chats import Chat
from storage.people import Person


def is_served(person: Person, chat: Chat) -> bool:
    """Tell whether what this person says in this chat is carried out."""
    if person.is_owner:
        return True
    return person.is_let_in and (chat.is_private or chat.allowed)


class Access(BaseMiddleware):
    """Stops strangers before any filter runs."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Serve, tell how to be let in, or stay silent."""
        turn: Turn = data["turn"]
        if not isinstance(event, Update):
            return None
        if event.my_chat_member is not None:  # a fact about the chat, nobody's wish
            await handler(event, data)
            return True
        if event.message is not None and _is_anonymous(event.message, turn):
            await _tell_anonymous(turn)
            return False
        turn = await _recognise_owner(event, turn)
        if is_served(turn.person, turn.chat):
            await handler(event, {**data, "turn": turn, "person": turn.person})
            return True
        if event.message is not None and turn.chat.is_private:
            await _tell_stranger(turn)
        return False


def _is_anonymous(message: Message, turn: Turn) -> bool:
    """Tell whether an administrator writes as the group itself, and means the bot."""
    written_as = message.sender_chat
    if written_as is None or written_as.id != message.chat.id or not turn.chat.allowed:
        return False
    slash = read_command(said_in(message))
    ours = slash is not None and is_for(slash, turn.rooms.username)
    return ours or meant_for(message, turn.rooms.username) is not None


async def _tell_anonymous(turn: Turn) -> None:
    """Say once an hour in each group that nobody can be told who is anonymous."""
    key = f"anonymous:{turn.chat.id}:{turn.now:%Y-%m-%dT%H}"
    said = Report(spans=sentences.spans(turn.language, "handlers.anonymous"))
    await outbox.post(turn.tx, outbox.answer_to(turn.origin, said, key=key), now=turn.now)


async def _recognise_owner(update: Update, turn: Turn) -> Turn:
    """Make the person owner whom the settings name, or who opened the one-time link."""
    person = turn.person
    named = turn.rooms.owner_id == person.id and not person.is_owner
    if named:
        await people.make_owner(turn.tx, person.id)
    code = start_code(update.message) if turn.chat.is_private else None
    opened = code is not None and await doors.open_with(turn.tx, code, person_id=person.id, now=turn.now)
    return replace(turn, person=replace(person, role="owner")) if named or opened else turn


async def _tell_stranger(turn: Turn) -> None:
    if await people.may_be_told(turn.tx, turn.person.id, now=turn.now):
        await turn.answer(Report(spans=access.stranger(turn.language, person_id=turn.person.id)))
