"""Lanes: a chat and a topic, in which messages go out one after the other; lanes do not wait for each other.

Kept in memory only: which lanes are busy, which are paused and until when. After a restart nothing is paused;
Telegram says so again if it still minds.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

#: chat, topic (None: no topic, or General).
Lane = tuple[int, int | None]

#: Two chats that are told to wait within this time mean that the whole bot is too fast.
FLOOD_TOGETHER = timedelta(seconds=5)

#: Added to what Telegram asks for: its seconds are rounded.
FLOOD_MARGIN_S = 0.1

LONGEST_BACKOFF_S = 60.0


@dataclass(slots=True)
class _Trouble:
    failures: int = 0
    until: datetime | None = None


@dataclass(slots=True)
class Lanes:
    """Which lanes may go on, and when."""

    busy: set[Lane] = field(default_factory=set)
    _troubles: dict[Lane, _Trouble] = field(default_factory=dict)
    _paused_chats: dict[int, datetime] = field(default_factory=dict)
    _all_until: datetime | None = None
    _last_flood: tuple[int, datetime] | None = None

    def open_at(self, lane: Lane, *, now: datetime) -> datetime:
        """Return when the lane may go on; `now` or earlier means at once."""
        trouble = self._troubles.get(lane)
        pauses = (self._all_until, self._paused_chats.get(lane[0]), trouble.until if trouble else None)
        return max((pause for pause in pauses if pause is not None), default=now)

    def went_well(self, lane: Lane) -> None:
        """Forget the lane's failures."""
        self._troubles.pop(lane, None)

    def stumbled(self, lane: Lane, *, now: datetime) -> datetime:
        """Pause the lane after a failure, longer each time (1 to 60 s), and return until when."""
        trouble = self._troubles.setdefault(lane, _Trouble())
        wait_s = min(2.0**trouble.failures, LONGEST_BACKOFF_S)
        trouble.failures = min(trouble.failures + 1, 10)
        trouble.until = now + timedelta(seconds=wait_s * _jitter())
        return trouble.until

    def pause(self, lane: Lane, *, until: datetime) -> None:
        """Let the lane wait, for no fault of its own."""
        self._troubles.setdefault(lane, _Trouble()).until = until

    def flooded(self, chat_id: int, *, retry_after_s: float, now: datetime) -> None:
        """Pause the chat for as long as Telegram asks; all of them when two chats are told so together.

        The pause holds for every topic of the chat: Telegram counts by chats.
        """
        until = now + timedelta(seconds=retry_after_s + FLOOD_MARGIN_S)
        self._paused_chats = {chat: at for chat, at in self._paused_chats.items() if at > now}
        self._paused_chats[chat_id] = max(until, self._paused_chats.get(chat_id, until))
        if self._last_flood is not None:
            other, at = self._last_flood
            if other != chat_id and now - at <= FLOOD_TOGETHER:
                self.pause_all(until)
        self._last_flood = (chat_id, now)

    def pause_all(self, until: datetime) -> None:
        """Let nobody go on before `until`."""
        self._all_until = until if self._all_until is None else max(until, self._all_until)


class Rhythm:
    """When a message that shows progress may be edited again: soon at first, then less and less often."""

    #: Seconds after it was sent, then after each edit; the last one goes on.
    STEPS_S = (2.0, 3.0, 5.0, 10.0, 30.0, 60.0)

    #: Messages remembered; the oldest are forgotten, which makes their next edit come a little early.
    MOST = 10_000

    def __init__(self) -> None:
        self._edits: dict[int, tuple[int, datetime]] = {}

    def due_at(self, row_id: int, *, sent_at: datetime) -> datetime:
        """Return when the next edit of this message is due."""
        count, last = self._edits.get(row_id, (0, sent_at))
        return last + timedelta(seconds=self.STEPS_S[min(count, len(self.STEPS_S) - 1)])

    def edited(self, row_id: int, *, now: datetime) -> None:
        """Note an edit that showed progress."""
        count, _ = self._edits.pop(row_id, (0, now))
        self._edits[row_id] = (count + 1, now)
        while len(self._edits) > self.MOST:
            del self._edits[next(iter(self._edits))]


def _jitter() -> float:
    return random.uniform(0.75, 1.0)  # noqa: S311  # spreads retries, no secret
