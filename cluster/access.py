"""Which rights we have: asked of the server itself, which needs no right beyond what everybody has."""

import asyncio
from dataclasses import dataclass

from cluster.api import Api
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A verb on a resource in a namespace."""

    verb: str
    resource: str
    namespace: str


async def missing_rights(api: Api, namespace: str) -> tuple[Right, ...]:
    """Return what watching needs in the namespace and we may not do."""
    wanted = [(verb, word) for word, verbs in NEEDED for verb in verbs]
    allowed = await asyncio.gather(*(may(api, verb, word, namespace) for verb, word in wanted))
    return tuple(
        Right(verb=verb, resource=_name(word), namespace=namespace)
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
    attributes = {"verb": verb, "group": about.group, "resource": about.plural, "namespace": namespace}
    if subresource:
        attributes["subresource"] = subresource
    review = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectAccessReview",
        "spec": {"resourceAttributes": attributes},
    }
    answer = await api.post(REVIEW, review)
    return bool((answer.get("status") or {}).get("allowed"))


def _name(word: str) -> str:
    kind, _, subresource = word.partition("/")
    return f"{resource(kind).plural}/{subresource}" if subresource else resource(kind).plural
