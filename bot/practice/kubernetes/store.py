"""Objects and the log of what happened to them: the etcd of this server.

Every change gets the next number of one counter that all resources share, so a resourceVersion names a state
of the whole store. The log answers watches ("everything after 117") and old states ("the list as it was at
117", for `continue`); it may be cut off, and then both are refused with 410, as etcd's compaction makes the
real server do. An update that changes nothing makes no version, also as the real one.
"""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.practice.kubernetes import problems
from bot.practice.kubernetes.objects import Manifest, copied, name_of, namespace_of, stamp
from bot.practice.kubernetes.resources import Resource, resource_named

#: So many lines are kept whatever their age.
BATCH = 2000

#: (namespace, name): also the order in which lists come.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the log; `previous` is what stood there before, for selectors and for old states."""

    revision: int
    kind: str
    resource: str
    object: Manifest
    previous: Manifest | None
    at: datetime

    @property
    def key(self) -> Key:
        """Which object it is about."""
        return namespace_of(self.object), name_of(self.object)


class Store:
    """Holds the objects of every resource and the log of their changes."""

    #: etcd of a real cluster is compacted every five minutes; what is younger than this is kept.
    KEPT_FOR = timedelta(minutes=10)

    def __init__(self, *, seed: int = 7, first_revision: int = 1000) -> None:
        self._objects: dict[str, dict[Key, Manifest]] = {}
        self._logs: dict[str, list[Change]] = {}
        self._logged = 0
        self._revision = first_revision
        self._compacted = first_revision
        self._listeners: list[Callable[[Change], None]] = []
        self._chance = random.Random(seed)  # noqa: S311  # uids must repeat from run to run, not be secret

    def head(self, resource: str) -> int:  # noqa: ARG002  # a recording counts for each resource
        """Return the resourceVersion of a list of `resource` made now."""
        return self._revision

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` with each change; the function returned ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def get(self, resource: str, namespace: str, name: str) -> Manifest | None:
        """Return one object, None when it is not there."""
        return self._objects.get(resource, {}).get((namespace, name))

    def find(self, resource: str, namespace: str, name: str) -> Manifest:
        """Return one object; raise 404 when it is not there."""
        found = self.get(resource, namespace, name)
        if found is None:
            raise problems.not_found(_known(resource), name)
        return found

    def all(self, resource: str, namespace: str = "") -> tuple[Manifest, ...]:
        """Return every object of a resource (in one namespace), in the order of lists."""
        objects = self._objects.get(resource, {})
        return tuple(objects[key] for key in sorted(objects) if not namespace or key[0] == namespace)

    def state_at(self, resource: str, revision: int) -> tuple[Manifest, ...]:
        """Return the objects as they were at `revision`; raise 410 when that is no longer known."""
        if revision < self._compacted:
            raise problems.compacted(revision)
        state = dict(self._objects.get(resource, {}))
        for change in reversed(self._logs.get(resource, ())):
            if change.kind == "BOOKMARK":
                continue
            if change.revision <= revision:
                break
            if change.previous is None:
                state.pop(change.key, None)
            else:
                state[change.key] = change.previous
        return tuple(state[key] for key in sorted(state))

    def changes_after(self, resource: str, revision: int) -> tuple[Change, ...]:
        """Return what happened to `resource` after `revision`; raise 410 when that is no longer known."""
        if revision < self._compacted:
            raise problems.too_old(revision, self._compacted)
        found: list[Change] = []
        for change in reversed(self._logs.get(resource, ())):
            if change.revision <= revision:
                break
            found.append(change)
        return tuple(reversed(found))

    def create(self, resource: str, manifest: Manifest, *, now: datetime) -> Manifest:
        """Add an object: it gets uid, creation time, generation and version. Raises 409 for a taken name."""
        known = _known(resource)
        made = copied(manifest)
        if self.get(resource, namespace_of(made), name_of(made)) is not None:
            raise problems.already_exists(known, name_of(made))
        metadata = made.setdefault("metadata", {})
        metadata.setdefault("uid", self.new_uid())
        metadata["creationTimestamp"] = stamp(now)
        if "spec" in made:
            metadata["generation"] = 1
        made = {"kind": known.kind, "apiVersion": known.api_version, **made}
        return self._commit("ADDED", resource, made, now)

    def update(self, resource: str, manifest: Manifest, *, now: datetime) -> Manifest:
        """Replace an object; a changed spec raises its generation, an unchanged object makes no version."""
        current = self.find(resource, namespace_of(manifest), name_of(manifest))
        made = copied(manifest)
        metadata = made["metadata"]
        metadata["resourceVersion"] = current["metadata"]["resourceVersion"]
        if made == current:
            return current
        if _wanted(made) != _wanted(current) or _begins_to_go(made, current):
            metadata["generation"] = current["metadata"].get("generation", 0) + 1
        return self._commit("MODIFIED", resource, made, now)

    def set_status(self, resource: str, key: Key, status: Manifest, *, now: datetime) -> Manifest:
        """Replace only the status of an object."""
        return self.update(resource, {**self.find(resource, *key), "status": copied(status)}, now=now)

    def delete(self, resource: str, key: Key, *, now: datetime) -> Manifest:
        """Take an object away; its last state is sent with the version of the deletion."""
        return self._commit("DELETED", resource, copied(self.find(resource, *key)), now)

    def compact(self, revision: int | None = None) -> None:
        """Forget the log up to `revision` (all of it by default): older watches and lists get 410."""
        self._compacted = self._revision if revision is None else revision
        self._logs = {
            resource: [change for change in log if change.revision > self._compacted]
            for resource, log in self._logs.items()
        }
        self._logged = sum(map(len, self._logs.values()))

    def new_uid(self) -> str:
        """Return a uid that nobody has yet."""
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))

    def _commit(self, kind: str, resource: str, made: Manifest, now: datetime) -> Manifest:
        self._revision += 1
        made["metadata"]["resourceVersion"] = str(self._revision)
        self._append(
            Change(
                revision=self._revision,
                kind=kind,
                resource=resource,
                object=made,
                previous=self.get(resource, namespace_of(made), name_of(made)),
                at=now,
            )
        )
        self._forget_before(now - self.KEPT_FOR)
        return made

    def _append(self, change: Change) -> None:
        objects = self._objects.setdefault(change.resource, {})
        if change.kind == "DELETED":
            objects.pop(change.key, None)
        elif change.kind != "BOOKMARK":
            objects[change.key] = change.object
        self._logs.setdefault(change.resource, []).append(change)
        self._logged += 1
        for listener in tuple(self._listeners):
            listener(change)

    def _forget_before(self, at: datetime) -> None:
        # In batches: cutting one line off the head of a list for each change would be quadratic.
        if self._logged <= BATCH:
            return
        longest = max(self._logs.values(), key=len)
        middle = longest[len(longest) // 2]
        if middle.at < at:
            self.compact(middle.revision)


def _known(resource: str) -> Resource:
    known = resource_named(resource)
    if known is None:
        raise problems.no_such_resource()
    return known


def _wanted(manifest: Manifest) -> Manifest:
    # Giving a pod its node is no change of what is wanted (generation 1 in every recording).
    return {name: value for name, value in (manifest.get("spec") or {}).items() if name != "nodeName"}


def _begins_to_go(made: Manifest, current: Manifest) -> bool:
    # The recorded server raised a pod's generation with its deletionTimestamp.
    return "deletionTimestamp" in made["metadata"] and "deletionTimestamp" not in current["metadata"]
