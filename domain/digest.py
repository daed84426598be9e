"""The digest of a watch over many objects: what becomes of each, in one message for each generation.

A generation begins with a rollout (or a fall) after every rollout before has been decided, or with an object
that is decided and rolls again. Its first bad news is a message that rings; what follows edits it. Without
bad news there is one good message when all are through. What has fallen and stays so is taken along, told as
such, and holds nothing open: else one broken thing would swallow every rollout after it in old edits. What
goes wrong long after the first bad news begins another generation for the same reason.
"""

import json
from collections import Counter
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Self

VERSION = 1

ROLLING, FAILING, FLAPPING, DELETED, PAUSED = "rolling", "failing", "flapping", "deleted", "paused"
#: What is not decided yet.
OPEN = frozenset({ROLLING, FAILING, FLAPPING})
#: What needs somebody.
BAD = frozenset({"failed", "stuck", FAILING, FLAPPING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One object in a digest: what became of its revision, why, and the lines that its log tells it with.

    `carried`: it fell in a generation before, was told there, and stands as it did.
    """

    kind: str
    name: str
    revision: str
    word: str = ROLLING
    cause: str = ""
    version: str = ""
    times: int = 0
    finding: int | None = None
    telling: tuple[str, ...] = ()
    carried: bool = False

    @property
    def is_bad(self) -> bool:
        """Whether it needs somebody, and is news."""
        return self.word in BAD and not self.carried

    @property
    def is_open(self) -> bool:
        """Whether it is not decided yet."""
        return self.word in OPEN

    def is_of(self, other: "Entry") -> bool:
        """Whether both are about the same object."""
        return (self.kind, self.name) == (other.kind, other.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A generation: its entries in the order in which they came, and which of its messages is out.

    `rang_at` is when its bad news rang, as text.
    """

    generation: int = 0
    entries: tuple[Entry, ...] = ()
    bad_told: bool = False
    good_told: bool = False
    rang_at: str = ""

    @property
    def bad(self) -> tuple[Entry, ...]:
        """The entries that need somebody, without what was told of a generation before."""
        return tuple(one for one in self.entries if one.is_bad)

    @property
    def carried(self) -> tuple[Entry, ...]:
        """The entries that were told in a generation before and stand as they did."""
        return tuple(one for one in self.entries if one.carried)

    @property
    def is_closed(self) -> bool:
        """Whether everything in it is decided, but for what was told before."""
        return not any(one.is_open and not one.carried for one in self.entries)

    def count(self, *words: str) -> int:
        """Return how many entries stand so."""
        counted = Counter(one.word for one in self.entries)
        return sum(counted[word] for word in words)

    def of(self, kind: str, name: str) -> Entry | None:
        """Return the entry of an object."""
        return next((one for one in self.entries if (one.kind, one.name) == (kind, name)), None)

    def rang_before(self, now: datetime, seconds: float) -> bool:
        """Whether its bad news rang so long ago that more of it would be lost in an old message."""
        return bool(self.rang_at) and datetime.fromisoformat(self.rang_at) + timedelta(seconds=seconds) <= now

    def taking(self, new: Entry, *, is_late: bool = False) -> "Digest":
        """Return the digest with what is new of one object, in another generation if one begins with it.

        `is_late`: bad news of an object that was well begins another generation whatever is still open.
        """
        known = self.of(new.kind, new.name)
        if known == new:
            return self
        is_fresh_news = is_late and new.is_bad and (known is None or known.word not in BAD)
        if self.entries and (is_fresh_news or self._begins_another(known, new)):
            left = (one for one in self.entries if one.is_open and not one.is_of(new))
            carried = tuple(one if one.word == ROLLING else replace(one, carried=True) for one in left)
            return Digest(generation=self.generation + 1, entries=(*carried, new))
        if known is None:
            return replace(self, entries=(*self.entries, new))
        return replace(self, entries=tuple(new if one.is_of(new) else one for one in self.entries))

    def _begins_another(self, known: Entry | None, new: Entry) -> bool:
        if known is not None and new.is_open and not known.is_open:
            return True
        if self.count(ROLLING):
            return False
        is_rollout = new.word == ROLLING and (known is None or known.carried)
        is_news = self.is_closed and (known is None or new.word == DELETED)
        return is_rollout or is_news

    def encode(self) -> str:
        """Return the stored form."""
        return json.dumps({"v": VERSION, **asdict(self)}, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def decode(cls, stored: str) -> Self:
        """Return the digest that `encode` stored; an empty one for an empty memory."""
        value = json.loads(stored)
        if not value:
            return cls()
        if value.pop("v", None) != VERSION:
            raise ValueError("not a digest of this version")
        entries = (Entry(**{**one, "telling": tuple(one["telling"])}) for one in value.pop("entries"))
        return cls(**value, entries=tuple(entries))
