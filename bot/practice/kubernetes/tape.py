"""The file of a recording, read line by line: what it began with, and what came after in order.

A stream that broke was listed anew, and the file may say so with a second LIST (or the ERROR before it). Such
a list is no new beginning: what differs from what was known comes as events of its moment, as a client's own
relist would see it.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.practice.kubernetes.objects import Manifest, name_of, namespace_of, revision_of
from bot.practice.kubernetes.store import Key

_CHANGES = frozenset({"ADDED", "MODIFIED", "DELETED", "BOOKMARK"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """The first line of a recording."""

    name: str
    about: str
    kind: str
    target: str
    namespace: str
    server: str
    seconds: float
    t0: datetime
    expect: dict[str, Any]

    def at(self, t: float) -> datetime:
        """Return the wall clock at `t`."""
        return self.t0 + timedelta(seconds=t)

    def t_of(self, now: datetime) -> float:
        """Return where `now` lies on the recording's axis."""
        return (now - self.t0).total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One event of a watch."""

    t: float
    resource: str
    type: str
    object: Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that the scenario did."""

    t: float
    kubectl: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """An answer of the log endpoint; `container_id` names the run, None: whichever it was then."""

    t: float
    pod: str
    container: str
    container_id: str | None
    previous: bool
    text: str


@dataclass(slots=True)
class Tape:
    """Everything that a file holds.

    Attributes:
        lists: The first list of each resource, as it was answered.
        events, steps, answers: What came after, in the order of the file.
    """

    meta: Meta
    lists: dict[str, Manifest] = field(default_factory=dict)
    events: list[Recorded] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    answers: list[LogLine] = field(default_factory=list)
    _known: dict[str, dict[Key, Manifest]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Tape":
        """Return what the file holds.

        Raises:
            OSError, EOFError, zlib.error, ValueError: It cannot be read, or is no JSON.
            LookupError, TypeError, StopIteration: It is no recording.
        """
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            tape = cls(_meta(json.loads(next(lines))["meta"]))
            for text in lines:
                tape._take(json.loads(text))
        # Arrival order is the file's order; a stable sort only guards against a hand-edited file.
        tape.events.sort(key=lambda event: event.t)
        return tape

    def _take(self, line: Manifest) -> None:
        t = float(line["t"])
        if "step" in line:
            step = line["step"]
            kubectl, note = tuple(step.get("kubectl") or ()), str(step.get("note") or "")
            self.steps.append(Step(t=t, kubectl=kubectl, note=note))
        elif "log" in line:
            self._take_log(t, line["log"])
        elif line["type"] == "LIST":
            self._take_list(t, str(line["resource"]), line["object"])
        elif line["type"] in _CHANGES:
            self._note(Recorded(t=t, resource=line["resource"], type=line["type"], object=line["object"]))

    def _take_log(self, t: float, answer: Manifest) -> None:
        if answer["status"] == 200:
            fields = ("pod", "container", "container_id", "previous", "text")
            self.answers.append(LogLine(t=t, **{name: answer[name] for name in fields}))

    def _take_list(self, t: float, resource: str, listed: Manifest) -> None:
        there = {key_of(item): item for item in items_of(listed)}
        if resource not in self.lists:
            self.lists[resource] = listed
            self._known[resource] = there
            return
        for change, thing in _differences(self._known[resource], there, revision_of(listed)):
            self._note(Recorded(t=t, resource=resource, type=change, object=thing))

    def _note(self, event: Recorded) -> None:
        self.events.append(event)
        known = self._known.setdefault(event.resource, {})
        if event.type == "DELETED":
            known.pop(key_of(event.object), None)
        elif event.type != "BOOKMARK":
            known[key_of(event.object)] = event.object


def items_of(listed: Manifest) -> tuple[Manifest, ...]:
    """Return the objects of a list, each with the kind that a list leaves out."""
    kind = {"kind": str(listed["kind"]).removesuffix("List"), "apiVersion": listed["apiVersion"]}
    return tuple({**kind, **item} for item in listed.get("items") or ())


def key_of(manifest: Manifest) -> Key:
    """Return what tells one object of a resource from another."""
    return namespace_of(manifest), name_of(manifest)


def _differences(
    known: dict[Key, Manifest], there: dict[Key, Manifest], revision: int
) -> Iterator[tuple[str, Manifest]]:
    """Yield what a list shows that was not known, as the events that nobody saw."""
    for key, thing in known.items():
        if key not in there:
            yield "DELETED", {**thing, "metadata": {**thing["metadata"], "resourceVersion": str(revision)}}
    for key, thing in there.items():
        if key not in known:
            yield "ADDED", thing
        elif revision_of(known[key]) != revision_of(thing):
            yield "MODIFIED", thing


def _meta(line: Manifest) -> Meta:
    return Meta(
        name=line["name"],
        about=line["about"],
        kind=line["target"]["kind"],
        target=line["target"]["name"],
        namespace=line["namespace"],
        server=line["server"],
        seconds=float(line["seconds"]),
        t0=datetime.fromtimestamp(line["t0"], UTC),
        expect=line["expect"],
    )
