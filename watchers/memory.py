"""What the judge remembers of one watched object between two looks: a frozen value, stored as versioned JSON.

A restart of the bot must not change a verdict, so every age that decides one is here as an aware moment of
our clock, and every count beside the keys of what was counted. Nothing here is for people.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Self

from domain.watch import WatchPhase

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class EndMemory:
    """One end of a container that was seen. `was_ready`: it had been Ready in that run."""

    id: str
    reason: str
    code: int
    seen_at: datetime
    run_s: float | None = None
    was_ready: bool = False
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerMemory:
    """What is known of one container of a new pod.

    Attributes:
        first_at: When it was first seen started, by our clock (by the API's at the first look).
        first_started_at, last_finished_at: By the API's clock, for who joined late.
        history: Restarts that it had when it was first seen, running and ready: told, not counted;
            `history_end` is the id of the last of them.
        ends: The last ones seen, oldest first.
        is_ready: Whether it was Ready in its present run.
        killed: Whether an event says that its liveness or startup probe had it killed.
        hook: What is said of the postStart hook that brought its last run to an end, "" where none did.
    """

    pod: str
    name: str
    first_at: datetime | None = None
    first_started_at: datetime | None = None
    last_finished_at: datetime | None = None
    history: int = 0
    history_end: str = ""
    ends: tuple[EndMemory, ...] = ()
    is_ready: bool = False
    killed: bool = False
    hook: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignMemory:
    """A sign other than a crash: since when it stands, and how often it was sighted anew."""

    pod: str
    container: str
    family: str
    rule: str
    since: datetime
    sightings: int = 1
    reason: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PodMemory:
    """A new pod: since when it has been Ready without an end, and whether it ever was."""

    uid: str
    clean_since: datetime | None = None
    ever_ready: bool = False


def all_clean_since(pods: Sequence[PodMemory]) -> datetime | None:
    """Return since when all pods have been Ready without an end; None while one is not, or there is none."""
    moments = [pod.clean_since for pod in pods]
    known = [at for at in moments if at is not None]
    return max(known) if known and len(known) == len(moments) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The judge's memory of one watched object.

    Attributes:
        uid, revision: The object and the revision that are judged; "" while there is none.
        began_at: When that revision was first seen rolling.
        known: Revisions that were current before: coming back to one is a rollback.
        version, previous_version: Of the revision and of the one before, for people.
        watched: Whether the revision was watched as rolling (armed and already failing ones were not).
        superseded, recreated, rolling_back, ended: What a good end will be called.
        may_be_back: Whether the revision was turned to before our eyes, or pods of another one stood beside
            it at the first look: if it says later that it was current before, that is a rollback.
        left_cause, left_version: Why the revision left behind was bad, and what it was called.
        suspected: Cause of the worst crash or sign of this revision so far.
        episode, said: Warnings said of this revision; a new episode begins when a word is taken back.
        verdict: The last one, "" before any; `failed_cause` is what it failed of.
        guard_until: End of the silent look-out.
        deadline_at, stale_deadline: The progress deadline's update time last seen, and the one seen before
            the revision changed: that one is about the revision before.
        figures: The counters last seen; `progress_at` when they last moved.
        wobbling_since: Since when good pods have been dropping out.
        warned: Whether an armed watch has rung for the failure that stands.
        failing: Whether the watch began with a failure: its recovery is announced.
        complete_since: Since when an object that is judged without pods has been complete.
        cleans_up: Whether the object is deleted by itself when it has ended.
        steady, lacking_since: Of a lasting watch: how many pods were up when all was well, and since when
            there are fewer.
        falls, falls_since, fell_at, rose_at, flap_episode: Of a lasting watch: the series of falls that is
            under way, its first and last fall, when it was up again, and the episode that made it a series.
    """

    phase: WatchPhase
    uid: str = ""
    revision: str = ""
    began_at: datetime | None = None
    known: tuple[str, ...] = ()
    version: str = ""
    previous_version: str = ""
    watched: bool = False
    superseded: bool = False
    recreated: bool = False
    rolling_back: bool = False
    may_be_back: bool = False
    ended: bool = False
    left_cause: str = ""
    left_version: str = ""
    suspected: str = ""
    episode: int = 1
    said: tuple[str, ...] = ()
    verdict: str = ""
    guard_until: datetime | None = None
    failed_cause: str = ""
    deadline_at: str = ""
    stale_deadline: str = ""
    figures: tuple[int, ...] = ()
    progress_at: datetime | None = None
    wobbling_since: datetime | None = None
    warned: bool = False
    failing: bool = False
    complete_since: datetime | None = None
    cleans_up: bool = False
    steady: int = 0
    lacking_since: datetime | None = None
    falls: int = 0
    falls_since: datetime | None = None
    fell_at: datetime | None = None
    rose_at: datetime | None = None
    flap_episode: int = 0
    partly_since: datetime | None = None
    paused_since: datetime | None = None
    paused_template: str = ""
    gone_since: datetime | None = None
    blind_since: datetime | None = None
    events_at: datetime | None = None
    containers: tuple[ContainerMemory, ...] = ()
    pods: tuple[PodMemory, ...] = ()
    signs: tuple[SignMemory, ...] = ()

    def saying(self, word: str) -> Self:
        """Return the memory in which the warning has been said."""
        return self if word in self.said else replace(self, said=(*self.said, word))

    def taking_back(self, word: str) -> Self:
        """Return the memory in which the warning may be said again, as of another episode."""
        if word not in self.said:
            return self
        left = tuple(one for one in self.said if one != word)
        return replace(self, said=left, episode=self.episode + 1)

    def encode(self) -> str:
        """Return the stored form."""
        return json.dumps({"v": VERSION, **_packed(self)}, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def decode(cls, stored: str) -> Self:
        """Return the memory that `encode` stored.

        Raises:
            ValueError: Not a memory of this version.
        """
        value = json.loads(stored)
        if not isinstance(value, dict) or value.pop("v", None) != VERSION:
            raise ValueError("not a memory of this version")
        known = {field.name for field in fields(cls)}
        return cls(**{name: _unpacked(name, one) for name, one in value.items() if name in known})


_PARTS: Mapping[str, type[Any]] = {
    "containers": ContainerMemory,
    "pods": PodMemory,
    "signs": SignMemory,
    "ends": EndMemory,
}


def _packed(value: Any) -> dict[str, Any]:
    """Return the fields that differ from their defaults: what has not happened takes no room."""
    return {
        field.name: _plain(one)
        for field in fields(value)
        if (one := getattr(value, field.name)) != field.default
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_packed(one) if hasattr(one, "__dataclass_fields__") else one for one in value]
    return value


def _unpacked(name: str, value: Any) -> Any:
    if name == "phase":
        return WatchPhase(value)
    if name in _PARTS:
        return tuple(
            _PARTS[name](**{part: _unpacked(part, one) for part, one in entry.items()}) for entry in value
        )
    if isinstance(value, list):
        return tuple(value)
    if value is not None and (name.endswith("_since") or name == "since" or name in _MOMENTS):
        return datetime.fromisoformat(value)
    return value


_MOMENTS = frozenset(
    {"began_at", "guard_until", "progress_at", "events_at", "seen_at", "first_at", "first_started_at"}
    | {"last_finished_at", "fell_at", "rose_at"}
)
