"""The installed program as a process of its own: started, listened to, stopped and killed."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from telemetry.nursery import Nursery

#: The console script beside the running Python: what a person starts.
PROGRAM = Path(sys.executable).with_name("nightjar")

#: Real seconds for anything that a process is waited for; a start takes two on an idle machine.
PATIENCE_S = 60.0

STARTED = "Nightjar runs as"


class Process:
    """`nightjar serve`. What it writes to stderr is kept and can be waited for."""

    def __init__(self, folder: Path, environment: Mapping[str, str], nursery: Nursery) -> None:
        self._folder = folder
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            **environment,
        }
        self._nursery = nursery
        self._process: asyncio.subprocess.Process | None = None
        self._news = asyncio.Event()
        self._over = True
        self.said: list[str] = []

    async def start(self, **more: str) -> None:
        """Start the program, with more settings where they are given."""
        self.said, self._over = [], False
        self._process = await asyncio.create_subprocess_exec(
            PROGRAM,
            "serve",
            cwd=self._folder,
            env={**self._environment, **more},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        assert self._process.stderr is not None
        self._nursery.start(self._listen(self._process.stderr), name="stderr")

    async def start_up(self, **more: str) -> None:
        """Start the program and wait until it has met Telegram."""
        await self.start(**more)
        await self.wait_to_say(STARTED)

    async def wait_to_say(self, words: str) -> str:
        """Return the first line that contains `words`.

        Raises:
            AssertionError: The process ended without it, or said nothing like it in time.
        """
        try:
            async with asyncio.timeout(PATIENCE_S):
                while (line := next((line for line in self.said if words in line), None)) is None:
                    assert not self._over, f"ended without {words!r}:\n" + "\n".join(self.said)
                    await self._news.wait()
                return line
        except TimeoutError:
            raise AssertionError(f"waited in vain for {words!r}:\n" + "\n".join(self.said)) from None

    async def wait_for_fault(self, name: str) -> None:
        """Wait until the process holds at the fault point, and kill it there."""
        await self.wait_to_say(f"FAULT POINT {name}")
        await self.kill()

    async def kill(self) -> None:
        """Kill it, wherever it stands."""
        await self._end(signal.SIGKILL)

    async def terminate(self) -> int:
        """Ask it to stop, and return its exit code."""
        return await self._end(signal.SIGTERM)

    async def ended(self) -> int:
        """Wait until it ends by itself and return its exit code."""
        assert self._process is not None
        async with asyncio.timeout(PATIENCE_S):
            code = await self._process.wait()
            while not self._over:
                await self._news.wait()
        return code

    @property
    def troubles(self) -> list[str]:
        """The lines that tell of a fault of ours; a Telegram that does not answer is none."""
        faults = (line for line in self.said if re.search(r"Traceback|\[(error|critical) *\]", line))
        return [line for line in faults if "Telegram cannot be reached" not in line]

    async def _end(self, number: signal.Signals) -> int:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(number)
        return await self.ended()

    async def _listen(self, stderr: asyncio.StreamReader) -> None:
        while line := await stderr.readline():
            self.said.append(line.decode().rstrip())
            self._tell()
        self._over = True
        self._tell()

    def _tell(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()


@asynccontextmanager
async def process(folder: Path, environment: Mapping[str, str]) -> AsyncIterator[Process]:
    """Yield a process that can be started; whatever still runs afterwards is killed."""
    async with Nursery() as nursery:
        made = Process(folder, environment, nursery)
        try:
            yield made
        finally:
            if made._process is not None:
                await made.kill()
