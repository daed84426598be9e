"""Events, on demand: evidence and never a trigger, for they are kept an hour and come when they like.

Asked for by the uid of what they are about, so that a busy namespace costs nothing. Warning alone is not
enough: an unbound claim's FailedBinding is of type Normal.
"""

import asyncio
from collections.abc import Iterable

from cluster.api import Api
from cluster.faults import DeniedError
from cluster.resources import resource
from cluster.snapshot import Json
from cluster.stores import uid_of

#: About how many objects one question may ask.
MOST_OBJECTS = 12

#: Where events about objects without a namespace are kept.
CLUSTER_EVENTS = "default"


async def events_about(api: Api, namespace: str, objects: Iterable[Json]) -> tuple[Json, ...]:
    """Return the events about these objects, oldest first."""
    uids = list(dict.fromkeys(uid_of(item) for item in objects))[:MOST_OBJECTS]
    lists = await asyncio.gather(*(_about(api, namespace, uid) for uid in uids))
    return tuple(sorted((event for events in lists for event in events), key=when))


async def events_of_cluster(api: Api, item: Json | None) -> tuple[Json, ...]:
    """Return the events about an object without a namespace: they are kept in `default`, if we may look.

    By kind and name: the kubelet writes the node's name where its uid should be.
    """
    if item is None:
        return ()
    about = f"involvedObject.kind={item.get('kind', '')},involvedObject.name={item['metadata']['name']}"
    try:
        listing = await api.list(resource("event"), CLUSTER_EVENTS, {"fieldSelector": about})
    except DeniedError:
        return ()
    return tuple(sorted(listing.items, key=when))


def when(event: Json) -> str:
    """Return when the event was last seen, as the API writes it ("" when it does not say)."""
    series = event.get("series") or {}
    return str(
        event.get("lastTimestamp")
        or series.get("lastObservedTime")
        or event.get("eventTime")
        or event["metadata"].get("creationTimestamp")
        or ""
    )


def times(event: Json) -> int:
    """Return how often it happened."""
    return int((event.get("series") or {}).get("count") or event.get("count") or 1)


async def _about(api: Api, namespace: str, uid: str) -> tuple[Json, ...]:
    selection = {"fieldSelector": f"involvedObject.uid={uid}"}
    return (await api.list(resource("event"), namespace, selection)).items
