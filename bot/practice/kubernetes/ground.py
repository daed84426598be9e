"""What every part of the simulated cluster stands on: store, agenda, behaviours, chance, events.

Events are counted up as the real recorder does it: the same words about the same object raise `count` and
`lastTimestamp` of one event; an hour after its last time an event is gone.
"""

import random
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.practice.kubernetes.agenda import Agenda
from bot.practice.kubernetes.behaviours import Behaviours
from bot.practice.kubernetes.objects import (
    Manifest,
    copied,
    micro_stamp,
    moment,
    name_of,
    namespace_of,
    stamp,
    uid_of,
)
from bot.practice.kubernetes.store import Key, Store
from bot.practice.kubernetes.templates import LETTERS, NODE

_EVENT_LIFE = timedelta(hours=1)


@dataclass(slots=True, kw_only=True)
class Ground:
    """The one set of these that a cluster has."""

    store: Store
    agenda: Agenda
    behaviours: Behaviours
    chance: random.Random
    _events: dict[tuple[str, ...], Key] = field(default_factory=dict)

    def update(self, resource: str, manifest: Manifest) -> Manifest:
        """Write an object at the present moment."""
        return self.store.update(resource, manifest, now=self.agenda.now)

    def set_status(self, resource: str, manifest: Manifest, status: Manifest) -> None:
        """Write the status of an object; nothing happens when the object is gone."""
        if self.store.get(resource, *key_of(manifest)) is not None:
            self.store.set_status(resource, key_of(manifest), status, now=self.agenda.now)

    def with_uid(self, manifest: Manifest) -> Manifest:
        """Return the object with a uid of this ground's own chance; the store would draw one from its own."""
        uid = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        return {**manifest, "metadata": {"uid": uid, **manifest["metadata"]}}

    def suffix(self, length: int = 5) -> str:
        """Return the random end of a generated name."""
        return "".join(self.chance.choice(LETTERS) for _ in range(length))

    def digest(self) -> str:
        """Return a random sha256 in hexadecimal."""
        return f"{self.chance.getrandbits(256):064x}"

    def jitter(self, seconds: float) -> float:
        """Return about `seconds`: machines are never exact."""
        return seconds * self.chance.uniform(0.85, 1.15)

    def tell(self, about: Manifest, reason: str, message: str, *, kind: str = "Normal", **how: Any) -> None:
        """Record an event; `by` is the component, `container` the part of a pod that it is about."""
        by = str(how.get("by", "kubelet"))
        identity = (uid_of(about), reason, message, by)
        known = self._events.get(identity)
        current = self.store.get("events", *known) if known else None
        if current is not None:
            made = copied(current)
            made["count"] += 1
            made["lastTimestamp"] = stamp(self.agenda.now)
            self.update("events", made)
        else:
            made = self._event(about, reason, message, kind=kind, by=by)
            if "container" in how:
                made["involvedObject"]["fieldPath"] = f"spec.containers{{{how['container']}}}"
            self.store.create("events", made, now=self.agenda.now)
            self._events[identity] = key_of(made)
        self.agenda.after(_EVENT_LIFE.total_seconds() + 1, lambda: self._expire(identity))

    def _event(self, about: Manifest, reason: str, message: str, *, kind: str, by: str) -> Manifest:
        now = self.agenda.now
        nanoseconds = int(now.timestamp() * 1e6) * 1000 + self.chance.randrange(1000)
        made: Manifest = {
            "metadata": {"name": f"{name_of(about)}.{nanoseconds:x}", "namespace": namespace_of(about)},
            "involvedObject": {
                "kind": about["kind"],
                "namespace": namespace_of(about),
                "name": name_of(about),
                "uid": uid_of(about),
                "apiVersion": about["apiVersion"],
                "resourceVersion": about["metadata"]["resourceVersion"],
            },
            "reason": reason,
            "message": message,
            "source": {"component": by, "host": NODE} if by == "kubelet" else {"component": by},
            "firstTimestamp": stamp(now),
            "lastTimestamp": stamp(now),
            "count": 1,
            "type": kind,
            "eventTime": None,
            "reportingComponent": by,
            "reportingInstance": NODE if by == "kubelet" else "",
        }
        # The scheduler writes events of the newer sort: one moment, an action, no count.
        if by == "default-scheduler":
            del made["count"]
            made |= {"source": {}, "firstTimestamp": None, "lastTimestamp": None, "action": "Binding"}
            made |= {"eventTime": micro_stamp(now), "reportingInstance": "default-scheduler-practice"}
        return made

    def _expire(self, identity: tuple[str, ...]) -> None:
        key = self._events.get(identity)
        event = self.store.get("events", *key) if key else None
        if key is None or event is None:
            return
        last = event["lastTimestamp"] or event["eventTime"]
        if moment(last) + _EVENT_LIFE <= self.agenda.now:
            self.store.delete("events", key, now=self.agenda.now)
            del self._events[identity]


def key_of(manifest: Manifest) -> Key:
    """Return the key of an object in the store."""
    return namespace_of(manifest), name_of(manifest)
