"""One piece of news, and when two are the same.

An item is known by its guid within its source, else by its link, else by its title (schedule-rules E3). The
same story at another place is recognised by link and title; but only there: a source that gives one link or
one title to many items ("Weekly report") means different items by it.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from tasks.news.cleaning import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a source said. `published` is None when it does not say, or says a time to come."""

    guid: str
    title: str
    link: str | None
    host: str
    published: datetime | None
    summary: str
    source: str

    @property
    def key(self) -> str:
        """What it is known by where it comes from."""
        if self.guid:
            return _hashed("g", self.source, self.guid)
        if self.link:
            return _hashed("g", self.source, canonical(self.link))
        return _hashed("g", self.source, fingerprint(self.title))

    @property
    def likenesses(self) -> tuple[tuple[str, str], ...]:
        """What it shares with the same story elsewhere, and the same with its own place in it."""
        title = fingerprint(self.title)
        alike = [(_hashed("t", title), _hashed("t", title, self.host))] if title else []
        if self.link:
            link = canonical(self.link)
            alike.append((_hashed("u", link), _hashed("u", link, self.source)))
        return tuple(alike)

    @property
    def keys(self) -> tuple[str, ...]:
        """All that is to be remembered once it was told."""
        return (self.key, *(key for pair in self.likenesses for key in pair))

    def is_among(self, seen: set[str] | frozenset[str]) -> bool:
        """Tell whether it, or the same story from elsewhere, was seen."""
        if self.key in seen:
            return True
        return any(shared in seen and own not in seen for shared, own in self.likenesses)


def fingerprint(title: str) -> str:
    """Return the words of a title, without case and signs."""
    return " ".join(re.findall(r"\w+", title.casefold()))


def distinct(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Return the items, each story once: the first that tells it."""
    seen: set[str] = set()
    kept: list[Item] = []
    for item in items:
        if not item.is_among(seen):
            kept.append(item)
        seen.update(item.keys)
    return tuple(kept)


def _hashed(kind: str, *parts: str) -> str:
    digest = hashlib.blake2b("\0".join(parts).encode(errors="replace"), digest_size=9).hexdigest()
    return f"{kind}:{digest}"
