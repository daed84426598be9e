"""What a stream knows: the objects of one collection, by uid, with those who want to hear of changes.

A relist is taken as a difference: what vanished meanwhile is told as deleted, what has the same version is
not told at all (watch-rules C.3, 5). Objects are kept as bytes and read when a judgement looks at them: as
dicts they take three times the memory, and the collector, which goes through all dicts there are, holds the
event loop for long (benchmarks/watching.py).
"""

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cluster.snapshot import Json

#: Called with the object as it is now and whether it is still there.
Listener = Callable[[Json, bool], None]


@dataclass(frozen=True, slots=True)
class _Kept:
    """An object as bytes, and what it is found by."""

    name: tuple[str, str]
    version: str
    owner: str | None
    body: bytes

    @property
    def item(self) -> Json:
        item: Json = json.loads(self.body)
        return item


class Store:
    """The objects of one collection."""

    def __init__(self) -> None:
        self._by_uid: dict[str, _Kept] = {}
        self._by_name: dict[tuple[str, str], str] = {}
        self._by_owner: dict[str, dict[str, None]] = {}
        self._listeners: dict[int, Listener] = {}
        self._numbers = itertools.count()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change; the function returned ends that."""
        key = next(self._numbers)
        self._listeners[key] = listener
        return lambda: self._forget_listener(key)

    def named(self, namespace: str, name: str) -> Json | None:
        """Return the object with this name, None when there is none."""
        uid = self._by_name.get((namespace, name))
        return None if uid is None else self._by_uid[uid].item

    def owned_by(self, uid: str) -> Iterator[Json]:
        """Yield the objects whose controller has this uid."""
        for owned in self._by_owner.get(uid, ()):
            yield self._by_uid[owned].item

    def unowned(self) -> Iterator[Json]:
        """Yield the objects that nobody controls."""
        return (kept.item for kept in self._by_uid.values() if kept.owner is None)

    def __iter__(self) -> Iterator[Json]:
        return (kept.item for kept in tuple(self._by_uid.values()))

    def __len__(self) -> int:
        return len(self._by_uid)

    def version(self, uid: str) -> str:
        """Return the version that we know of an object, "" when there is none."""
        known = self._by_uid.get(uid)
        return "" if known is None else known.version

    def uids(self) -> Iterator[str]:
        """Yield the uids of all objects."""
        yield from self._by_uid

    def replace(self, items: Iterable[Json]) -> None:
        """Take a fresh list as all there is."""
        fresh = {uid_of(item): item for item in items}
        for uid in self._by_uid.keys() - fresh.keys():
            self.remove(self._by_uid[uid].item)
        for item in fresh.values():
            self.put(item)

    def put(self, item: Json) -> None:
        """Take an object as it is now; the same version again is not told."""
        uid = uid_of(item)
        known = self._by_uid.get(uid)
        if known is not None and known.version == version_of(item):
            return
        if known is not None:
            self._unlink(uid, known)
        kept = _keep(item)
        self._by_uid[uid] = kept
        self._by_name[kept.name] = uid
        if kept.owner:
            self._by_owner.setdefault(kept.owner, {})[uid] = None
        self._tell(item, there=True)

    def remove(self, item: Json) -> None:
        """Take an object as deleted."""
        uid = uid_of(item)
        known = self._by_uid.pop(uid, None)
        if known is None:
            return
        self._unlink(uid, known)
        self._tell(item, there=False)

    def _unlink(self, uid: str, known: "_Kept") -> None:
        if self._by_name.get(known.name) == uid:
            del self._by_name[known.name]
        if known.owner:
            owned = self._by_owner.get(known.owner, {})
            owned.pop(uid, None)
            if not owned:
                self._by_owner.pop(known.owner, None)

    def _tell(self, item: Json, *, there: bool) -> None:
        for listener in tuple(self._listeners.values()):
            listener(item, there)

    def _forget_listener(self, key: int) -> None:
        self._listeners.pop(key, None)


def uid_of(item: Mapping[str, Any]) -> str:
    """Return the object's uid."""
    return str(item["metadata"]["uid"])


def version_of(item: Mapping[str, Any]) -> str:
    """Return the object's resourceVersion."""
    return str(item["metadata"].get("resourceVersion", ""))


def controller_of(item: Mapping[str, Any]) -> str | None:
    """Return the uid of the object that controls this one."""
    for owner in item["metadata"].get("ownerReferences") or ():
        if owner.get("controller"):
            return str(owner["uid"])
    return None


def _keep(item: Mapping[str, Any]) -> _Kept:
    metadata = item["metadata"]
    return _Kept(
        name=(str(metadata.get("namespace", "")), str(metadata["name"])),
        version=version_of(item),
        owner=controller_of(item),
        body=json.dumps(item, separators=(",", ":")).encode(),
    )
