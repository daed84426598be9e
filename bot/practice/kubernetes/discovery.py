"""What the server says about itself: version, groups, resources.

Enough for clients that look before they ask (`kubectl`, `kubernetes_asyncio`'s dynamic client); they accept
the plain lists where they would prefer the aggregated document.
"""

from bot.practice.kubernetes.objects import Manifest
from bot.practice.kubernetes.resources import GROUPS, Resource, resources_of

VERSION: Manifest = {
    "major": "1",
    "minor": "36",
    "gitVersion": "v1.36.2+nightjar",
    "gitCommit": "",
    "gitTreeState": "clean",
    "buildDate": "2026-01-01T00:00:00Z",
    "goVersion": "",
    "compiler": "",
    "platform": "linux/amd64",
}

_VERBS = ("get", "list", "watch")


def aggregated(path: str) -> Manifest | None:
    """Return the document that lists all groups with all kinds, None at any other path."""
    groups = {"api": [("", "v1")], "apis": list(GROUPS)}.get(path.strip("/"))
    if groups is None:
        return None
    items = [
        {
            "metadata": {"name": group},
            "versions": [
                {"version": version, "resources": [*map(_aggregated, resources_of(group, version))]}
            ],
        }
        for group, version in groups
    ]
    return {"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "items": items}


def _aggregated(resource: Resource) -> Manifest:
    return {
        "resource": resource.plural,
        "responseKind": {"group": resource.group, "version": resource.version, "kind": resource.kind},
        "scope": "Namespaced" if resource.namespaced else "Cluster",
        "singularResource": resource.kind.lower(),
        "verbs": list(_VERBS),
        "shortNames": list(resource.short_names),
    }


def document(path: str, *, address: str) -> Manifest | None:
    """Return the document at a discovery path, None when the path is none."""
    documents: dict[str, Manifest] = {
        "version": VERSION,
        "api": _core(address),
        "api/v1": _resource_list("", "v1"),
        "apis": {"kind": "APIGroupList", "apiVersion": "v1", "groups": [_group(*each) for each in GROUPS]},
    }
    for group, version in GROUPS:
        documents[f"apis/{group}"] = {"kind": "APIGroup", "apiVersion": "v1", **_group(group, version)}
        documents[f"apis/{group}/{version}"] = _resource_list(group, version)
    return documents.get(path.strip("/"))


def _core(address: str) -> Manifest:
    servers = [{"clientCIDR": "0.0.0.0/0", "serverAddress": address}]
    return {"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": servers}


def _group(name: str, version: str) -> Manifest:
    entry = {"groupVersion": f"{name}/{version}", "version": version}
    return {"name": name, "versions": [entry], "preferredVersion": entry}


def _resource_list(group: str, version: str) -> Manifest:
    entries: list[Manifest] = []
    if group == "authorization.k8s.io":
        entries.append(_entry("selfsubjectaccessreviews", "SelfSubjectAccessReview", verbs=("create",)))
    for resource in resources_of(group, version):
        entries.extend(_entries(resource))
    return {
        "kind": "APIResourceList",
        "apiVersion": "v1",
        "groupVersion": f"{group}/{version}" if group else version,
        "resources": entries,
    }


def _entries(resource: Resource) -> list[Manifest]:
    main = _entry(resource.plural, resource.kind, namespaced=resource.namespaced, verbs=_VERBS)
    if resource.short_names:
        main["shortNames"] = list(resource.short_names)
    if resource.plural in (
        "pods",
        "services",
        "deployments",
        "replicasets",
        "statefulsets",
        "daemonsets",
        "jobs",
    ):
        main["categories"] = ["all"]
    return [main] + [
        _entry(f"{resource.plural}/{each}", resource.kind, namespaced=resource.namespaced, verbs=("get",))
        for each in resource.subresources
    ]


def _entry(name: str, kind: str, *, namespaced: bool = False, verbs: tuple[str, ...]) -> Manifest:
    singular = "" if "/" in name else kind.lower()
    return {
        "name": name,
        "singularName": singular,
        "namespaced": namespaced,
        "kind": kind,
        "verbs": list(verbs),
    }
