"""Kubernetes objects as plain JSON, and the few things that every module here asks of them.

An object that is stored or sent is never changed: whoever wants another one makes a copy. Time stamps are
written as the API writes them: whole seconds for most fields, microseconds for `eventTime`, nanoseconds for
the lines of a log.
"""

import copy
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

#: JSON as it comes from or goes to the API.
Manifest = dict[str, Any]


def stamp(at: datetime) -> str:
    """Write a moment as `metav1.Time`: UTC, whole seconds, cut off."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def micro_stamp(at: datetime) -> str:
    """Write a moment as `metav1.MicroTime`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def nano_stamp(at: datetime) -> str:
    """Write a moment as the container runtime does at the head of a line."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f000Z")


def moment(text: str) -> datetime:
    """Read an RFC 3339 time of any precision; digits below microseconds are cut off."""
    head, dot, rest = text.partition(".")
    if dot:
        digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
        text = f"{head}.{digits[:6]}{rest[len(digits) :]}"
    read = datetime.fromisoformat(text)
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


def name_of(manifest: Manifest) -> str:
    """Return `metadata.name`."""
    return str(manifest.get("metadata", {}).get("name", ""))


def namespace_of(manifest: Manifest) -> str:
    """Return `metadata.namespace`, empty for what lives at the cluster scope."""
    return str(manifest.get("metadata", {}).get("namespace", ""))


def uid_of(manifest: Manifest) -> str:
    """Return `metadata.uid`."""
    return str(manifest.get("metadata", {}).get("uid", ""))


def revision_of(manifest: Manifest) -> int:
    """Return `metadata.resourceVersion` as the number that it is here."""
    return int(manifest["metadata"]["resourceVersion"])


def labels_of(manifest: Manifest) -> dict[str, str]:
    """Return the labels, none when there are none."""
    return dict(manifest.get("metadata", {}).get("labels") or {})


def owner_uid(manifest: Manifest) -> str | None:
    """Return the uid of the controlling owner."""
    owners: Iterable[Manifest] = manifest.get("metadata", {}).get("ownerReferences") or ()
    return next((str(owner["uid"]) for owner in owners if owner.get("controller")), None)


def field(manifest: Manifest, path: str) -> Any:
    """Return what stands at a dotted path, None when nothing does."""
    found: Any = manifest
    for step in path.split("."):
        if not isinstance(found, dict) or step not in found:
            return None
        found = found[step]
    return found


def is_true(text: str | None) -> bool:
    """Read a flag of a query as Go's ParseBool does: Python's clients write `True`."""
    return text in ("1", "t", "T", "true", "True", "TRUE")


def copied(manifest: Manifest) -> Manifest:
    """Return a copy that may be changed."""
    return copy.deepcopy(manifest)
