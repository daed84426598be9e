"""One watch: which lines of the log become which events for whoever asked.

A selector is applied to the object before and after a change: one that moves into the selection is ADDED,
one that moves out is DELETED (with its last state that fitted), whatever the log calls it; so the real
server does, and a client that ignores it keeps ghosts.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from bot.practice.kubernetes import problems
from bot.practice.kubernetes.objects import Manifest
from bot.practice.kubernetes.resources import Resource
from bot.practice.kubernetes.selectors import Selection
from bot.practice.kubernetes.store import Change, Store

#: With `sendInitialEvents` the bookmark that ends the first list carries this annotation (KEP-3157).
INITIAL_END = "k8s.io/initial-events-end"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPlan:
    """What a watch request asked for; `revision` None means "begin with what is there"."""

    resource: Resource
    selection: Selection
    revision: int | None
    bookmarks: bool = False
    initial_end: bool = False
    timeout_s: float | None = None
    as_table: bool = False

    def concerns(self, change: Change) -> bool:
        """Tell whether a change can be one of this watch's: then its stream is woken."""
        # A bookmark is in no namespace: it is everybody's.
        at, namespace = self.selection.namespace, change.key[0]
        return change.resource == self.resource.plural and (not at or namespace in ("", at))


def line(kind: str, manifest: Manifest) -> bytes:
    """Return one line of the stream."""
    return json.dumps({"type": kind, "object": manifest}, separators=(",", ":")).encode() + b"\n"


class Watching:
    """Turns the log into the lines of one stream, each once."""

    def __init__(
        self, store: Store, plan: WatchPlan, *, shape: Callable[[Manifest], Manifest] = lambda each: each
    ) -> None:
        self._store = store
        self._plan = plan
        self._shape = shape
        self._revision = plan.revision if plan.revision is not None else store.head(plan.resource.plural)

    def opening(self) -> tuple[bytes, ...]:
        """Return the lines that come before any change: all that is there, when no version was given."""
        if self._plan.revision is not None:
            return ()
        self._revision = self._store.head(self._plan.resource.plural)
        there = self._store.all(self._plan.resource.plural, self._plan.selection.namespace)
        lines = [line("ADDED", self._shape(each)) for each in there if self._plan.selection.matches(each)]
        if self._plan.initial_end:
            lines.append(line("BOOKMARK", self._bookmark({INITIAL_END: "true"})))
        return tuple(lines)

    def news(self) -> tuple[bytes, ...]:
        """Return the lines that are new since the last call; raise 410 when the log was cut off meanwhile."""
        resource = self._plan.resource.plural
        newest = self._store.head(resource)
        if self._revision > newest:
            raise problems.too_large(self._revision, newest)
        changes = self._store.changes_after(resource, self._revision)
        self._revision = changes[-1].revision if changes else self._revision
        return tuple(sent for change in changes if (sent := self._as_seen(change)) is not None)

    def bookmark(self) -> bytes:
        """Return a bookmark of where this stream stands; everything before it has been sent."""
        resource = self._plan.resource.plural
        # What came while the last lines were written has not been sent: then the mark stays before it.
        if not self._store.changes_after(resource, self._revision):
            self._revision = max(self._revision, self._store.head(resource))
        return line("BOOKMARK", self._bookmark())

    def _bookmark(self, annotations: dict[str, str] | None = None) -> Manifest:
        metadata: Manifest = {"resourceVersion": str(self._revision)}
        if annotations:
            metadata["annotations"] = annotations
        resource = self._plan.resource
        return {"kind": resource.kind, "apiVersion": resource.api_version, "metadata": metadata}

    def _as_seen(self, change: Change) -> bytes | None:
        if change.kind == "BOOKMARK":
            return line("BOOKMARK", change.object) if self._plan.bookmarks else None
        was = change.previous is not None and self._plan.selection.matches(change.previous)
        now = change.kind != "DELETED" and self._plan.selection.matches(change.object)
        if now:
            return line("MODIFIED" if was else "ADDED", self._shape(change.object))
        if not was:
            return None
        if change.kind == "DELETED":
            return line("DELETED", self._shape(change.object))
        return line("DELETED", self._shape(_at_version(change.previous or {}, change.revision)))


def _at_version(manifest: Manifest, revision: int) -> Manifest:
    return {**manifest, "metadata": {**manifest["metadata"], "resourceVersion": str(revision)}}
