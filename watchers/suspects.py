"""A suspect: a sign on a pod or on the revision, its cause, and from when on it is fatal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from watchers.rules import rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """Something that may be why a rollout does not succeed.

    Attributes:
        pod, pod_uid, container: Where; "" when it is about the revision as a whole.
        since: Since when it stands, by our clock.
        fatal_at: From when on it decides; None: never by itself.
        warns_at: From when on it is worth a warning; None: never.
    """

    cause: str
    since: datetime
    fatal_at: datetime | None = None
    warns_at: datetime | None = None
    pod: str = ""
    pod_uid: str = ""
    container: str = ""
    reason: str = ""
    message: str = ""
    exit_code: int | None = None
    ends: int = 0
    same_each_time: bool = False
    image: str = ""
    memory_limit: str = ""
    probe: str = ""

    def is_fatal(self, now: datetime) -> bool:
        """Whether it decides now."""
        return self.fatal_at is not None and self.fatal_at <= now

    def is_worrying(self, now: datetime) -> bool:
        """Whether it is worth a warning now."""
        return self.warns_at is not None and self.warns_at <= now


def best(suspects: Iterable[Suspect]) -> Suspect | None:
    """Return the one that tells most: by cause, then the one that ended most often, then the oldest."""
    return min(suspects, key=lambda one: (rank(one.cause), -one.ends, one.since, one.pod), default=None)


def bad_pods(suspects: Iterable[Suspect], cause: str) -> int:
    """Return how many pods show the cause."""
    return len({one.pod_uid for one in suspects if one.cause == cause and one.pod_uid})
