"""Everything that happened in the chats, in order, as frozen values: what tests assert on and pages show."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.practice.telegram.values import Account, Message

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that somebody did in a chat."""

    at: datetime
    chat_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard(Deed):
    """A person wrote (or something happened to the chat, which is a service message)."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(Deed):
    """A person edited a message."""

    before: Message
    after: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Deed):
    """A person pressed a button."""

    person: Account
    message_id: int
    label: str
    data: str
    query_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Deed):
    """The bot was blocked, let in again, added, removed."""

    before: str
    after: str


class BotDeed(Deed):
    """Something that the bot did."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(BotDeed):
    """The bot wrote a new message."""

    message: Message

    @property
    def rings(self) -> bool:
        """Whether the phone makes itself heard."""
        return not self.message.silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited(BotDeed):
    """The bot edited a message of its own; that never rings."""

    before: Message
    after: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted(BotDeed):
    """The bot deleted a message."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(BotDeed):
    """The bot answered a pressed button; `text` is shown briefly, as an alert when `alert`."""

    query_id: str
    person: Account
    text: str
    alert: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted(BotDeed):
    """The bot showed that it is busy ("typing")."""

    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacted(BotDeed):
    """The bot put an emoji to a message, or took it away ("")."""

    message: Message
    emoji: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned(BotDeed):
    """The bot pinned a message."""

    message_id: int
    silent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuSet(BotDeed):
    """The bot set (or deleted: no commands) a menu; `chat_id` is 0 unless the scope names a chat."""

    scope: str
    language: str
    commands: tuple[tuple[str, str], ...]


class Journal:
    """An append-only list that can be waited on."""

    def __init__(self) -> None:
        self._deeds: list[Deed] = []
        self._news = asyncio.Event()

    def __len__(self) -> int:
        return len(self._deeds)

    def write(self, deed: Deed) -> None:
        """Append a deed and wake all who wait."""
        self._deeds.append(deed)
        self.announce()

    def announce(self) -> None:
        """Wake all who wait, without a deed."""
        news, self._news = self._news, asyncio.Event()
        news.set()

    @property
    def deeds(self) -> tuple[Deed, ...]:
        """All deeds, in order."""
        return tuple(self._deeds)

    def since(self, position: int) -> tuple[Deed, ...]:
        """Return the deeds from that position on."""
        return tuple(self._deeds[position:])

    async def changed(self) -> None:
        """Return after the next announcement."""
        await self._news.wait()

    async def wait_for(self, look: Callable[[], T | None], *, seconds: float) -> T:
        """Return what `look` finds, looking again after every deed, for at most so many real seconds.

        Raises:
            TimeoutError: It found nothing (None or False) in time.
        """
        async with asyncio.timeout(seconds):
            while (found := look()) is None or found is False:
                await self.changed()
            return found
