"""The resources that we know by name: how people and kubectl call them, and where the API keeps them.

Adding one is one line; what may be watched is decided in `watchers.kinds`. Any other kind is named as kubectl
names it in full, "certificates.v1.cert-manager.io": that says where it is without asking anybody.
"""

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from urllib.parse import quote

VERSION = r"v\d+(?:(?:alpha|beta)\d+)?"


class How(StrEnum):
    """How objects that nobody controls are found."""

    #: By the label that names a Service.
    LABELLED = auto()
    #: Pods on the node.
    PLACED = auto()
    #: All of the same namespace.
    NEIGHBOUR = auto()
    #: All of the cluster.
    EVERY = auto()
    #: By the name of their controller, for kinds that only one maker has.
    MADE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A kind that stands beside another one; what is not `needed` may be missing for want of a right.

    What is not `followed` is only read afresh, before something is said.
    """

    kind: str
    how: How
    needed: bool = True
    followed: bool = True


#: What tells a rollout of a StatefulSet or DaemonSet from the one before; nobody grants a watch of it.
_REVISIONS = Beside(kind="controllerrevision", how=How.MADE, needed=False, followed=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A kind of object.

    `kind` is the singular as in kubectl, lower case; `api_kind` the API's own word ("" where discovery alone
    knows it); `owns` the kinds whose objects belong to it, directly or through each other; `beside` those
    that it is judged with although it does not own them.
    """

    kind: str
    api_kind: str
    plural: str
    group: str = ""
    version: str = "v1"
    short: tuple[str, ...] = ()
    owns: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()
    namespaced: bool = True

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
        beside=(_REVISIONS,),
    ),
    Resource(
        kind="daemonset",
        api_kind="DaemonSet",
        plural="daemonsets",
        group="apps",
        short=("ds",),
        owns=("pod",),
        beside=(Beside(kind="node", how=How.EVERY, needed=False), _REVISIONS),
    ),
    Resource(
        kind="controllerrevision",
        api_kind="ControllerRevision",
        plural="controllerrevisions",
        group="apps",
    ),
    Resource(kind="job", api_kind="Job", plural="jobs", group="batch", owns=("pod",)),
    Resource(
        kind="cronjob",
        api_kind="CronJob",
        plural="cronjobs",
        group="batch",
        short=("cj",),
        owns=("job", "pod"),
    ),
    Resource(
        kind="persistentvolumeclaim",
        api_kind="PersistentVolumeClaim",
        plural="persistentvolumeclaims",
        short=("pvc",),
        beside=(Beside(kind="storageclass", how=How.EVERY, needed=False),),
    ),
    Resource(
        kind="service",
        api_kind="Service",
        plural="services",
        short=("svc",),
        beside=(
            Beside(kind="endpointslice", how=How.LABELLED),
            Beside(kind="pod", how=How.NEIGHBOUR),
        ),
    ),
    Resource(
        kind="endpointslice", api_kind="EndpointSlice", plural="endpointslices", group="discovery.k8s.io"
    ),
    Resource(
        kind="node",
        api_kind="Node",
        plural="nodes",
        short=("no",),
        namespaced=False,
        beside=(Beside(kind="pod", how=How.PLACED, needed=False),),
    ),
    Resource(
        kind="storageclass",
        api_kind="StorageClass",
        plural="storageclasses",
        group="storage.k8s.io",
        short=("sc",),
        namespaced=False,
    ),
    Resource(kind="event", api_kind="Event", plural="events", short=("ev",)),
    Resource(kind="namespace", api_kind="Namespace", plural="namespaces", short=("ns",), namespaced=False),
)

_BY_KIND = {resource.kind: resource for resource in RESOURCES}
_BY_WORD = {
    word: resource for resource in RESOURCES for word in (resource.kind, resource.plural, *resource.short)
}


def resource(kind: str) -> Resource:
    """Return the resource of a kind that is known to exist, or of one that is named in full.

    Raises:
        KeyError: There is no such kind: a fault of ours.
    """
    return _BY_KIND[kind] if kind in _BY_KIND else in_full(kind)


def in_full(kind: str) -> Resource:
    """Return the resource of a full name, "certificates.v1.cert-manager.io" ("nodes.v1." has no group).

    Raises:
        KeyError: Not a full name.
    """
    match kind.split(".", 2):
        case [plural, version, group] if plural and re.fullmatch(VERSION, version):
            return Resource(kind=kind, api_kind="", plural=plural, group=group, version=version)
        case _:
            raise KeyError(kind)


def called(word: str) -> Resource | None:
    """Return what a word means to kubectl: deploy, Deployments, deployment.apps, sts.v1.apps."""
    name, _, rest = word.strip().lower().partition(".")
    found = _BY_WORD.get(name)
    if found is None or not rest:
        return found
    return found if rest in (found.group, f"{found.version}.{found.group}") else None
