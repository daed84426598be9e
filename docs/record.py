"""Records a rollout for a bug report: what LIST, WATCH and the log endpoint say, one JSON object a line.

    kubectl proxy --port 8001 &
    python3 docs/record.py --namespace prod --target Deployment/api --seconds 120 api.jsonl.gz

Start it, then roll out; `nightjar replay api.jsonl.gz` judges the file. Needs nothing but Python. The file
holds pod specs and logs: read it before you send it to anybody. The form is that of tests/data/recordings.
"""

import argparse
import gzip
import http.client
import json
import queue
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

#: What a watch of a workload can want to know, as paths of the API.
RESOURCES = {
    "deployments": "/apis/apps/v1",
    "replicasets": "/apis/apps/v1",
    "statefulsets": "/apis/apps/v1",
    "daemonsets": "/apis/apps/v1",
    "controllerrevisions": "/apis/apps/v1",
    "pods": "/api/v1",
    "events": "/api/v1",
    "services": "/api/v1",
    "persistentvolumeclaims": "/api/v1",
    "resourcequotas": "/api/v1",
    "endpointslices": "/apis/discovery.k8s.io/v1",
    "jobs": "/apis/batch/v1",
    "cronjobs": "/apis/batch/v1",
}

#: Annotation with a copy of the whole manifest, environment included.
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"

LOG_LINES = 500

#: Before a stream that broke is listed anew.
AGAIN_S = 0.5

Line = dict[str, Any]


class Recorder:
    """Lists and watches every resource in a thread of its own; all lines go through one queue."""

    def __init__(self, url: str, namespace: str, seconds: float) -> None:
        self.url = url.rstrip("/")
        self.namespace = namespace
        self.seconds = seconds
        self.began = time.monotonic()
        self.lines: queue.Queue[Line] = queue.Queue()
        self.ended_runs: set[str] = set()
        self.pods: dict[str, Any] = {}

    def t(self) -> float:
        """Return the seconds since the start."""
        return round(time.monotonic() - self.began, 3)

    def follow(self, resource: str) -> None:
        """List one resource and watch it, to the end; a stream that breaks is listed anew.

        A right that is missing leaves the resource out.
        """
        path = f"{self.url}{RESOURCES[resource]}/namespaces/{self.namespace}/{resource}"
        while self.t() < self.seconds:
            try:
                self._watch(path, resource, self._list(path, resource))
            except urllib.error.HTTPError as refused:
                if refused.code < 500:
                    return
                time.sleep(AGAIN_S)
            except (OSError, ValueError, http.client.HTTPException):
                time.sleep(AGAIN_S)  # the API server is away, or a line was cut off

    def _list(self, path: str, resource: str) -> str:
        """Note what is there and return its version."""
        with urllib.request.urlopen(path, timeout=30) as answer:
            listed = json.load(answer)
        for item in listed.get("items") or ():
            clean(item)
            self._note_pod(resource, item)
        self.lines.put({"t": self.t(), "resource": resource, "type": "LIST", "object": listed})
        return str(listed["metadata"]["resourceVersion"])

    def _watch(self, path: str, resource: str, version: str) -> None:
        """Note what changes until the stream ends."""
        left = max(1, int(self.seconds - self.t()))
        asked = {
            "watch": 1,
            "allowWatchBookmarks": "true",
            "timeoutSeconds": left,
            "resourceVersion": version,
        }
        with urllib.request.urlopen(f"{path}?{urllib.parse.urlencode(asked)}", timeout=left + 10) as stream:
            for raw in stream:
                event = json.loads(raw)
                clean(event["object"])
                self.lines.put({"t": self.t(), "resource": resource, **event})
                self._note_pod(resource, event["object"])
                if self.t() > self.seconds:
                    return

    def fetch_logs(self) -> None:
        """Ask once more for the log of every container that is there at the end."""
        for pod in self.pods.values():
            for status in statuses(pod):
                self._log(pod, status["name"], None, previous=bool(status.get("restartCount")))
                self._log(pod, status["name"], None, previous=False)

    def _note_pod(self, resource: str, pod: Any) -> None:
        """Ask for a container's log as soon as it has ended: later it may be gone."""
        if resource != "pods" or "metadata" not in pod or "name" not in pod["metadata"]:
            return
        self.pods[pod["metadata"]["name"]] = pod
        for status in statuses(pod):
            ended = status.get("state", {}).get("terminated") or status.get("lastState", {}).get("terminated")
            identity = (ended or {}).get("containerID")
            if identity and identity not in self.ended_runs:
                self.ended_runs.add(identity)
                running = "terminated" not in status.get("state", {})
                self._log(pod, status["name"], identity, previous=running)

    def _log(self, pod: Any, container: str, identity: str | None, *, previous: bool) -> None:
        name = pod["metadata"]["name"]
        query = urllib.parse.urlencode(
            {
                "container": container,
                "previous": str(previous).lower(),
                "timestamps": "true",
                "tailLines": LOG_LINES,
            }
        )
        path = f"{self.url}/api/v1/namespaces/{self.namespace}/pods/{name}/log?{query}"
        try:
            with urllib.request.urlopen(path, timeout=30) as answer:
                status, text = answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read().decode(errors="replace")
        except OSError:
            return
        log = {"pod": name, "container": container, "container_id": identity, "previous": previous}
        self.lines.put({"t": self.t(), "log": {**log, "status": status, "text": text}})


def statuses(pod: Any) -> list[Any]:
    """Return the statuses of all containers of a pod."""
    status = pod.get("status", {})
    return [*(status.get("initContainerStatuses") or ()), *(status.get("containerStatuses") or ())]


def clean(item: Any) -> None:
    """Take out what nobody needs, and the copy of the manifest."""
    metadata = item.get("metadata", {})
    metadata.pop("managedFields", None)
    (metadata.get("annotations") or {}).pop(LAST_APPLIED, None)


def record(url: str, namespace: str, target: str, seconds: float, path: Path) -> int:
    """Record for so many seconds and return the number of lines."""
    recorder = Recorder(url, namespace, seconds)
    # First of all: at the end the server may be what went wrong.
    with urllib.request.urlopen(f"{recorder.url}/version", timeout=10) as answer:
        server = json.load(answer).get("gitVersion", "")
    t0 = time.time()
    threads = [threading.Thread(target=recorder.follow, args=(name,), daemon=True) for name in RESOURCES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 15)
    recorder.fetch_logs()
    kind, _, name = target.partition("/")
    meta = {"name": path.name.split(".")[0], "about": "", "target": {"kind": kind, "name": name}}
    lines = sorted(recorder.lines.queue, key=lambda line: line["t"])
    with gzip.open(path, "wt", encoding="utf-8") as file:
        head = {**meta, "namespace": namespace, "server": server, "seconds": seconds, "t0": t0, "expect": {}}
        for line in ({"meta": head}, *lines):
            file.write(json.dumps(line, separators=(",", ":")) + "\n")
    return len(lines)


def main() -> None:
    """Read the arguments and record."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--url", default="http://127.0.0.1:8001", help="where kubectl proxy listens")
    parser.add_argument("--namespace", required=True)
    parser.add_argument("--target", required=True, metavar="KIND/NAME", help="such as Deployment/api")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    count = record(options.url, options.namespace, options.target, options.seconds, options.file)
    print(f"{options.file}: {count} lines")


if __name__ == "__main__":
    main()
