"""A store that cannot be written (a full disk) is said once, when it begins and when it is over.

Anything else that goes wrong in a turn is a fault of ours: it is logged each time, with its traceback.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from storage.faults import is_out_of_order
from telemetry import metrics

log = structlog.get_logger(__name__)

FIRST_PAUSE_S = 5.0
LONGEST_PAUSE_S = 60.0


@dataclass(slots=True)
class Mishaps:
    """What went wrong lately, one mishap after another."""

    _in_a_row: int = 0
    _is_out_of_order: bool = False

    def note(self, error: Exception, *, now: datetime) -> datetime:
        """Log the mishap, unless it is more of the same, and return when to look again."""
        metrics.loop_faults.labels(loop="delivery").inc()
        if not is_out_of_order(error):
            log.error("delivery stumbled", exc_info=error)
        elif not self._is_out_of_order:
            self._is_out_of_order = True
            log.error("the database cannot be written, delivery waits", reason=str(error))
        pause_s = min(FIRST_PAUSE_S * 2**self._in_a_row, LONGEST_PAUSE_S)
        self._in_a_row = min(self._in_a_row + 1, 10)
        return now + timedelta(seconds=pause_s)

    def well(self) -> None:
        """Note that something was written."""
        if self._is_out_of_order:
            log.info("the database can be written again")
        self._in_a_row, self._is_out_of_order = 0, False
