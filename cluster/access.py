"""Which rights we have: asked of the server itself, which needs no right beyond what everybody has."""

import asyncio
from dataclasses import dataclass

from cluster.api import Api
from cluster.faults import DeniedError
from cluster.resources import Resource, resource

REVIEW = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"

READ = ("get", "list", "watch")

#: What watching needs in a namespace (watch-rules E): verbs on resources, and "pod/log" as kubectl writes it.
NEEDED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("deployment", READ),
    ("replicaset", READ),
    ("pod", READ),
    ("pod/log", ("get",)),
    ("event", ("list",)),
)

#: What the other kinds need besides (watch-rules E): for each kind its rights, in the namespace or, where the
#: resource has none, in the cluster. `deploy/kubernetes` grants the first ones and offers the others.
PER_KIND: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "statefulset": (("statefulset", READ),),
    "daemonset": (("daemonset", READ),),
    "job": (("job", READ),),
    "cronjob": (("cronjob", READ), ("job", READ)),
    "persistentvolumeclaim": (("persistentvolumeclaim", READ),),
    "service": (("service", READ), ("endpointslice", READ)),
    "node": (("node", READ),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A verb on a resource in a namespace."""

    verb: str
    resource: str
    namespace: str


async def missing_rights(api: Api, namespace: str) -> tuple[Right, ...]:
    """Return what watching needs in the namespace and we may not do."""
    return await _missing(api, NEEDED, namespace)


async def closed_kinds(api: Api, namespace: str) -> dict[str, tuple[Right, ...]]:
    """Return the kinds that cannot be watched in the namespace, each with the rights that it lacks."""
    missing = await asyncio.gather(*(_missing(api, rights, namespace) for rights in PER_KIND.values()))
    return {kind: rights for kind, rights in zip(PER_KIND, missing, strict=True) if rights}


async def _missing(
    api: Api, rights: tuple[tuple[str, tuple[str, ...]], ...], namespace: str
) -> tuple[Right, ...]:
    wanted = [(verb, word) for word, verbs in rights for verb in verbs]
    allowed = await asyncio.gather(*(may(api, verb, word, namespace) for verb, word in wanted))
    return tuple(
        Right(verb=verb, resource=_name(word), namespace=_where(word, namespace))
        for (verb, word), granted in zip(wanted, allowed, strict=True)
        if not granted
    )


async def may(api: Api, verb: str, word: str, namespace: str) -> bool:
    """Tell whether we may do this ("get", "pod/log", "prod").

    Raises:
        NightjarError: The server does not answer, or not to us.
    """
    kind, _, subresource = word.partition("/")
    about: Resource = resource(kind)
    where = _where(word, namespace)
    attributes = {"verb": verb, "group": about.group, "resource": about.plural, "namespace": where}
    if subresource:
        attributes["subresource"] = subresource
    review = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectAccessReview",
        "spec": {"resourceAttributes": attributes},
    }
    try:
        answer = await api.post(REVIEW, review)
    except DeniedError as error:
        # Everybody who is known may ask this, unless somebody took system:basic-user away.
        raise DeniedError("cluster.rights-untold") from error
    return bool((answer.get("status") or {}).get("allowed"))


def _where(word: str, namespace: str) -> str:
    """Return the namespace, "" for what stands in none."""
    return namespace if resource(word.partition("/")[0]).namespaced else ""


def _name(word: str) -> str:
    kind, _, subresource = word.partition("/")
    return f"{resource(kind).plural}/{subresource}" if subresource else resource(kind).plural
