"""getUpdates: the long poll.

Waiting is in real seconds: with a scaled clock an idle poll would return as fast as the scale and the bot
would spin. Of two polls the older one is ended with a 409 (Client.cpp 16232), so that two copies of a bot
take turns and both look half alive.
"""

import asyncio
from typing import Any

from bot.practice.telegram.arguments import Arguments
from bot.practice.telegram.errors import terminated_poll, webhook_is_set
from bot.practice.telegram.methods.method import method
from bot.practice.telegram.world import World

TIMEOUT_LIMIT_S = 50
BATCH_LIMIT = 100


async def get_updates(world: World, arguments: Arguments) -> list[dict[str, Any]]:
    """Confirm what came before the offset and return what waits, after a while if nothing does."""
    if world.webhook_url:
        raise webhook_is_set()
    if arguments.has("allowed_updates"):
        world.updates.allow(str(kind) for kind in arguments.array("allowed_updates"))
    offset = arguments.integer("offset") or 0
    turn, timeout_s, limit = world.polls.begin(
        offset=offset,
        timeout_s=min(max(arguments.integer("timeout") or 0, 0), TIMEOUT_LIMIT_S),
        limit=min(max(arguments.integer("limit") or BATCH_LIMIT, 1), BATCH_LIMIT),
    )
    world.journal.announce()  # an older poll notices that its turn is over
    try:
        world.updates.confirm(offset, now=world.clock.now())
        await _wait_for_news(world, turn, timeout_s)
        await _refuse_older(world, turn)
    finally:
        world.polls.end()
        world.journal.announce()
    return world.updates.head(limit)


async def _wait_for_news(world: World, turn: int, timeout_s: float) -> None:
    try:
        async with asyncio.timeout(timeout_s):
            while world.polls.turn == turn and not world.webhook_url and not world.updates:
                await world.journal.changed()
    except TimeoutError:
        return


async def _refuse_older(world: World, turn: int) -> None:
    if world.webhook_url:
        raise webhook_is_set()
    if world.polls.turn != turn:
        await asyncio.sleep(world.polls.conflict_pause_s())
        raise terminated_poll()


METHODS = (method("getUpdates", get_updates, "offset", "limit", "timeout", "allowed_updates"),)
