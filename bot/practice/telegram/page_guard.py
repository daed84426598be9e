"""Who may talk to the chat page: whoever has this run's secret, from this very address.

A page on loopback can be reached by every site that a browser has open: a foreign site can send requests
there, and with DNS rebinding read the answers too. Hence the secret in the path, the check of Host (a
rebound name shows there) and of Origin (a foreign site shows there), and headers that let the page load
nothing from elsewhere and nobody frame it.
"""

import secrets
from collections.abc import Awaitable, Callable

from aiohttp import web

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Guard:
    """Checks every request of the page.

    Args:
        secret: Of this run.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self.port = 0

    def around(self, handler: Handler) -> Handler:
        """Return the handler with the checks before it and the headers after it."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            refusal = self._refusal(request)
            response = web.Response(status=refusal) if refusal else await handler(request)
            if not response.prepared:
                response.headers.update(HEADERS)
            return response

        return guarded

    def _refusal(self, request: web.Request) -> int:
        """Return the status to refuse with, 0 when the request may pass."""
        if not secrets.compare_digest(request.match_info["secret"].encode(), self._secret):
            return 404
        hosts = {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}
        host = request.headers.get("Host", "")
        if host not in hosts:
            return 421
        origin = request.headers.get("Origin")
        if origin is not None and origin != f"http://{host}":
            return 403
        # Browsers that know it say themselves whether a foreign page asked; following a link is no harm.
        foreign = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
        return 403 if foreign and request.headers.get("Sec-Fetch-Mode") != "navigate" else 0
