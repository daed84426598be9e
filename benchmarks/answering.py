"""How long a chat waits for an answer: from the update being fetched to sendMessage at the Bot API server.

    python benchmarks/answering.py [--count 100] [--hung]

Everything runs in this one process (bot, Bot API server, Kubernetes API server), so the figures are upper
bounds. With --hung another chat has just asked about a cluster that accepts and never answers.
"""

import argparse
import asyncio
import statistics
import sys
import time

from bot.practice.demo import SCRIPT_BEGINS, living_practice
from bot.practice.kubernetes.faults import Fault, FaultKind
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from telemetry.logging import configure


async def answers(api: BotApi, person: Person, room: Room, count: int) -> list[float]:
    """Say /list so often, one after the other, and return the seconds that each answer took."""
    taken = []
    for _ in range(count):
        before = len(room.from_bot)
        began = time.perf_counter()
        person.say(room, "/list")
        await api.wait_for(lambda before=before: len(room.from_bot) > before or None, 30)  # type: ignore[misc]
        taken.append(time.perf_counter() - began)
    return taken


async def measure(count: int, *, hung: bool) -> list[float]:
    """Start the practice world and the bot, and time the answers in one chat."""
    # A clock that runs far ahead, so that the pace of one message a second in a chat is not what is measured.
    async with living_practice(SCRIPT_BEGINS, speed=100.0) as world:
        kevin, room = world.seats["Kevin"]
        await answers(world.telegram, kevin, room, 5)
        if hung:
            world.kubernetes.faults.add(Fault(kind=FaultKind.HANG, path="*", times=None))
            other, team = world.seats["Kevin in Ops team"]
            other.say(team, "/allow")
            other.say(team, "/watch deployment api")
        return await answers(world.telegram, kevin, room, count)


def main() -> int:
    """Print the figures in milliseconds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--hung", action="store_true", help="while a cluster accepts and never answers")
    options = parser.parse_args()
    configure(level="error", form="text")
    taken = sorted(asyncio.run(measure(options.count, hung=options.hung)))
    figures = {
        "median": statistics.median(taken),
        "p95": taken[int(len(taken) * 0.95) - 1],
        "p99": taken[int(len(taken) * 0.99) - 1],
        "max": taken[-1],
    }
    print(
        f"{options.count} answers",
        *(f"{name} {value * 1000:.0f} ms" for name, value in figures.items()),
        sep=", ",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
