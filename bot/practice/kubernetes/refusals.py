"""The faults that are answers: what a server, or somebody in front of it, says instead of serving."""

from collections.abc import Callable

from bot.practice.kubernetes import problems
from bot.practice.kubernetes.access import Access
from bot.practice.kubernetes.api import Reply, refusal
from bot.practice.kubernetes.faults import Fault, FaultKind


def _too_many(fault: Fault) -> Reply:
    headers = {"Retry-After": str(fault.retry_after_s)}
    text = b"Too many requests, please try again later.\n"
    return Reply(status=429, body=text, content_type="text/plain; charset=utf-8", headers=headers)


def _html(_: Fault) -> Reply:
    page = b"<html><head><title>500</title></head><body><h1>Internal Server Error</h1></body></html>\n"
    return Reply(status=500, body=page, content_type="text/html")


def _unavailable(_: Fault) -> Reply:
    return refusal(
        problems.Problem(503, "ServiceUnavailable", "the server is currently unable to handle the request")
    )


def _forbidden(_: Fault) -> Reply:
    return refusal(
        problems.Problem(403, "Forbidden", f'forbidden: User "{Access.USER}" cannot do that', details={})
    )


def _unauthorized(_: Fault) -> Reply:
    return refusal(problems.unauthorized())


def _no_kind(_: Fault) -> Reply:
    return Reply(status=404, body=b"404 page not found\n", content_type="text/plain; charset=utf-8")


def _gone(_: Fault) -> Reply:
    return refusal(problems.continue_expired())


#: The faults that are answers, each with what it answers.
REFUSALS: dict[FaultKind, Callable[[Fault], Reply]] = {
    FaultKind.TOO_MANY: _too_many,
    FaultKind.HTML_500: _html,
    FaultKind.UNAVAILABLE: _unavailable,
    FaultKind.FORBIDDEN: _forbidden,
    FaultKind.UNAUTHORIZED: _unauthorized,
    FaultKind.GONE: _gone,
    FaultKind.NO_KIND: _no_kind,
}
