"""A bot as a process of its own and the Telegram that it talks to; what else there is, others add."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bot.practice.telegram.journal import BotDeed, Sent
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from bot.practice.telegram.values import Message
from tests.process.process import PATIENCE_S, Process

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """Somebody in a chat with the bot."""

    town: "Place"
    person: Person
    room: Room
    thread: int | None = None

    def say(self, text: str, *, reply_to: Message | None = None) -> Message:
        return self.person.say(self.room, text, reply_to=reply_to, thread=self.thread)

    async def hear(self, words: str, *, after: Message | None = None) -> Message:
        """Return the bot's newest message with these words, once it is there."""
        return await self.until(lambda: self.room.find(words, after=after))

    async def ask(self, text: str, *, expect: str) -> Message:
        """Say something and return the answer that contains the expected words."""
        said = self.say(text)
        return await self.hear(expect, after=said)

    async def press(self, message: Message, button: str) -> None:
        """Press a button, as slowly as people do: the bot knows by then that its message has arrived."""
        sql = """SELECT count(*) FROM outbox_part JOIN outbox ON outbox.id = outbox_id
                 WHERE chat_id = ? AND outbox_part.message_id = ?"""
        async with asyncio.timeout(self.town.patience_s):
            while not self.town.counted(sql, self.room.id, message.id):  # noqa: ASYNC110  # its file rings no event here
                await asyncio.sleep(0)
        self.person.press(message, button)

    async def until(self, look: Callable[[], T | None]) -> T:
        """Return what `look` finds, looking again after everything that happens.

        Raises:
            AssertionError: It found nothing; the words are all that was said in this chat.
        """
        try:
            return await self.town.telegram.wait_for(look, self.town.patience_s)
        except TimeoutError:
            said = "\n".join(f"{it.sender.name}: {it.text} {it.labels}" for it in self.room.messages)
            told = "\n".join(self.town.bot.said)
            raise AssertionError(f"waited in vain:\n{said}\nThe bot wrote:\n{told}") from None

    def now(self, message: Message) -> Message:
        """Return the message as it is now."""
        return self.room.chat.messages[message.id]

    @property
    def record(self) -> list[BotDeed]:
        """Everything that the bot did in this chat, in order."""
        return [deed for deed in self.town.telegram.record if deed.chat_id == self.room.id]

    @property
    def sent(self) -> list[Sent]:
        """The new messages of the bot in this chat, as they were when they came."""
        return [deed for deed in self.record if isinstance(deed, Sent)]

    def came(self, words: str) -> list[str]:
        """Return the texts of the new messages that held these words when they came."""
        return [deed.message.text for deed in self.sent if words in deed.message.text]


@dataclass(slots=True, kw_only=True)
class Place:
    """The bot, and the people who talk to it. `patience_s` are real seconds for whatever is waited for."""

    telegram: BotApi
    bot: Process
    folder: Path
    settings: dict[str, str]
    owner: Chat = field(init=False)
    patience_s: float = PATIENCE_S

    @property
    def database(self) -> Path:
        return self.folder / "nightjar.sqlite3"

    def counted(self, sql: str, *values: str | int) -> int:
        """Return a number from the bot's file."""
        return int(self._column(sql, *values)[0])

    def texts(self, sql: str, *values: str | int) -> list[str]:
        """Return a column of texts from the bot's file."""
        return [str(value) for value in self._column(sql, *values)]

    def _column(self, sql: str, *values: str | int) -> list[str | int]:
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)) as file:
            return [row[0] for row in file.execute(sql, values)]

    async def visitor(self, name: str, *, zone: str = "Berlin") -> Chat:
        """Return somebody who is let in and has told where they live."""
        made = self.stranger(name)
        await self.owner.ask(f"/allow {made.person.id}", expect=f"{made.person.id}")
        if zone:
            await made.ask(f"/timezone {zone}", expect="Europe/")
        return made

    def stranger(self, name: str) -> Chat:
        person = self.telegram.person(name)
        return Chat(town=self, person=person, room=self.telegram.private_chat(person))
