"""The queue of updates that getUpdates empties: kept until confirmed, for at most a day.

An offset confirms everything below it; a negative one keeps only that many from the end; one that lies far
beyond the queue falls back to its head (Client.cpp 16330-16360), so that a stale stored offset never blocks.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

KEPT_FOR = timedelta(days=1)

#: An offset may lie this far beyond the newest id before it counts as stale.
FUTURE_LIMIT = 10

#: Sent only when asked for by name.
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Something that happened, as the bot will be told."""

    id: int
    at: datetime
    kind: str
    content: Any

    def as_json(self) -> dict[str, Any]:
        """Return Telegram's `Update`."""
        return {"update_id": self.id, self.kind: self.content}


class UpdateQueue:
    """Updates that wait for the bot. Ids begin anywhere, as Telegram's do."""

    def __init__(self, *, first_id: int = 700_000_001) -> None:
        self._next_id = first_id
        self._waiting: deque[Update] = deque()
        self._allowed: frozenset[str] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def waiting(self) -> tuple[Update, ...]:
        """The updates that were not confirmed yet."""
        return tuple(self._waiting)

    def allow(self, kinds: Iterable[str]) -> None:
        """Keep only these kinds from now on; none named means the default ones."""
        self._allowed = frozenset(kinds) or None

    @property
    def allowed(self) -> tuple[str, ...]:
        """The kinds that were asked for by name."""
        return tuple(sorted(self._allowed or ()))

    def put(self, kind: str, content: Any, *, now: datetime) -> Update | None:
        """Queue an update; None when the bot does not want this kind."""
        wanted = kind not in NOT_BY_DEFAULT if self._allowed is None else kind in self._allowed
        return self.force(kind, content, now=now) if wanted else None

    def force(self, kind: str, content: Any, *, now: datetime) -> Update:
        """Queue an update of whatever kind and content: also one that no library can read."""
        update = Update(id=self._next_id, at=now, kind=kind, content=content)
        self._next_id += 1
        self._waiting.append(update)
        return update

    def repeat(self, update: Update) -> None:
        """Put an update back, as if its confirmation had been lost."""
        self._waiting.appendleft(update)

    def forget(self) -> None:
        """Drop all that waits."""
        self._waiting.clear()

    def confirm(self, offset: int, *, now: datetime) -> None:
        """Forget what the offset confirms and what is older than a day."""
        while self._waiting and now - self._waiting[0].at > KEPT_FOR:
            self._waiting.popleft()
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        elif offset <= self._next_id + FUTURE_LIMIT:
            while self._waiting and self._waiting[0].id < offset:
                self._waiting.popleft()

    def head(self, limit: int) -> list[dict[str, Any]]:
        """Return the oldest updates that wait."""
        return [update.as_json() for update in tuple(self._waiting)[:limit]]
