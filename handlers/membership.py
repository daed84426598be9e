"""News about chats, not wishes: blocked, unblocked, added, thrown out."""

from aiogram import Router
from aiogram.types import ChatMemberUpdated

from handlers.turn import Turn
from storage import chats, deliveries

#: What Telegram calls somebody who is no longer in the chat; in private that is a block.
OUT = frozenset({"kicked", "left"})


async def standing_changed(news: ChatMemberUpdated, turn: Turn) -> None:
    """Note whether the chat can be reached; when it can again, what waited goes out.

    A group that the owner adds the bot to is told how to be let in; one that anybody else does, nothing.
    """
    if news.new_chat_member.status in OUT:
        state = "blocked" if turn.chat.is_private else "gone"
        await chats.set_state(turn.tx, turn.chat.id, state, now=turn.now)
    else:
        await deliveries.revive_chat(turn.tx, turn.chat.id, now=turn.now)
        if turn.person.is_owner and not turn.chat.is_private and not turn.chat.allowed:
            await turn.say("access.added")


def router() -> Router:
    """Return the router of such news; a router can be attached only once."""
    made = Router(name="membership")
    made.my_chat_member.register(standing_changed)
    return made
