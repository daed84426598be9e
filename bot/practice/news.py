"""The practice newspaper: an RSS feed on loopback about whatever topic it is asked for.

Every six hours of the practice clock there is one more story, so that a brief that comes back on Monday has
something new, and one that is run twice in a row has not.
"""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from aiohttp import web

from domain.clock import Clock

EVERY = timedelta(hours=6)
SHOWN = 8

#: What can be said of any topic.
HEADLINES = (
    "First field test of {topic} ends two weeks early",
    "Survey: half of all towns plan for {topic}",
    "What the new rules mean for {topic}",
    "A small firm from Bremen bets on {topic}",
    "{topic}: prices fall for the third month",
    "Researchers publish open data on {topic}",
    "The long road to {topic}, told by those who walked it",
)


def news_routes(clock: Clock) -> list[web.RouteDef]:
    """Return the route /news?q=TOPIC."""

    async def feed(request: web.Request) -> web.Response:
        topic = request.query.get("q", "everything")
        text = _rss(topic, now=clock.now(), base=f"{request.scheme}://{request.host}")
        return web.Response(text=text, content_type="application/rss+xml")

    async def story(request: web.Request) -> web.Response:
        return web.Response(text=f"Practice story {request.match_info['number']}: there is no more to it.")

    return [web.get("/news", feed), web.get("/news/{number}", story)]


def _rss(topic: str, *, now: datetime, base: str) -> str:
    newest = int((now - datetime(2026, 1, 1, tzinfo=UTC)) / EVERY)
    items = "".join(_item(topic, number, base) for number in range(newest, newest - SHOWN, -1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{escape(topic)}</title>{items}</channel></rss>"
    )


def _item(topic: str, number: int, base: str) -> str:
    at = datetime(2026, 1, 1, tzinfo=UTC) + number * EVERY
    title = HEADLINES[number % len(HEADLINES)].format(topic=topic)
    return (
        f"<item><title>{escape(title)}</title><link>{base}/news/{number}</link>"
        f'<guid isPermaLink="false">practice-{escape(topic)}-{number}</guid>'
        f"<pubDate>{format_datetime(at)}</pubDate></item>"
    )
