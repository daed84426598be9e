"""Who administers the groups: asked of Telegram in the background, so that handlers need not.

Without it only a job's creator and the owner may change or cancel it in a group; nothing else is lost when
Telegram does not answer.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

import structlog
from aiogram.exceptions import AiogramError
from aiogram.types import ResultChatMemberUnion

from handlers.rooms import Rooms
from storage import administrators

log = structlog.get_logger(__name__)

#: Administrators change seldom; what was asked is believed this long.
BELIEVED = timedelta(hours=1)

#: How often the groups are looked through.
PAUSE = timedelta(minutes=1)

#: Groups asked about in one turn: these calls count against the bot's pace.
AT_ONCE = 5


class GroupApi(Protocol):
    """The one call of the Bot API that this needs; aiogram's bot has it."""

    async def get_chat_administrators(self, chat_id: int) -> Sequence[ResultChatMemberUnion]:
        """Return the administrators of a group."""


async def keep_known(bot: GroupApi, rooms: Rooms) -> None:
    """Ask about groups whose administrators are not known or not known any more, until cancelled."""
    while True:
        await ask_once(bot, rooms)
        await rooms.clock.sleep_until(rooms.clock.now() + PAUSE)


async def ask_once(bot: GroupApi, rooms: Rooms) -> int:
    """Ask about some groups that are due, and return how many answers were stored."""
    now = rooms.clock.now()
    async with rooms.writer.reading() as tx:
        due = await administrators.groups_to_ask(tx, before=now - BELIEVED, limit=AT_ONCE)
    return sum([await _ask_about(bot, rooms, chat_id) for chat_id in due])


async def _ask_about(bot: GroupApi, rooms: Rooms, chat_id: int) -> bool:
    now = rooms.clock.now()
    try:
        members = await bot.get_chat_administrators(chat_id)
    except AiogramError as error:
        log.info("administrators not known", chat=chat_id, reason=type(error).__name__)
        async with rooms.writer.transaction() as tx:
            await administrators.believe_on(tx, chat_id, now=now)
        return False
    async with rooms.writer.transaction() as tx:
        await administrators.replace(tx, chat_id, (member.user.id for member in members), now=now)
    return True
