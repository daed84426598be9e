"""`nightjar demo`: the whole bot against servers of our own, on this machine only.

The same house as in production (dispatcher, handlers, HTTP, cluster client); only the servers and the
clock differ. It reads no `.env` and no setting of the environment, keeps its file in a temporary folder,
and reaches loopback only.
"""

import asyncio
import signal
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web
from pydantic import SecretStr

from bot.house import build_house
from bot.http import serving
from bot.practice.clock import ScaledClock
from bot.practice.kubernetes.scenario import NAMESPACE, Scenario
from bot.practice.kubernetes.server import KubernetesApi
from bot.practice.news import news_routes
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.script import Player, lines_of
from bot.practice.telegram.server import BotApi
from bot.settings import Settings
from domain.clock import SystemClock
from messages.sentences import text
from storage.migrating import open_database
from telemetry.logging import configure
from telemetry.nursery import Nursery

#: Seconds of the practice clock in a real one: for watching, and for playing a script.
SPEED = 5.0
SCRIPT_SPEED = 20.0

#: A demo looks this often whether somebody watches.
LOOK_FOR_A_WATCH = timedelta(seconds=2)

#: A script always begins at the same moment, so that its transcript can be compared: a Sunday evening.
SCRIPT_BEGINS = datetime(2026, 11, 22, 17, 20, tzinfo=UTC)

#: Where [Next morning] takes the clock: early enough to see the seven o'clock brief arrive (in Berlin).
MORNING = time(5, 59, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """Practice servers that run, and who plays there."""

    clock: ScaledClock
    telegram: BotApi
    kubernetes: KubernetesApi
    settings: Settings
    #: Who can be played, by name: the owner first, then a colleague, a stranger and a group.
    seats: dict[str, tuple[Person, Room]]


def run_demo(*, script: str | None, speed: float | None, port: int) -> int:
    """Run practice mode until it is interrupted, or until the script has been played."""
    configure(level="error", form="text")
    if script is None:
        return asyncio.run(_show(speed or SPEED, port))
    return asyncio.run(_play(script, speed or SCRIPT_SPEED, port))


async def _show(speed: float, port: int) -> int:
    """Serve the chat page until Ctrl-C."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with living_practice(SystemClock().now(), speed=speed, port=port, automatic=True) as world:
        print(text("en", "practice.banner", url=world.telegram.page_url), flush=True)
        await stop.wait()
    return 0


async def _play(script: str, speed: float, port: int) -> int:
    """Play a script against the bot and print the transcript."""
    async with living_practice(SCRIPT_BEGINS, speed=speed, port=port) as world:
        player = Player(world.telegram, seats=world.seats, write=partial(print, flush=True))
        return await player.play(lines_of(script))


@asynccontextmanager
async def living_practice(
    now: datetime, *, speed: float, port: int = 0, automatic: bool = False
) -> AsyncGenerator[Practice]:
    """Yield the practice world with the bot living in it; the arguments are those of `practice`."""
    stop = asyncio.Event()
    async with practice(now, speed=speed, port=port, automatic=automatic) as world:
        database = open_database(world.settings.database, migrate=True)
        async with build_house(world.settings, database, world.clock) as house, Nursery() as nursery:
            # The cluster's client takes most of a second to load: long on a clock that runs ahead.
            await house.watchers.find(kind="deployment", name=None, namespace=NAMESPACE, context="")
            life = nursery.start(house.run(stop), name="bot")
            yield world
            stop.set()
            await life


@asynccontextmanager
async def practice(
    now: datetime, *, speed: float, port: int = 0, automatic: bool = False
) -> AsyncGenerator[Practice]:
    """Yield running practice servers: a Telegram, a cluster, a newspaper, one clock.

    Args:
        now: Where the clock begins.
        speed: Seconds of the clock in a real one.
        port: Of the chat page; 0 for any.
        automatic: Whether rollouts begin by themselves, once somebody watches.
    """
    clock = ScaledClock(now, speed=speed)
    scenario = Scenario(now, automatic=False)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="nightjar-practice-")))
        kubernetes = await stack.enter_async_context(KubernetesApi(clock, scenario.cluster))
        paper = web.Application()
        paper.add_routes(news_routes(clock))
        paper_port = await stack.enter_async_context(serving(paper, host="127.0.0.1", port=0))
        telegram = await stack.enter_async_context(
            BotApi(clock, port=port, controls=controls(scenario, clock), query_life_s=15.0 * speed)
        )
        seats = _seats(telegram)
        owner, _ = seats["Kevin"]
        settings = practice_settings(telegram, folder=folder, owner_id=owner.id, paper_port=paper_port)
        kubernetes.kubeconfig(folder / "kubeconfig")
        if automatic:
            nursery = await stack.enter_async_context(Nursery())
            nursery.start(_by_themselves(scenario, kubernetes, clock), name="rollouts")
        yield Practice(clock=clock, telegram=telegram, kubernetes=kubernetes, settings=settings, seats=seats)


async def _by_themselves(scenario: Scenario, kubernetes: KubernetesApi, clock: ScaledClock) -> None:
    """Begin the first rollout of each app some time after the first watch: before it nobody would see it."""
    while not kubernetes.open_watches:
        await clock.sleep_until(clock.now() + LOOK_FOR_A_WATCH)
    began = clock.now()
    while waiting := scenario.waiting:
        name, after_s = waiting[0]
        await clock.sleep_until(began + timedelta(seconds=after_s))
        if waiting == scenario.waiting:  # else somebody pressed meanwhile, perhaps for this very one
            scenario.begin(name, now=clock.now())


def _seats(telegram: BotApi) -> dict[str, tuple[Person, Room]]:
    kevin, ada, mallory = (
        telegram.person(name, language_code=language)
        for name, language in (("Kevin", "en"), ("Ada", "de"), ("Mallory", "en"))
    )
    own = {person.name: telegram.private_chat(person) for person in (kevin, ada, mallory)}
    team = telegram.group("Ops team", kevin, ada)
    return {
        "Kevin": (kevin, own["Kevin"]),
        "Kevin in Ops team": (kevin, team),
        "Ada": (ada, own["Ada"]),
        "Ada in Ops team": (ada, team),
        "Mallory": (mallory, own["Mallory"]),
    }


def practice_settings(telegram: BotApi, *, folder: Path, owner_id: int, paper_port: int) -> Settings:
    """Return settings that point at the practice servers, whatever the environment says."""
    return Settings(
        _env_file=None,
        telegram_bot_token=SecretStr(telegram.token),
        telegram_api_base=telegram.base_url,
        owner_id=owner_id,
        database=folder / "practice.sqlite3",
        kubeconfig=str(folder / "kubeconfig"),
        clusters=(),
        namespaces=("*",),
        news_feeds=(f"http://127.0.0.1:{paper_port}/news?q={{topic}}",),
        max_jobs=50,
        http_port=0,
        practice_clock="",
        fault_point="",
    )


def controls(scenario: Scenario, clock: ScaledClock) -> tuple[tuple[str, Callable[[], Awaitable[None]]], ...]:
    """Return what the chat page and scripts can make happen."""

    def roll_out(name: str) -> Callable[[], Awaitable[None]]:
        async def begin() -> None:
            scenario.begin(name, now=clock.now())

        return begin

    async def claim() -> None:
        scenario.claim(now=clock.now())

    async def drain() -> None:
        scenario.drain(now=clock.now())

    async def next_morning() -> None:
        today = datetime.combine(clock.now().date(), MORNING)
        clock.set(today if today > clock.now() else today + timedelta(days=1), running=True)

    rollouts = tuple((text("en", "practice.roll-out", name=name), roll_out(name)) for name in scenario.apps)
    others = ((text("en", "practice.claim"), claim), (text("en", "practice.drain"), drain))
    return (*rollouts, *others, (text("en", "practice.next-morning"), next_morning))
