"""The rules of watching as data: which sign means which cause, and how long it is borne.

One table that a test lists row by row and from which docs can be generated; the code that reads it holds no
number and no pattern of its own. Seconds and counts are those of patience `normal`. A row is the first that
fits its family from the top; the rows themselves are in `pod_rows` and `object_rows`.
"""

import math
from datetime import timedelta

from domain.causes import CAUSES
from domain.watch import Patience
from watchers.object_rows import OBJECT_ROWS
from watchers.pod_rows import POD_ROWS
from watchers.rule import Rule

#: What a patience multiplies times and counts with.
SCALE = {Patience.STRICT: 0.5, Patience.NORMAL: 1.0, Patience.PATIENT: 3.0}

#: Seconds that a good state must hold, and that a recovered one must at least hold.
SOAK_S = 30.0
#: A recovered pod must outlast its longest run before an end this many times.
RECOVERED_RUNS = 3.0
#: A complete object that has been so for less is still rolling at the first look.
SETTLED_S = 3.0
#: An end this fresh is judged although the container runs again.
FRESH_END_S = 5.0
#: Ends that are fatal whatever their signatures, and with the same signature twice after `CRASH_AGE_S`.
CRASH_ENDS = 4
CRASH_ENDS_SAME = 2
CRASH_AGE_S = 20.0
#: Kills over the memory limit that are fatal, from this age of the container on.
OOM_ENDS = 2
OOM_AGE_S = 10.0
#: A start that fails again within a moment of the first may have met the same half-made volume.
START_AGE_S = 5.0
#: A run that began so long after the end before was held back: the kubelet's shortest back-off is 10 s, and
#: the API's moments are whole seconds.
HELD_BACK_S = 8.0
#: A container that ran so long, Ready, before it ended did not crash at start.
READY_RUN_S = 10.0
#: Running but never Ready is borne for twice what its probes allow, and never for less than this.
NOT_READY_BUDGETS = 2.0
NOT_READY_S = 90.0
#: Some pods well and some fatal: a warning at once, failed after this.
PARTLY_S = 60.0
#: Flapping without passing the soak.
FLAPPING_S = 300.0
#: Of a lasting watch: fewer pods up than when all was well; falls that make a series, and what ends one.
DEGRADED_S = 60.0
FLAPS_FROM = 3
CALM_S = 1800.0
#: Of a namespace: bad news that comes so long after the first rings in a message of its own.
RINGS_AGAIN_S = 1800.0
#: The kubelet measures volumes once a minute: who has held for so long is within its limit.
EVICTED_HELD_S = 150.0
PAUSED_S = 60.0
GONE_S = 90.0
#: Rolling without progress: the watch ends and says so.
STILL_ROLLING_S = 3600.0
#: The silent look-out after a verdict.
GUARD_FAILED_S = 900.0
GUARD_DONE_S = 600.0
#: A node that came back must stay so long, as pods do.
NODE_SOAK_S = 30.0
#: A run of a CronJob that has not begun so long after its time is missed, if it names no deadline itself.
MISSED_S = 100.0
#: A pod that is stuck so long has its events read, and read again after `EVENTS_AGAIN_S`.
STUCK_S = 60.0
EVENTS_AGAIN_S = 15.0


RULES: tuple[Rule, ...] = (*POD_ROWS, *OBJECT_ROWS)

_BY_NAME = {rule.name: rule for rule in RULES}

#: An unknown cause tells least.
_RANKS = {cause: place for place, cause in enumerate(CAUSES)}


def rule_named(name: str) -> Rule:
    """Return the row of that name.

    Raises:
        KeyError: There is none (a memory of a newer program).
    """
    return _BY_NAME[name]


def find_rule(family: str, reason: str, message: str) -> Rule | None:
    """Return the first row of the family that fits, None when none does."""
    return next((rule for rule in RULES if rule.family == family and rule.fits(reason, message)), None)


def rank(cause: str) -> int:
    """Return the place of a cause among the suspects; a smaller one tells more."""
    return _RANKS.get(cause, len(_RANKS))


def borne(seconds: float, patience: Patience) -> timedelta:
    """Return how long a sign is borne with this patience."""
    return timedelta(seconds=seconds * SCALE[patience])


def counted(count: int, patience: Patience) -> int:
    """Return how many occurrences are borne: a first one never decides."""
    return max(2, math.ceil(count * SCALE[patience]))
