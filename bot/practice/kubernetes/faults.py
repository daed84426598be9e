"""What can go wrong between a client and an API server, switched on by path and count.

Each kind was met in the field (AKS's silent load balancers, 429 from flow control, HTML from a proxy before a
restarting control plane); tests and the page switch them on, `times` of them or until taken back.
"""

from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from itertools import count


class FaultKind(StrEnum):
    """What goes wrong."""

    TOO_MANY = "too-many"  # 429 with Retry-After, plain text as flow control answers
    HTML_500 = "html-500"  # a proxy's page instead of a Status
    UNAVAILABLE = "unavailable"  # 503
    FORBIDDEN = "forbidden"  # 403
    UNAUTHORIZED = "unauthorized"  # 401
    NO_KIND = "no-kind"  # 404 for a whole collection: its definition was taken away
    GONE = "gone"  # 410 as the HTTP status
    HANG = "hang"  # accepts and never answers
    DROP = "drop"  # the connection is cut without an answer
    SILENT_WATCH = "silent-watch"  # half open: the stream is there and says nothing more
    DEAF_WATCH = "deaf-watch"  # bookmarks come, events do not
    INSTANT_CLOSE = "instant-close"  # the stream ends at once
    GONE_IN_STREAM = "gone-in-stream"  # ERROR 410 as the first event
    LONG_LINE = "long-line"  # the first event is padded to `size` bytes
    GARBAGE = "garbage"  # a line that is no JSON


#: Kinds that only a watch can have: they wait for one and leave other requests alone.
WATCH_ONLY = frozenset(
    (
        FaultKind.SILENT_WATCH,
        FaultKind.DEAF_WATCH,
        FaultKind.INSTANT_CLOSE,
        FaultKind.GONE_IN_STREAM,
        FaultKind.LONG_LINE,
        FaultKind.GARBAGE,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong: where, how often (None: until taken back) and how."""

    kind: FaultKind
    path: str = "*"
    method: str = "*"
    watch: bool | None = None
    times: int | None = 1
    retry_after_s: int = 1
    size: int = 6_000_000

    def hits(self, method: str, path: str, *, watch: bool) -> bool:
        """Tell whether a request is one of those that go wrong."""
        if self.kind in WATCH_ONLY and not watch:
            return False
        if self.watch is not None and self.watch is not watch:
            return False
        return fnmatchcase(method, self.method) and fnmatchcase(path, self.path)


class Faults:
    """The faults that are switched on, oldest first."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._left: dict[int, tuple[Fault, int | None]] = {}

    def add(self, fault: Fault) -> int:
        """Switch a fault on; the number returned takes it back."""
        number = next(self._numbers)
        self._left[number] = (fault, fault.times)
        return number

    def remove(self, number: int) -> None:
        """Take a fault back; one that is used up is gone already."""
        self._left.pop(number, None)

    def clear(self) -> None:
        """Take all faults back."""
        self._left.clear()

    def take(self, method: str, path: str, *, watch: bool) -> Fault | None:
        """Return the fault that this request meets and count it."""
        for number, (fault, left) in self._left.items():
            if fault.hits(method, path, watch=watch):
                self._count(number, fault, left)
                return fault
        return None

    def _count(self, number: int, fault: Fault, left: int | None) -> None:
        if left is None:
            return
        if left <= 1:
            del self._left[number]
        else:
            self._left[number] = (fault, left - 1)
