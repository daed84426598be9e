"""How fast a bot may write before it is told to wait.

Telegram does not publish its limits ("they are unspecified"); these are the ones its FAQ names: about one
message a second in a chat with short bursts, 20 a minute in a group (edits count), 30 a second over all.
"""

import math
from collections import defaultdict, deque
from datetime import datetime, timedelta

from bot.practice.telegram.errors import too_many

CHAT_BURST = 3
CHAT_PER_S = 1.0
GROUP_PER_MINUTE = 20
OVERALL_PER_S = 30


class Pace:
    """Counts what was written; `on=False` lets everything through."""

    def __init__(self, *, on: bool) -> None:
        self.on = on
        self._budget: dict[int, tuple[float, datetime]] = {}
        self._group: dict[int, deque[datetime]] = defaultdict(deque)
        self._overall: deque[datetime] = deque()

    def spend(self, chat_id: int, *, is_group: bool, now: datetime) -> None:
        """Count one message or edit.

        Raises:
            ApiError: 429 with the whole seconds to wait; nothing is counted then.
        """
        if not self.on:
            return
        left = self._left(chat_id, now)
        wait_s = 0.0 if left >= 1 else (1 - left) / CHAT_PER_S
        wait_s = max(wait_s, _wait(self._overall, limit=OVERALL_PER_S, window_s=1, now=now))
        if is_group:
            wait_s = max(wait_s, _wait(self._group[chat_id], limit=GROUP_PER_MINUTE, window_s=60, now=now))
        if wait_s > 0:
            raise too_many(max(1, math.ceil(wait_s)))
        self._budget[chat_id] = (left - 1, now)
        self._overall.append(now)
        self._group[chat_id].append(now)

    def _left(self, chat_id: int, now: datetime) -> float:
        left, at = self._budget.get(chat_id, (float(CHAT_BURST), now))
        return min(float(CHAT_BURST), left + (now - at).total_seconds() * CHAT_PER_S)


def _wait(times: deque[datetime], *, limit: int, window_s: float, now: datetime) -> float:
    """Return how long until the window has room again."""
    while times and (now - times[0]).total_seconds() >= window_s:
        times.popleft()
    if len(times) < limit:
        return 0.0
    return (times[-limit] + timedelta(seconds=window_s) - now).total_seconds()
