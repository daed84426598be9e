"""What kinds of objects this server knows: names, groups and short names, as discovery tells them.

Recordings hold thirteen of them; the others are here so that a question about them gets the real server's
answer (403, 404) instead of a shrug.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One kind of object and its place in the API."""

    plural: str
    kind: str
    group: str = ""
    version: str = "v1"
    namespaced: bool = True
    short_names: tuple[str, ...] = ()
    subresources: tuple[str, ...] = ()

    @property
    def api_version(self) -> str:
        """What an object of it carries in `apiVersion`."""
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def qualified(self) -> str:
        """The name that messages use: `pods`, `deployments.apps`."""
        return f"{self.plural}.{self.group}" if self.group else self.plural


_DISCOVERY = "discovery.k8s.io"
_STORAGE = "storage.k8s.io"
_CERTIFICATES = "cert-manager.io"

RESOURCES: tuple[Resource, ...] = (
    Resource(plural="namespaces", kind="Namespace", namespaced=False, short_names=("ns",)),
    Resource(plural="nodes", kind="Node", namespaced=False, short_names=("no",)),
    Resource(plural="pods", kind="Pod", short_names=("po",), subresources=("log", "status")),
    Resource(plural="events", kind="Event", short_names=("ev",)),
    Resource(plural="services", kind="Service", short_names=("svc",)),
    Resource(plural="configmaps", kind="ConfigMap", short_names=("cm",)),
    Resource(plural="secrets", kind="Secret"),
    Resource(plural="persistentvolumeclaims", kind="PersistentVolumeClaim", short_names=("pvc",)),
    Resource(plural="resourcequotas", kind="ResourceQuota", short_names=("quota",)),
    Resource(
        plural="deployments",
        kind="Deployment",
        group="apps",
        short_names=("deploy",),
        subresources=("status",),
    ),
    Resource(
        plural="replicasets", kind="ReplicaSet", group="apps", short_names=("rs",), subresources=("status",)
    ),
    Resource(plural="statefulsets", kind="StatefulSet", group="apps", short_names=("sts",)),
    Resource(plural="daemonsets", kind="DaemonSet", group="apps", short_names=("ds",)),
    Resource(plural="controllerrevisions", kind="ControllerRevision", group="apps"),
    Resource(plural="jobs", kind="Job", group="batch"),
    Resource(plural="cronjobs", kind="CronJob", group="batch", short_names=("cj",)),
    Resource(plural="endpointslices", kind="EndpointSlice", group=_DISCOVERY),
    Resource(
        plural="storageclasses", kind="StorageClass", group=_STORAGE, namespaced=False, short_names=("sc",)
    ),
    Resource(
        plural="certificates",
        kind="Certificate",
        group=_CERTIFICATES,
        short_names=("cert", "certs"),
        subresources=("status",),
    ),
)

#: Group → its versions, in the order of discovery; the empty group is `/api`.
GROUPS: tuple[tuple[str, str], ...] = (
    ("apps", "v1"),
    ("batch", "v1"),
    (_DISCOVERY, "v1"),
    (_STORAGE, "v1"),
    (_CERTIFICATES, "v1"),
    ("authorization.k8s.io", "v1"),
)

_BY_PLURAL = {resource.plural: resource for resource in RESOURCES}


def resource_named(plural: str, *, group: str | None = None, version: str | None = None) -> Resource | None:
    """Return the resource of that plural, None unless group and version fit where they are given."""
    found = _BY_PLURAL.get(plural)
    if found is None or (group is not None and found.group != group):
        return None
    return None if version is not None and found.version != version else found


def resources_of(group: str, version: str) -> tuple[Resource, ...]:
    """Return what one group version serves."""
    return tuple(each for each in RESOURCES if (each.group, each.version) == (group, version))
