"""What stands on a pod at this moment that may be a fault: read from its status and, where given, its events.

Ended containers are read in `crashes`; since when a sign stands, and what it is suspected of, is for `signs`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cluster.snapshot import Json
from domain.watch import Patience
from watchers import pods as reading
from watchers.crashes import START_WAITING
from watchers.moments import moment
from watchers.pods import Container

_CREATING = frozenset({"ContainerCreating", "PodInitializing"})
_CONFIG = "CreateContainerConfigError"
#: A gated pod (SchedulingGated) waits on purpose.
_UNSCHEDULED = frozenset({"Unschedulable", "SchedulerError"})
_PULL = frozenset(
    {
        "ErrImagePull",
        "ImagePullBackOff",
        "InvalidImageName",
        "ErrImageNeverPull",
        "ImageInspectError",
        "RegistryUnavailable",
    }
)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A sign as it stands on one pod at this moment. `at` is since when by the API's clock, if it says."""

    family: str
    reason: str
    message: str
    container: Container | None = None
    at: datetime | None = None

    @property
    def container_name(self) -> str:
        """The container's name, "" for a sign of the pod."""
        return self.container.name if self.container is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is the same for every pod of one look.

    `events` is None when they were not read; `must_run` is False for pods that are meant to end (a Job's).
    """

    patience: Patience
    now: datetime
    first: bool
    events: tuple[Json, ...] | None
    must_run: bool = True


def sights(pod: Json, look: Look) -> Iterator[Sight]:
    """Yield the signs that stand on the pod now."""
    scheduled = reading.condition(pod, "PodScheduled")
    if scheduled is not None and scheduled.get("reason") in _UNSCHEDULED:
        yield _unscheduled(pod, scheduled, look)
    yield from _of_its_node(pod, scheduled)
    waiting_for_init = True
    for container in reading.containers(pod):
        if container.waiting in _PULL:
            yield _sight("pull", container, pod)
        elif container.waiting == _CONFIG:
            yield _sight("config", container, pod)
        elif container.waiting in START_WAITING and look.must_run:
            yield _sight("start", container, pod)
        elif container.waiting in _CREATING and waiting_for_init and not _init_runs(pod, container):
            waiting_for_init = False
            yield _creating(pod, container, look)
        elif _is_unready(container) and look.must_run:
            yield _sight("not-ready", container, pod, at=container.running_since)


def events_of(pod: Json, events: Sequence[Json]) -> list[Json]:
    """Return the events about the pod, the newest last."""
    own = [one for one in events if (one.get("involvedObject") or {}).get("uid") == reading.uid(pod)]
    return sorted(own, key=lambda one: event_at(one) or _NEVER)


def event_at(event: Json) -> datetime | None:
    """Return when the event last happened; three fields may say so, by the API's age."""
    series = event.get("series") or {}
    return (
        moment(event.get("lastTimestamp"))
        or moment(series.get("lastObservedTime"))
        or moment(event.get("eventTime"))
        or moment((event.get("metadata") or {}).get("creationTimestamp"))
    )


def _sight(family: str, container: Container, pod: Json, *, at: datetime | None = None) -> Sight:
    initialized = reading.condition(pod, "Initialized") or {}
    begun = moment(initialized.get("lastTransitionTime")) if initialized.get("status") == "True" else None
    return Sight(
        family=family,
        reason=container.waiting,
        message=container.waiting_message,
        container=container,
        at=at or begun or moment((pod.get("status") or {}).get("startTime")),
    )


def _of_its_node(pod: Json, scheduled: Json | None) -> Iterator[Sight]:
    """Yield the sign that the pod's node does not do its part, or has not been heard of for too long.

    A kubelet that is gone changes nothing in the pod by itself: its containers go on reading Ready, and only
    the node controller takes the pod's own readiness away.
    """
    node, status = str(pod["spec"].get("nodeName") or ""), pod.get("status") or {}
    begun = status.get("containerStatuses") or status.get("initContainerStatuses")
    if node and not begun and status.get("phase") == "Pending":
        at = moment((scheduled or {}).get("lastTransitionTime"))
        yield Sight(family="kubelet", reason="NotBegun", message=node, at=at)
    ready, within = reading.condition(pod, "Ready"), reading.condition(pod, "ContainersReady")
    is_lost = ready is not None and ready.get("status") == "False" and not pod["spec"].get("readinessGates")
    if node and is_lost and within is not None and within.get("status") == "True":
        at = moment((ready or {}).get("lastTransitionTime"))
        yield Sight(family="kubelet", reason="NotReported", message=node, at=at)


def _unscheduled(pod: Json, scheduled: Json, look: Look) -> Sight:
    message = str(scheduled.get("message") or "")
    reason = "Unschedulable"
    for event in events_of(pod, look.events or ()):
        if event.get("reason") in {"TriggeredScaleUp", "NotTriggerScaleUp", "Nominated"}:
            reason = str(event["reason"])
    return Sight(
        family="unscheduled", reason=reason, message=message, at=moment(scheduled.get("lastTransitionTime"))
    )


def _creating(pod: Json, container: Container, look: Look) -> Sight:
    """Return the sign of a container that is being made: what holds it up, the newest event says."""
    sight = Sight(
        family="creating",
        reason=container.waiting,
        message="",
        container=container,
        at=moment((pod.get("status") or {}).get("startTime")),
    )
    telling = {"FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox", "Pulling", "Pulled", "Created"}
    newest = [one for one in events_of(pod, look.events or ()) if one.get("reason") in telling]
    if not newest or not str(newest[-1]["reason"]).startswith("Failed"):
        return sight
    return replace(sight, reason=str(newest[-1]["reason"]), message=str(newest[-1].get("message") or ""))


def _init_runs(pod: Json, container: Container) -> bool:
    """Whether the container only waits for an init container, which is looked at by itself."""
    if container.is_init:
        return False
    return any(one.is_init and not _is_through(one) for one in reading.containers(pod))


def _is_through(init: Container) -> bool:
    if init.keeps_running:
        return init.is_running
    return init.ended is not None and init.ended.code == 0


def _is_unready(container: Container) -> bool:
    return container.is_running and not container.ready and container.keeps_running
