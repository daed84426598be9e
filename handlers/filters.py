"""What a message is to us: a command, a sentence that is meant for the bot, or nothing of ours.

aiogram's own `Command` filter asks Telegram for the bot's name; a handler must not: commands are read here.
"""

import re
from dataclasses import dataclass
from typing import Any

from aiogram.filters import Filter
from aiogram.types import Message

from handlers.turn import Turn

COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>\w+))?(?:\s+(?P<rest>.*))?\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slash:
    """A command as typed: its name in lower case, whom it was sent to, and what follows."""

    name: str
    bot: str | None
    rest: str


def read_command(text: str | None) -> Slash | None:
    """Return the command that a text begins with."""
    match = COMMAND.match(text or "")
    if match is None:
        return None
    return Slash(name=match["name"].lower(), bot=match["bot"], rest=(match["rest"] or "").strip())


def start_code(message: Message | None) -> str | None:
    """Return the code of a one-time link that this message opens."""
    slash = None if message is None else read_command(said_in(message))
    return slash.rest if slash is not None and slash.name == "start" and slash.rest else None


def is_for(slash: Slash, username: str) -> bool:
    """Tell whether the command was sent to this bot, or to whichever bot listens."""
    return slash.bot is None or slash.bot.lower() == username.lower()


class Named(Filter):
    """Lets a command of one name through; the handler gets what follows it as `rest`."""

    def __init__(self, name: str) -> None:
        self._name = name

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Any]:
        """Return what followed the name, or False for another message."""
        slash = read_command(said_in(message))
        if slash is None or slash.name != self._name or not is_for(slash, turn.rooms.username):
            return False
        return {"rest": slash.rest}


class Addressed(Filter):
    """Lets through as `said` what is meant for the bot: all in private, in groups replies and mentions."""

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Any]:
        """Return the sentence, or False for a message that is not for us."""
        text = said_in(message)
        if text is None:
            return False
        if turn.chat.is_private:
            return {"said": text}
        return {"said": bare} if (bare := meant_for(message, turn.rooms.username)) else False


class Wordless(Filter):
    """Lets through what a person sent in private without a word: a voice message, a picture, a sticker."""

    KINDS = frozenset(
        {"animation", "audio", "contact", "document", "photo", "sticker", "video", "video_note", "voice"}
    )

    async def __call__(self, message: Message, turn: Turn) -> bool:
        """Tell whether it is one; what happened to the chat (a pin, a new title) is none."""
        return turn.chat.is_private and said_in(message) is None and message.content_type in self.KINDS


def said_in(message: Message) -> str | None:
    """Return what was typed, be it under a picture; None when there are no words."""
    return message.text or message.caption


def mentions(text: str, username: str) -> bool:
    """Tell whether the text calls the bot by its name."""
    return _mention(username).search(text) is not None


def _mention(username: str) -> re.Pattern[str]:
    return re.compile(rf"@{re.escape(username)}\b[,:]?\s*", re.IGNORECASE)


def meant_for(message: Message, username: str) -> str | None:
    """Return a group's message without the mention of the bot; None when it is not for the bot."""
    text = said_in(message) or ""
    if mentions(text, username):
        return _mention(username).sub("", text).strip() or text
    replied = message.reply_to_message
    ours = replied is not None and replied.from_user is not None and replied.from_user.username == username
    return text if ours else None
