"""What is still to happen in the practice cluster, in the order of its moments.

The simulation is a row of appointments and no tasks: it can be played forward in an instant, so a practice
cluster has a past ("up since Tuesday") although it was made a second ago.
"""

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

Action = Callable[[], None]


class Appointment:
    """Something that will happen unless it is cancelled."""

    __slots__ = ("action", "at")

    def __init__(self, at: datetime, action: Action) -> None:
        self.at = at
        self.action: Action | None = action

    def cancel(self) -> None:
        """Let it not happen; too late or twice is no error."""
        self.action = None


class Agenda:
    """Holds the appointments; `now` is the moment of the one that is being kept."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._order = itertools.count()
        self._rows: list[tuple[datetime, int, Appointment]] = []

    def after(self, seconds: float, action: Action) -> Appointment:
        """Let `action` happen in `seconds` from `now`."""
        made = Appointment(self.now + timedelta(seconds=seconds), action)
        heapq.heappush(self._rows, (made.at, next(self._order), made))
        return made

    def run_until(self, at: datetime) -> None:
        """Keep every appointment up to `at`, each at its own moment, those that come about on the way too."""
        while self._rows and self._rows[0][0] <= at:
            moment, _, due = heapq.heappop(self._rows)
            if (action := due.action) is not None:
                self.now = max(self.now, moment)
                due.action = None
                action()
        self.now = max(self.now, at)

    def next_moment(self) -> datetime | None:
        """Return when the next appointment is."""
        while self._rows and self._rows[0][2].action is None:
            heapq.heappop(self._rows)
        return self._rows[0][0] if self._rows else None
