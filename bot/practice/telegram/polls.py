"""Whose turn it is to poll: the newest; and Telegram's brakes for a bot that asks in circles.

Real seconds: these are about connections, not about the time of the chats.
"""

import time

#: Asking with the same offset again within this time waits this long at least (Client.cpp 15709-15720).
REPEAT_PAUSE_S = 3
#: … and within this time gets one update at most.
HASTE_S = 0.5
#: A second conflict within this time is told this much later.
CONFLICT_PAUSE_S = 3.0


class Polls:
    """Counts polls.

    Args:
        limits: Whether a bot that repeats an offset is slowed down.
    """

    def __init__(self, *, limits: bool) -> None:
        self.limits = limits
        self.turn = 0
        self.open = 0
        self.count = 0
        self._offset: int | None = None
        self._began = float("-inf")
        self._next_conflict = float("-inf")

    def begin(self, *, offset: int, timeout_s: float, limit: int) -> tuple[int, float, int]:
        """Take the turn; return it with the timeout and limit that apply."""
        now = time.monotonic()
        since = now - self._began
        if self.limits and offset == self._offset:
            timeout_s = max(timeout_s, REPEAT_PAUSE_S) if since < REPEAT_PAUSE_S else timeout_s
            limit = 1 if since < HASTE_S else limit
        self._offset, self._began = offset, now
        self.turn += 1
        self.open += 1
        self.count += 1
        return self.turn, timeout_s, limit

    def end(self) -> None:
        """Say that a poll was answered or left."""
        self.open -= 1

    def conflict_pause_s(self) -> float:
        """Return how much later a conflict is to be told: only the first one at once."""
        now = time.monotonic()
        if now < self._next_conflict:
            return CONFLICT_PAUSE_S
        self._next_conflict = now + CONFLICT_PAUSE_S
        return 0.0
