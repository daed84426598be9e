"""The wiring: which class stands behind which port, and the loops that make the bot.

Everything that has work to do is a loop of its own, woken by the commits that made the work. The loops start
at once; talking to people begins when Telegram can be reached, however long that takes.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramAPIError

from bot import sessions
from bot.heart import Heart
from bot.owner import announce_owner_link
from bot.polling import Polling
from bot.sending import keep_sending
from bot.settings import Settings
from bot.supervision import Supervisor as Supervision
from cluster.bounds import Bounds
from cluster.clusters import Clusters, dialler, lister
from delivery.sender import Delivery
from domain.clock import Bell, Clock
from errands.errand import Ports
from errands.pool import Pool
from errands.registry import ERRANDS
from handlers.administrators import keep_known
from handlers.dispatcher import build_dispatcher
from handlers.menus import sync_menus
from handlers.rooms import Rooms
from language.understand import warm_up
from messages.sentences import text
from scheduling.housekeeping import Housekeeping
from scheduling.ledger import SqliteLedger
from scheduling.loop import Loop
from scheduling.owner import this_process
from scheduling.runner import Runner
from storage.database import Database, Room, Writer
from storage.neighbours import Neighbours
from storage.turns import Rank
from tasks.news.fetching import Fetcher
from tasks.registry import build_tasks
from telemetry.health import Health
from telemetry.nursery import Nursery
from watchers.kinds import VOCABULARY
from watchers.supervisor import Supervisor

log = structlog.get_logger(__name__)

#: Seconds that unsent reports are given when the bot is told to stop.
FLUSH_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the rooms stand on: the file, the clock, the connections. Made and closed as one."""

    settings: Settings
    clock: Clock
    database: Database
    health: Health
    bells: dict[Room, Bell]
    bot: Bot
    clusters: Clusters
    fetcher: Fetcher
    nursery: Nursery


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The wired bot. `run` is the whole of its life; `writer` is that of the handlers."""

    ground: Ground
    writer: Writer
    delivery: Delivery
    watchers: Supervisor
    pool: Pool
    loop: Loop
    neighbours: Neighbours
    heart: Heart
    supervision: Supervision

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then let go in order: no new updates, no new work; all said goes out."""
        async with Nursery() as sending:
            self._start(sending, "delivery", self._send)
            async with Nursery() as working:
                self._start(working, "errands", self.pool.run)
                self._start(working, "scheduling", self.loop.run)
                self._start(working, "watchers", self.watchers.run)
                self._start(working, "neighbours", self.neighbours.run)
                self._start(working, "heart", self.heart.run)
                async with Nursery() as talking:
                    self._start(talking, "talk", self._talk)
                    await stop.wait()
            await self.delivery.flush(FLUSH_S)

    def _start(self, nursery: Nursery, name: str, loop: Callable[[], Awaitable[None]]) -> None:
        nursery.start(self.supervision.keep(name, loop), name=name)

    async def _send(self) -> None:
        await keep_sending(self.delivery.run, self.ground.database, self.ground.clock)

    async def _talk(self) -> None:
        """Get to know Telegram, then listen for ever."""
        ground = self.ground
        ground.health.trouble("telegram", text("en", "operator.unreachable"))
        polling = Polling(ground.bot, clock=ground.clock, health=ground.health)
        me = await polling.introduce()
        rooms = _rooms(ground, self.writer, username=me.username or "")
        log.info(text("en", "operator.started", username=rooms.username))
        await announce_owner_link(rooms)
        dispatcher = build_dispatcher(rooms)
        async with Nursery() as aside:
            aside.start(_sync_menus(ground.bot), name="menus")
            self._start(aside, "administrators", lambda: keep_known(ground.bot, rooms))
            await self.supervision.keep("polling", lambda: polling.run(dispatcher))


@asynccontextmanager
async def build_house(settings: Settings, database: Database, clock: Clock) -> AsyncGenerator[House]:
    """Yield the wired bot; on the way out every connection is closed."""
    async with _laid(settings, database, clock) as ground:
        await asyncio.to_thread(warm_up)
        watchers = Supervisor(
            ground.clusters, await database.writer(), clock=clock, bell=ground.bells[Room.WATCHERS]
        )
        yield House(
            ground=ground,
            writer=await database.writer(Rank.PEOPLE),
            delivery=await _delivery(ground),
            watchers=watchers,
            pool=await _pool(ground, watchers),
            loop=await _loop(ground),
            neighbours=Neighbours(database, clock=clock, ring=lambda rooms: _ring(ground.bells, rooms)),
            heart=Heart(settings.ping_url, await database.writer(), clock=clock, health=ground.health),
            supervision=Supervision(clock=clock, health=ground.health, writer=await database.writer()),
        )


@asynccontextmanager
async def _laid(settings: Settings, database: Database, clock: Clock) -> AsyncGenerator[Ground]:
    """Open the connections; the nursery last, so that on the way out work in hand ends before they close."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(database)
        bot = sessions.build_bot(
            token=settings.telegram_bot_token.get_secret_value(), api_base=settings.telegram_api_base
        )
        stack.push_async_callback(bot.session.close)
        bounds = Bounds(namespaces=settings.namespaces, contexts=settings.clusters)
        dial = dialler(settings.kubeconfig, clock, bounds=bounds)
        clusters = Clusters(dial, clock, bounds=bounds, contexts=lister(settings.kubeconfig))
        yield Ground(
            settings=settings,
            clock=clock,
            database=database,
            health=Health(),
            bells=_bells(database, clock),
            bot=bot,
            clusters=await stack.enter_async_context(clusters),
            fetcher=await stack.enter_async_context(Fetcher(allow_private=settings.is_practice)),
            nursery=await stack.enter_async_context(Nursery()),
        )


def _bells(database: Database, clock: Clock) -> dict[Room, Bell]:
    """Return a bell for each room, rung by the commits that made work for it."""
    bells = {room: Bell(clock) for room in Room}
    database.on_commit(lambda rooms: _ring(bells, rooms))
    return bells


def _ring(bells: dict[Room, Bell], rooms: frozenset[Room]) -> None:
    for room in rooms:
        bells[room].ring()


async def _delivery(ground: Ground) -> Delivery:
    return Delivery(
        ground.bot,
        await ground.database.writer(Rank.PEOPLE),
        clock=ground.clock,
        bell=ground.bells[Room.DELIVERY],
        owner=str(this_process()),
        health=ground.health,
    )


async def _pool(ground: Ground, tower: Supervisor) -> Pool:
    ports = Ports(
        writer=await ground.database.writer(Rank.PEOPLE),
        clock=ground.clock,
        tower=tower,
        max_jobs=ground.settings.max_jobs,
    )
    return Pool(ERRANDS, ports, bell=ground.bells[Room.ERRANDS], nursery=ground.nursery)


async def _loop(ground: Ground) -> Loop:
    owner, clock, bell = this_process(), ground.clock, ground.bells[Room.SCHEDULING]
    tasks = build_tasks(ground.fetcher, feeds=ground.settings.news_feeds)
    ledger = SqliteLedger(await ground.database.writer(), tasks=tasks, clock=clock)
    return Loop(
        ledger=ledger,
        runner=Runner(
            ledger=ledger, tasks=tasks, clock=clock, owner=owner, nursery=ground.nursery, bell=bell
        ),
        housekeeping=Housekeeping(await ground.database.writer()),
        clock=clock,
        bell=bell,
        owner=owner,
    )


async def _sync_menus(bot: Bot) -> None:
    """Bring the menus up to date; when that does not work now, the next start does it."""
    try:
        await sync_menus(bot)
    except (AiogramError, TelegramAPIError) as error:
        log.warning("the menus could not be brought up to date", reason=str(error))


def _rooms(ground: Ground, writer: Writer, *, username: str) -> Rooms:
    """Return the house as the handlers see it."""
    settings = ground.settings
    return Rooms(
        writer=writer,
        clock=ground.clock,
        nursery=ground.nursery,
        username=username,
        owner_id=settings.owner_id,
        max_jobs=settings.max_jobs,
        clusters=settings.clusters,
        namespaces=settings.namespaces,
        kinds=VOCABULARY,
    )
