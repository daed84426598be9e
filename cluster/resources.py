"""The resources that we know by name: how people and kubectl call them, and where the API keeps them.

Adding one is one line; what may be watched is decided in `watchers.kinds`.
"""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A kind of object.

    `kind` is the singular as in kubectl, lower case; `api_kind` the API's own word; `owns` the kinds whose
    objects belong to it, directly or through each other.
    """

    kind: str
    api_kind: str
    plural: str
    group: str = ""
    version: str = "v1"
    short: tuple[str, ...] = ()
    owns: tuple[str, ...] = ()

    def path(self, namespace: str = "", name: str = "") -> str:
        """Return the path of the collection (in all namespaces when none is named) or of one object."""
        root = f"/apis/{self.group}/{self.version}" if self.group else f"/api/{self.version}"
        middle = f"/namespaces/{quote(namespace, safe='')}" if namespace else ""
        end = f"/{quote(name, safe='')}" if name else ""
        return f"{root}{middle}/{self.plural}{end}"


RESOURCES: tuple[Resource, ...] = (
    Resource(kind="pod", api_kind="Pod", plural="pods", short=("po",)),
    Resource(
        kind="deployment",
        api_kind="Deployment",
        plural="deployments",
        group="apps",
        short=("deploy", "dep"),
        owns=("replicaset", "pod"),
    ),
    Resource(
        kind="replicaset",
        api_kind="ReplicaSet",
        plural="replicasets",
        group="apps",
        short=("rs",),
        owns=("pod",),
    ),
    Resource(
        kind="statefulset",
        api_kind="StatefulSet",
        plural="statefulsets",
        group="apps",
        short=("sts",),
        owns=("pod",),
    ),
    Resource(
        kind="daemonset",
        api_kind="DaemonSet",
        plural="daemonsets",
        group="apps",
        short=("ds",),
        owns=("pod",),
    ),
    Resource(kind="job", api_kind="Job", plural="jobs", group="batch", owns=("pod",)),
    Resource(kind="cronjob", api_kind="CronJob", plural="cronjobs", group="batch", short=("cj",)),
    Resource(
        kind="persistentvolumeclaim",
        api_kind="PersistentVolumeClaim",
        plural="persistentvolumeclaims",
        short=("pvc",),
    ),
    Resource(kind="service", api_kind="Service", plural="services", short=("svc",)),
    Resource(kind="event", api_kind="Event", plural="events", short=("ev",)),
    Resource(kind="namespace", api_kind="Namespace", plural="namespaces", short=("ns",)),
)

_BY_KIND = {resource.kind: resource for resource in RESOURCES}
_BY_WORD = {
    word: resource for resource in RESOURCES for word in (resource.kind, resource.plural, *resource.short)
}


def resource(kind: str) -> Resource:
    """Return the resource of a kind that is known to exist.

    Raises:
        KeyError: There is no such kind: a fault of ours.
    """
    return _BY_KIND[kind]


def called(word: str) -> Resource | None:
    """Return what a word means to kubectl: deploy, Deployments, deployment.apps, sts.v1.apps."""
    name, _, rest = word.strip().lower().partition(".")
    found = _BY_WORD.get(name)
    if found is None or not rest:
        return found
    return found if rest in (found.group, f"{found.version}.{found.group}") else None
