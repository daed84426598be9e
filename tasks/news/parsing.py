"""Bytes into items: RSS, Atom and what the Hacker News search answers.

feedparser gets bytes, never an address. Broken XML still gives what can be read of it; something that is no
feed at all is said to be none, instead of an empty one.
"""

import calendar
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from domain.errors import TransientError
from tasks.news.cleaning import plain, web_link
from tasks.news.items import Item
from tasks.news.sources import Source, name_of

MOST_ITEMS = 200
LONGEST_SUMMARY = 400

#: Clocks of servers may be so much ahead; what is later was not published yet, or its date is wrong.
AHEAD = timedelta(hours=1)


def parse(body: bytes, source: Source, *, now: datetime) -> tuple[Item, ...]:
    """Return the items of a feed, cleaned, at most 200.

    Raises:
        TransientError: The bytes are no feed.
    """
    found = _search_hits(body, source, now) if body.lstrip()[:1] == b"{" else _entries(body, source, now)
    return tuple(islice(found, MOST_ITEMS))


def _entries(body: bytes, source: Source, now: datetime) -> Iterator[Item]:
    import feedparser  # noqa: PLC0415  # 0.13 s that nobody pays who asks for no news

    # As a stream: plain bytes would first be tried as the name of a file on this machine (feedparser 6.0).
    feed = feedparser.parse(io.BytesIO(body), sanitize_html=True, resolve_relative_uris=False)
    if not feed.get("version") and not feed.entries:
        raise TransientError("news.no-feed")
    return (item for entry in feed.entries if (item := _from_entry(entry, source, now)) is not None)


def _from_entry(entry: Any, source: Source, now: datetime) -> Item | None:
    publisher = entry.get("source") or {}
    publisher_name = plain(str(publisher.get("title") or ""))
    title = _without_publisher(plain(str(entry.get("title") or "")), publisher_name)
    link = _link(str(entry.get("link") or ""), source)
    if not title:
        return None
    stamp = entry.get("published_parsed") or entry.get("updated_parsed")
    return Item(
        guid=str(entry.get("id") or ""),
        title=title,
        link=link,
        host=name_of(str(publisher.get("href") or link or source.address)),
        published=None if stamp is None else _moment(calendar.timegm(stamp), now),
        summary=plain(str(entry.get("summary") or ""), longest=LONGEST_SUMMARY),
        source=source.identity,
    )


def _search_hits(body: bytes, source: Source, now: datetime) -> Iterator[Item]:
    try:
        hits = json.loads(body)["hits"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise TransientError("news.no-feed") from error
    if not isinstance(hits, list):
        raise TransientError("news.no-feed")
    return (item for hit in hits if isinstance(hit, dict) and (item := _from_hit(hit, source, now)))


def _from_hit(hit: dict[str, Any], source: Source, now: datetime) -> Item | None:
    title, number = plain(str(hit.get("title") or "")), str(hit.get("objectID") or "")
    if not title:
        return None
    link = web_link(str(hit.get("url") or f"https://news.ycombinator.com/item?id={number}"))
    stamp = hit.get("created_at_i")
    return Item(
        guid=number,
        title=title,
        link=link,
        host=name_of(link or source.address),
        published=_moment(stamp, now) if isinstance(stamp, int | float) else None,
        summary=plain(str(hit.get("story_text") or ""), longest=LONGEST_SUMMARY),
        source=source.identity,
    )


def _without_publisher(title: str, publisher: str) -> str:
    """Return the title without the " - Publisher" that Google News puts behind each."""
    for dash in " - ", " – ", " — ", " | ":
        if publisher and title.endswith(dash + publisher):
            return title.removesuffix(dash + publisher)
    return title


def _link(address: str, source: Source) -> str | None:
    try:
        return web_link(urljoin(source.address, address)) if address else None
    except ValueError:
        return None


def _moment(stamp: float, now: datetime) -> datetime | None:
    try:
        at = datetime.fromtimestamp(stamp, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at if at <= now + AHEAD else None
