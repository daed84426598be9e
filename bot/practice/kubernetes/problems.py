"""The refusals of an API server: `Status` objects with the words that the real one uses.

Clients decide by code, reason and sometimes by the message, so all three are taken from what Kubernetes
v1.36 answered (apimachinery's `errors.go`, and the recordings).
"""

import json
from collections.abc import Mapping

from bot.practice.kubernetes.objects import Manifest
from bot.practice.kubernetes.resources import Resource


class Problem(Exception):  # noqa: N818  # not always an error: 410 is how the API says "list again"
    """A request that is answered with a `Status` of status Failure."""

    def __init__(
        self,
        code: int,
        reason: str,
        message: str,
        *,
        details: Manifest | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
        self.headers = dict(headers or {})

    def status(self) -> Manifest:
        """Return the object that the real server sends; empty fields are left out as it does."""
        status: Manifest = {
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": self.message,
        }
        if self.reason:
            status["reason"] = self.reason
        if self.details is not None:
            status["details"] = self.details
        status["code"] = self.code
        return status

    def body(self) -> bytes:
        """Return the answer's bytes, with the newline that the real server ends it with."""
        return json.dumps(self.status(), separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def _details(resource: Resource, name: str | None) -> Manifest:
    details: Manifest = {"name": name} if name else {}
    if resource.group:
        details["group"] = resource.group
    details["kind"] = resource.plural
    return details


def not_found(resource: Resource, name: str) -> Problem:
    """The object is not there."""
    message = f'{resource.qualified} "{name}" not found'
    return Problem(404, "NotFound", message, details=_details(resource, name))


def no_such_resource() -> Problem:
    """The path names nothing that this server has."""
    return Problem(404, "NotFound", "the server could not find the requested resource", details={})


def already_exists(resource: Resource, name: str) -> Problem:
    """The name is taken."""
    message = f'{resource.qualified} "{name}" already exists'
    return Problem(409, "AlreadyExists", message, details=_details(resource, name))


def bad_request(message: str) -> Problem:
    """The request makes no sense."""
    return Problem(400, "BadRequest", message)


def unauthorized() -> Problem:
    """Nobody knows who asks."""
    return Problem(401, "Unauthorized", "Unauthorized")


def forbidden(user: str, verb: str, resource: Resource, *, namespace: str, name: str | None) -> Problem:
    """Who asks is known and may not."""
    what = f'{resource.qualified} "{name}"' if name else resource.qualified
    where = f'in the namespace "{namespace}"' if namespace else "at the cluster scope"
    message = (
        f'{what} is forbidden: User "{user}" cannot {verb} resource "{resource.plural}"'
        f' in API group "{resource.group}" {where}'
    )
    return Problem(403, "Forbidden", message, details=_details(resource, name))


def unknown_format() -> Problem:
    """The body is no JSON; this server speaks nothing else, where the real one knows protobuf too."""
    message = (
        "the body of the request was in an unknown format - accepted media types include: application/json"
    )
    return Problem(415, "UnsupportedMediaType", message, details={})


def method_not_allowed() -> Problem:
    """The path is right and the verb is not."""
    return Problem(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource", details={}
    )


def too_old(asked: int, oldest: int) -> Problem:
    """A watch wants to begin where the log has been cut off."""
    return Problem(410, "Expired", f"too old resource version: {asked} ({oldest})")


def compacted(asked: int) -> Problem:
    """A list wants a state that is no longer kept."""
    return Problem(
        410, "Expired", f"The resourceVersion for the provided list is too old. (asked for {asked})"
    )


def continue_expired() -> Problem:
    """A list wants to go on from a state that is no longer kept."""
    return Problem(
        410,
        "Expired",
        "The provided continue parameter is too old to display a consistent list result. You can start a new "
        "list without the continue parameter.",
    )


def too_large(asked: int, newest: int) -> Problem:
    """Somebody knows a resourceVersion that this server has not reached."""
    return Problem(
        504,
        "Timeout",
        f"Too large resource version: {asked}, current: {newest}",
        details={
            "causes": [{"reason": "ResourceVersionTooLarge", "message": "Too large resource version"}],
            "retryAfterSeconds": 1,
        },
        headers={"Retry-After": "1"},
    )
