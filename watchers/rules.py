"""The rules of watching as data: which sign means which cause, and how long it is borne.

One table that a test lists row by row and from which docs can be generated; the code that reads it holds no
number and no pattern of its own. Seconds and counts are those of patience `normal`. A row is the first that
fits its family from the top: auth words stand before not-found words, because a registry's refusal
("pull access denied, repository does not exist or may require authorization") holds both.
"""

import math
import re
from dataclasses import dataclass
from datetime import timedelta

from domain.watch import Patience

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
#: A container that ran so long, Ready, before it ended did not crash at start.
READY_RUN_S = 10.0
#: Running but never Ready is borne for twice what its probes allow, and never for less than this.
NOT_READY_BUDGETS = 2.0
NOT_READY_S = 90.0
#: Some pods well and some fatal: a warning at once, failed after this.
PARTLY_S = 60.0
#: Flapping without passing the soak.
FLAPPING_S = 300.0
PAUSED_S = 60.0
GONE_S = 90.0
#: Rolling without progress: the watch ends and says so.
STILL_ROLLING_S = 3600.0
#: The silent look-out after a verdict.
GUARD_FAILED_S = 900.0
GUARD_DONE_S = 600.0
#: A pod that is stuck so long has its events read, and read again after `EVENTS_AGAIN_S`.
STUCK_S = 60.0
EVENTS_AGAIN_S = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: a sign, its cause, and how long it is borne.

    Attributes:
        name: Unique; stored in memory.
        family: What is looked at: pull, config, start (a container's waiting or ended state), creating,
            unscheduled (a pod's, with its events), refused (of the new ReplicaSet).
        reasons: The reasons it is about; empty: every one of the family.
        pattern: What the message must hold, ignoring case; empty: anything.
        fatal_after_s: How long it is borne; None: never fatal by itself, only a suspect.
        fatal_sightings: Fatal at that sighting too; 0: by time alone.
        cause: A word of recordings/README.md; "" is no sign at all.
    """

    name: str
    family: str
    cause: str
    reasons: tuple[str, ...] = ()
    pattern: str = ""
    fatal_after_s: float | None = None
    fatal_sightings: int = 0

    def fits(self, reason: str, message: str) -> bool:
        """Whether the row is about this reason and message."""
        if self.reasons and reason not in self.reasons:
            return False
        return not self.pattern or re.search(self.pattern, message, re.IGNORECASE) is not None


_PULL = ("ErrImagePull", "ImagePullBackOff", "ImageInspectError", "RegistryUnavailable")
_START_WORDS = (
    r"no such file|not found in \$PATH|permission denied|exec format error|is a directory|"
    r"no command specified|not a directory"
)

RULES: tuple[Rule, ...] = (
    Rule(
        name="image-name",
        family="pull",
        cause="image-invalid",
        reasons=("InvalidImageName",),
        fatal_after_s=0.0,
    ),
    Rule(
        name="image-reference",
        family="pull",
        cause="image-invalid",
        pattern=r"invalid reference|couldn't parse image|invalid image name",
        fatal_after_s=0.0,
    ),
    Rule(
        name="image-never-pulled",
        family="pull",
        cause="image-not-found",
        reasons=("ErrImageNeverPull",),
        fatal_after_s=0.0,
    ),
    Rule(
        name="image-auth",
        family="pull",
        cause="image-auth",
        reasons=_PULL,
        pattern=r"unauthorized|denied|\b403\b|forbidden|insufficient_scope|no basic auth|"
        r"authentication required|authorization failed|\b401\b",
        fatal_after_s=45.0,
    ),
    Rule(
        name="image-not-found",
        family="pull",
        cause="image-not-found",
        reasons=_PULL,
        pattern=r"(?<!host )not found|manifest unknown|does not exist|no such image|no match for platform",
        fatal_after_s=15.0,
        fatal_sightings=2,
    ),
    Rule(
        name="image-unreachable", family="pull", cause="image-unreachable", reasons=_PULL, fatal_after_s=300.0
    ),
    Rule(
        name="config-cache",
        family="config",
        cause="",
        pattern=r"failed to sync (secret|configmap|\S*) ?cache",
    ),
    Rule(
        name="run-as-root",
        family="config",
        cause="start-error",
        pattern=r"runAsNonRoot|run as (non-)?root|non-numeric user",
        fatal_after_s=20.0,
    ),
    Rule(name="sub-path", family="config", cause="mount", pattern=r"\bsubPath\b", fatal_after_s=20.0),
    Rule(name="config-missing", family="config", cause="config-missing", fatal_after_s=20.0),
    Rule(
        name="start-error",
        family="start",
        cause="start-error",
        pattern=_START_WORDS,
        fatal_after_s=20.0,
        fatal_sightings=2,
    ),
    Rule(name="start-unclear", family="start", cause="start-error"),
    Rule(
        name="volume-attached",
        family="creating",
        cause="mount",
        reasons=("FailedAttachVolume",),
        fatal_after_s=180.0,
    ),
    Rule(
        name="volume-slow",
        family="creating",
        cause="mount",
        reasons=("FailedMount",),
        pattern=r"multi-attach|timed out|deadline ?exceeded|connection refused|failed to sync \S+ cache",
        fatal_after_s=180.0,
    ),
    Rule(
        name="volume-missing", family="creating", cause="mount", reasons=("FailedMount",), fatal_after_s=90.0
    ),
    Rule(
        name="sandbox",
        family="creating",
        cause="start-error",
        reasons=("FailedCreatePodSandBox",),
        fatal_after_s=120.0,
    ),
    Rule(
        name="scale-up",
        family="unscheduled",
        cause="unschedulable",
        reasons=("TriggeredScaleUp", "Nominated"),
        fatal_after_s=600.0,
    ),
    Rule(
        name="no-scale-up",
        family="unscheduled",
        cause="unschedulable",
        reasons=("NotTriggerScaleUp",),
        fatal_after_s=90.0,
    ),
    Rule(
        name="claim-unbound",
        family="unscheduled",
        cause="unschedulable",
        pattern=r"unbound immediate PersistentVolumeClaims|persistentvolumeclaim \S+ not found",
        fatal_after_s=90.0,
    ),
    Rule(
        name="node-too-small",
        family="unscheduled",
        cause="unschedulable",
        pattern=r"insufficient|too many pods",
        fatal_after_s=180.0,
    ),
    Rule(
        name="node-unfit",
        family="unscheduled",
        cause="unschedulable",
        pattern=r"taint|affinity|node selector|didn't match|didn't satisfy|free ports|unschedulable",
        fatal_after_s=90.0,
    ),
    Rule(name="unscheduled", family="unscheduled", cause="unschedulable", fatal_after_s=180.0),
    Rule(name="quota", family="refused", cause="quota", pattern=r"exceeded quota", fatal_after_s=15.0),
    Rule(name="admission", family="refused", cause="admission", fatal_after_s=15.0),
)

_BY_NAME = {rule.name: rule for rule in RULES}

#: Which of two suspects tells more, best first; an unknown cause comes last.
RANK = (
    "image-invalid",
    "image-not-found",
    "image-auth",
    "oom",
    "start-error",
    "config-missing",
    "liveness",
    "init-crash",
    "crash-after-ready",
    "crash",
    "quota",
    "admission",
    "mount",
    "unschedulable",
    "image-unreachable",
    "not-ready",
    "evicted",
    "node",
)


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
    return RANK.index(cause) if cause in RANK else len(RANK)


def borne(seconds: float, patience: Patience) -> timedelta:
    """Return how long a sign is borne with this patience."""
    return timedelta(seconds=seconds * SCALE[patience])


def counted(count: int, patience: Patience) -> int:
    """Return how many occurrences are borne: a first one never decides."""
    return max(2, math.ceil(count * SCALE[patience]))
