"""One update being carried out: its transaction, its moment, who speaks, and where the answer goes.

A handler gets a `Turn`, writes rows through it and returns; nothing here reaches Telegram. The one thing that
is called directly, the answer to a button press, is collected in `Toast` and sent after the commit.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.job import Origin
from domain.report import Report, Severity
from handlers.rooms import Rooms
from messages import sentences
from messages.sentences import Filling
from storage import errands, outbox
from storage.chats import Chat
from storage.database import Transaction
from storage.people import Person


@dataclass(slots=True)
class Toast:
    """What the person who pressed a button sees for a moment; empty text only stops the spinner."""

    text: str = ""
    wanted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """The message whose button was pressed: its outbox row and what it showed."""

    key: str
    kind: str
    job_id: str | None
    report: Report

    def offers(self, word: str) -> bool:
        """Tell whether it has such a button still: a second tap comes when the first has changed it."""
        return any(action.word == word for row in self.report.actions for action in row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Everything that a handler needs, for the time of one transaction.

    Attributes:
        key: "update:<id>": the prefix of every key that is written, so that nothing is written twice.
        pressed: Set while a button is handled, when its message is still known.
    """

    tx: Transaction
    now: datetime
    chat: Chat
    person: Person
    origin: Origin
    key: str
    rooms: Rooms
    toast: Toast = field(default_factory=Toast)
    pressed: Pressed | None = None

    @property
    def language(self) -> str:
        """The chat's language."""
        return self.chat.language

    @property
    def zone(self) -> ZoneInfo:
        """The chat's zone, UTC while it has told none."""
        return ZoneInfo(self.chat.zone or "UTC")

    def text(self, key: str, /, **fillings: Filling) -> str:
        """Return a sentence of the catalogue in the chat's language."""
        return sentences.text(self.language, key, count=None, **fillings)

    def at(self, origin: Origin) -> "Turn":
        """Return the same turn, answering to another message."""
        return replace(self, origin=origin)

    async def answer(self, report: Report, *, job_id: str | None = None, part: str = "") -> str:
        """Post an answer to what was said and return its key; `part` tells several answers apart."""
        key = f"{self.key}{part}"
        parcel = outbox.answer_to(self.origin, report, key=key, job_id=job_id)
        await outbox.post(self.tx, parcel, now=self.now)
        return key

    async def say(self, key: str, /, **fillings: Filling) -> None:
        """Answer with one sentence of the catalogue."""
        await self.answer(Report(spans=sentences.spans(self.language, key, count=None, **fillings)))

    async def show(self, report: Report, *, job_id: str | None = None) -> str:
        """Let the report replace the message whose button was pressed, or post it as an answer."""
        if self.pressed is not None and self.pressed.kind == outbox.RowKind.ANSWER:
            await outbox.revise(self.tx, self.pressed.key, report, job_id=job_id)
            return self.pressed.key
        return await self.answer(report, job_id=job_id)

    async def warn(self, key: str, /, **fillings: Filling) -> None:
        """Say why not: in the toast of a button, else as an answer."""
        if self.toast.wanted:
            self.toast.text = self.text(key, **fillings)
            return
        spans = sentences.spans(self.language, key, count=None, **fillings)
        await self.answer(Report(spans=spans, severity=Severity.WARNING))

    async def send_for(self, word: str, *, part: int = 0, **arguments: str) -> None:
        """Write an errand: what needs the network is done after this update is safe."""
        await errands.ask(
            self.tx,
            word=word,
            origin=self.origin,
            arguments=arguments,
            key=f"{self.key}:{part}",
            now=self.now,
        )
