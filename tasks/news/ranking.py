"""Which items a brief shows: about the topic, recent, and not all from one place."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from tasks.news.items import Item, fingerprint

#: Bullets of a brief.
MOST_SHOWN = 5
#: Of one host, as long as there are others.
MOST_OF_ONE_HOST = 2

#: Words that say nothing about a topic, in the languages that briefs are asked for in.
_FILLERS = frozenset(
    {"about", "and", "auf", "das", "der", "die", "for", "from", "für", "im", "in", "new", "news", "of", "on"}
    | {"oder", "or", "the", "to", "und", "über", "von", "with", "zu"}
)
#: After so long an item counts half.
_FADES_IN = timedelta(hours=36)


def is_about(item: Item, topic: str) -> bool:
    """Tell whether a word of the topic stands in the title or the summary."""
    words = terms(topic)
    return not words or bool(words & set(fingerprint(f"{item.title} {item.summary}").split()))


def best(items: Sequence[Item], *, topic: str, now: datetime) -> tuple[Item, ...]:
    """Return at most five of the items, best first."""
    words = terms(topic)
    ranked = sorted(items, key=lambda item: _score(item, words, now), reverse=True)
    chosen: list[Item] = []
    hosts: Counter[str] = Counter()
    for most in (MOST_OF_ONE_HOST, len(ranked)):
        for item in ranked:
            if len(chosen) < MOST_SHOWN and item not in chosen and hosts[item.host] < most:
                chosen.append(item)
                hosts[item.host] += 1
    return tuple(sorted(chosen, key=ranked.index))


def terms(topic: str) -> frozenset[str]:
    """Return the words of the topic that mean something."""
    words = frozenset(re.findall(r"\w+", topic.casefold()))
    return words - _FILLERS or words


def _score(item: Item, words: frozenset[str], now: datetime) -> float:
    title, summary = fingerprint(item.title).split(), fingerprint(item.summary).split()
    hits = 3 * len(words & set(title)) + len(words & set(summary))
    age = _FADES_IN if item.published is None else max(now - item.published, timedelta(0))
    return (1 + hits) * float(0.5 ** (age / _FADES_IN))
