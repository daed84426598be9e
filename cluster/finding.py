"""From what a person said to objects: by kind, name and namespace, within what may be seen.

The exact name goes first; without one, whatever begins with it. Where the server refuses a list over all
namespaces, those that NAMESPACES names are asked one by one, else the context's own.
"""

from collections.abc import Iterable, Sequence

from cluster.api import Api
from cluster.bounds import Bounds
from cluster.discovery import CLOSED, Discovery
from cluster.faults import DeniedError, NoKindError
from cluster.resources import Resource, called, resource
from cluster.snapshot import Json
from domain.errors import UserError
from domain.watch import Target


async def kinds_meant(
    word: str | None, watchable: Sequence[str], discovery: Discovery
) -> tuple[Resource, ...]:
    """Return the kinds that a word means; without a word, all that are looked through by name alone.

    Raises:
        UserError: The server has no such kind, or it is one that is nobody's business.
    """
    if word is None:
        return tuple(resource(kind) for kind in watchable)
    found = called(word) or await discovery.named(word)
    if found is None or found.plural in CLOSED:
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
    """Return what is meant, best first.

    A kind that may not be read, or that the server does not have (CronJobs of this version, before 1.21),
    hides none of the others.
    """
    if namespace is not None:
        bounds.check_namespace(namespace)
    if all(not kind.namespaced for kind in kinds):
        bounds.check_namespace("")
    found: list[Target] = []
    refused: list[DeniedError | NoKindError] = []
    for kind in kinds:
        try:
            items = await _candidates(api, bounds, kind, name=name, namespace=namespace)
        except (DeniedError, NoKindError) as error:
            refused.append(error)
            continue
        found += [_target(item, kind, context) for item in items]
    seen = [target for target in found if bounds.sees(target.namespace)]
    if refused and not seen and (len(refused) == len(kinds) or _denied(refused)):
        raise _denied(refused) or refused[0]
    return _best(seen, name)


def _denied(refused: Sequence[DeniedError | NoKindError]) -> DeniedError | None:
    """Return the first right that is missing: behind it may be what was meant."""
    return next((error for error in refused if isinstance(error, DeniedError)), None)


async def _candidates(
    api: Api, bounds: Bounds, kind: Resource, *, name: str | None, namespace: str | None
) -> Iterable[Json]:
    if not kind.namespaced:
        return (await api.list(kind, "")).items
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
