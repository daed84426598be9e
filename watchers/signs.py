"""Signs other than an ended container: images, configuration, start, volumes, scheduling, readiness.

A sign keeps the moment of its first sight through changes of its wording (ErrImagePull and ImagePullBackOff
alternate every 12 to 15 s) and is forgotten when its state is gone. Volumes and scale-ups show in events
only, which are read on demand: between two readings the sign keeps the row that the last one gave it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cluster.snapshot import Json
from domain.redaction import redact
from domain.watch import Patience
from watchers import pods as reading
from watchers import rules
from watchers.crashes import START_WAITING
from watchers.memory import SignMemory
from watchers.moments import moment
from watchers.pods import Container
from watchers.suspects import Suspect

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
#: What a message of the back-off says too little with, where the pull error before it said more.
_BACKOFF_ONLY = "Back-off pulling image"
#: Families whose rows only events can tell apart.
SHOWN_BY_EVENTS = frozenset({"creating", "unscheduled", "claim", "address"})
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
    """What is the same for every pod of one look. `events` is None when they were not read."""

    patience: Patience
    now: datetime
    first: bool
    events: tuple[Json, ...] | None


def sights(pod: Json, look: Look) -> Iterator[Sight]:
    """Yield the signs that stand on the pod now."""
    scheduled = reading.condition(pod, "PodScheduled")
    if scheduled is not None and scheduled.get("reason") in _UNSCHEDULED:
        yield _unscheduled(pod, scheduled, look)
    waiting_for_init = True
    for container in reading.containers(pod):
        if container.waiting in _PULL:
            yield _sight("pull", container, pod)
        elif container.waiting == _CONFIG:
            yield _sight("config", container, pod)
        elif container.waiting in START_WAITING:
            yield _sight("start", container, pod)
        elif container.waiting in _CREATING and waiting_for_init and not _init_runs(pod, container):
            waiting_for_init = False
            yield _creating(pod, container, look)
        elif _is_unready(container):
            yield _sight("not-ready", container, pod, at=container.running_since)


def remembered(before: Sequence[SignMemory], pod: Json, seen: Sight, look: Look) -> SignMemory:
    """Return the sign with the moment at which it was first seen."""
    known = next((one for one in before if _is_same(one, pod, seen)), None)
    message = _fuller(known, seen)
    rule = _rule(known, seen, message, look)
    message = redact(message)  # it is stored, and registries name the account and its token
    if known is None:
        since = min(look.now, seen.at) if look.first and seen.at is not None else look.now
        return SignMemory(
            pod=reading.uid(pod),
            container=seen.container_name,
            family=seen.family,
            rule=rule,
            since=since,
            reason=seen.reason,
            message=message,
        )
    again = seen.reason == "ErrImagePull" and known.reason != "ErrImagePull"
    reason = known.reason if seen.family in SHOWN_BY_EVENTS and look.events is None else seen.reason
    return replace(known, rule=rule, sightings=known.sightings + again, reason=reason, message=message)


def suspect(sign: SignMemory, pod: Json, seen: Sight, look: Look) -> Suspect | None:
    """Return what the sign is suspected of, None when it is no fault (yet)."""
    if sign.family == "not-ready":
        return _unready(sign, pod, seen, look)
    if not sign.rule:
        return None
    rule = rules.rule_named(sign.rule)
    if not rule.cause:
        return None
    fatal_at = None
    if rule.fatal_after_s is not None:
        fatal_at = sign.since + rules.borne(rule.fatal_after_s, look.patience)
        if rule.fatal_sightings and sign.sightings >= rules.counted(rule.fatal_sightings, look.patience):
            fatal_at = min(fatal_at, look.now)
    return _suspect(rule.cause, sign, pod, seen, fatal_at=fatal_at)


def is_stuck(sign: SignMemory, now: datetime) -> bool:
    """Whether only events can say more about the sign, and it stands long enough to read them."""
    return sign.family in SHOWN_BY_EVENTS and (now - sign.since).total_seconds() >= rules.STUCK_S


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


def _is_same(known: SignMemory, pod: Json, seen: Sight) -> bool:
    return (
        known.pod == reading.uid(pod)
        and known.container == seen.container_name
        and known.family == seen.family
    )


def _fuller(known: SignMemory | None, seen: Sight) -> str:
    """Return the message that says more: an old kubelet's back-off message has lost the cause."""
    if known is None or not known.message:
        return seen.message
    if seen.family == "pull" and seen.message.startswith(_BACKOFF_ONLY) and "Err" not in seen.message:
        return known.message
    return seen.message or known.message


def _rule(known: SignMemory | None, seen: Sight, message: str, look: Look) -> str:
    if seen.family == "not-ready":
        return ""
    if seen.family in SHOWN_BY_EVENTS and look.events is None and known is not None and known.rule:
        return known.rule
    found = rules.find_rule(seen.family, seen.reason, message)
    return found.name if found is not None else ""


def _unready(sign: SignMemory, pod: Json, seen: Sight, look: Look) -> Suspect | None:
    if seen.container is None:
        return None
    budget_s = rules.NOT_READY_BUDGETS * reading.probe_budget_s(seen.container)
    fatal_at = sign.since + rules.borne(max(budget_s, rules.NOT_READY_S), look.patience)
    return replace(
        _suspect("not-ready", sign, pod, seen, fatal_at=fatal_at),
        message=_unhealthy(pod, look),
        probe=_asked(seen.container),
    )


def _asked(container: Container) -> str:
    startup = reading.probe_text(container, "startupProbe")
    return reading.probe_text(container, "readinessProbe") or startup


def _unhealthy(pod: Json, look: Look) -> str:
    texts = [
        str(one.get("message") or "")
        for one in events_of(pod, look.events or ())
        if one.get("reason") == "Unhealthy" and "iveness" not in str(one.get("message") or "")
    ]
    return texts[-1] if texts else ""


def _suspect(cause: str, sign: SignMemory, pod: Json, seen: Sight, *, fatal_at: datetime | None) -> Suspect:
    spec = seen.container.spec if seen.container is not None else {}
    return Suspect(
        cause=cause,
        since=sign.since,
        fatal_at=fatal_at,
        pod=reading.name(pod),
        pod_uid=reading.uid(pod),
        container=sign.container,
        reason=sign.reason,
        message=sign.message,
        image=str(spec.get("image", "")),
    )
