"""What a person handed over: a job, its origin, its spec and its state.

A spec is stored as JSON with a version and is lifted when it is read. A spec that cannot be read makes one
job unreadable (⚠ in /list) and stops nobody else.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from domain import trigger as triggers
from domain.trigger import Trigger
from domain.watch import Patience, Target

SPEC_VERSION = 1

#: Characters of a job's id, which callback data and artefacts carry.
ID_LENGTH = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a job came from; it travels whole, so that the answer goes back to where the question came from.

    `thread_id` is None outside forum topics and in the General topic.
    """

    chat_id: int
    person_id: int
    thread_id: int | None = None
    message_id: int | None = None


class JobState(StrEnum):
    """The life of a job: active ⇄ paused; active → auto-paused → active; any → cancelled; active → done."""

    ACTIVE = "active"
    PAUSED = "paused"
    AUTO_PAUSED = "auto-paused"
    DONE = "done"
    CANCELLED = "cancelled"


class MissedPolicy(StrEnum):
    """What becomes of a run that fell into a time when the bot was away."""

    #: The newest is run late, within the grace; later than that the person is asked.
    LATEST = "latest"
    #: Left out, without a word.
    SKIP = "skip"
    #: The person is asked.
    ASK = "ask"
    #: The newest is run, however late.
    ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSpec:
    """What a due run does: the name of a member of the `tasks` registry and what it is about."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSpec:
    """A job that runs by the clock. `words` is the schedule as the person said it."""

    trigger: Trigger
    task: TaskSpec
    words: str = ""
    missed: MissedPolicy = MissedPolicy.LATEST
    #: Local time of day, "HH:MM", after which a late run is not started any more.
    not_after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchSpec:
    """A job about the state of something in a cluster.

    `wait_for_it` is set when the person asked to wait for an object that is not there yet. `condition` is
    what the watch ends with instead of a rollout ("Ready", "Ready=False", "jsonpath=.status.phase=Bound").
    """

    target: Target
    until: datetime
    patience: Patience = Patience.NORMAL
    lasting: bool = False
    wait_for_it: bool = False
    condition: str = ""


Spec = ScheduleSpec | WatchSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a person handed over.

    Attributes:
        id: Opaque, six of a-z0-9; what buttons and artefacts carry.
        number: For people; counts per chat over all topics and is never used again.
        spec: None when the stored one cannot be read.
        revision: Bumped by every change; `effective_from` moves with it, and slots up to it are never due.
    """

    id: str
    number: int
    origin: Origin
    title: str
    spec: Spec | None
    state: JobState
    revision: int
    effective_from: datetime
    created_at: datetime
    next_due_at: datetime | None = None

    @property
    def is_watch(self) -> bool:
        """Whether the job follows something's state instead of the clock."""
        return isinstance(self.spec, WatchSpec)

    def changed(self, spec: Spec, *, title: str, now: datetime) -> "Job":
        """Return the job with a new spec: the next revision, in effect from now."""
        return replace(self, spec=spec, title=title, revision=self.revision + 1, effective_from=now)


def encode_spec(spec: Spec) -> str:
    """Return the stored form of a spec: JSON with a version and its kind."""
    match spec:
        case ScheduleSpec():
            value: dict[str, Any] = {
                "kind": "schedule",
                "trigger": triggers.encode(spec.trigger),
                "task": {"name": spec.task.name, "text": spec.task.text},
                "words": spec.words,
                "missed": spec.missed,
                "not_after": spec.not_after,
            }
        case WatchSpec():
            value = {
                "kind": "watch",
                "target": spec.target.encode(),
                "until": spec.until.isoformat(),
                "patience": spec.patience,
                "lasting": spec.lasting,
                "wait_for_it": spec.wait_for_it,
                **({"condition": spec.condition} if spec.condition else {}),
            }
    return json.dumps({"v": SPEC_VERSION, **value}, ensure_ascii=False)


@lru_cache(maxsize=4096)
def decode_spec(stored: str) -> Spec | None:
    """Return the spec that was stored, or None when this version cannot read it."""
    try:
        value = json.loads(stored)
        if value["v"] != SPEC_VERSION:
            return None
        return _decode_schedule(value) if value["kind"] == "schedule" else _decode_watch(value)
    except (ValueError, KeyError, TypeError):
        return None


def _decode_schedule(value: dict[str, Any]) -> ScheduleSpec:
    return ScheduleSpec(
        trigger=triggers.decode(value["trigger"]),
        task=TaskSpec(name=value["task"]["name"], text=value["task"]["text"]),
        words=value["words"],
        missed=MissedPolicy(value["missed"]),
        not_after=value["not_after"],
    )


def _decode_watch(value: dict[str, Any]) -> WatchSpec:
    return WatchSpec(
        target=Target.decode(value["target"]),
        until=datetime.fromisoformat(value["until"]),
        patience=Patience(value["patience"]),
        lasting=value["lasting"],
        wait_for_it=value["wait_for_it"],
        condition=value.get("condition", ""),
    )
