"""Plays what people type, line by line, and prints what is said: `nightjar demo --script FILE`.

The lines of a script, one thing each:

    /watch deployment api       the person says this
    > as soon as possible       says it even if it looks like one of the words below
    reply logs                  says it in reply to the newest message of the bot
    press Logs                  presses the button on the newest message that has it
    do worker                   lets that begin in the cluster (a part of the control's name is enough)
    as Ada                      goes on as another person; `as Ada in Ops team` in a group
    wait 20                     waits so many seconds of the clock
    wait for is through         waits until a message or an edit since the last deed contains it
    expect KeyError             fails when nothing so far contains it
    # anything                  is a comment

`as NAME` and `do NAME` are what they look like only when the name is known; anything else is said. After
something was said or pressed the player gives the bot a short while to answer before it reads on. A wait
that is in vain, a button that is not there and an expectation that is not met end the script with 1.
"""

import asyncio
import os
import re
import stat
import sys
from collections.abc import AsyncGenerator, AsyncIterable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from bot.practice.telegram.journal import Answered, Edited, Sent
from bot.practice.telegram.page import Control
from bot.practice.telegram.people import Person, find_button
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from bot.practice.telegram.transcript import Transcript
from bot.practice.telegram.values import Message
from messages import sentences
from telemetry.nursery import Nursery

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long the player waits, in real seconds: for an answer, and for what the script waits for."""

    answer_s: float = 3.0
    wait_s: float = 60.0


class _FailedError(Exception):
    """Ends the script with a sentence."""


async def lines_of(path: str) -> AsyncGenerator[str]:
    """Yield the lines of a script; "-" is what is typed or piped in."""
    if path != "-":
        script = await asyncio.to_thread(Path(path).read_text, "utf-8")
        for line in script.splitlines():
            yield line
        return
    if stat.S_ISREG(os.fstat(sys.stdin.fileno()).st_mode):  # the event loop cannot wait for a plain file
        for line in sys.stdin.read().splitlines():
            yield line
        return
    typed = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(typed), sys.stdin)
    try:
        while line_bytes := await typed.readline():
            yield line_bytes.decode("utf-8", "replace").rstrip("\n")
    finally:
        transport.close()


class Player:
    """Plays one script.

    Args:
        api: The practice Telegram.
        seats: Who the script may speak as, by name ("Kevin", "Kevin in Ops team"); the first one begins.
        write: Prints one line.
        language: Of the words around what is said.
        patience: How long it waits.
    """

    def __init__(
        self,
        api: BotApi,
        *,
        seats: dict[str, tuple[Person, Room]],
        write: Callable[[str], None],
        language: str = "en",
        patience: Patience | None = None,
    ) -> None:
        self._api = api
        self._seats = {name.casefold(): seat for name, seat in seats.items()}
        self._person, self._room = next(iter(seats.values()))
        self._write = write
        self._language = language
        self._patience = patience or Patience()
        self._transcript = Transcript(api.world, you=self._person, language=language)
        self._printed: list[str] = []
        self._shown = len(api.deeds)
        self._done_at = self._shown
        self._line = 0

    async def play(self, lines: AsyncIterable[str]) -> int:
        """Play all lines and return the exit code: 0, or 1 when one of them failed."""
        async with Nursery() as nursery:
            nursery.start(self._follow(), name="transcript")
            try:
                async for line in lines:
                    self._line += 1
                    await self._step(line.strip())
            except _FailedError as failure:
                self._show()
                self._print(str(failure))
                return 1
        self._show()
        return 0

    async def _step(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        rest = rest.strip()
        pause = re.fullmatch(r"wait (\d+(?:\.\d+)?)", line)
        if not line or line.startswith("#"):
            return
        if line.startswith(">"):
            await self._say(line[1:].strip())
        elif pause is not None:
            clock = self._api.world.clock
            await clock.sleep_until(clock.now() + timedelta(seconds=float(pause[1])))
        elif line.startswith("wait for "):
            await self._wait_for(line.removeprefix("wait for ").strip())
        elif word == "as" and rest.casefold() in self._seats:
            self._person, self._room = self._seats[rest.casefold()]
        elif word == "do" and (control := self._control(rest)) is not None:
            await self._begin(control)
        elif rest and word in ("press", "reply", "expect"):
            await {"press": self._press, "reply": self._reply, "expect": self._expect}[word](rest)
        else:
            await self._say(line)

    # --- the steps

    async def _say(self, words: str, *, reply_to: Message | None = None) -> None:
        self._done_at = len(self._api.deeds)
        self._person.say(self._room, words, reply_to=reply_to)
        await self._let_answer()

    async def _reply(self, words: str) -> None:
        target = await self._find(lambda: self._room.from_bot[-1] if self._room.from_bot else None)
        if target is None:
            raise self._failure("no-message")
        await self._say(words, reply_to=target)

    async def _press(self, label: str) -> None:
        message = await self._find(lambda: self._with_button(label))
        if message is None:
            raise self._failure("no-button", text=label)
        self._done_at = len(self._api.deeds)
        self._person.press(message, label)
        await self._let_answer()

    async def _begin(self, control: Control) -> None:
        label, act = control
        self._done_at = len(self._api.deeds)
        self._show()
        self._print(sentences.text(self._language, "script.control", name=label))
        await act()

    async def _wait_for(self, words: str) -> None:
        found = await self._find(lambda: True if self._was_said(words) else None)
        self._show()
        if not found:
            raise self._failure("not-come", text=words, seconds=f"{self._patience.wait_s:g}")

    async def _expect(self, words: str) -> None:
        self._show()
        if words.casefold() not in "\n".join(self._printed).casefold():
            raise self._failure("lacks", text=words)

    # --- what they look at

    async def _find(self, look: Callable[[], T | None]) -> T | None:
        with suppress(TimeoutError):
            return await self._api.wait_for(look, self._patience.wait_s)
        return None

    async def _let_answer(self) -> None:
        def answered() -> bool:
            new = self._api.world.journal.since(self._done_at)
            return any(isinstance(it, Sent | Edited) and it.chat_id == self._room.id for it in new)

        with suppress(TimeoutError):
            await self._api.wait_for(answered, self._patience.answer_s)
        self._show()

    def _was_said(self, words: str) -> bool:
        said = []
        for deed in self._api.world.journal.since(self._done_at):
            match deed:
                case Sent(message=message) | Edited(after=message) if deed.chat_id == self._room.id:
                    said.append("\n".join(self._transcript.lines(deed)))
                    said.append(message.text)
                case Answered():
                    said.append(deed.text)
        return any(words.casefold() in it.casefold() for it in said)

    def _with_button(self, label: str) -> Message | None:
        held = (message for message in reversed(self._room.from_bot) if find_button(message, label))
        return next(held, None)

    def _control(self, name: str) -> Control | None:
        wanted = name.casefold()
        return next((it for it in self._api.page.controls if wanted and wanted in it[0].casefold()), None)

    # --- what is printed

    async def _follow(self) -> None:
        while True:
            self._show()
            await self._api.world.journal.changed()

    def _show(self) -> None:
        for deed in self._api.world.journal.since(self._shown):
            self._shown += 1
            for line in self._transcript.lines(deed):
                self._print(line)

    def _print(self, line: str) -> None:
        self._printed.append(line)
        self._write(line)

    def _failure(self, key: str, *, text: str = "", seconds: str = "") -> _FailedError:
        sentence = sentences.text(
            self._language, f"script.{key}", line=self._line, text=text, seconds=seconds
        )
        return _FailedError(sentence)
