"""Logs of a container: bytes, never parsed, and never anything that is not a log.

The endpoint may answer 200 with "unable to retrieve container logs for containerd://…", 204 for a pod that
was never scheduled and 400 for a container that waits (watch-rules 0.1, 17). The library decodes JSON lines
into Python's own notation, so the bytes are read by ourselves. Lines are sorted by their time stamps: the
runtime writes stdout and stderr a few microseconds out of order.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cluster.api import Answer, Api
from cluster.faults import NoKindError
from cluster.resources import resource
from cluster.snapshot import Json
from domain.errors import PermanentError, TransientError

TAIL_LINES = 500
LIMIT_BYTES = 512 * 1024

_NO_LOG = re.compile(rb"^\s*(?:unable to retrieve container logs|failed to try resolving symlinks)")
_STAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d) ?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """What a container wrote, with time stamps; when `text` is empty `note` says why (a catalogue key)."""

    text: str = ""
    note: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines as the container wrote them, without time stamps and empty ones."""
        plain = (_STAMP.sub("", line, count=1).rstrip() for line in self.text.splitlines())
        return tuple(line for line in plain if line)


async def read_log(api: Api, pod: Json, container: str, *, previous: bool) -> Log:
    """Return the log of the container's present (or last) run, or of the run before it."""
    metadata = pod["metadata"]
    query = {
        "container": container,
        "tailLines": str(TAIL_LINES),
        "limitBytes": str(LIMIT_BYTES),
        "timestamps": "true",
        **({"previous": "true"} if previous else {}),
    }
    path = f"{resource('pod').path(metadata['namespace'], metadata['name'])}/log"
    try:
        answer = await api.read(
            path,
            query,
            limit=LIMIT_BYTES,
            verb="get",
            about=resource("pod"),
            within=str(metadata["namespace"]),
        )
    except NoKindError:
        return Log(note="cluster.log-gone")
    except PermanentError:
        return Log(note="cluster.log-denied")
    except TransientError:
        return Log(note="cluster.log-unreachable")
    return _log_of(answer, previous=previous)


async def telling_log(api: Api, pod: Json, container: str) -> Log:
    """Return the log of the run that ended, or of the present one if none did (watch-rules B).

    A run that has ended and was not followed by another is the "current" one for the kubelet; asking for the
    previous one would give the crash before it.
    """
    status = status_of(pod, container)
    first = wants_previous(status)
    log = await read_log(api, pod, container, previous=first)
    if log.text and not _is_of_a_later_run(log, status):
        return log
    other = await read_log(api, pod, container, previous=not first)
    return other if other.text else log


def wants_previous(status: Mapping[str, Any]) -> bool:
    """Tell whether the run to look at is the one before the present one."""
    state = status.get("state") or {}
    if not (status.get("lastState") or {}).get("terminated"):
        return False
    return "terminated" not in state


def _is_of_a_later_run(log: Log, status: Mapping[str, Any]) -> bool:
    """Tell whether the container was started again between the look at its pod and the log."""
    ended = ((status.get("state") or {}).get("terminated") or {}).get("finishedAt")
    began = _STAMP.match(log.text)
    # Both in UTC; the API tells seconds only, so a run of the same second counts as the one that ended.
    return bool(ended and began) and log.text[:19] > str(ended)[:19]


def status_of(pod: Json, container: str) -> Mapping[str, Any]:
    """Return the status of a container, init or not; {} when the pod has not got so far."""
    status = pod.get("status") or {}
    for field in ("containerStatuses", "initContainerStatuses"):
        for one in status.get(field) or ():
            if one.get("name") == container:
                return one  # type: ignore[no-any-return]  # JSON
    return {}


def container_to_show(pod: Json) -> str:
    """Return the container that tells most: one that fails, else the default one, else the first."""
    status = pod.get("status") or {}
    for field in ("initContainerStatuses", "containerStatuses"):
        for one in status.get(field) or ():
            if _is_troubled(one):
                return str(one["name"])
    annotations = pod["metadata"].get("annotations") or {}
    default = annotations.get("kubectl.kubernetes.io/default-container")
    return str(default or ((pod.get("spec") or {}).get("containers") or ({"name": ""},))[0]["name"])


def _is_troubled(status: Mapping[str, Any]) -> bool:
    for state in (status.get("state") or {}, status.get("lastState") or {}):
        if (state.get("terminated") or {}).get("exitCode"):
            return True
    waiting = (status.get("state") or {}).get("waiting") or {}
    return waiting.get("reason", "") not in ("", "ContainerCreating", "PodInitializing")


def _log_of(answer: Answer, *, previous: bool) -> Log:
    if answer.status == 404:
        return Log(note="cluster.log-gone")
    if answer.status != 200:
        return Log(note="cluster.log-no-previous" if previous else "cluster.log-none-yet")
    if _NO_LOG.match(answer.body):
        return Log(note="cluster.log-dropped")
    text = answer.body.decode("utf-8", errors="replace")
    if not text.strip():
        return Log(note="cluster.log-empty")
    return Log(text=_in_order(text))


def _in_order(text: str) -> str:
    lines = text.splitlines(keepends=True)
    if not all(_STAMP.match(line) for line in lines):
        return text
    return "".join(sorted(lines, key=lambda line: line.split(" ", 1)[0].rstrip("Z\n").ljust(29, "0")))
