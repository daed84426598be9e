"""Seeing a cluster with the judge's eyes: a first look, what buttons show, and the port to both."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.watch import Beginning, Outcome, Patience, Said, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLook:
    """What a watch begins with.

    Attributes:
        outcome: What the judge says at once: progress figures for an armed or rolling one; the verdict of a
            finished one; the warning `already-failing` with cause and evidence.
        baseline, memory: JSON that the judge understands; stored with the watched object.
        since: Since when a complete object has been so; None when that is not known.
        members: Of a namespace: how each of its workloads stands.
        called: What one object of its kind is called, where there is none.
        refused, beyond: Of a namespace: the kinds that may not be read, and how many workloads are too many.
    """

    target: Target
    beginning: Beginning
    outcome: Outcome
    uid: str
    baseline: str
    memory: str
    version: str = ""
    since: datetime | None = None
    members: tuple["FirstLook", ...] = ()
    called: str = ""
    refused: tuple[str, ...] = ()
    beyond: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Keepsake:
    """What one button of a finding will show: read at the verdict, because in the morning the pod is gone.

    `word` is logs, previous, events or describe; `note` is a catalogue key that says why `text` is empty.
    """

    word: str
    name: str
    text: str
    note: str = ""


class Watchtower(Protocol):
    """The port through which errands see a cluster with the judge's eyes; `watchers` implements it."""

    async def find(
        self, *, kind: str | None, name: str | None, namespace: str | None, context: str
    ) -> tuple[Target, ...]:
        """Return what the words can mean in the namespaces that may be seen, best match first.

        Raises:
            UserError: An unknown kind, or a namespace that this bot may not see.
            TransientError: The cluster did not answer.
            PermanentError: A right is missing; the sentence names verb, resource and namespace.
        """

    async def first_look(
        self,
        target: Target,
        *,
        lasting: bool = False,
        condition: str = "",
        patience: Patience = Patience.NORMAL,
    ) -> FirstLook:
        """Return how a watch of the target begins now (an object that is not there is a beginning too).

        A target without a namespace is in that of its context.
        """

    async def contexts(self) -> tuple[str, ...]:
        """Return the names of the clusters that a chat may choose; none where there is only the current one.

        Raises:
            PermanentError: The configuration cannot be read.
        """

    async def called(self, kind: str, *, context: str) -> str:
        """Return the word for one object of a kind: the server's own singular for those that it has defined.

        Raises:
            UserError: The context may not be seen.
            TransientError, PermanentError: The cluster cannot be opened.
        """

    async def keepsakes(self, target: Target, said: Said | None) -> tuple[Keepsake, ...]:
        """Read what the buttons show, redacted, each at most 1 MB, from what lives now."""
