"""Which kinds the server serves, and how people call them: asked when somebody names one that we do not know.

The aggregated document (Kubernetes 1.27) is two requests; an older server is asked for each version of each
group. Kept for some minutes, and asked again at once when a word is not in it: a CRD may have been applied a
moment ago. A group whose own server is down is passed over: it is no business of the others.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from cluster.api import Api
from cluster.faults import ThrottledError, UnreachableError
from cluster.resources import Resource
from cluster.snapshot import Json

log = structlog.get_logger(__name__)

#: Never read, whoever asks (watch-rules E); and what is no object with a state.
CLOSED = frozenset({"secrets", "configmaps", "events"})

KEPT_FOR = timedelta(minutes=5)
AGAIN_AFTER = timedelta(seconds=30)

#: v2 since 1.30, v2beta1 of the same shape before.
AGGREGATED = (
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
    "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"
)

#: So many groups are asked at once where the server has no aggregated document.
AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One kind that is served: its place in the API, its words, and whether it can be followed."""

    resource: Resource
    singular: str
    words: frozenset[str]
    verbs: frozenset[str]


class Discovery:
    """What one API server serves."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._turn = asyncio.Lock()
        self._served: tuple[Served, ...] = ()
        self._asked_at: datetime | None = None

    async def named(self, word: str) -> Resource | None:
        """Return the kind that a word means to kubectl: plural, singular, short name, with or without group.

        Where several groups have such a kind, the server's own order decides.
        """
        found = await self._asked(word)
        return found.resource if found is not None else None

    async def singular(self, word: str) -> str:
        """Return what the server calls one object of a kind; "" where it serves no such kind."""
        found = await self._asked(word)
        return found.singular if found is not None else ""

    async def _asked(self, word: str) -> Served | None:
        async with self._turn:
            found = self._find(word) if self._is_younger(KEPT_FOR) else None
            if found is None and not self._is_younger(AGAIN_AFTER):
                self._served = await _served(self._api)
                self._asked_at = self._api.clock.now()
                found = self._find(word)
            return found

    def _is_younger(self, age: timedelta) -> bool:
        return self._asked_at is not None and self._api.clock.now() - self._asked_at < age

    def _find(self, word: str) -> Served | None:
        name, _, rest = word.strip().lower().partition(".")
        version, _, group = rest.partition(".")
        for served in self._served:
            own = served.resource
            fits = rest in ("", own.group) or (version, group) == (own.version, own.group)
            if name in served.words and fits and {"list", "watch"} <= served.verbs:
                return served
        return None


async def _served(api: Api) -> tuple[Served, ...]:
    core, groups = await asyncio.gather(
        api.document("/api", accept=AGGREGATED), api.document("/apis", accept=AGGREGATED)
    )
    if core.get("kind") == groups.get("kind") == "APIGroupDiscoveryList":
        return tuple(served for each in (core, groups) for served in _of_list(each))
    roots = [("", "v1"), *_versions(groups)]
    turns = asyncio.Semaphore(AT_ONCE)
    lists = await asyncio.gather(*(_plain_list(api, *root, turns=turns) for root in roots))
    return tuple(served for served_of_group in lists for served in served_of_group)


def _versions(groups: Json) -> Iterator[tuple[str, str]]:
    """Yield all versions of all groups, of each group the preferred one first: some kinds are in no other."""
    for group in groups.get("groups") or ():
        preferred = str((group.get("preferredVersion") or {}).get("version") or "")
        versions = (str(one["version"]) for one in group.get("versions") or ())
        for version in sorted(versions, key=lambda version: version != preferred):
            yield str(group["name"]), version


async def _plain_list(api: Api, group: str, version: str, *, turns: asyncio.Semaphore) -> tuple[Served, ...]:
    path = f"/apis/{group}/{version}" if group else f"/api/{version}"
    async with turns:
        try:
            document = await api.document(path)
        except (ThrottledError, UnreachableError) as error:
            if not group:
                raise
            log.info("a group of the API does not answer", group=group, reason=str(error))
            return ()
    return tuple(
        _served_kind(
            group,
            version,
            one,
            plural=one["name"],
            scope="Namespaced" if one.get("namespaced") else "Cluster",
        )
        for one in document.get("resources") or ()
        if "/" not in one["name"]
    )


def _of_list(document: Json) -> Iterator[Served]:
    """Yield the kinds of the aggregated document; the first version of a group is the preferred one."""
    for group in document.get("items") or ():
        name = str((group.get("metadata") or {}).get("name") or "")
        for version in group.get("versions") or ():
            for one in version.get("resources") or ():
                yield _served_kind(
                    name, str(version["version"]), one, plural=one["resource"], scope=one.get("scope", "")
                )


def _served_kind(group: str, version: str, one: Mapping[str, Any], *, plural: str, scope: str) -> Served:
    api_kind = one.get("kind") or (one.get("responseKind") or {}).get("kind") or ""
    singular = str(one.get("singularName") or one.get("singularResource") or api_kind).lower()
    return Served(
        resource=Resource(
            kind=f"{plural}.{version}.{group}",
            api_kind="",
            plural=plural,
            group=group,
            version=version,
            namespaced=scope == "Namespaced",
        ),
        singular=singular or plural,
        words=frozenset({plural, singular, str(api_kind).lower(), *(one.get("shortNames") or ())}),
        verbs=frozenset(one.get("verbs") or ()),
    )
