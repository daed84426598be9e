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
from bot.owner import announce_owner_link
from bot.polling import Polling
from bot.settings import Settings
from bot.supervision import Supervisor as Supervision
from cluster.bounds import Bounds
from cluster.clusters import Clusters, dialler
from delivery.sender import Delivery
from domain.clock import Bell, Clock
from errands.errand import Ports
from errands.pool import Pool
from errands.registry import ERRANDS
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
from tasks.news.fetching import Fetcher
from tasks.registry import build_tasks
from telemetry.health import Health
from telemetry.nursery import Nursery
from watchers.kinds import KINDS
from watchers.supervisor import Supervisor

log = structlog.get_logger(__name__)

#: Seconds that unsent reports are given when the bot is told to stop.
FLUSH_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The wired bot. `run` is the whole of its life."""

    settings: Settings
    clock: Clock
    health: Health
    bot: Bot
    database: Database
    bells: dict[Room, Bell]
    nursery: Nursery
    delivery: Delivery
    watchers: Supervisor
    pool: Pool
    loop: Loop
    supervision: Supervision

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then let go in order: no new updates, no new work; all said goes out."""
        async with Nursery() as sending:
            self._start(sending, "delivery", self.delivery.run)
            async with Nursery() as working:
                self._start(working, "errands", self.pool.run)
                self._start(working, "scheduling", self.loop.run)
                self._start(working, "watchers", self.watchers.run)
                async with Nursery() as talking:
                    talking.start(self._talk(), name="talk")
                    await stop.wait()
            await self.delivery.flush(FLUSH_S)

    def _start(self, nursery: Nursery, name: str, loop: Callable[[], Awaitable[None]]) -> None:
        nursery.start(self.supervision.keep(name, loop), name=name)

    async def _talk(self) -> None:
        """Get to know Telegram, then listen for ever."""
        self.health.trouble("telegram", text("en", "operator.unreachable"))
        writer = await self.database.writer()
        polling = Polling(self.bot, clock=self.clock, health=self.health)
        me = await polling.introduce()
        username = me.username or ""
        log.info(text("en", "operator.started", username=username))
        await announce_owner_link(writer, self.settings, username=username, now=self.clock.now())
        self.nursery.start(_sync_menus(self.bot), name="menus")
        dispatcher = build_dispatcher(_rooms(self, writer, username))
        await self.supervision.keep("polling", lambda: polling.run(dispatcher))


@asynccontextmanager
async def build_house(settings: Settings, database: Database, clock: Clock) -> AsyncGenerator[House]:
    """Yield the wired bot; on the way out every connection is closed."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(database)
        bells = {room: Bell(clock) for room in Room}

        def ring(rooms: frozenset[Room]) -> None:
            for room in rooms:
                bells[room].ring()

        database.on_commit(ring)
        health = Health()
        bot = sessions.build_bot(
            token=settings.telegram_bot_token.get_secret_value(), api_base=settings.telegram_api_base
        )
        stack.push_async_callback(bot.session.close)
        bounds = Bounds(namespaces=settings.namespaces, contexts=settings.clusters)
        clusters = await stack.enter_async_context(
            Clusters(dialler(settings.kubeconfig, clock, bounds=bounds), clock, bounds=bounds)
        )
        fetcher = await stack.enter_async_context(Fetcher(allow_private=settings.is_practice))
        # After the connections, so that on the way out work in hand ends before they close.
        nursery = await stack.enter_async_context(Nursery())
        watchers = Supervisor(clusters, await database.writer(), clock=clock, bell=bells[Room.WATCHERS])
        owner = this_process()
        tasks = build_tasks(fetcher, feeds=settings.news_feeds)
        ledger = SqliteLedger(await database.writer(), tasks=tasks, clock=clock)
        bell = bells[Room.SCHEDULING]
        runner = Runner(ledger=ledger, tasks=tasks, clock=clock, owner=owner, nursery=nursery, bell=bell)
        await asyncio.to_thread(warm_up)
        yield House(
            settings=settings,
            clock=clock,
            health=health,
            bot=bot,
            database=database,
            bells=bells,
            nursery=nursery,
            delivery=Delivery(
                bot,
                await database.writer(),
                clock=clock,
                bell=bells[Room.DELIVERY],
                owner=str(owner),
                health=health,
            ),
            watchers=watchers,
            pool=Pool(
                ERRANDS,
                Ports(writer=await database.writer(), clock=clock, tower=watchers),
                bell=bells[Room.ERRANDS],
                nursery=nursery,
            ),
            loop=Loop(
                ledger=ledger,
                runner=runner,
                housekeeping=Housekeeping(await database.writer()),
                clock=clock,
                bell=bell,
                owner=owner,
            ),
            supervision=Supervision(clock=clock, health=health, writer=await database.writer()),
        )


async def _sync_menus(bot: Bot) -> None:
    """Bring the menus up to date; when that does not work now, the next start does it."""
    try:
        await sync_menus(bot)
    except (AiogramError, TelegramAPIError) as error:
        log.warning("the menus could not be brought up to date", reason=str(error))


def _rooms(house: House, writer: Writer, username: str) -> Rooms:
    """Return the house as the handlers see it."""
    settings = house.settings
    return Rooms(
        writer=writer,
        clock=house.clock,
        nursery=house.nursery,
        username=username,
        owner_id=settings.owner_id,
        max_jobs=settings.max_jobs,
        clusters=settings.clusters,
        namespaces=settings.namespaces,
        kinds=tuple((alias, kind.name) for kind in KINDS for alias in (kind.name, *kind.aliases)),
    )
