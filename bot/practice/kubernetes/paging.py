"""Lists in pages: `limit`, `continue`, and the version that all pages of one list share.

A continue token names the version of the first page and the last object sent, so later pages show the same
state, whatever happened meanwhile; when that version is no longer kept the answer is 410 and the client
begins again.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.practice.kubernetes import problems
from bot.practice.kubernetes.objects import Manifest, name_of, namespace_of
from bot.practice.kubernetes.resources import Resource
from bot.practice.kubernetes.selectors import Selection
from bot.practice.kubernetes.store import Key, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """Where a list begins and how long it may be; `revision` None is the newest state."""

    limit: int = 0
    revision: int | None = None
    after: Key | None = None


def parse(query: Mapping[str, str], *, newest: int) -> ListQuery:
    """Read the paging part of a list request.

    Raises:
        problems.Problem: 400 for what cannot be read, 504 for a version that is still to come.
    """
    limit = _number(query.get("limit", ""), "limit")
    if token := query.get("continue", ""):
        if query.get("resourceVersion", "0") not in ("", "0"):
            raise problems.bad_request(
                "resourceVersion: Forbidden: specifying resource version is not allowed when using continue"
            )
        revision, after = _read(token)
        return ListQuery(limit=limit, revision=revision, after=after)
    asked = _number(query.get("resourceVersion", ""), "resourceVersion")
    if asked > newest:
        raise problems.too_large(asked, newest)
    match = query.get("resourceVersionMatch", "")
    exact = match == "Exact" or (not match and limit > 0 and asked > 0)
    return ListQuery(limit=limit, revision=asked if exact else None)


def listed(store: Store, resource: Resource, selection: Selection, query: ListQuery) -> Manifest:
    """Return the List object for one request; raise 410 when its version is gone."""
    revision = store.head(resource.plural) if query.revision is None else query.revision
    try:
        there = (
            store.all(resource.plural, selection.namespace)
            if query.revision is None
            else store.state_at(resource.plural, revision)
        )
    except problems.Problem as gone:
        raise (gone if query.after is None else problems.continue_expired()) from None
    found = [
        each
        for each in there
        if selection.matches(each) and (query.after is None or _key(each) > query.after)
    ]
    metadata: Manifest = {"resourceVersion": str(revision)}
    page = found[: query.limit] if query.limit else found
    if len(page) < len(found):
        metadata["continue"] = _token(revision, _key(page[-1]))
        if not selection.narrows:
            metadata["remainingItemCount"] = len(found) - len(page)
    return {
        "kind": f"{resource.kind}List",
        "apiVersion": resource.api_version,
        "metadata": metadata,
        "items": [_as_item(each) for each in page],
    }


def _as_item(manifest: Manifest) -> Manifest:
    # The real server leaves kind and apiVersion out of the items of a typed list.
    return {name: value for name, value in manifest.items() if name not in ("kind", "apiVersion")}


def _key(manifest: Manifest) -> Key:
    return namespace_of(manifest), name_of(manifest)


def _token(revision: int, after: Key) -> str:
    text = json.dumps({"v": "meta.k8s.io/v1", "rv": revision, "start": list(after)})
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(token: str) -> tuple[int, Key]:
    try:
        read = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        namespace, name = read["start"]
        return int(read["rv"]), (str(namespace), str(name))
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise problems.bad_request("continue key is not valid: " + token[:40]) from error


def _number(text: str, name: str) -> int:
    if not text:
        return 0
    if not text.isdigit():
        raise problems.bad_request(f'{name}: Invalid value: "{text}": must be a number')
    return int(text)
