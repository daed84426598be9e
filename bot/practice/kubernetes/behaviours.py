"""How the program in an image behaves: when it is ready, how long it lives, what it prints.

Attached to images by pattern, the first that fits; an image that nobody described starts in two seconds and
stays. Times are seconds from the start of one run of a container.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something that is printed; `{time}` becomes the moment, `{tag}` the image's tag."""

    at_s: float
    text: str
    every_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What one image does in a container."""

    #: None: the readiness probe never passes.
    ready_after_s: float | None = 2.0
    #: None: it runs until it is told to stop.
    lives_s: float | None = None
    exit_code: int = 1
    end_reason: str = "Error"
    lines: tuple[Line, ...] = ()
    last_words: str = "{time} INFO SIGTERM, bye"
    #: None: the image is there already.
    pull_s: float | None = None
    #: What the registry says instead of giving the image; {image} is its name.
    pull_error: str | None = None
    #: What a readiness probe hears while the program is not ready; None: the port is still closed.
    probe_answer: str | None = None


#: What containerd of a real cluster says of a tag that does not exist (recording `update-bad-tag`).
NO_SUCH_IMAGE = (
    'rpc error: code = NotFound desc = failed to pull and unpack image "{image}": failed to resolve image: '
    "{image}: not found"
)

DEFAULT = Behaviour(
    lines=(Line(at_s=0.0, text="{time} INFO {tag} starting"), Line(at_s=1.0, text="{time} INFO ready"))
)


class Behaviours:
    """Pattern of an image → behaviour."""

    def __init__(self, known: Iterable[tuple[str, Behaviour]] = ()) -> None:
        self._known = list(known)

    def attach(self, pattern: str, behaviour: Behaviour) -> None:
        """Let images of that pattern behave so; the newest word counts."""
        self._known.insert(0, (pattern, behaviour))

    def of(self, image: str) -> Behaviour:
        """Return how the program in `image` behaves."""
        return next((found for pattern, found in self._known if fnmatchcase(image, pattern)), DEFAULT)


def read(described: dict[str, Any]) -> Behaviour:
    """Read a behaviour from the scenario's data; `pull_error: true` is the usual missing tag."""
    fields = dict(described)
    lines = tuple(Line(**line) for line in fields.pop("lines", ()))
    if fields.get("pull_error") is True:
        fields["pull_error"] = NO_SUCH_IMAGE
    return Behaviour(lines=lines, **fields)
