"""Plays a story: one chat in, one chat out, in a file that reads like the chat itself.

    # a comment
    you   /every monday 9am water the plants
    bot   🗓 #1 …
          [Run now] [Change]
    you   > at 8 instead              a reply to the bot's last message
    you   [Cancel]                    a button of the bot's last message
    bot ✎ …                           the same message, edited
    …     3 hours                     time passes
    anna  /list                       somebody else, in a private chat of their own
    you@team  /allow                  the same person in the group
    toast …                           what a button answered without a message

Blank lines of an answer are left out.

The story is played through the real dispatcher and the real database; what the bot answers is written into a
new transcript, which must be the file.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from tests.handlers.house import FRIEND, GROUP, OWNER, STRANGER, House, Said

PEOPLE = {"you": OWNER, "anna": FRIEND, "stranger": STRANGER}
LINE = re.compile(r"(?P<who>\w+)(?P<team>@team)?\s+(?P<said>.+)")
BUTTON = re.compile(r"\[(?P<label>.+)\]")
LENGTH = re.compile(r"(?P<number>\d+) (?P<unit>minutes|hours|days)")


@dataclass(slots=True)
class Player:
    """Plays lines and writes the transcript."""

    house: House
    transcript: list[str] = field(default_factory=list)
    last: Said | None = None
    known: set[str] = field(default_factory=set)

    async def play(self, story: str) -> str:
        """Return the transcript of a story."""
        for line in story.splitlines():
            if not line.strip() or line.startswith("#"):
                self.transcript.append(line)
            elif not line.startswith(("bot", "toast", " ")):
                self.transcript.append(line)
                await self._act(line)
        return "\n".join(self.transcript) + "\n"

    async def _act(self, line: str) -> None:
        if line.startswith("…"):
            length = LENGTH.search(line)
            assert length is not None, line
            await self.house.clock.advance(
                to=self.house.clock.now() + timedelta(**{length["unit"]: int(length["number"])})
            )
            return
        spoken = LINE.fullmatch(line)
        assert spoken is not None, line
        person = PEOPLE[spoken["who"]]
        chat = GROUP if spoken["team"] else person
        for said in await self._say(spoken["said"], person, chat):
            self._note(said)

    async def _say(self, said: str, person: int, chat: int) -> list[Said]:
        button = BUTTON.fullmatch(said)
        if button is None:
            reply_to, text = (self.last, said[2:]) if said.startswith("> ") else (None, said)
            return await self.house.say(text, person=person, chat=chat, reply_to=reply_to)
        assert self.last is not None
        pressed = next(action for action in self.last.buttons if action.label == button["label"])
        before = len(self.house.telegram.asked)
        answers = await self.house.press(self.last, pressed.word, person=person, argument=pressed.argument)
        if not answers and len(self.house.telegram.asked) > before:
            self.transcript.append(f"toast {await self.house.toast()}")
        return answers

    def _note(self, said: Said) -> None:
        head = "bot ✎ " if said.key in self.known else "bot   "
        self.known.add(said.key)
        self.last = said
        first, *more = said.text.split("\n")
        self.transcript.append(f"{head}{first}")
        self.transcript.extend(f"      {line}" for line in more if line)
        self.transcript.extend(
            "      " + " ".join(f"[{action.label}]" for action in row) for row in said.report.actions
        )
