"""The bot's lives: each a process of its own that runs `nightjar serve` from its command line on.

A start takes three seconds on a small machine, nearly all of it for loading the libraries. Lives are
therefore forks of a process that has loaded them and done nothing else; some are the installed program.
"""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from telemetry.nursery import Nursery
from tests.process.process import Process

LOADED = multiprocessing.get_context("forkserver")
LOADED.set_forkserver_preload(
    ["bot.house", "bot.http", "bot.lifecycle", "bot.practice.clock", "bot.settings"]
)


def live(folder: str, environment: dict[str, str], mouth: Connection) -> None:
    """Be the bot, in the fork."""
    from bot.cli import main  # noqa: PLC0415  # not in the process that measures

    os.dup2(mouth.fileno(), sys.stderr.fileno())
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.exit(main(["serve"]))


class Lives(Process):
    """The bot, life after life. What was wrong in any of them is kept."""

    def __init__(self, folder: Path, environment: Mapping[str, str], nursery: Nursery) -> None:
        super().__init__(folder, environment, nursery)
        self._fork: ForkServerProcess | None = None
        self._past_troubles: list[str] = []
        self.count = 0

    @property
    def all_troubles(self) -> list[str]:
        """The lines of all lives that tell of a fault of ours."""
        return [*self._past_troubles, *self.troubles]

    @property
    def is_alive(self) -> bool:
        """Whether a life is under way."""
        return not self._over

    async def start(self, **more: str) -> None:
        """Begin the next life, as a fork."""
        self._next()
        self._process, self.said, self._over = None, [], False
        ear, mouth = LOADED.Pipe(duplex=False)
        environment = {**self._environment, **more}
        self._fork = LOADED.Process(target=live, args=(str(self._folder), environment, mouth), daemon=True)
        self._fork.start()
        mouth.close()
        stderr = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(stderr), os.fdopen(os.dup(ear.fileno()), "rb", 0)
        )
        ear.close()
        self._nursery.start(self._listen(stderr), name="stderr")

    async def start_installed(self, **more: str) -> None:
        """Begin the next life as a person does: with the console script."""
        self._next()
        self._fork = None
        await super().start(**more)

    async def ended(self) -> int:
        """Wait until this life is over and return its exit code."""
        if self._fork is None:
            return await super().ended()
        while not self._over:
            await self._news.wait()
        await asyncio.to_thread(self._fork.join)
        return self._fork.exitcode or 0

    async def close(self) -> None:
        """Let nothing run on."""
        if self._fork is not None or self._process is not None:
            await self.kill()

    def _next(self) -> None:
        self._past_troubles = self.all_troubles
        self.count += 1

    async def _end(self, number: signal.Signals) -> int:
        if self._fork is None:
            return await super()._end(number)
        if self._fork.is_alive() and self._fork.pid is not None:
            os.kill(self._fork.pid, number)
        return await self.ended()
