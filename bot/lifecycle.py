"""`nightjar serve`: one bot for one file, from the first check to the last flush.

The house is imported late: it takes seconds on a small machine, and whoever starts without a token or beside
another bot is told so at once.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

import structlog

from bot.settings import Settings
from domain.clock import Clock, SystemClock
from messages.sentences import text
from storage.database import Database
from storage.lock import only_bot
from storage.migrating import glance, open_database
from telemetry import faultpoint, interpreter
from telemetry.logging import configure

log = structlog.get_logger(__name__)

NO_TOKEN = 2


def serve(settings: Settings) -> int:
    """Run the bot until SIGTERM or SIGINT; without a token say in two lines what to do.

    Raises:
        PermanentError: The database cannot be used, or another bot runs on it.
    """
    if not settings.telegram_bot_token.get_secret_value():
        print(text("en", "operator.no-token"), file=sys.stderr)
        return NO_TOKEN
    configure(level=settings.log_level, form=settings.log_format)
    for name in filter(None, settings.fault_point.split(",")):
        faultpoint.arm(name)
    with only_bot(settings.database):
        glance(settings.database)
        _load()
        log.info("opening the file", path=str(settings.database))
        asyncio.run(_serve(settings, open_database(settings.database, migrate=True)))
    return 0


def _load() -> None:
    """Load the house and the languages' indexes, so that what is due in the file does not wait for them."""
    import bot.house  # noqa: F401  # loaded for what follows
    from language.understand import warm_up

    warm_up()


async def _serve(settings: Settings, database: Database) -> None:
    from bot.house import build_house

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        clock = await stack.enter_async_context(clock_of(settings))
        house = await stack.enter_async_context(build_house(settings, database, clock))
        interpreter.settle()
        if settings.http_port:
            from bot.http import build_app, serving

            app = build_app(house.ground.health, clock)
            await stack.enter_async_context(serving(app, host=settings.http_host, port=settings.http_port))
        await house.run(stop)


@asynccontextmanager
async def clock_of(settings: Settings) -> AsyncGenerator[Clock]:
    """Yield the machine's clock, or the practice servers' scaled one."""
    if not settings.practice_clock:
        yield SystemClock()
        return
    from bot.practice.clock import followed_clock  # practice mode only

    async with followed_clock(settings.practice_clock) as clock:
        yield clock
