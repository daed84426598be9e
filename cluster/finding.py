"""From what a person said to objects: by kind, name and namespace, within what may be seen.

The exact name goes first; without one, whatever begins with it. Where the server refuses a list over all
namespaces, those that NAMESPACES names are asked one by one, else the context's own.
"""

from collections.abc import Iterable, Sequence

from cluster.api import Api
from cluster.bounds import Bounds
from cluster.faults import DeniedError
from cluster.resources import Resource, called, resource
from cluster.snapshot import Json
from domain.errors import UserError
from domain.watch import Target


def kinds_meant(word: str | None, watchable: Sequence[str]) -> tuple[Resource, ...]:
    """Return the kinds that a word means; without a word, all that can be watched.

    Raises:
        UserError: No such kind, or one that cannot be watched.
    """
    if word is None:
        return tuple(resource(kind) for kind in watchable)
    found = called(word)
    if found is None or found.kind not in watchable:
        raise UserError("cluster.kind-unknown", kind=word)
    return (found,)


async def find(
    api: Api,
    bounds: Bounds,
    kinds: Sequence[Resource],
    *,
    name: str | None,
    namespace: str | None,
    context: str,
) -> tuple[Target, ...]:
    """Return what is meant, best first."""
    if namespace is not None:
        bounds.check_namespace(namespace)
    found: list[Target] = []
    for kind in kinds:
        items = await _candidates(api, bounds, kind, name=name, namespace=namespace)
        found += [_target(item, kind, context) for item in items]
    seen = [target for target in found if bounds.sees(target.namespace)]
    return _best(seen, name)


async def _candidates(
    api: Api, bounds: Bounds, kind: Resource, *, name: str | None, namespace: str | None
) -> Iterable[Json]:
    if namespace is not None and name:
        # The one right that everybody who watches has: to read just this one.
        exact = await api.get(kind, namespace, name)
        if exact is not None:
            return (exact,)
    if namespace is not None:
        return (await api.list(kind, namespace)).items
    return await _everywhere(api, bounds, kind)


async def _everywhere(api: Api, bounds: Bounds, kind: Resource) -> tuple[Json, ...]:
    if bounds.named is None:
        try:
            return (await api.list(kind, "")).items
        except DeniedError:
            return (await api.list(kind, api.transport.namespace)).items
    return tuple([item for namespace in bounds.named for item in (await api.list(kind, namespace)).items])


def _best(targets: Sequence[Target], name: str | None) -> tuple[Target, ...]:
    ordered = sorted(targets, key=lambda target: (target.name, target.namespace, target.kind))
    if not name:
        return tuple(ordered)
    wanted = name.lower()
    exact = tuple(target for target in ordered if target.name == wanted)
    return exact or tuple(target for target in ordered if target.name.startswith(wanted))


def _target(item: Json, kind: Resource, context: str) -> Target:
    metadata = item["metadata"]
    return Target(
        kind=kind.kind,
        namespace=str(metadata.get("namespace", "")),
        name=str(metadata["name"]),
        context=context,
    )
