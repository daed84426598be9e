"""Makes objects small on arrival: what nobody reads is dropped, what nobody may read is hidden.

Managed fields and the last-applied annotation are a third of the bytes (watch-rules C.3, 8). Values of
environment variables are replaced by a short digest: two templates that differ in one still differ, and
nothing that is kept or shown holds the value itself.
"""

from collections.abc import Mapping
from hashlib import blake2s
from typing import Any

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"

METADATA = (
    "name",
    "namespace",
    "uid",
    "resourceVersion",
    "generation",
    "creationTimestamp",
    "deletionTimestamp",
    "labels",
    "annotations",
    "ownerReferences",
)
POD_SPEC = (
    "nodeName",
    "restartPolicy",
    "containers",
    "initContainers",
    "schedulingGates",
    "readinessGates",
    "volumes",
    "terminationGracePeriodSeconds",
)
CONTAINER = (
    "name",
    "image",
    "restartPolicy",
    "resources",
    "env",
    "ports",
    "livenessProbe",
    "readinessProbe",
    "startupProbe",
)
POD_STATUS = (
    "phase",
    "reason",
    "message",
    "conditions",
    "startTime",
    "containerStatuses",
    "initContainerStatuses",
)
CRON_SPEC = ("schedule", "timeZone", "suspend", "startingDeadlineSeconds", "concurrencyPolicy")
#: Long lists in the status of custom resources that no rule reads (an Application's history and resources).
UNREAD_STATUS = frozenset({"history", "resources", "summary", "inventory", "snapshot"})
CONTAINER_STATUS = ("name", "state", "lastState", "ready", "restartCount", "image", "containerID", "started")


def slim(item: Mapping[str, Any], api_kind: str) -> Mapping[str, Any]:
    """Return what we keep of an object; the items of a list do not carry their kind, so it is given."""
    kept = {key: value for key, value in item.items() if key not in ("metadata", "apiVersion", "kind")}
    kept["kind"] = api_kind or str(item.get("kind", ""))
    kept["metadata"] = _metadata(item.get("metadata") or {})
    if not api_kind:
        return _custom(kept)
    if api_kind == "Pod":
        kept["spec"] = _pod_spec(item.get("spec") or {})
        kept["status"] = _pod_status(item.get("status") or {})
    elif api_kind == "CronJob":
        kept["spec"] = _pick(item.get("spec") or {}, CRON_SPEC)
    elif api_kind == "Node":
        kept["spec"] = _pick(item.get("spec") or {}, ("unschedulable", "taints"))
        kept["status"] = _pick(item.get("status") or {}, ("conditions",))
    elif api_kind == "ControllerRevision":
        kept["data"] = _revised(item.get("data"))
    elif "template" in (item.get("spec") or {}):
        kept["spec"] = {**item["spec"], "template": _template(item["spec"]["template"])}
    return kept


def _revised(data: Any) -> dict[str, Any]:
    """Keep of a revision its pod template; what else it holds nobody reads."""
    template = ((data or {}).get("spec") or {}).get("template")
    return {"spec": {"template": _template(template)}} if template else {}


def _custom(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of a kind that we do not know its status, and of its spec what cannot be a secret."""
    spec = kept.get("spec")
    status = kept.get("status")
    made = {key: kept[key] for key in ("kind", "metadata")}
    if isinstance(spec, Mapping):
        made["spec"] = {key: one for key, one in spec.items() if isinstance(one, bool | int)}
        if (template := spec.get("template")) is not None and _is_of_pods(template):
            made["spec"]["template"] = _template(template)
    if isinstance(status, Mapping):
        made["status"] = {key: one for key, one in status.items() if key not in UNREAD_STATUS}
        made["status"]["conditions"] = _listed(status.get("conditions"))
    return made


def _is_of_pods(template: Any) -> bool:
    """Whether it has the shape of a pod template: other kinds call other things so."""
    spec = template.get("spec") if isinstance(template, Mapping) else None
    if not isinstance(spec, Mapping):
        return False
    given = [spec.get(key) or [] for key in ("containers", "initContainers")]
    return all(
        isinstance(each, list) and all(isinstance(one, Mapping) and "name" in one for one in each)
        for each in given
    )


def _listed(conditions: Any) -> list[Mapping[str, Any]]:
    """Return the conditions of a kind that follows the custom; as a map nobody knows it."""
    if not isinstance(conditions, list | tuple):
        return []
    return [one for one in conditions if isinstance(one, Mapping)]


def _metadata(metadata: Mapping[str, Any]) -> dict[str, Any]:
    kept = _pick(metadata, METADATA)
    if annotations := kept.get("annotations"):
        kept["annotations"] = {key: value for key, value in annotations.items() if key != LAST_APPLIED}
    return kept


def _pod_spec(spec: Mapping[str, Any]) -> dict[str, Any]:
    kept = _pick(spec, POD_SPEC)
    for field in ("containers", "initContainers"):
        if field in kept:
            kept[field] = [_without_values(_pick(container, CONTAINER)) for container in kept[field]]
    if "volumes" in kept:
        # The token that every pod gets says nothing about this one.
        kept["volumes"] = [
            volume
            for volume in kept["volumes"]
            if not str(volume.get("name", "")).startswith("kube-api-access-")
        ]
    return kept


def _pod_status(status: Mapping[str, Any]) -> dict[str, Any]:
    kept = _pick(status, POD_STATUS)
    for field in ("containerStatuses", "initContainerStatuses"):
        if field in kept:
            kept[field] = [_pick(container, CONTAINER_STATUS) for container in kept[field]]
    return kept


def _template(template: Mapping[str, Any]) -> dict[str, Any]:
    spec = dict(template.get("spec") or {})
    for field in ("containers", "initContainers"):
        if field in spec:
            spec[field] = [_without_values(container) for container in spec[field]]
    return {**template, "spec": spec}


def _without_values(container: Mapping[str, Any]) -> dict[str, Any]:
    if "env" not in container:
        return dict(container)
    return {**container, "env": [_without_value(variable) for variable in container["env"] or ()]}


def _without_value(variable: Mapping[str, Any]) -> dict[str, Any]:
    if "value" not in variable:
        return dict(variable)
    return {**variable, "value": blake2s(str(variable["value"]).encode(), digest_size=6).hexdigest()}


def _pick(value: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value[key] for key in keys if key in value}
