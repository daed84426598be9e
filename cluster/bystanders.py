"""The streams of what stands beside a watched object: taken with it, given back with it.

One that is not needed never holds a watch up: where the right is missing its kind is left out of the
snapshot, and whoever judges knows less.
"""

from collections.abc import Callable, Iterator, Mapping

from cluster.relations import beside, relates
from cluster.resources import Beside, How, resource
from cluster.shared import Streams
from cluster.snapshot import Json
from cluster.stream import Scope, Stream
from domain.watch import Target


def scope_of(relation: Beside, target: Target) -> Scope:
    """Return the collection in which the objects are."""
    kind = resource(relation.kind)
    if relation.how is How.PLACED:
        return Scope(resource=kind, namespace="", node=target.name)
    return Scope(resource=kind, namespace=target.namespace if kind.namespaced else "")


class Bystanders:
    """Follows what stands beside one target, until it is closed."""

    def __init__(self, streams: Streams, target: Target, *, changed: Callable[[], None]) -> None:
        self._streams = streams
        self._target = target
        self._changed = changed
        relations = [relation for relation in resource(target.kind).beside if relation.followed]
        self._scopes = {relation: scope_of(relation, target) for relation in relations}
        self._taken = {relation: streams.take(scope) for relation, scope in self._scopes.items()}
        self._unlisten = [
            unlisten
            for relation, stream in self._taken.items()
            for unlisten in (stream.store.listen(self._heard(relation)), stream.listen(changed))
        ]

    def close(self) -> None:
        """Give the streams back."""
        for unlisten in self._unlisten:
            unlisten()
        for scope in self._scopes.values():
            self._streams.release(scope)

    def needed(self) -> Iterator[Stream]:
        """Yield the streams without which nothing can be judged."""
        for relation, stream in self._taken.items():
            if relation.needed:
                yield stream

    def seen(self) -> Mapping[str, tuple[Json, ...]]:
        """Return what is there now, by kind; a kind whose first list has not come is missing."""
        name, namespace = self._target.name, self._target.namespace
        return {
            relation.kind: beside(stream.store, relation, name=name, namespace=namespace)
            for relation, stream in self._taken.items()
            if stream.health.synced
        }

    def _heard(self, relation: Beside) -> Callable[[Json, bool], None]:
        def heard(item: Json, there: bool) -> None:  # noqa: FBT001  # the shape of every listener
            del there
            if relates(item, relation, name=self._target.name, namespace=self._target.namespace):
                self._changed()

        return heard
