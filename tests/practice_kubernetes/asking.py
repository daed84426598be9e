"""Plain HTTP questions to the server under test, and the worlds that tests ask about."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot.practice.kubernetes.objects import Manifest

RECORDINGS = Path(__file__).parent.parent / "data" / "recordings"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

#: No test waits longer than this for a socket.
PATIENCE = aiohttp.ClientTimeout(total=10)


def recording(name: str) -> Path:
    return RECORDINGS / f"{name}.jsonl.gz"


def a_pod(
    name: str, *, namespace: str = "prod", labels: dict[str, str] | None = None, **status: Any
) -> Manifest:
    return {
        "metadata": {"name": name, "namespace": namespace, "labels": labels or {"app": "api"}},
        "spec": {"nodeName": "node-1", "containers": [{"name": "app", "image": "api:1"}]},
        "status": {"phase": "Running", **status},
    }


class Answer:
    def __init__(self, status: int, text: str, headers: Any) -> None:
        self.status = status
        self.text = text
        self.headers = headers

    @property
    def json(self) -> Manifest:
        found: Manifest = json.loads(self.text)
        return found

    @property
    def names(self) -> list[str]:
        return [item["metadata"]["name"] for item in self.json["items"]]


async def ask(url: str, *, method: str = "GET", **options: Any) -> Answer:
    async with (
        aiohttp.ClientSession(timeout=PATIENCE) as session,
        session.request(method, url, **options) as got,
    ):
        return Answer(got.status, await got.text(), got.headers)


class Stream:
    """A watch that a test reads event by event."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response

    async def next(self) -> tuple[str, Manifest]:
        line = b""
        while not line.endswith(b"\n"):
            chunk = await self.response.content.readline()
            if not chunk:
                raise EOFError
            line += chunk
        event = json.loads(line)
        return event["type"], event["object"]

    async def rest(self) -> list[tuple[str, Manifest]]:
        found = []
        try:
            while True:
                found.append(await self.next())
        except EOFError:
            return found


@asynccontextmanager
async def watching(
    url: str, *, headers: dict[str, str] | None = None, **query: Any
) -> AsyncGenerator[Stream]:
    async with (
        aiohttp.ClientSession(timeout=PATIENCE, read_bufsize=2**24) as session,
        session.get(url, params={"watch": "true", **query}, headers=headers) as response,
    ):
        yield Stream(response)


def seen(event: tuple[str, Manifest]) -> tuple[str, str]:
    return event[0], event[1]["metadata"].get("name", "")
