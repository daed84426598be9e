"""What a rollout changed: the new template beside the one before, as far as it can be why it failed.

Names only of the environment, never values: those are digests by now anyway (`cluster.slim`). Commands and
probes are redacted, for people write passwords into them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cluster.snapshot import Json
from domain.redaction import redact
from domain.watch import Change
from watchers.versions import tag

#: More of them tell nothing on a telephone; the description holds all.
MOST = 8
WIDTH = 80
MOST_NAMES = 6

_PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
_NONE = "–"


def changes(new: Json, old: Json) -> tuple[Change, ...]:
    """Return what tells two pod templates apart; of a pod in its place only the images can be told."""
    after, before = _containers(new), _containers(old)
    found = [
        *(Change(word="container-new", after=name) for name in after if name not in before),
        *(Change(word="container-gone", before=name) for name in before if name not in after),
    ]
    for name in after:
        if name in before:
            said = name if len(after) > 1 else ""
            found += _of_container(said, after[name], before[name], is_template="status" not in old)
    return tuple(found[:MOST])


def _containers(template: Json) -> dict[str, Mapping[str, Any]]:
    spec = template.get("spec") or {}
    return {str(one["name"]): one for key in ("containers", "initContainers") for one in spec.get(key) or ()}


def _of_container(
    name: str, new: Mapping[str, Any], old: Mapping[str, Any], *, is_template: bool
) -> Iterator[Change]:
    if new.get("image") != old.get("image"):
        before, after = _images(str(old.get("image") or ""), str(new.get("image") or ""))
        yield Change(word="image", container=name, before=before, after=after)
    if not is_template:
        return
    if names := _environment(new, old):
        yield Change(word="env", container=name, after=names)
    if (now := _command(new)) != (then := _command(old)):
        yield Change(word="command", container=name, before=then, after=now)
    for what, then, now in _resources(new, old):
        yield Change(word=what, container=name, before=then, after=now)
    for probe in _PROBES:
        if new.get(probe) != old.get(probe):
            before, after = _probe(old.get(probe)), _probe(new.get(probe))
            if before == after:
                before, after = _timing(old.get(probe)), _timing(new.get(probe))
            yield Change(word=_PROBE_WORDS[probe], container=name, before=before, after=after)


_PROBE_WORDS = {"startupProbe": "startup", "readinessProbe": "readiness", "livenessProbe": "liveness"}


def _images(before: str, after: str) -> tuple[str, str]:
    """Return the tags alone where the rest is the same."""
    same = before.partition("@")[0].rpartition(":")[0] == after.partition("@")[0].rpartition(":")[0]
    return (tag(before), tag(after)) if same and tag(before) != tag(after) else (before, after)


def _environment(new: Mapping[str, Any], old: Mapping[str, Any]) -> str:
    after, before = _variables(new), _variables(old)
    signs = [
        *(f"+{name}" for name in after if name not in before),
        *(f"-{name}" for name in before if name not in after),
        *(f"~{name}" for name in after if name in before and after[name] != before[name]),
    ]
    return " ".join((*signs[:MOST_NAMES], "…") if len(signs) > MOST_NAMES else signs)


def _variables(container: Mapping[str, Any]) -> dict[str, Any]:
    named = {str(one.get("name")): one for one in container.get("env") or ()}
    for one in container.get("envFrom") or ():
        source = one.get("secretRef") or one.get("configMapRef") or {}
        named[f"{one.get('prefix', '')}*({source.get('name', '?')})"] = one
    return named


def _command(container: Mapping[str, Any]) -> str:
    words = (*(container.get("command") or ()), *(container.get("args") or ()))
    return _short(" ".join(str(word) for word in words))


def _resources(new: Mapping[str, Any], old: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for bound, word in (("limits", "limit"), ("requests", "request")):
        after = (new.get("resources") or {}).get(bound) or {}
        before = (old.get("resources") or {}).get(bound) or {}
        for what in ("memory", "cpu"):
            if after.get(what) != before.get(what):
                yield f"{what}-{word}", str(before.get(what) or _NONE), str(after.get(what) or _NONE)


def _probe(probe: Mapping[str, Any] | None) -> str:
    if not probe:
        return _NONE
    if http := probe.get("httpGet"):
        return _short(f"GET :{http.get('port', '')}{http.get('path', '/')}")
    if tcp := probe.get("tcpSocket"):
        return f"TCP :{tcp.get('port', '')}"
    if grpc := probe.get("grpc"):
        return f"gRPC :{grpc.get('port', '')}"
    return _short(" ".join(str(word) for word in (probe.get("exec") or {}).get("command") or ()))


def _timing(probe: Mapping[str, Any] | None) -> str:
    held = probe or {}
    every, times = held.get("periodSeconds") or 10, held.get("failureThreshold") or 3
    return f"{held.get('initialDelaySeconds') or 0} s + {times} × {every} s"


def _short(text: str) -> str:
    line = " ".join(redact(text).split()) or _NONE
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"
