"""A recording of a real cluster, asked for any moment of its axis; pure, no network and no clock.

The file is what `recordings/README.md` describes: lists, watch events, steps and answers of the log endpoint,
each with `t`. The first lists are in force from the beginning: whoever asks at t=0 gets them. Resource
versions are those of the real server; they grow within each resource but not over all of them in the order
of arrival, so a list carries the newest version seen of its own resource.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.practice.kubernetes import logs, problems
from bot.practice.kubernetes.objects import Manifest, name_of, revision_of
from bot.practice.kubernetes.resources import resource_named
from bot.practice.kubernetes.store import Key
from bot.practice.kubernetes.tape import LogLine, Recorded, Tape, items_of, key_of

_UNABLE = "unable to retrieve container logs for "


@dataclass(frozen=True, slots=True, kw_only=True)
class LogAnswer:
    """What the log endpoint says: a status and a text, with time stamps where it is a log."""

    status: int
    text: str


class RecordedWorld:
    """Everything that one recording knows."""

    def __init__(self, path: Path) -> None:
        tape = Tape.read(path)
        self.meta, self.lists = tape.meta, tape.lists
        self.events, self.steps = tuple(tape.events), tuple(tape.steps)
        self._times = [event.t for event in self.events]
        self._texts = self._texts_of_runs(tape.answers)

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
        found: dict[Key, Manifest] = {key_of(item): item for item in items_of(self.lists[resource])}
        for event in self.events_between(resource, float("-inf"), t):
            if event.type == "DELETED":
                found.pop(key_of(event.object), None)
            elif event.type != "BOOKMARK":
                found[key_of(event.object)] = event.object
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

    def _texts_of_runs(self, answers: Sequence[LogLine]) -> dict[str, str]:
        texts: dict[str, str] = {}
        # Answers that name their run come first: without a name the pod's status says which run it was, and
        # that lags (at the end of `ready-then-crash` it does not know the run that is already writing).
        for answer in sorted(answers, key=lambda each: each.container_id is None):
            run = answer.container_id or self._run_asked(answer)
            if run and (run not in texts or texts[run].startswith(_UNABLE)):
                texts[run] = answer.text
        return texts

    def _run_asked(self, answer: LogLine) -> str | None:
        pod = self.object_at("pods", answer.pod, answer.t)
        try:
            return logs.chosen_run(pod, answer.container, previous=answer.previous) if pod else None
        except problems.Problem:
            return None


def _refused(problem: problems.Problem) -> LogAnswer:
    return LogAnswer(status=problem.code, text=problem.body().decode())
