"""What the judge sees of one object at one moment: a frozen value, made from the stores or from a fresh read.

Objects are plain Kubernetes JSON under the API's own field names, slimmed on arrival (`cluster.slim`): what
nobody reads is not there. A consumer never changes them: several may look at the same snapshot.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

#: One object as the API gives it.
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One object and what belongs to it.

    Attributes:
        object: The watched object itself; None while it is not there.
        replica_sets: Those of the namespace that the object controls, every revision.
        pods: Those that belong to the object, every revision, the departing too.
        jobs: Those that a CronJob has made and that are still there.
        beside: What it is judged with besides, by kind (a Service's endpoint slices); a kind that may not be
            read is missing.
        events: Of the object, its ReplicaSets and its pods; empty unless they were asked for.
        synced: Whether every stream has delivered its first list; nothing is judged before.
        stale_since: Since when a stream has been silent for too long; None while all of them are fresh.
        last: The object as it was when it was deleted, if that was seen; None while it is there.
        gone_since: Since when the object has been missing (by our clock) after it was seen.
    """

    object: Json | None
    replica_sets: tuple[Json, ...] = ()
    pods: tuple[Json, ...] = ()
    jobs: tuple[Json, ...] = ()
    beside: Mapping[str, tuple[Json, ...]] = field(default_factory=dict)
    events: tuple[Json, ...] = ()
    synced: bool
    stale_since: datetime | None = None
    last: Json | None = None
    gone_since: datetime | None = None
