"""The log endpoint: which run of a container is meant, and which of its lines are wanted.

The choice is the kubelet's (`validateContainerLogStatus`): `previous` is the last state's run; without it a
running or ended container's own run, and for one that waits the run before. A container that never ran is
answered with 400 and the reason why it waits, a pod without a node with 204.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.practice.kubernetes import problems
from bot.practice.kubernetes.objects import Manifest, field, is_true, moment, name_of

_IMAGE_WORDS = {
    "ErrImagePull": "image can't be pulled",
    "ImagePullBackOff": "trying and failing to pull image",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogQuery:
    """What somebody wants of a log."""

    container: str = ""
    previous: bool = False
    tail_lines: int | None = None
    limit_bytes: int | None = None
    timestamps: bool = False
    since: datetime | None = None


def parse(query: Mapping[str, str], *, now: datetime) -> LogQuery:
    """Read the query of a log request; raise 400 for values that are none."""
    since = moment(query["sinceTime"]) if query.get("sinceTime") else None
    seconds = _number(query, "sinceSeconds", least=1)
    return LogQuery(
        container=query.get("container", ""),
        previous=is_true(query.get("previous")),
        tail_lines=_number(query, "tailLines", least=0),
        limit_bytes=_number(query, "limitBytes", least=1),
        timestamps=is_true(query.get("timestamps")),
        since=since if seconds is None else now - timedelta(seconds=seconds),
    )


def chosen_container(pod: Manifest, asked: str) -> str:
    """Return the container that is meant; raise 400 when none or no such one is."""
    spec = pod.get("spec", {})
    main = [str(each["name"]) for each in spec.get("containers") or ()]
    early = [str(each["name"]) for each in spec.get("initContainers") or ()]
    if asked:
        if asked not in main + early:
            raise problems.bad_request(f"container {asked} is not valid for pod {name_of(pod)}")
        return asked
    if len(main) != 1 or early:
        message = (
            f"a container name must be specified for pod {name_of(pod)}, choose one of: [{' '.join(main)}]"
        )
        raise problems.bad_request(
            message + (f" or one of the init containers: [{' '.join(early)}]" if early else "")
        )
    return main[0]


def chosen_run(pod: Manifest, container: str, *, previous: bool) -> str | None:
    """Return the containerID whose log is meant, None for a pod without a node; raise 400 if it never ran."""
    if not field(pod, "spec.nodeName"):
        return None
    status = container_status(pod, container)
    name = name_of(pod)
    last = str(field(status, "lastState.terminated.containerID") or "")
    if previous:
        if not last:
            raise problems.bad_request(
                f'previous terminated container "{container}" in pod "{name}" not found'
            )
        return last
    if field(status, "state.running") is not None:
        return str(status.get("containerID", ""))
    if ended := field(status, "state.terminated.containerID"):
        return str(ended)
    if last:
        return last
    reason = str(field(status, "state.waiting.reason") or "ContainerCreating")
    words = _IMAGE_WORDS.get(reason, reason)
    raise problems.bad_request(f'container "{container}" in pod "{name}" is waiting to start: {words}')


def container_status(pod: Manifest, container: str) -> Manifest:
    """Return the status of one container of whatever sort, empty when the kubelet has not reported it yet."""
    status = pod.get("status", {})
    every = (*(status.get("initContainerStatuses") or ()), *(status.get("containerStatuses") or ()))
    return next((dict(each) for each in every if each.get("name") == container), {})


def cut(text: str, query: LogQuery) -> bytes:
    """Return the lines that were asked for, without their time stamps unless these were asked for too."""
    lines = text.splitlines(keepends=True)
    if query.since is not None:
        lines = [line for line in lines if not _written_before(line, query.since)]
    if query.tail_lines is not None:
        lines = lines[-query.tail_lines :] if query.tail_lines else []
    if not query.timestamps:
        lines = [without_stamp(line) for line in lines]
    body = "".join(lines).encode()
    return body if query.limit_bytes is None else body[: query.limit_bytes]


def written_at(line: str) -> datetime | None:
    """Return the time stamp at the head of a line, None when there is none."""
    head = line.partition(" ")[0]
    try:
        return moment(head) if head[:4].isdigit() and "T" in head else None
    except ValueError:
        return None


def without_stamp(line: str) -> str:
    """Return a line without the time stamp at its head."""
    return line.partition(" ")[2] if written_at(line) is not None else line


def _written_before(line: str, since: datetime) -> bool:
    written = written_at(line)
    return written is not None and written < since


def _number(query: Mapping[str, str], name: str, *, least: int) -> int | None:
    if (text := query.get(name, "")) == "":
        return None
    if not text.lstrip("-").isdigit() or int(text) < least:
        raise problems.bad_request(f'Invalid value: "{text}": {name} must be a number, at least {least}')
    return int(text)
