"""What a server shows: a world that is brought up to a moment and then asked.

Three worlds exist: the simulated cluster of practice mode, a recording, and (in tests) a bare store.
"""

from datetime import datetime
from typing import Protocol

from bot.practice.kubernetes.objects import Manifest
from bot.practice.kubernetes.store import Store


class World(Protocol):
    """A store and the reason why it changes."""

    @property
    def store(self) -> Store:
        """The objects and the log of their changes."""

    def advance(self, now: datetime) -> None:
        """Let everything happen that is due by `now`; never goes back."""

    def next_moment(self) -> datetime | None:
        """Return when something happens by itself again, None when nothing will."""

    def serves(self, resource: str) -> bool:
        """Tell whether the resource is there at all; asking for another one is answered with 403."""

    def log_text(self, pod: Manifest, container: str, *, run: str, now: datetime) -> str:
        """Return what one run (a containerID) of a container has written by `now`, with time stamps."""


class BareWorld:
    """A store in which nothing happens but what somebody does to it."""

    def __init__(self, store: Store | None = None) -> None:
        self.store = store or Store()
        self.logs: dict[str, str] = {}

    def advance(self, now: datetime) -> None:
        """Do nothing: time changes nothing here."""

    def next_moment(self) -> datetime | None:
        """Return None: nothing happens by itself."""
        return None

    def serves(self, resource: str) -> bool:  # noqa: ARG002  # every resource is there
        """Serve everything."""
        return True

    def log_text(self, pod: Manifest, container: str, *, run: str, now: datetime) -> str:  # noqa: ARG002  # a port
        """Return the text that was put into `logs` for this run."""
        return self.logs.get(run, "")
