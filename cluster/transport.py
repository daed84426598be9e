"""The port through which bytes come from an API server and go to it.

Everything else in this room takes a `Transport` as a parameter: the real one (`cluster.kubernetes`), or one
that plays a recording without any socket. Statuses are data here and never raise; only a conversation that
broke down does (`cluster.faults.UnreachableError`).
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

JSON = "application/json"


class Reply(Protocol):
    """An answer whose body is still coming."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The HTTP headers, looked up without regard to case."""

    def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body as it comes, in pieces of any size.

        Raises:
            UnreachableError: The connection broke.
        """


class Transport(Protocol):
    """One API server and the identity that it knows us by."""

    #: Where a target without a namespace lives: the context's own.
    namespace: str

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        accept: str = JSON,
        streaming: bool = False,
    ) -> AbstractAsyncContextManager[Reply]:
        """Ask, and give the answer for as long as the body runs; leaving early drops the connection.

        Args:
            method: GET or POST.
            path: From the root of the API, quoted.
            query: Parameters of the query.
            body: JSON to send.
            accept: Media types wanted.
            streaming: Whether the answer is a watch, which must not wait for the calls nor they for it.

        Raises:
            UnreachableError: No answer came.
        """

    async def renew(self) -> None:
        """Read the credentials anew: the server has just refused them."""

    async def close(self) -> None:
        """Let go of every connection."""
