"""What people ask for while the bot dies and dies, and what the Telegram server saw come of it.

Every wish has a word of its own, so that what belongs to it is found in what was sent: its answer, and later
its reminder, brief or verdict. Each must have come, and at most once without the mark of a repeat.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.practice.telegram.journal import Sent
from bot.practice.telegram.values import Message
from tests.process.place import Chat
from tests.process.town import REPEAT, Town

#: Reminders and briefs are for so many minutes from now.
SOONEST, LATEST = 5, 40

#: Rolled out to the apps that are watched.
GOOD = "worker:2.0.1"

NUMBER = re.compile(r"#(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something that was asked for. `comes` finds its outcome among what was sent; None: the answer is it."""

    kind: str
    said: Message
    word: str
    makes_job: bool = False
    comes: Callable[[Sent], bool] | None = None

    def answers(self, sent: Sent) -> bool:
        """Tell whether this message is the answer."""
        return sent.message.reply_to == self.said.id and not (self.comes is not None and self.comes(sent))


@dataclass(slots=True, kw_only=True)
class Tally:
    """A row of the table."""

    asked: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    repeats: int = 0

    def add(self, word: str, came: Sequence[str]) -> None:
        """Count what came of one wish."""
        unmarked = [text for text in came if not text.startswith(REPEAT)]
        self.asked += 1
        self.repeats += len(came) - len(unmarked)
        if not came:
            self.lost.append(word)
        if len(unmarked) > 1:
            self.doubled.append(f"{word}: {unmarked}")


class Wishes:
    """A person who asks for this and that."""

    def __init__(self, world: Town, *, apps: Sequence[str], dice: random.Random) -> None:
        self._world = world
        self._chat: Chat = world.owner
        self._apps = list(apps)
        self._dice = dice
        self._wishes: list[Wish] = []
        self._presses = 0
        self._switch: Message | None = None
        self._wanted = ""

    # --- what is asked for

    def something(self) -> None:
        """Ask for anything at all."""
        self._dice.choice((self.remind, self.remind, self.brief, self.look, self.list_))()

    def remind(self) -> None:
        """Ask to be reminded in some minutes."""
        word, minutes = self._word("tea"), self._dice.randint(SOONEST, LATEST)
        self._ask("reminders", f"/in {minutes} minutes {word}", word, makes_job=True, comes=_rings(word))

    def brief(self) -> None:
        """Ask for news in some minutes."""
        word, minutes = self._word("topic"), self._dice.randint(SOONEST, LATEST)
        text = f"/in {minutes} minutes summarize news on {word}"
        self._ask("briefs", text, word, makes_job=True, comes=_tells_news(word))

    def look(self) -> None:
        """Ask how something is: an errand."""
        self._ask("looks", "how is api?", self._word("look"))

    def list_(self) -> None:
        """Ask for the list."""
        self._ask("lists", "/list", self._word("list"))

    async def watch(self) -> None:
        """Have a rollout watched, to its end or the bot's."""
        app = self._apps.pop()
        said = f"prod/{app}: 2.0.1 is rolled out"
        text = f"/watch deployment {app}"
        self._ask("verdicts", text, app, makes_job=True, comes=lambda sent: said in sent.message.text)
        await self._chat.hear(f"prod/{app}: 2/2 ready")
        self._world.roll_out(app, GOOD)

    async def set_up_switch(self) -> None:
        """Have a job whose card is edited again and again."""
        self._switch = await self._chat.ask("/every day 8am water the plants", expect="Next:")
        await self._chat.until(lambda: "Pause" in self._chat.now(self._sure_switch).labels or None)

    def press(self) -> None:
        """Press [Pause] or [Resume], unless the press before has not shown its effect."""
        if self.is_switched:
            label = next(name for name in self._chat.now(self._sure_switch).labels if name in _OTHER)
            self._wanted = _OTHER[label]
            self._chat.person.press(self._sure_switch, label)
            self._presses += 1

    # --- what came of it

    @property
    def is_switched(self) -> bool:
        """Whether the card shows what was wanted last."""
        return not self._wanted or self._wanted in self._chat.now(self._sure_switch).labels

    def is_answered(self) -> bool:
        """Tell whether every wish has its answer."""
        sent = self._chat.sent
        return all(any(wish.answers(it) for it in sent) for wish in self._wishes)

    def tallies(self) -> dict[str, Tally]:
        """Return what came, by what it is."""
        rows: dict[str, Tally] = {"answers": Tally()}
        sent = self._chat.sent
        for wish in self._wishes:
            rows["answers"].add(wish.word, [it.message.text for it in sent if wish.answers(it)])
            if wish.comes is not None:
                came = [it.message.text for it in sent if wish.comes(it)]
                rows.setdefault(wish.kind, Tally()).add(wish.word, came)
        rows["edits"] = Tally(asked=self._presses, lost=[] if self.is_switched else [self._wanted])
        return rows

    def doubled_jobs(self) -> list[str]:
        """Return the wishes of which more than one job was made, by the numbers that the answers name."""
        return [wish.word for wish in self._wishes if len(set(self._numbers(wish))) > 1]

    def last_words(self) -> list[str]:
        """Return the end of the conversation, for whoever looks into what went wrong."""
        messages = self._chat.room.messages[-20:]
        return [f"{message.sender.name}: {message.text!r} {message.labels}" for message in messages]

    def _numbers(self, wish: Wish) -> Iterator[str]:
        if wish.makes_job:
            for sent in self._chat.sent:
                if wish.answers(sent) and (found := NUMBER.search(sent.message.text)):
                    yield found[1]

    def _ask(
        self,
        kind: str,
        text: str,
        word: str,
        *,
        makes_job: bool = False,
        comes: Callable[[Sent], bool] | None = None,
    ) -> None:
        said = self._chat.say(text)
        self._wishes.append(Wish(kind=kind, said=said, word=word, makes_job=makes_job, comes=comes))

    def _word(self, stem: str) -> str:
        return f"{stem}{len(self._wishes):04}"

    @property
    def _sure_switch(self) -> Message:
        assert self._switch is not None
        return self._switch


_OTHER = {"Pause": "Resume", "Resume": "Pause"}


def _tells_news(word: str) -> Callable[[Sent], bool]:
    """Return what finds the brief: the card and the list name the word too."""
    return lambda sent: f"{word} ·" in sent.message.text and "new of" in sent.message.text


def _rings(word: str) -> Callable[[Sent], bool]:
    """Return what finds the reminder itself: the card names the word too."""

    def look(sent: Sent) -> bool:
        return word in sent.message.text and {"Done", "Skip"}.intersection(sent.message.labels) != set()

    return look
