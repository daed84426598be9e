"""A fast driver for recordings: feeds the judge what LIST and WATCH said, without streams or servers.

Level-triggered as the supervisor is: the judge looks after every line and at each `look_again_at`, and 200 s
beyond the last line, in which the world stands still.
"""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cluster.snapshot import Json, Snapshot
from domain.job import WatchSpec
from domain.watch import Patience, Said, Target, Word
from domain.watchtower import FirstLook
from watchers.beginning import begin
from watchers.judge import EVENTS, judge
from watchers.memory import Memory

FOLDER = Path(__file__).parents[1] / "data" / "recordings"
MORE_FOLDER = FOLDER.with_name("more-recordings")
STANDSTILL_S = 200.0


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was said, on the recording's axis."""

    t: float
    said: Said

    def __str__(self) -> str:
        return f"{self.t:.2f} {self.said.word} {self.said.cause or '-'}"


@dataclass(slots=True)
class World:
    """The objects as the lines so far leave them."""

    target: Target
    objects: dict[str, dict[str, Json]] = field(default_factory=dict)
    gone_since: datetime | None = None

    def apply(self, line: dict[str, Any], now: datetime) -> None:
        """Take one line in."""
        store = self.objects.setdefault(line["resource"], {})
        if line["type"] == "LIST":
            store.clear()
            store.update({_key(one): one for one in line["object"].get("items") or ()})
        elif line["type"] == "DELETED":
            store.pop(_key(line["object"]), None)
        elif line["type"] in {"ADDED", "MODIFIED"}:
            store[_key(line["object"])] = line["object"]
        self.gone_since = (self.gone_since or now) if self._object() is None else None

    def snapshot(self) -> Snapshot:
        """Return what the judge sees."""
        thing = self._object()
        if thing is None:
            return Snapshot(object=None, synced=True, gone_since=self.gone_since)
        sets = tuple(one for one in self._all("replicasets") if _owner(one) == thing["metadata"]["uid"])
        owners = {one["metadata"]["uid"] for one in (*sets, thing)}
        pods = tuple(one for one in self._all("pods") if _owner(one) in owners)
        return Snapshot(
            object=thing, replica_sets=sets, pods=pods, events=tuple(self._all("events")), synced=True
        )

    def _object(self) -> Json | None:
        return next(
            (one for one in self._all(f"{self.target.kind}s") if one["metadata"]["name"] == self.target.name),
            None,
        )

    def _all(self, resource: str) -> Iterator[Json]:
        yield from self.objects.get(resource, {}).values()


def _names(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.name.removesuffix(".jsonl.gz") for path in folder.glob("*.jsonl.gz")))


NAMES = _names(FOLDER)
#: Recorded by docs/record.py from another real cluster (v1.20.2, one node), with expectations of our own.
MORE = _names(MORE_FOLDER)


def path_of(name: str) -> Path:
    """Return the file of a recording of either kind."""
    return (FOLDER if name in NAMES else MORE_FOLDER) / f"{name}.jsonl.gz"


def meta_of(name: str) -> dict[str, Any]:
    """Return the first line of the recording."""
    meta: dict[str, Any] = next(_lines(name))["meta"]
    return meta


def assert_as_expected(
    name: str, told: Sequence[Told], *, slack_s: float = 0.0, unseen: frozenset[str] = frozenset()
) -> None:
    """Assert that what was said is what the recording expects, at most `slack_s` after its window.

    `unseen` are causes that nobody can name who did not see all of it.
    """
    expect = meta_of(name)["expect"]
    verdicts = [one for one in told if one.said.is_verdict]
    if expect["verdict"] == "paused":
        assert [one.said.word for one in told] == [Word.PAUSED]
        assert expect["since"] + 60 <= told[0].t <= expect["since"] + 65 + slack_s
        return
    if expect["verdict"] == "armed":
        assert not verdicts
        return
    *before, last = verdicts
    assert last.said.word == expect["verdict"]
    if last.said.cause or expect["cause"] not in unseen:
        assert (last.said.cause or None) == expect["cause"]
    assert expect["not_before"] <= last.t <= expect["by"] + slack_s
    assert {one.said.word.value for one in before} <= set(expect["first"])
    for field_name in ("exit_code", "container", "pod", "old_serving"):
        if field_name in expect:
            assert getattr(last.said.evidence, field_name) == expect[field_name], field_name


def assert_nothing_twice(told: Sequence[Told]) -> None:
    """Assert that no word was said twice of one revision in one episode."""
    keys = [(one.said.uid, one.said.revision, one.said.episode, one.said.word) for one in told]
    assert len(keys) == len(set(keys)), [str(one) for one in told]


def told_in(
    name: str, *, start: float | None = None, patience: Patience = Patience.NORMAL
) -> tuple[FirstLook, list[Told]]:
    """Play the recording and return its first look and everything that was said after it."""
    return _Play(name, start=start, patience=patience).run()


class _Play:
    def __init__(self, name: str, *, start: float | None, patience: Patience) -> None:
        self._lines = list(_lines(name))
        meta = self._lines[0]["meta"]
        self._zero = datetime.fromtimestamp(meta["t0"], UTC)
        self._start = meta["expect"]["from"] if start is None else start
        target = Target(
            kind=meta["target"]["kind"].lower(), namespace=meta["namespace"], name=meta["target"]["name"]
        )
        self._spec = WatchSpec(target=target, until=self._at(self._start + 86400), patience=patience)
        self._world = World(target)
        self._memory: Memory | None = None
        self._due: datetime | None = None
        self._look: FirstLook | None = None
        self._told: list[Told] = []

    def run(self) -> tuple[FirstLook, list[Told]]:
        """Play all of it."""
        for line in self._lines[1:]:
            if "resource" not in line:
                continue
            self._move_to(line["t"])
            self._world.apply(line, self._at(line["t"]))
            if self._memory is not None:
                self._judge(self._at(line["t"]))
        self._move_to(self._lines[-1]["t"] + STANDSTILL_S)
        if self._look is None:
            raise AssertionError("the watch never began")
        return self._look, self._told

    def _move_to(self, t: float) -> None:
        if self._look is None and t > self._start:
            self._begin()
        while self._due is not None and self._due < self._at(t):
            self._judge(self._due)

    def _begin(self) -> None:
        now = self._at(self._start)
        self._look = begin(self._spec, self._world.snapshot(), now, answered=frozenset({EVENTS}))
        if isinstance(self._look.outcome, Said):
            self._told.append(Told(self._start, self._look.outcome))
        self._memory = Memory.decode(self._look.memory)
        self._judge(now)

    def _judge(self, now: datetime) -> None:
        memory = self._memory
        if memory is None:
            raise AssertionError("judged before the watch began")
        snapshot = self._world.snapshot()
        judgement = judge(self._spec, memory, snapshot, now)
        if judgement.wants:
            judgement = judge(self._spec, memory, snapshot, now, answered=judgement.wants)
        assert not judgement.wants
        # Through its stored form each time: nothing may be lost on the way.
        self._memory = Memory.decode(judgement.memory.encode())
        self._due = judgement.look_again_at
        if self._due is not None and self._due <= now:
            self._due = now + timedelta(milliseconds=1)
        if isinstance(judgement.outcome, Said):
            self._told.append(Told((now - self._zero).total_seconds(), judgement.outcome))

    def _at(self, t: float) -> datetime:
        return self._zero + timedelta(seconds=t)


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(path_of(name), "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _key(thing: Json) -> str:
    return f"{thing['metadata']['name']}"


def _owner(thing: Json) -> str:
    owners = thing["metadata"].get("ownerReferences") or ()
    return next((str(one["uid"]) for one in owners if one.get("controller")), "")
