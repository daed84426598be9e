"""A group that became a supergroup: all that belonged to the old id belongs to the new one.

Told twice, in either order; it is done before the chat is met, because meeting the old one once more would
make it anew.
"""

from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update

from handlers.middlewares.transaction import Handler
from storage import chat_moves
from storage.database import Transaction


class Moved(BaseMiddleware):
    """Carries a group's jobs, messages and settings along; the service message is then done with."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Move what belonged to the old id, or hand the update on."""
        message = event.message if isinstance(event, Update) else None
        if message is None or not (message.migrate_to_chat_id or message.migrate_from_chat_id):
            return await handler(event, data)
        tx: Transaction = data["tx"]
        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        await chat_moves.move_chat(tx, old=old, new=new)
        return True
