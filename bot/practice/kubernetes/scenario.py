"""What happens in the practice cluster: three apps that have been up for days, and a rollout for each.

`api` goes well, `worker` gets a version that misses a variable and ends at start, `shop` takes its time. The
first rollout of each can begin by itself some time after the start; `begin` starts one at once, the next
version when asked again, and after the last the first once more. The script is data: scenario.json.
"""

import json
from collections import deque
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from bot.practice.kubernetes.behaviours import read
from bot.practice.kubernetes.objects import Manifest
from bot.practice.kubernetes.simulation import PracticeCluster, a_node
from bot.practice.kubernetes.templates import NODE, a_deployment

NAMESPACE = "prod"
SECOND_NODE = "practice-2"

#: What stands beside the apps has been there for a while when a practice begins.
_SETTLED = timedelta(minutes=30)


class Scenario:
    """A practice cluster and its script."""

    def __init__(self, now: datetime, *, automatic: bool = True, seed: int = 7) -> None:
        script = load()
        history = sorted(script["history"], key=lambda each: -each["ago_s"])
        began = now - timedelta(seconds=history[0]["ago_s"] + 60)
        self.cluster = PracticeCluster(began, namespaces=tuple(script["namespaces"]), seed=seed)
        self._images = {name: deque[str](each["images"]) for name, each in script["rollouts"].items()}
        self._rollouts: dict[str, Manifest] = script["rollouts"]
        self._begun: set[str] = set()
        # The first pattern that fits counts and the newest is asked first: attach in reverse.
        for image, described in reversed(script["behaviours"].items()):
            self.cluster.behave(image, read(described))
        for each in history:
            self._happened(each, now)
        self._claim: Manifest = script["claim"]
        self._surround(script["things"], now - _SETTLED)
        self.cluster.advance(now)
        if automatic:
            for name, each in script["rollouts"].items():
                self._plan(name, float(each["after_s"]))

    def claim(self, *, now: datetime) -> None:
        """Ask for a volume, if that was not done before."""
        self.cluster.orders.apply("persistentvolumeclaims", self._claim, now=now)

    def drain(self, *, now: datetime) -> None:
        """Close the first node and move its pods to the second; a closed one is opened again."""
        node = self.cluster.store.find("nodes", "", NODE)
        if node["spec"].get("unschedulable"):
            self.cluster.orders.change("nodes", "", NODE, now=now, unschedulable=None, taints=None)
        else:
            self.cluster.orders.drain(NODE, now=now)

    @property
    def apps(self) -> tuple[str, ...]:
        """The apps that have rollouts."""
        return tuple(self._images)

    @property
    def waiting(self) -> tuple[tuple[str, float], ...]:
        """The apps that nothing was rolled out to yet, each with the seconds after which it is time to."""
        delays = ((name, float(each["after_s"])) for name, each in self._rollouts.items())
        return tuple(sorted((each for each in delays if each[0] not in self._begun), key=lambda it: it[1]))

    def begin(self, name: str, *, now: datetime) -> str:
        """Roll the next version of an app out and return its image; after the last comes the first again.

        Raises:
            KeyError: no such app.
        """
        image = self._images[name].popleft()
        self._images[name].append(image)
        self._begun.add(name)
        self.cluster.set_image(NAMESPACE, name, image, now=now)
        return image

    def _plan(self, name: str, after_s: float) -> None:
        def due() -> None:
            # Somebody may have begun it by hand before.
            if name not in self._begun:
                self.begin(name, now=self.cluster.agenda.now)

        self.cluster.agenda.after(after_s, due)

    def _surround(self, things: list[tuple[str, Manifest]], at: datetime) -> None:
        """Put beside the apps what else a person may watch."""
        self.cluster.orders.apply("nodes", a_node(at, SECOND_NODE), now=at)
        for resource, manifest in things:
            self.cluster.orders.apply(resource, manifest, now=at)

    def _happened(self, each: Manifest, now: datetime) -> None:
        manifest = a_deployment(
            each["name"], image=each["image"], namespace=NAMESPACE, replicas=each["replicas"], container="app"
        )
        self.cluster.apply(manifest, now=now - timedelta(seconds=each["ago_s"]))


def load() -> dict[str, Any]:
    """Return the script that ships with the package."""
    text = files("bot.practice.kubernetes").joinpath("scenario.json").read_text(encoding="utf-8")
    script: dict[str, Any] = json.loads(text)
    return script
