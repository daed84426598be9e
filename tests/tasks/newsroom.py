"""A small newspaper on loopback: feeds as they are met in the wild, and servers as they misbehave."""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from aiohttp import web

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass(slots=True)
class Story:
    """One item of a feed; an attribute of None is left out of it."""

    title: str
    link: str | None = "https://example.org/story"
    guid: str | None = None
    at: datetime | None = NOON - timedelta(hours=2)
    summary: str = ""
    publisher: tuple[str, str] | None = None


def rss(stories: Iterable[Story]) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>t</title>'
        + "".join(_rss_item(story) for story in stories)
        + "</channel></rss>"
    ).encode()


def _rss_item(story: Story) -> str:
    parts = [f"<title>{escape(story.title)}</title>"]
    if story.link is not None:
        parts.append(f"<link>{escape(story.link)}</link>")
    if story.guid is not None:
        parts.append(f'<guid isPermaLink="false">{escape(story.guid)}</guid>')
    if story.at is not None:
        parts.append(f"<pubDate>{format_datetime(story.at)}</pubDate>")
    if story.summary:
        parts.append(f"<description>{escape(story.summary)}</description>")
    if story.publisher is not None:
        name, address = story.publisher
        parts.append(f'<source url="{address}">{escape(name)}</source>')
    return "<item>" + "".join(parts) + "</item>"


def atom(stories: Iterable[Story]) -> bytes:
    entries = "".join(
        f"<entry><id>{story.guid}</id><title type='html'>{escape(escape(story.title))}</title>"
        f"<link href='{story.link}'/><updated>{story.at:%Y-%m-%dT%H:%M:%SZ}</updated></entry>"
        for story in stories
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{entries}</feed>'.encode()


def hits(stories: Iterable[Story]) -> bytes:
    found = [
        {
            "objectID": story.guid,
            "title": story.title,
            "url": story.link,
            "created_at_i": int(story.at.timestamp()) if story.at else None,
        }
        for story in stories
    ]
    return json.dumps({"hits": found}).encode()


@dataclass(slots=True)
class Newsroom:
    """Serves `pages` by path; `asked` are the requests in order, `spared` those answered by "unchanged".

    `versions` are headers that a page is served with; whoever names the version that is there is spared it.
    """

    base: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    mute: set[str] = field(default_factory=set)
    versions: dict[str, dict[str, str]] = field(default_factory=dict)
    spared: list[str] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(str(request.rel_url))
        if request.path in self.mute:
            await asyncio.Event().wait()
        if request.path in self.moved:
            return web.Response(status=302, headers={"Location": self.moved[request.path]})
        status = self.status.get(request.path, 200 if request.path in self.pages else 404)
        version = self.versions.get(request.path, {})
        if self._is_known(request, version):
            self.spared.append(str(request.rel_url))
            return web.Response(status=304, headers=version)
        return web.Response(status=status, body=self.pages.get(request.path, b""), headers=version)

    def _is_known(self, request: web.Request, version: dict[str, str]) -> bool:
        known = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
        return bool(version) and all(request.headers.get(known[name]) == it for name, it in version.items())


@asynccontextmanager
async def a_newsroom() -> AsyncGenerator[Newsroom]:
    room = Newsroom()
    app = web.Application()
    app.router.add_get("/{tail:.*}", room.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    room.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield room
    finally:
        await runner.cleanup()
