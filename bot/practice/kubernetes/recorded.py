"""A recording behind the server: the world of a file at the time of a clock.

The clock's reading minus the recording's `t0` is the moment on its axis: start the clock at `meta.t0`. After
the last line the world stands still while the clock runs on, and streams go on with bookmarks.
"""

from datetime import datetime
from pathlib import Path

from bot.practice.kubernetes.objects import Manifest, revision_of
from bot.practice.kubernetes.recorded_world import RecordedWorld
from bot.practice.kubernetes.store import Change, Store
from bot.practice.kubernetes.tape import Recorded, key_of


class RecordedStore(Store):
    """A store that takes over the versions of the real server instead of counting itself."""

    def __init__(self, recording: RecordedWorld) -> None:
        super().__init__()
        self._heads: dict[str, int] = {}
        for resource in recording.resources:
            self._heads[resource] = recording.version_at(resource, float("-inf"))
            there = recording.state_at(resource, float("-inf"))
            self._objects[resource] = {key_of(each): each for each in there}
        self._compacted = min(self._heads.values(), default=0)

    def head(self, resource: str) -> int:
        """Return the newest version that was seen of this resource."""
        return self._heads.get(resource, self._compacted)

    def record(self, event: Recorded, *, at: datetime) -> None:
        """Take over an event as it came."""
        revision = revision_of(event.object)
        self._heads[event.resource] = max(self.head(event.resource), revision)
        previous = self._objects.get(event.resource, {}).get(key_of(event.object))
        change = Change(
            revision=revision,
            kind=event.type,
            resource=event.resource,
            object=event.object,
            previous=previous,
            at=at,
        )
        self._append(change)

    def compact(self, revision: int | None = None) -> None:
        """Forget the log up to `revision`, by default up to the newest version of any resource."""
        super().compact(max(self._heads.values(), default=0) if revision is None else revision)


class RecordedCluster:
    """Plays a recording into a store as time goes by."""

    def __init__(self, path: Path) -> None:
        self.recording = RecordedWorld(path)
        self.store = RecordedStore(self.recording)
        self._next = 0

    def advance(self, now: datetime) -> None:
        """Let every event happen whose time has come."""
        meta, events = self.recording.meta, self.recording.events
        while self._next < len(events) and meta.at(events[self._next].t) <= now:
            event = events[self._next]
            self._next += 1
            self.store.record(event, at=meta.at(event.t))

    def next_moment(self) -> datetime | None:
        """Return when the next event comes, None after the last."""
        events = self.recording.events
        return self.recording.meta.at(events[self._next].t) if self._next < len(events) else None

    def serves(self, resource: str) -> bool:
        """Serve what the file holds."""
        return resource in self.recording.lists

    def log_text(self, pod: Manifest, container: str, *, run: str, now: datetime) -> str:  # noqa: ARG002  # a port
        """Return what the recorded run had written by `now`."""
        return self.recording.run_text(run, self.recording.meta.t_of(now))
