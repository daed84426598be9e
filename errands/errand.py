"""What an errand is made of: how it is carried out, and how it is settled.

An errand has two halves. The first may use the network and writes no row; it returns the second, which
writes result and answer in one transaction and touches no network (design 3).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.clock import Clock
from domain.report import Report
from domain.watchtower import Watchtower
from storage.chats import Chat
from storage.database import Transaction, Writer
from storage.errands import Errand


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What errands work with. `max_jobs` is how many active jobs one person may have."""

    writer: Writer
    clock: Clock
    tower: Watchtower
    max_jobs: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An errand with what is known of the chat that asked."""

    errand: Errand
    chat: Chat

    @property
    def language(self) -> str:
        """The language of the answer."""
        return self.chat.language

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the answer tells the time; UTC until the chat has told one."""
        return ZoneInfo(self.chat.zone or "UTC")

    def argument(self, name: str) -> str:
        """Return an argument, "" when it was not given."""
        return self.errand.arguments.get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the chat is told. `job_id` makes a reply to it act on that job."""

    report: Report
    job_id: str | None = None


#: Writes what came of an errand and returns its answer.
Settle = Callable[[Transaction, datetime], Awaitable[Answer]]

#: Carries out an errand: network yes, rows no.
CarryOut = Callable[[Asked, Ports], Awaitable[Settle]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandKind:
    """A member of the registry: its word, and the sentence while it takes longer than a moment."""

    word: str
    looking: str
    carry_out: CarryOut
