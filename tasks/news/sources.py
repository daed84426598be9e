"""Where news is looked for: the templates of NEWS_FEEDS, filled in for a topic, a language and a time.

Gaps: {topic}, {lang} ("en"), {country} ("US"), {days} (since the last look, at least 1), {since} (the same as
Unix time). Google News answers nonsense when hl, gl and ceid disagree, hence language and country from one
table.
"""

import string
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote_plus, urlsplit

COUNTRIES = {"en": "US", "de": "DE"}

#: How far back a first look goes, and how far any.
FIRST_LOOK = timedelta(days=7)
LONGEST_LOOK = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One address to ask.

    Attributes:
        name: The host, as people read it.
        identity: Host and path: stays the same whatever is asked for.
        is_about_topic: Whether it searches; a plain feed is about anything.
    """

    name: str
    identity: str
    address: str
    is_about_topic: bool


def sources_for(
    templates: Sequence[str], *, topic: str, language: str, now: datetime, looked_at: datetime | None
) -> tuple[Source, ...]:
    """Return what to ask; braces that are no gap of ours stay as they are."""
    back = FIRST_LOOK if looked_at is None else min(max(now - looked_at, timedelta(days=1)), LONGEST_LOOK)
    gaps = {
        "topic": quote_plus(topic),
        "lang": language,
        "country": COUNTRIES.get(language, "US"),
        "days": str(-(-back // timedelta(days=1))),
        "since": str(int((now - back).timestamp())),
    }
    return tuple(
        Source(
            name=name_of(template),
            identity=name_of(template) + urlsplit(template).path,
            address=string.Template(_dollars(template)).safe_substitute(gaps),
            is_about_topic="{topic}" in template,
        )
        for template in templates
    )


def name_of(address: str) -> str:
    """Return the host of an address as people say it."""
    host = (urlsplit(address).hostname or address).lower()
    return host.removeprefix("www.")


def _dollars(template: str) -> str:
    """Turn {gap} into ${gap}: unlike `format`, that leaves other braces of an address alone."""
    return template.replace("$", "$$").replace("{", "${")
