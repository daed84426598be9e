"""Fetching over HTTP: ten seconds and 2 MB for each address, and never into the house.

Parsers do not fetch: feedparser has no timeout and wants none (schedule-rules E2). A feed may name any
address in a redirect, so every hop is checked, and every name is checked where it is resolved for the
connection itself: checking it before would leave time to change the answer.
"""

import asyncio
import ipaddress
import socket
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver

from domain.errors import PermanentError, TransientError
from tasks.news.kept import Kept

TIMEOUT_S = 10.0
MOST_BYTES = 2_000_000
MOST_REDIRECTS = 5

HEADERS = {
    "User-Agent": "Nightjar (reads feeds for its people; https://en.wikipedia.org/wiki/Nightjar)",
    "Accept": "application/rss+xml, application/atom+xml, application/json, application/xml;q=0.9, */*;q=0.5",
}


class _NotPublicError(OSError):
    """A name that leads into the house; an OSError, so that it passes through the connector."""


class _PublicResolver(AbstractResolver):
    """Resolves names to public addresses only."""

    def __init__(self) -> None:
        self._resolver = DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        public = [result for result in found if is_public(result["host"])]
        if found and not public:
            raise _NotPublicError(host)
        return public

    async def close(self) -> None:
        await self._resolver.close()


class Fetcher:
    """Gets bodies over HTTP, while its `async with` body runs.

    Args:
        allow_private: Whether addresses that are not public may be asked (practice mode, on loopback).
    """

    def __init__(self, *, allow_private: bool = False, timeout_s: float = TIMEOUT_S) -> None:
        self._allow_private = allow_private
        self._timeout_s = timeout_s
        self._session: aiohttp.ClientSession | None = None
        self._kept = Kept()

    async def __aenter__(self) -> Self:
        resolver = None if self._allow_private else _PublicResolver()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver, limit=30),
            timeout=aiohttp.ClientTimeout(total=self._timeout_s),
            headers=HEADERS,
            cookie_jar=aiohttp.DummyCookieJar(),
            raise_for_status=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def fetch(self, address: str) -> bytes:
        """Return the first 2 MB of what is at the address; what has not changed is not sent again.

        Raises:
            TransientError: No answer in time, or one that is of no use.
            PermanentError: The address, or one it leads to, may not be asked.
        """
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._follow(address)
        except TimeoutError as error:
            raise TransientError("news.silent") from error
        except _NotPublicError as error:
            raise PermanentError("news.not-public") from error
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, _NotPublicError):
                raise PermanentError("news.not-public") from error
            raise TransientError("news.unreachable") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise TransientError("news.unreachable") from error

    async def _follow(self, address: str) -> bytes:
        if self._session is None:
            raise RuntimeError("the fetcher is not open")
        for _ in range(MOST_REDIRECTS + 1):
            self._check(address)
            asking = self._kept.asking(address)
            async with self._session.get(address, allow_redirects=False, headers=asking) as response:
                if response.status in {301, 302, 303, 307, 308} and "Location" in response.headers:
                    address = urljoin(address, response.headers["Location"])
                    continue
                return await self._read(address, response)
        raise TransientError("news.redirects")

    async def _read(self, address: str, response: aiohttp.ClientResponse) -> bytes:
        if response.status == 304 and (known := self._kept.unchanged(address)) is not None:
            return known
        if response.status != 200:
            raise TransientError("news.status", status=response.status)
        body = await _first_of(response.content)
        self._kept.keep(address, body, response.headers)
        return body

    def _check(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise PermanentError("news.not-public")
        if not self._allow_private and _is_literal(parts.hostname) and not is_public(parts.hostname):
            raise PermanentError("news.not-public")


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    found = mapped or found
    return found.is_global and not found.is_multicast


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


async def _first_of(content: aiohttp.StreamReader) -> bytes:
    parts: list[bytes] = []
    left = MOST_BYTES
    async for part in content.iter_any():
        parts.append(part[:left])
        left -= len(part)
        if left <= 0:
            break
    return b"".join(parts)
