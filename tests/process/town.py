"""The world around the process: a Telegram, a cluster, a newspaper and the clock, all on loopback."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from aiohttp import web

from bot.http import serving
from bot.practice.clock import ScaledClock, clock_routes
from bot.practice.kubernetes.scenario import NAMESPACE, Scenario
from bot.practice.kubernetes.server import KubernetesApi
from bot.practice.kubernetes.templates import a_deployment
from bot.practice.news import news_routes
from bot.practice.telegram.journal import BotDeed, Sent
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from bot.practice.telegram.values import Message
from tests.process.process import PATIENCE_S, Process, process

T = TypeVar("T")

#: A Sunday evening, 18:20 in Berlin.
BEGINNING = datetime(2026, 11, 22, 17, 20, tzinfo=UTC)
SPEED = 20.0

REPEAT = "↻ Possibly a repeat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """Somebody in a chat with the bot."""

    town: "Town"
    person: Person
    room: Room
    thread: int | None = None

    def say(self, text: str, *, reply_to: Message | None = None) -> Message:
        return self.person.say(self.room, text, reply_to=reply_to, thread=self.thread)

    async def hear(self, words: str, *, after: Message | None = None) -> Message:
        """Return the bot's newest message with these words, once it is there."""
        return await self.until(lambda: self.room.find(words, after=after))

    async def ask(self, text: str, *, expect: str) -> Message:
        """Say something and return the answer that contains the expected words."""
        said = self.say(text)
        return await self.hear(expect, after=said)

    async def press(self, message: Message, button: str) -> None:
        """Press a button, as slowly as people do: the bot knows by then that its message has arrived."""
        sql = """SELECT count(*) FROM outbox_part JOIN outbox ON outbox.id = outbox_id
                 WHERE chat_id = ? AND outbox_part.message_id = ?"""
        async with asyncio.timeout(PATIENCE_S):
            while not self.town.counted(sql, self.room.id, message.id):  # noqa: ASYNC110  # its file rings no event here
                await asyncio.sleep(0)
        self.person.press(message, button)

    async def until(self, look: Callable[[], T | None]) -> T:
        """Return what `look` finds, looking again after everything that happens.

        Raises:
            AssertionError: It found nothing; the words are all that was said in this chat.
        """
        try:
            return await self.town.telegram.wait_for(look, PATIENCE_S)
        except TimeoutError:
            said = "\n".join(f"{it.sender.name}: {it.text} {it.labels}" for it in self.room.messages)
            told = "\n".join(self.town.bot.said)
            raise AssertionError(f"waited in vain:\n{said}\nThe bot wrote:\n{told}") from None

    def now(self, message: Message) -> Message:
        """Return the message as it is now."""
        return self.room.chat.messages[message.id]

    @property
    def record(self) -> list[BotDeed]:
        """Everything that the bot did in this chat, in order."""
        return [deed for deed in self.town.telegram.record if deed.chat_id == self.room.id]

    @property
    def sent(self) -> list[Sent]:
        """The new messages of the bot in this chat, as they were when they came."""
        return [deed for deed in self.record if isinstance(deed, Sent)]

    def came(self, words: str) -> list[str]:
        """Return the texts of the new messages that held these words when they came."""
        return [deed.message.text for deed in self.sent if words in deed.message.text]


@dataclass(slots=True, kw_only=True)
class Town:
    """Everything around the bot, and the bot."""

    clock: ScaledClock
    telegram: BotApi
    kubernetes: KubernetesApi
    scenario: Scenario
    bot: Process
    owner: Chat = field(init=False)
    folder: Path
    settings: dict[str, str]

    @property
    def database(self) -> Path:
        return self.folder / "nightjar.sqlite3"

    def counted(self, sql: str, *values: str | int) -> int:
        """Return a number from the bot's file."""
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)) as file:
            return int(file.execute(sql, values).fetchone()[0])

    async def visitor(self, name: str, *, zone: str = "Berlin") -> Chat:
        """Return somebody who is let in and has told where they live."""
        made = self.stranger(name)
        await self.owner.ask(f"/allow {made.person.id}", expect=f"{made.person.id}")
        if zone:
            await made.ask(f"/timezone {zone}", expect="Europe/")
        return made

    def stranger(self, name: str) -> Chat:
        person = self.telegram.person(name)
        return Chat(town=self, person=person, room=self.telegram.private_chat(person))

    def deploy(self, *names: str, image: str) -> None:
        """Put more Deployments into the cluster, while the clock stands, and let them come up."""
        for name in names:
            manifest = a_deployment(name, image=image, namespace=NAMESPACE, replicas=2, container="app")
            self.scenario.cluster.apply(manifest, now=self.clock.now())
        self.move_to(self.clock.now() + timedelta(minutes=5))

    def roll_out(self, name: str, image: str) -> None:
        self.scenario.cluster.set_image(NAMESPACE, name, image, now=self.clock.now())

    async def pass_time(self, **span: float) -> None:
        """Move the clock on, and wait until the bot has heard of it."""
        self.move_to(self.clock.now() + timedelta(**span))
        await self.everything_is_carried_out()

    async def everything_is_carried_out(self) -> None:
        """Wait until all that was said before is carried out: updates come in order, the owner asks last."""
        await self.owner.ask("/help", expect="/watch")

    def move_to(self, moment: datetime) -> None:
        self.clock.set(moment, running=self.clock.running)


@asynccontextmanager
async def town(folder: Path, *, speed: float = SPEED) -> AsyncIterator[Town]:
    """Yield the world, and a bot that is not started yet."""
    clock = ScaledClock(BEGINNING, speed=speed, running=False)
    scenario = Scenario(BEGINNING, automatic=False)
    async with AsyncExitStack() as stack:
        kubernetes = await stack.enter_async_context(KubernetesApi(clock, scenario.cluster))
        app = web.Application()
        app.add_routes([*news_routes(clock), *clock_routes(clock, path="/clock")])
        port = await stack.enter_async_context(serving(app, host="127.0.0.1", port=0))
        telegram = await stack.enter_async_context(BotApi(clock, query_life_s=15.0 * speed))
        kevin = telegram.person("Kevin")
        environment = {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_BASE": telegram.base_url,
            "OWNER_ID": str(kevin.id),
            "DATABASE": str(folder / "nightjar.sqlite3"),
            "KUBECONFIG": str(kubernetes.kubeconfig(folder / "kubeconfig")),
            "NEWS_FEEDS": f"http://127.0.0.1:{port}/news?q={{topic}}",
            "PRACTICE_CLOCK": f"http://127.0.0.1:{port}/clock",
            "HTTP_PORT": "0",
        }
        bot = await stack.enter_async_context(process(folder, environment))
        made = Town(
            clock=clock,
            telegram=telegram,
            kubernetes=kubernetes,
            scenario=scenario,
            bot=bot,
            folder=folder,
            settings=environment,
        )
        made.owner = Chat(town=made, person=kevin, room=telegram.private_chat(kevin))
        yield made
