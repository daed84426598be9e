"""Closed by default: who is served, and the one sentence that strangers get (design 7).

A private chat is served when its person was let in. A group is served when the owner let the group in, and in
it those who were let in themselves; the owner is served everywhere. Strangers in groups meet silence.
"""

from dataclasses import replace
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update

from domain.report import Report
from handlers.filters import start_code
from handlers.middlewares.transaction import Handler
from handlers.turn import Turn
from jobs import doors
from messages import access
from storage import people
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
        turn = await _recognise_owner(event, turn)
        if is_served(turn.person, turn.chat):
            await handler(event, {**data, "turn": turn, "person": turn.person})
            return True
        if event.message is not None and turn.chat.is_private:
            await _tell_stranger(turn)
        return False


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
