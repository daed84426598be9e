"""How long to wait after something went wrong: one back-off for each stream, one shared by an API server.

An API server that restarts meets all of its clients at once; twenty streams with a back-off each hammer it
twenty times. The shared one is raised once for each burst of failures and makes everybody wait.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import SystemRandom

FIRST_S = 0.8
LONGEST_S = 30.0

#: So long without a failure, and the back-off begins anew.
HEALTHY_S = 120.0

#: A random factor, so that waits which began together do not end together.
Jitter = Callable[[], float]


def some() -> float:
    """Return a factor between 0.8 and 1.2."""
    return SystemRandom().uniform(0.8, 1.2)


class Backoff:
    """Waits that double with every failure in a row."""

    def __init__(self, jitter: Jitter = some) -> None:
        self._jitter = jitter
        self._failures = 0
        self._failed_at: datetime | None = None
        self.not_before: datetime | None = None

    def failed(self, now: datetime, *, after_s: float | None = None) -> datetime:
        """Count a failure and return when to try again; `after_s` is what the server asked for."""
        if self.not_before is not None and now < self.not_before:
            return self._at_least(now, after_s)
        if self._failed_at is not None and now - self._failed_at >= timedelta(seconds=HEALTHY_S):
            self._failures = 0
        wait_s = min(FIRST_S * 2**self._failures, LONGEST_S) * self._jitter()
        self._failures = min(self._failures + 1, 10)
        self._failed_at = now
        self.not_before = now + timedelta(seconds=wait_s)
        return self._at_least(now, after_s)

    def closed(self, now: datetime) -> datetime:
        """Return when to go on after a normal end, which is no failure."""
        return now + timedelta(seconds=FIRST_S * self._jitter())

    def _at_least(self, now: datetime, after_s: float | None) -> datetime:
        assert self.not_before is not None
        if after_s is not None:
            asked = now + timedelta(seconds=after_s * max(1.0, self._jitter()))
            self.not_before = max(self.not_before, asked)
        return self.not_before
