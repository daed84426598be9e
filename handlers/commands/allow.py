"""/allow: the owner lets people and groups in.

`/allow 1234567` lets a person in, `/allow -100…` a group; alone in a group it lets that group in, and in
reply to somebody's message that person. "off" in front takes it back.
"""

import re

from domain.errors import UserError
from handlers.command import Command
from handlers.phrase import Phrase
from handlers.turn import Turn
from jobs import doors
from storage import chats

WISH = re.compile(r"(?P<off>off|aus)?\s*(?P<id>-?[1-9]\d{0,17})?", re.IGNORECASE)


async def handle(turn: Turn, phrase: Phrase) -> None:
    """Let in or shut out whoever is named.

    Raises:
        UserError: Only the owner may, or nobody is named.
    """
    wish = WISH.fullmatch(phrase.text.strip())
    if not turn.person.is_owner:
        raise UserError("jobs.owner-only")
    if wish is None or (wish["id"] is None and turn.chat.is_private):
        raise UserError("access.allow-whom")
    allowed = wish["off"] is None
    if wish["id"] is None or int(wish["id"]) < 0:
        await _chat(turn, turn.chat.id if wish["id"] is None else int(wish["id"]), allowed=allowed)
    else:
        await _person(turn, int(wish["id"]), allowed=allowed)


async def _person(turn: Turn, person_id: int, *, allowed: bool) -> None:
    if allowed:
        await doors.let_person_in(turn.tx, person_id, by=turn.person)
        await turn.say("access.let-in", id=str(person_id))
    else:
        await doors.shut_person_out(turn.tx, person_id, by=turn.person)
        await turn.say("access.shut-out", id=str(person_id))


async def _chat(turn: Turn, chat_id: int, *, allowed: bool) -> None:
    try:
        chat = await chats.get(turn.tx, chat_id)
    except LookupError as error:
        raise UserError("access.unknown-chat") from error
    await doors.let_chat_in(turn.tx, chat, by=turn.person, allowed=allowed)
    await turn.say("access.chat-let-in" if allowed else "access.chat-shut-out", title=chat.title)


COMMAND = Command(name="allow", handle=handle, in_private=False, owner_only=True)
