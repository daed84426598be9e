"""What tasks are built with, and the line that each has in the registry."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from domain.task import Task


class Fetch(Protocol):
    """Gets what is at an address."""

    async def fetch(self, address: str) -> bytes:
        """Return the body.

        Raises:
            TransientError: There was no answer, or none that is of use.
            PermanentError: The address is none that may be asked.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """What the house lends to its tasks. `feeds` are the templates of NEWS_FEEDS."""

    fetch: Fetch
    feeds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A line of the registry; what the attributes mean is said in `domain.task.TaskKind`."""

    name: str
    build: Callable[[Equipment], Task]
    needs_network: bool = False
    longest_grace: timedelta | None = None
