"""A chat with the bot, as far as the handlers go: updates in, outbox rows out.

The dispatcher, the database file and aiogram are the real ones; Telegram is a session that notes what it is
asked for, which is nothing but answers to button presses.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType

from domain.buttons import pack
from domain.clock import ManualClock
from domain.job import Job, Origin, ScheduleSpec, TaskSpec
from domain.report import Action, Report, decode_report
from domain.trigger import Trigger
from handlers.rooms import Rooms
from jobs import creating
from jobs.creating import Asked
from storage import job_rows
from storage.database import Room, Writer

#: Sunday, 12:00 in Berlin.
NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)

OWNER, FRIEND, STRANGER = 1001, 1002, 1003
GROUP = -100500


class SilentTelegram(BaseSession):
    """Notes what the bot asks for and agrees to everything."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[TelegramMethod[Any]] = []

    async def close(self) -> None:
        """There is nothing to close."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109  # aiogram's signature
    ) -> TelegramType:
        self.asked.append(method)
        return True  # type: ignore[return-value]  # the truth for every method that is asked here

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109  # aiogram's signature
        chunk_size: int = 65536,
        raise_for_status: bool = True,  # noqa: FBT001, FBT002  # aiogram's signature
    ) -> AsyncGenerator[bytes]:
        yield b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A row of the outbox as the test reads it."""

    key: str
    chat_id: int
    thread_id: int | None
    job_id: str | None
    reply_to: int | None
    report: Report
    kind: str

    @property
    def text(self) -> str:
        return self.report.text

    @property
    def buttons(self) -> tuple[Action, ...]:
        return tuple(action for row in self.report.actions for action in row)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of its buttons."""
        return tuple(action.word for action in self.buttons)


@dataclass(slots=True)
class House:
    """The bot, one database file, and people who write."""

    dispatcher: Dispatcher
    bot: Bot
    telegram: SilentTelegram
    clock: ManualClock
    writer: Writer
    rooms: Rooms
    rings: list[frozenset[Room]]
    message_id: int = 100
    update_id: int = 1
    sent_id: int = 5000
    messages: dict[str, int] = field(default_factory=dict)

    async def say(
        self,
        text: str | None,
        *,
        person: int = OWNER,
        chat: int | None = None,
        reply_to: Said | dict[str, Any] | None = None,
        **more: Any,
    ) -> list[Said]:
        """Type a message and return what is answered; `more` are further fields of the message."""
        self.message_id += 1
        message = self.message(text, person=person, chat=chat, message_id=self.message_id, **more)
        if isinstance(reply_to, Said):
            message["reply_to_message"] = await self.as_message(reply_to)
        elif reply_to is not None:
            message["reply_to_message"] = reply_to
        return await self.feed({"message": message})

    async def edit(self, text: str, *, person: int = OWNER, chat: int | None = None) -> list[Said]:
        """Edit the message sent last."""
        message = self.message(text, person=person, chat=chat, message_id=self.message_id)
        message["edit_date"] = int(self.clock.now().timestamp())
        return await self.feed({"edited_message": message})

    async def press(
        self, said: Said, word: str, *, person: int = OWNER, argument: str | None = None
    ) -> list[Said]:
        """Press the button of this word under a message."""
        action = next(
            button for button in said.buttons if button.word == word and argument in (None, button.argument)
        )
        return await self.press_raw(said, pack(action.word, action.job, action.argument), person=person)

    async def press_raw(self, said: Said, data: str, *, person: int = OWNER) -> list[Said]:
        """Send callback data as a client would that can send anything."""
        message = await self.as_message(said)
        query = {
            "id": str(self.update_id),
            "from": _user(person),
            "chat_instance": "1",
            "message": message,
            "data": data,
        }
        return await self.feed({"callback_query": query})

    async def feed(self, update: dict[str, Any], *, again: bool = False) -> list[Said]:
        """Hand an update over and return the rows it added or revised; `again` keeps the last number."""
        if not again:
            self.update_id += 1
        before = await self._revisions()
        await self.dispatcher.feed_raw_update(self.bot, {"update_id": self.update_id, **update})
        await self.clock.settle()
        after = await self._revisions()
        changed = [key for key, revision in after.items() if before.get(key) != revision]
        return [await self.row(key) for key in changed]

    def message(
        self, text: str | None, *, person: int, chat: int | None, message_id: int, **more: Any
    ) -> dict[str, Any]:
        """Return a message as Telegram would send it."""
        where = person if chat is None else chat
        kind: dict[str, Any] = (
            {"id": where, "type": "private", "first_name": f"P{person}"}
            if where > 0
            else {"id": where, "type": "supergroup", "title": "The team"}
        )
        said = {} if text is None else {"text": text}
        return {
            "message_id": message_id,
            "date": int(self.clock.now().timestamp()),
            "chat": kind,
            "from": _user(person, **more.pop("user", {})),
            **said,
            **more,
        }

    async def as_message(self, said: Said) -> dict[str, Any]:
        """Let the row be sent, and return the message that it became."""
        if said.key not in self.messages:
            self.sent_id += 1
            self.messages[said.key] = self.sent_id
            async with self.writer.transaction() as tx:
                await tx.execute("UPDATE outbox SET state = 'sending' WHERE dedupe_key = ?", said.key)
                await tx.execute(
                    "UPDATE outbox SET state = 'sent', message_id = ?, shown = revision WHERE dedupe_key = ?",
                    self.sent_id,
                    said.key,
                )
        message = self.message(said.text, person=OWNER, chat=said.chat_id, message_id=self.messages[said.key])
        message["from"] = {"id": 6000, "is_bot": True, "first_name": "Nightjar", "username": "nightjar_bot"}
        if said.thread_id is not None:
            message |= {"message_thread_id": said.thread_id, "is_topic_message": True}
        return message

    async def row(self, key: str) -> Said:
        """Return the row with this key as it is now."""
        async with self.writer.reading() as tx:
            row = await tx.one("SELECT * FROM outbox WHERE dedupe_key = ?", key)
        assert row is not None, key
        return Said(
            key=key,
            chat_id=row["chat_id"],
            thread_id=row["thread_id"],
            job_id=row["job_id"],
            reply_to=row["reply_to"],
            report=decode_report(row["report"]),
            kind=row["kind"],
        )

    async def jobs(self, chat: int = OWNER) -> tuple[Job, ...]:
        """Return the living jobs of a chat."""
        async with self.writer.reading() as tx:
            return tuple(await job_rows.list_living(tx, chat))

    async def job(self, job_id: str) -> Job:
        """Return one job in whatever state."""
        async with self.writer.reading() as tx:
            return await job_rows.get(tx, job_id)

    async def errands(self) -> list[tuple[str, str]]:
        """Return word and arguments (JSON) of all errands."""
        async with self.writer.reading() as tx:
            rows = await tx.all("SELECT word, arguments FROM errand ORDER BY id")
        return [(row["word"], row["arguments"]) for row in rows]

    async def value(self, sql: str, *values: str | int) -> Any:
        """Return one value of one row."""
        async with self.writer.reading() as tx:
            row = await tx.one(sql, *values)
        return None if row is None else row[0]

    async def do(self, sql: str, *values: str | int | None) -> None:
        """Change the database behind the bot's back."""
        async with self.writer.transaction() as tx:
            await tx.execute(sql, *values)

    async def a_schedule(
        self, trigger: Trigger, *, title: str = "water the plants", person: int = OWNER, chat: int = OWNER
    ) -> Job:
        """Hand over a job without words."""
        self.update_id += 1
        spec = ScheduleSpec(trigger=trigger, task=TaskSpec(name="remind", text=title))
        asked = Asked(
            origin=Origin(chat_id=chat, person_id=person),
            key=f"update:{self.update_id}:0",
            now=self.clock.now(),
            most=1000,
        )
        async with self.writer.transaction() as tx:
            return await creating.schedule(tx, spec, title=title, asked=asked)

    async def let_in(self, *people: int, group: int | None = None) -> None:
        """Have the owner let people and a group in."""
        for person in people:
            await self.say(f"/allow {person}")
        if group is not None:
            await self.say("/allow", chat=group)

    async def wait(self, **time: float) -> None:
        """Let time pass."""
        await self.clock.advance(to=self.clock.now() + timedelta(**time))

    async def toast(self) -> str:
        """Return what the last button press was answered with."""
        await self.clock.settle()
        text = getattr(self.telegram.asked[-1], "text", None)
        return text or ""

    async def _revisions(self) -> dict[str, int]:
        async with self.writer.reading() as tx:
            rows = await tx.all("SELECT dedupe_key, revision FROM outbox ORDER BY id")
        return {row["dedupe_key"]: row["revision"] for row in rows}


def _user(person: int, **more: Any) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": f"P{person}", "language_code": "en", **more}
