"""A recording of a real cluster, asked for any moment of its axis; pure, no network and no clock.

The file is what `recordings/README.md` describes: lists, watch events, steps and answers of the log endpoint,
each with `t`. The first lists are in force from the beginning: whoever asks at t=0 gets them. Resource
versions are those of the real server; they grow within each resource but not over all of them in the order
of arrival, so a list carries the newest version seen of its own resource.
"""

import gzip
import json
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.practice.kubernetes import logs, problems
from bot.practice.kubernetes.objects import Manifest, name_of, namespace_of, revision_of
from bot.practice.kubernetes.resources import resource_named
from bot.practice.kubernetes.store import Key

_UNABLE = "unable to retrieve container logs for "


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
class LogAnswer:
    """What the log endpoint says: a status and a text, with time stamps where it is a log."""

    status: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Log:
    t: float
    pod: str
    container: str
    container_id: str | None
    previous: bool
    text: str


class RecordedWorld:
    """Everything that one recording knows."""

    def __init__(self, path: Path) -> None:
        self.lists: dict[str, Manifest] = {}
        events: list[Recorded] = []
        steps: list[Step] = []
        answers: list[_Log] = []
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            self.meta = _meta(json.loads(next(lines))["meta"])
            for text in lines:
                self._read(json.loads(text), events, steps, answers)
        # Arrival order is the file's order; a stable sort only guards against a hand-edited file.
        self.events = tuple(sorted(events, key=lambda event: event.t))
        self.steps = tuple(steps)
        self._times = [event.t for event in self.events]
        self._texts = self._texts_of_runs(answers)

    @property
    def resources(self) -> tuple[str, ...]:
        """The plurals that the file holds; everything else is answered with 403."""
        return tuple(self.lists)

    @property
    def end(self) -> float:
        """When the last event came; the world stands still afterwards."""
        return self._times[-1] if self._times else 0.0

    def events_between(self, resource: str | None, t0: float, t1: float) -> tuple[Recorded, ...]:
        """Return the events with t0 < t ≤ t1 in the order of arrival, of one resource or of all."""
        span = self.events[bisect_right(self._times, t0) : bisect_right(self._times, t1)]
        return tuple(event for event in span if resource is None or event.resource == resource)

    def state_at(self, resource: str, t: float) -> tuple[Manifest, ...]:
        """Return the objects that were there at `t`, in the order of lists."""
        found: dict[Key, Manifest] = {_key(item): item for item in self._items(resource)}
        for event in self.events_between(resource, float("-inf"), t):
            if event.type == "DELETED":
                found.pop(_key(event.object), None)
            elif event.type != "BOOKMARK":
                found[_key(event.object)] = event.object
        return tuple(found[key] for key in sorted(found))

    def object_at(self, resource: str, name: str, t: float) -> Manifest | None:
        """Return one object as it was at `t`, None when it was not there."""
        return next((each for each in self.state_at(resource, t) if name_of(each) == name), None)

    def version_at(self, resource: str, t: float) -> int:
        """Return the resourceVersion of a list of `resource` made at `t`."""
        first = revision_of(self.lists[resource])
        seen = (revision_of(event.object) for event in self.events_between(resource, float("-inf"), t))
        return max((first, *seen))

    def list_at(self, resource: str, t: float) -> Manifest:
        """Return the List object that the server would have answered at `t`."""
        metadata = {"resourceVersion": str(self.version_at(resource, t))}
        return {**self.lists[resource], "metadata": metadata, "items": list(self.state_at(resource, t))}

    def log_answer(self, t: float, pod: str, container: str, *, previous: bool = False) -> LogAnswer:
        """Return what the log endpoint says at `t`: a log with time stamps, or 204, or a refusal's Status."""
        there = self.object_at("pods", pod, t)
        if there is None:
            known = resource_named("pods")
            assert known is not None
            return _refused(problems.not_found(known, pod))
        try:
            run = logs.chosen_run(there, container, previous=previous)
        except problems.Problem as refused:
            return _refused(refused)
        return (
            LogAnswer(status=204, text="")
            if run is None
            else LogAnswer(status=200, text=self.run_text(run, t))
        )

    def run_text(self, run: str, t: float) -> str:
        """Return what the run with this containerID had written by `t`."""
        text = self._texts.get(run)
        if text is None:
            return _UNABLE + run
        now = self.meta.at(t)
        return "".join(
            line
            for line in text.splitlines(keepends=True)
            if (written := logs.written_at(line)) is None or written <= now
        )

    def _read(self, line: Manifest, events: list[Recorded], steps: list[Step], answers: list[_Log]) -> None:
        t = float(line["t"])
        if "step" in line:
            step = line["step"]
            steps.append(
                Step(t=t, kubectl=tuple(step.get("kubectl") or ()), note=str(step.get("note") or ""))
            )
        elif "log" in line:
            answer = line["log"]
            if answer["status"] == 200:
                fields = ("pod", "container", "container_id", "previous", "text")
                answers.append(_Log(t=t, **{name: answer[name] for name in fields}))
        elif line["type"] == "LIST":
            self.lists[str(line["resource"])] = line["object"]
        else:
            events.append(Recorded(t=t, resource=line["resource"], type=line["type"], object=line["object"]))

    def _items(self, resource: str) -> tuple[Manifest, ...]:
        listed = self.lists[resource]
        kind = {"kind": str(listed["kind"]).removesuffix("List"), "apiVersion": listed["apiVersion"]}
        return tuple({**kind, **item} for item in listed.get("items") or ())

    def _texts_of_runs(self, answers: list[_Log]) -> dict[str, str]:
        texts: dict[str, str] = {}
        # Answers that name their run come first: without a name the pod's status says which run it was, and
        # that lags (at the end of `ready-then-crash` it does not know the run that is already writing).
        for answer in sorted(answers, key=lambda each: each.container_id is None):
            run = answer.container_id or self._run_asked(answer)
            if run and (run not in texts or texts[run].startswith(_UNABLE)):
                texts[run] = answer.text
        return texts

    def _run_asked(self, answer: _Log) -> str | None:
        pod = self.object_at("pods", answer.pod, answer.t)
        try:
            return logs.chosen_run(pod, answer.container, previous=answer.previous) if pod else None
        except problems.Problem:
            return None


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


def _key(manifest: Manifest) -> Key:
    return namespace_of(manifest), name_of(manifest)


def _refused(problem: problems.Problem) -> LogAnswer:
    return LogAnswer(status=problem.code, text=problem.body().decode())
