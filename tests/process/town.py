"""The world around the process: a Telegram, a cluster, a newspaper and the clock, all on loopback."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
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
from bot.practice.kubernetes.world import World
from bot.practice.news import news_routes
from bot.practice.telegram.server import BotApi
from tests.process.place import Chat, Place
from tests.process.process import process

#: A Sunday evening, 18:20 in Berlin.
BEGINNING = datetime(2026, 11, 22, 17, 20, tzinfo=UTC)
SPEED = 20.0

P = TypeVar("P", bound="TimedPlace")

REPEAT = "↻ Possibly a repeat"


@dataclass(slots=True, kw_only=True)
class TimedPlace(Place):
    """A place whose clock the test holds, with a cluster that lives by it."""

    clock: ScaledClock
    kubernetes: KubernetesApi

    async def pass_time(self, **span: float) -> None:
        """Move the clock on, and wait until the bot has heard of it."""
        self.move_to(self.clock.now() + timedelta(**span))
        await self.everything_is_carried_out()

    async def everything_is_carried_out(self) -> None:
        """Wait until all that was said before is carried out: updates come in order, the owner asks last."""
        await self.owner.ask("/help", expect="/watch")

    def move_to(self, moment: datetime) -> None:
        self.clock.set(moment, running=self.clock.running)


@dataclass(slots=True, kw_only=True)
class Town(TimedPlace):
    """Everything around the bot, and the bot."""

    scenario: Scenario = field(init=False)

    def deploy(self, *names: str, image: str) -> None:
        """Put more Deployments into the cluster, while the clock stands, and let them come up."""
        for name in names:
            manifest = a_deployment(name, image=image, namespace=NAMESPACE, replicas=2, container="app")
            self.scenario.cluster.apply(manifest, now=self.clock.now())
        self.move_to(self.clock.now() + timedelta(minutes=5))

    def roll_out(self, name: str, image: str) -> None:
        self.scenario.cluster.set_image(NAMESPACE, name, image, now=self.clock.now())


@asynccontextmanager
async def town(folder: Path, *, speed: float = SPEED) -> AsyncIterator[Town]:
    """Yield the world, and a bot that is not started yet."""
    clock = ScaledClock(BEGINNING, speed=speed, running=False)
    scenario = Scenario(BEGINNING, automatic=False)
    async with around(folder, clock, scenario.cluster, kind=Town) as made:
        made.scenario = scenario
        yield made


@asynccontextmanager
async def around(
    folder: Path, clock: ScaledClock, world: World, *, kind: type[P], starts: bool = True
) -> AsyncIterator[P]:
    """Yield a place of that kind around a cluster, and a bot that is not started yet; it starts the clock."""
    async with AsyncExitStack() as stack:
        kubernetes = await stack.enter_async_context(KubernetesApi(clock, world))
        app = web.Application()
        app.add_routes([*news_routes(clock), *clock_routes(clock, path="/clock", starts=starts)])
        port = await stack.enter_async_context(serving(app, host="127.0.0.1", port=0))
        telegram = await stack.enter_async_context(BotApi(clock, query_life_s=15.0 * clock.speed))
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
        made = kind(
            clock=clock,
            telegram=telegram,
            kubernetes=kubernetes,
            bot=bot,
            folder=folder,
            settings=environment,
        )
        made.owner = Chat(town=made, person=kevin, room=telegram.private_chat(kevin))
        yield made
