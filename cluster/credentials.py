"""As whom we ask: a token that stays, one in a file, or what a plugin gives; each kept until it has run out.

Whatever cannot be renewed leaves the last good one in place: the server decides whether it still holds.
"""

import asyncio
import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import structlog

from cluster.faults import LoginLostError
from cluster.plugin import Given, Plugin
from cluster.snapshot import Json
from domain.clock import Clock
from telemetry.nursery import Nursery

log = structlog.get_logger(__name__)

#: kubelet and its like write a token anew long before the old one ends; client-go looks as often.
FILE_HOLDS = timedelta(minutes=1)

#: A plugin that failed is left alone for a while: every request would wait for it.
PLUGIN_AGAIN = timedelta(seconds=10)
#: Real seconds that a request waits for a plugin while there is a token that may still hold.
BORNE_S = 5.0


class Credentials(Protocol):
    """What makes the server know us."""

    async def given(self) -> Given:
        """Return what holds now."""

    async def close(self) -> None:
        """Stop whatever is being asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """What the configuration says, for as long as it is not read anew."""

    authorization: str = field(default="", repr=False)

    async def given(self) -> Given:
        """Return it."""
        return Given(authorization=self.authorization)

    async def close(self) -> None:
        """Do nothing: nobody is asked."""


class TokenFile:
    """A token that somebody else keeps fresh in a file: the kubelet, or whoever runs us."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._authorization = bearer(path.read_text(encoding="utf-8"))
        self._read_at = clock.now()

    async def given(self) -> Given:
        """Return the token, read again when it was read a while ago."""
        now = self._clock.now()
        if now - self._read_at >= FILE_HOLDS:
            self._read_at = now
            try:
                self._authorization = bearer(self._path.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                log.warning("the token file cannot be read", path=str(self._path), reason=str(error))
        return Given(authorization=self._authorization)

    async def close(self) -> None:
        """Do nothing: nobody is asked."""


class FromPlugin:
    """What an exec plugin gives, asked again when that has run out.

    The plugin is asked beside the requests: one that gives up does not cut it off for the others.
    """

    def __init__(self, plugin: Plugin, clock: Clock) -> None:
        self._plugin = plugin
        self._clock = clock
        self._nursery = Nursery()
        self._given: Given | None = None
        self._asking: asyncio.Task[None] | None = None
        self._not_before: datetime | None = None

    async def first(self) -> None:
        """Ask for the first time.

        Raises:
            LoginLostError: The plugin failed.
        """
        self._given = await self._plugin.ask()

    async def given(self) -> Given:
        """Return what the plugin gave last, or gives now."""
        assert self._given is not None
        now = self._clock.now()
        if self._asking is None and self._has_run_out(now):
            self._asking = self._nursery.start(self._ask(), name="credentials plugin")
        if self._asking is not None:
            await asyncio.wait({self._asking}, timeout=BORNE_S)
        return self._given

    def _has_run_out(self, now: datetime) -> bool:
        expires_at = self._given.expires_at if self._given is not None else None
        waits = self._not_before is not None and now < self._not_before
        return expires_at is not None and now >= expires_at and not waits

    async def _ask(self) -> None:
        try:
            self._given = await self._plugin.ask()
            self._not_before = None
        except LoginLostError as error:
            self._not_before = self._clock.now() + PLUGIN_AGAIN
            log.warning("the credentials plugin failed", reason=str(error))
        finally:
            self._asking = None

    async def close(self) -> None:
        """Stop the plugin if it is at work."""
        await self._nursery.close()


def bearer(token: str) -> str:
    """Return the header for a token as it stands in a file: often with an end of line.

    Raises:
        ValueError: There is none.
    """
    if not (token := token.strip()):
        raise ValueError("an empty token")
    return f"Bearer {token}"


def standing(user: Json, clock: Clock) -> Credentials:
    """Return the credentials that the entry of a user holds itself; a file counts before a token.

    Raises:
        OSError: The file of the token cannot be read.
        ValueError: It is empty.
    """
    if path := user.get("tokenFile"):
        return TokenFile(Path(str(path)), clock)
    if token := user.get("token"):
        return Fixed(authorization=bearer(str(token)))
    if user.get("username"):
        pair = f"{user['username']}:{user.get('password') or ''}"
        return Fixed(authorization=f"Basic {base64.b64encode(pair.encode()).decode()}")
    return Fixed()


def impersonation(user: Json) -> tuple[tuple[str, str], ...]:
    """Return the headers by which the entry of a user asks to be taken for somebody else."""
    headers = [("Impersonate-User", user.get("as")), ("Impersonate-Uid", user.get("as-uid"))]
    headers += [("Impersonate-Group", group) for group in user.get("as-groups") or ()]
    extra: Mapping[str, object] = user.get("as-user-extra") or {}
    for key, values in extra.items():
        every = values if isinstance(values, list) else [values]
        headers += [(f"Impersonate-Extra-{quote(key, safe='')}", value) for value in every]
    return tuple((name, str(value)) for name, value in headers if value)
