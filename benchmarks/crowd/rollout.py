"""A thousand Deployments out of one recording: each is the recorded one under another name.

So the objects have the size and the fields of a real cluster's. Times are moved so that the rollout that went
well lies an hour back.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.practice.kubernetes.objects import Manifest, copied, moment, stamp
from bot.practice.kubernetes.recorded_world import RecordedWorld

RECORDING = Path(__file__).parents[2] / "tests" / "data" / "recordings" / "update-bad-tag.jsonl.gz"
#: The first version has been up for a while; the second begins; its pod has a node and waits for its image.
UP, ROLLED, WAITING = 12.0, 15.19, 15.27
AGO = timedelta(hours=1)

_NAME = re.compile(r'(?<![\w-])api(?=["-])')
_UID = re.compile(r"\b[0-9a-f]{8}(?=-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)")
_TIME = re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")

_KEPT = ("deployments", "replicasets", "pods")
_INVALID = {
    "reason": "InvalidImageName",
    "message": 'Failed to apply default image tag "rig/web:1.4.3 typo": invalid reference format',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One object as it becomes, so many seconds after the rollout began."""

    after_s: float
    resource: str
    type: str
    object: Manifest


class Recording:
    """The recorded rollout, to be copied."""

    def __init__(self, now: datetime) -> None:
        self._world = RecordedWorld(RECORDING)
        self._shift = now - AGO - self._world.meta.at(0.0)

    def standing(self, name: str, namespace: str, number: int) -> Iterator[tuple[str, Manifest]]:
        """Yield what is there while nothing rolls: a Deployment, its ReplicaSet and three pods."""
        for resource, text in self._standing:
            yield resource, self._copy(text, name, namespace, number)

    def rollout(self, name: str, namespace: str, number: int) -> Iterator[Step]:
        """Yield how an update begins whose image has no valid name; the last step is the pod that says so."""
        for after_s, resource, kind, text in self._rolling:
            yield Step(
                after_s=after_s,
                resource=resource,
                type=kind,
                object=self._copy(text, name, namespace, number),
            )

    @cached_property
    def _standing(self) -> tuple[tuple[str, str], ...]:
        return tuple(
            (resource, json.dumps(each)) for resource in _KEPT for each in self._world.state_at(resource, UP)
        )

    @cached_property
    def _rolling(self) -> tuple[tuple[float, str, str, str], ...]:
        events = [
            each for each in self._world.events_between(None, ROLLED, WAITING) if each.resource in _KEPT
        ]
        steps = [(each.t - ROLLED, each.resource, each.type, json.dumps(each.object)) for each in events]
        pod = next(each.object for each in reversed(events) if each.resource == "pods")
        return (*steps, (WAITING - ROLLED, "pods", "MODIFIED", json.dumps(_invalid(pod))))

    def _copy(self, text: str, name: str, namespace: str, number: int) -> Manifest:
        text = text.replace(self._world.meta.namespace, namespace)
        text = _TIME.sub(lambda found: stamp(moment(found[0]) + self._shift), _NAME.sub(name, text))
        made: dict[str, Any] = json.loads(_UID.sub(lambda found: _numbered(found[0], number), text))
        return made


def _invalid(pod: Manifest) -> Manifest:
    made = copied(pod)
    made["status"]["containerStatuses"][0]["state"] = {"waiting": _INVALID}
    return made


def _numbered(head: str, number: int) -> str:
    """Return the head of a uid that no other copy has."""
    return f"{(int(head, 16) + number) % 2**32:08x}"


def now() -> datetime:
    """Return the machine's time."""
    return datetime.now(UTC)
