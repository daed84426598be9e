"""All clusters that may be seen, by context; each is dialled when it is first wanted and kept."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from cluster.bounds import Bounds
from cluster.connection import Cluster
from cluster.route import Login
from cluster.transport import Transport
from domain.clock import Clock
from telemetry.nursery import Nursery

#: Opens a transport to the cluster of a context ("" is the current one).
Dial = Callable[[str], Awaitable[Transport]]


#: Reads the names of all contexts that there are.
Contexts = Callable[[], Awaitable[tuple[str, ...]]]


def lister(kubeconfig: str | None) -> Contexts:
    """Return what reads the kubeconfig's contexts, with the library when it is first used."""

    async def contexts() -> tuple[str, ...]:
        from cluster import kubernetes

        return (await asyncio.to_thread(kubernetes.contexts, kubeconfig))[0]

    return contexts


def dialler(kubeconfig: str | None, clock: Clock, *, bounds: Bounds) -> Dial:
    """Return the dial of the real transport, which loads its library when it is first used."""

    async def dial(context: str) -> Transport:
        # Late: 0.5 s and 74 MB that only those pay who watch.
        from cluster import kubernetes

        if not context and bounds.contexts:
            context = bounds.default_context(*await asyncio.to_thread(kubernetes.contexts, kubeconfig))
        return await kubernetes.dial(Login(kubeconfig=kubeconfig, context=context), clock)

    return dial


class Clusters:
    """Opens clusters; `async with` closes them and all of their streams."""

    def __init__(
        self, dial: Dial, clock: Clock, *, bounds: Bounds | None = None, contexts: Contexts | None = None
    ) -> None:
        self._dial = dial
        self._contexts = contexts
        self._clock = clock
        self.bounds = bounds or Bounds()
        self._nursery = Nursery()
        self._open: dict[str, Cluster] = {}
        self._turns: dict[str, asyncio.Lock] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._nursery.close()
        for cluster in self._open.values():
            await cluster.close()

    def opened(self) -> tuple[tuple[str, Cluster], ...]:
        """Return the clusters that are open, with their contexts."""
        return tuple(self._open.items())

    async def contexts(self) -> tuple[str, ...]:
        """Return the contexts that there are and that may be seen by name.

        Raises:
            PermanentError: The kubeconfig cannot be read.
        """
        if self._contexts is None or not self.bounds.contexts:
            return ()
        return self.bounds.allowed(await self._contexts())

    async def at(self, context: str) -> Cluster:
        """Return the cluster of a context, opened now if it was not before.

        Raises:
            UserError: The context may not be seen.
            PermanentError: There is no configuration for it.
            TransientError: Its credentials cannot be had now.
        """
        self.bounds.check_context(context)
        async with self._turns.setdefault(context, asyncio.Lock()):
            if context not in self._open:
                transport = await self._dial(context)
                self._open[context] = Cluster(
                    transport, self._clock, self._nursery, bounds=self.bounds, context=context
                )
            return self._open[context]
