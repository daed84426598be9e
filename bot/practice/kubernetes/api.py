"""The API itself, without a network: a request comes in, a reply or a plan for a watch goes out.

The HTTP server and the in-process transport of a replay both ask here, so both get the same bytes. Nothing
is written over HTTP (405): the practice cluster is changed from inside.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.practice.kubernetes import discovery, logs, paging, problems, tables
from bot.practice.kubernetes.access import Access
from bot.practice.kubernetes.objects import Manifest, is_true
from bot.practice.kubernetes.resources import Resource, resource_named
from bot.practice.kubernetes.selectors import Selection, parse_fields, parse_labels
from bot.practice.kubernetes.watching import WatchPlan
from bot.practice.kubernetes.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asks."""

    method: str = "GET"
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    authorization: str = ""
    accept: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A whole answer."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a path names."""

    resource: Resource
    namespace: str = ""
    name: str = ""
    subresource: str = ""


class Api:
    """Answers requests about a world."""

    def __init__(
        self, world: World, *, token: str | None = None, access: Access | None = None, address: str = ""
    ) -> None:
        self._world = world
        self._token = token
        self._access = access or Access()
        self._address = address

    def answer(self, request: Request, *, now: datetime) -> Reply | WatchPlan:
        """Return what the real server would say at `now`; refusals come as replies too."""
        try:
            return self._answer(request, now)
        except problems.Problem as problem:
            return refusal(problem)

    def _answer(self, request: Request, now: datetime) -> Reply | WatchPlan:
        if request.path in ("/readyz", "/livez", "/healthz"):
            return Reply(body=b"ok", content_type="text/plain; charset=utf-8")
        if self._token is not None and request.authorization != f"Bearer {self._token}":
            raise problems.unauthorized()
        found = discovery.aggregated(request.path) if "apidiscovery" in request.accept else None
        found = found or discovery.document(request.path, address=self._address)
        if found is not None:
            return json_reply(found)
        if request.path.startswith("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"):
            return self._review(request)
        target = target_of(request.path)
        if target is None:
            return Reply(status=404, body=b"404 page not found\n", content_type="text/plain; charset=utf-8")
        if request.method != "GET":
            raise problems.method_not_allowed()
        return self._read(target, request, now)

    def _review(self, request: Request) -> Reply:
        if request.method != "POST":
            raise problems.method_not_allowed()
        try:
            asked = json.loads(request.body)
        except ValueError as error:
            raise problems.unknown_format() from error
        return json_reply(self._access.review(asked), status=201)

    def _read(self, target: Target, request: Request, now: datetime) -> Reply | WatchPlan:
        query = request.query
        watches = not target.name and is_true(query.get("watch"))
        verb = "get" if target.name else "watch" if watches else "list"
        self._permit(verb, target, query)
        self._world.advance(now)
        if target.subresource == "log":
            return self._log(target, query, now)
        as_table = tables.wants_table(request.accept)
        if watches:
            return watch_plan(target.resource, selection_of(target, query), query, as_table=as_table)
        if target.name:
            found = self._world.store.find(target.resource.plural, target.namespace, target.name)
            shown, metadata = [found], {"resourceVersion": found["metadata"]["resourceVersion"]}
        else:
            asked = paging.parse(query, newest=self._world.store.head(target.resource.plural))
            found = paging.listed(self._world.store, target.resource, selection_of(target, query), asked)
            shown, metadata = found["items"], found["metadata"]
            if "as=PartialObjectMetadataList" in request.accept:
                found = tables.metadata_only(shown, metadata=metadata)
        return json_reply(
            tables.table(target.resource, shown, now=now, metadata=metadata) if as_table else found
        )

    def _permit(self, verb: str, target: Target, query: Mapping[str, str]) -> None:
        what = target.resource.plural + (f"/{target.subresource}" if target.subresource == "log" else "")
        if not self._world.serves(target.resource.plural) or not self._access.allows(
            verb, what, target.namespace, target.name or _named(query)
        ):
            raise problems.forbidden(
                Access.USER, verb, target.resource, namespace=target.namespace, name=target.name or None
            )

    def _log(self, target: Target, query: Mapping[str, str], now: datetime) -> Reply:
        wanted = logs.parse(query, now=now)
        pod = self._world.store.find("pods", target.namespace, target.name)
        container = logs.chosen_container(pod, wanted.container)
        run = logs.chosen_run(pod, container, previous=wanted.previous)
        if run is None:
            return Reply(status=204, content_type="text/plain")
        text = self._world.log_text(pod, container, run=run, now=now)
        return Reply(body=logs.cut(text, wanted), content_type="text/plain")


def refusal(problem: problems.Problem) -> Reply:
    """Return the reply that carries a problem."""
    return Reply(status=problem.code, body=problem.body(), headers=problem.headers)


def json_reply(manifest: Manifest, *, status: int = 200) -> Reply:
    """Return a reply with a JSON object."""
    body = json.dumps(manifest, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
    return Reply(status=status, body=body)


def target_of(path: str) -> Target | None:
    """Read what a path names; None when no server has such a path.

    Raises:
        problems.Problem: 404 for a resource that the group version does not have.
    """
    parts = [part for part in path.split("/") if part]
    match parts:
        case ["api", "v1", *rest]:
            group, version = "", "v1"
        case ["apis", group, version, *rest]:
            pass
        case _:
            return None
    namespace = ""
    if len(rest) > 2 and rest[0] == "namespaces":
        namespace, rest = rest[1], rest[2:]
    if not rest or len(rest) > 3:
        return None
    return _target(group, version, namespace, rest)


def _target(group: str, version: str, namespace: str, rest: list[str]) -> Target:
    resource = resource_named(rest[0], group=group, version=version)
    name, subresource = (*rest[1:], "", "")[:2]
    if (
        resource is None
        or (namespace and not resource.namespaced)
        or (name and resource.namespaced and not namespace)
        or (subresource and subresource not in resource.subresources)
    ):
        raise problems.no_such_resource()
    return Target(resource=resource, namespace=namespace, name=name, subresource=subresource)


def _named(query: Mapping[str, str]) -> str:
    """Return the one name that a list or watch selects: then a Role with resourceNames can allow it."""
    for part in query.get("fieldSelector", "").split(","):
        path, _, value = part.partition("=")
        if path.strip() == "metadata.name":
            return value.lstrip("=").strip()
    return ""


def selection_of(target: Target, query: Mapping[str, str]) -> Selection:
    """Read namespace and selectors of a list or a watch."""
    return Selection(
        namespace=target.namespace,
        labels=parse_labels(query.get("labelSelector", "")),
        fields=parse_fields(query.get("fieldSelector", ""), target.resource),
    )


def watch_plan(
    resource: Resource, selection: Selection, query: Mapping[str, str], *, as_table: bool = False
) -> WatchPlan:
    """Read the watch part of a query; raise 400 for what cannot be read."""
    asked = query.get("resourceVersion", "")
    seconds = query.get("timeoutSeconds", "")
    if (asked and not asked.isdigit()) or (seconds and not seconds.isdigit()):
        raise problems.bad_request(f'resourceVersion: Invalid value: "{asked}"')
    initial = is_true(query.get("sendInitialEvents"))
    return WatchPlan(
        resource=resource,
        selection=selection,
        revision=None if initial or asked in ("", "0") else int(asked),
        bookmarks=is_true(query.get("allowWatchBookmarks")),
        initial_end=initial,
        timeout_s=float(seconds) if seconds and int(seconds) else None,
        as_table=as_table,
    )
