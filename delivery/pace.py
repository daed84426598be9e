"""Pace before being told: never faster than Telegram likes it, so that it has no reason to say 429.

Telegram's limits "are unspecified"; its FAQ names one message a second in a chat (short bursts are fine), 20
a minute in a group and 30 a second over all, edits included. We stay below, and progress leaves room: a
flood earned by edits must never keep a verdict waiting (telegram.md 3).
"""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum


class Priority(IntEnum):
    """Who goes first when not all can."""

    #: The answer to what somebody has just said.
    ANSWER = 0
    #: Other messages, and edits that somebody waits for.
    FIRST = 1
    #: Edits that show how something goes on.
    PROGRESS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How fast the bot may write.

    Attributes:
        progress_share: What progress may use of the two windows.
        message_share: What all but answers may use of the one over all: a thousand reminders of nine o'clock
            go out for most of a minute, and who asks something in it is answered at once.
    """

    chat_per_s: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 18
    overall_per_s: int = 25
    progress_share: float = 0.7
    message_share: float = 0.8


class Window:
    """At most so many in any span of time."""

    def __init__(self, span_s: float) -> None:
        self._span = timedelta(seconds=span_s)
        self._times: deque[datetime] = deque()

    def free_at(self, now: datetime, *, limit: int) -> datetime:
        """Return when one more fits; `now` or earlier means at once."""
        while self._times and now - self._times[0] >= self._span:
            self._times.popleft()
        return now if len(self._times) < limit else self._times[-limit] + self._span

    def spend(self, now: datetime) -> None:
        """Count one."""
        self._times.append(now)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted lately."""
        return not self._times


class Bucket:
    """So many at once, then one at a time."""

    def __init__(self, burst: int, per_s: float, now: datetime) -> None:
        self._burst = float(burst)
        self._per_s = per_s
        self._left = self._burst
        self._at = now

    def free_at(self, now: datetime) -> datetime:
        """Return when one more fits; `now` means at once."""
        left = self._filled(now)
        # Moments are rounded to microseconds: a wait that ends on time must not be found too short.
        return now if left > 1 - 1e-5 else now + timedelta(seconds=(1 - left) / self._per_s)

    def spend(self, now: datetime) -> None:
        """Count one."""
        self._left, self._at = self._filled(now) - 1, now

    def is_full(self, now: datetime) -> bool:
        """Whether the last one was long ago."""
        return self._filled(now) >= self._burst

    def _filled(self, now: datetime) -> float:
        return min(self._burst, self._left + (now - self._at).total_seconds() * self._per_s)


class Pace:
    """Says when a chat may be written to next; sends and edits count alike."""

    #: From this many chats on, those that were quiet lately are forgotten.
    TIDY_AT = 1000

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall = Window(1.0)
        self._chats: dict[int, Bucket] = {}
        self._groups: dict[int, Window] = {}

    def free_at(self, chat_id: int, *, priority: Priority, now: datetime) -> datetime:
        """Return when this chat may be written to; `now` or earlier means at once."""
        moments = [self.free_overall_at(priority=priority, now=now)]
        if chat_id in self._chats:
            moments.append(self._chats[chat_id].free_at(now))
        if chat_id in self._groups:
            limit = max(1, int(self._limits.group_per_minute * self._share(priority)))
            moments.append(self._groups[chat_id].free_at(now, limit=limit))
        return max(moments)

    def free_overall_at(self, *, priority: Priority, now: datetime) -> datetime:
        """Return when any chat may be written to; `now` or earlier means at once."""
        limit = self._limits.overall_per_s
        if priority is not Priority.ANSWER:
            limit = max(1, int(limit * min(self._share(priority), self._limits.message_share)))
        return self._overall.free_at(now, limit=limit)

    def _share(self, priority: Priority) -> float:
        return self._limits.progress_share if priority is Priority.PROGRESS else 1.0

    def spend(self, chat_id: int, *, now: datetime) -> None:
        """Count one message or edit."""
        if len(self._chats) >= self.TIDY_AT:
            self._tidy(now)
        self._overall.spend(now)
        if chat_id not in self._chats:
            self._chats[chat_id] = Bucket(self._limits.chat_burst, self._limits.chat_per_s, now)
        self._chats[chat_id].spend(now)
        if chat_id < 0:  # groups, supergroups and channels
            self._groups.setdefault(chat_id, Window(60.0)).spend(now)

    def _tidy(self, now: datetime) -> None:
        self._chats = {chat: bucket for chat, bucket in self._chats.items() if not bucket.is_full(now)}
        for window in self._groups.values():
            window.free_at(now, limit=1)
        self._groups = {chat: window for chat, window in self._groups.items() if not window.is_empty}
