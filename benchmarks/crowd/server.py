"""The practice API server with a crowd of Deployments, in a process of its own.

    cd benchmarks; python -m crowd.server FOLDER [--deployments 1000] [--namespaces 20] [--latency-ms 5]

Says what it is on standard output, one JSON object a line, and does what it is told on standard input:
{"do": "load", "seconds": 60, "events": 200, "faults": 2} lets so many pod events a second happen and so many
rollouts a second break; {"do": "figures"} answers with connections and streams. Times are CLOCK_MONOTONIC,
which all processes of a machine share.
"""

import argparse
import asyncio
import json
import sys
import time
from collections import deque
from itertools import cycle
from pathlib import Path
from typing import Any

from bot.practice.kubernetes.objects import Manifest, copied
from bot.practice.kubernetes.server import KubernetesApi
from bot.practice.kubernetes.store import Store
from crowd.rollout import Recording, Step, now
from domain.clock import SystemClock
from telemetry.nursery import Nursery

#: A pod that stops being ready is ready again so many seconds later.
FLAP_S = 2.0
TICK_S = 0.02


class Crowd:
    """The Deployments, and what happens to them."""

    def __init__(self, store: Store, recording: Recording, *, deployments: int, namespaces: int) -> None:
        self._store = store
        self._recording = recording
        self._sound = deque(
            (f"app-{each:04}", f"team-{each % namespaces:02}", each) for each in range(deployments)
        )
        for name, namespace, number in self._sound:
            for resource, manifest in recording.standing(name, namespace, number):
                store.create(resource, manifest, now=now())
        self._pods = cycle(tuple(store.all("pods")))
        self._unready: deque[tuple[float, Manifest]] = deque()

    def pod_event(self) -> None:
        """Let one pod flap: every other event takes back an earlier one."""
        if self._unready and self._unready[0][0] <= time.monotonic():
            pod, is_ready = self._unready.popleft()[1], True
        else:
            pod, is_ready = next(self._pods), False
            self._unready.append((time.monotonic() + FLAP_S, pod))
        self._store.update("pods", _as(pod, is_ready=is_ready), now=now())

    def break_one(self) -> tuple[str, tuple[Step, ...]]:
        """Return a Deployment to which nothing has happened yet and the steps of its bad rollout."""
        name, namespace, number = self._sound.popleft()
        return f"{namespace}/{name}", tuple(self._recording.rollout(name, namespace, number))

    def take(self, step: Step) -> None:
        """Let one step happen."""
        act = self._store.create if step.type == "ADDED" else self._store.update
        act(step.resource, step.object, now=now())


async def load(crowd: Crowd, nursery: Nursery, *, seconds: float, events: float, faults: float) -> None:
    """Let pods flap and rollouts break for so long, at an even pace."""
    began = time.monotonic()
    flapped = broken = 0
    while (passed := time.monotonic() - began) < seconds:
        while flapped < passed * events:
            flapped += 1
            crowd.pod_event()
        while broken < passed * faults:
            broken += 1
            nursery.start(break_one(crowd), name="rollout")
        await asyncio.sleep(TICK_S)
    say(loaded=True, events=flapped, faults=broken, seconds=time.monotonic() - began)


async def break_one(crowd: Crowd) -> None:
    """Roll out what cannot run, at the recorded pace, and say when the pod has said so."""
    name, steps = crowd.break_one()
    began = time.monotonic()
    for step in steps:
        await asyncio.sleep(max(0.0, began + step.after_s - time.monotonic()))
        crowd.take(step)
    say(broken=name, at=time.monotonic())


def say(**what: Any) -> None:
    """Write one line for whoever started this process."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


async def peaks(server: KubernetesApi, most: dict[str, int]) -> None:
    """Keep the largest figures seen."""
    while True:
        most["watches"] = max(most["watches"], server.open_watches)
        most["connections"] = max(most["connections"], server.connections)
        await asyncio.sleep(TICK_S)


async def serve(options: argparse.Namespace) -> None:
    """Serve until standard input ends."""
    async with (
        KubernetesApi(SystemClock(), latency_s=options.latency_ms / 1000) as server,
        Nursery() as nursery,
    ):
        crowd = Crowd(
            server.world.store,
            Recording(now()),
            deployments=options.deployments,
            namespaces=options.namespaces,
        )
        most = {"watches": 0, "connections": 0}
        nursery.start(peaks(server, most), name="peaks")
        say(kubeconfig=str(server.kubeconfig(options.folder / "kubeconfig", namespace="team-00")))
        while line := await asyncio.to_thread(sys.stdin.readline):
            order: dict[str, Any] = json.loads(line)
            match order.pop("do"):
                case "load":
                    nursery.start(load(crowd, nursery, **order), name="load")
                case "figures":
                    used = time.process_time()
                    say(**most, watching=server.open_watches, cpu_s=used)


def _as(pod: Manifest, *, is_ready: bool) -> Manifest:
    made = copied(pod)
    for condition in made["status"]["conditions"]:
        if condition["type"] in ("Ready", "ContainersReady"):
            condition["status"] = str(is_ready)
    made["status"]["containerStatuses"][0]["ready"] = is_ready
    return made


def main() -> None:
    """Serve what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--deployments", type=int, default=1000)
    parser.add_argument("--namespaces", type=int, default=20)
    parser.add_argument("--latency-ms", type=float, default=5.0)
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
