"""Kills the bot again and again and counts what the servers saw: nothing lost, no repeat without its mark.

    python benchmarks/crash.py [--kills 200] [--seed 1]

`nightjar serve` runs as a process of its own; its Telegram, its cluster, its newspaper and its clock are
servers of this process. A sixth of the kills falls into each of five windows, at fault points of the code;
the rest come at random moments. Meanwhile somebody asks for reminders, news, lists, looks and watches, and
presses buttons. In the end the bot may live, and all that was asked for is looked for in what was sent.
"""

import argparse
import asyncio
import logging
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the world of the process tests is not installed

from crashing.lives import Lives
from crashing.steering import Steering
from crashing.wishes import Tally, Wishes

from telemetry.nursery import Nursery
from tests.process.town import Town, town

WINDOWS = {
    "update in hand": ("update.in-hand", "update.committed"),
    "claim": ("run.claimed",),
    "task running": ("run.running", "run.running", "errand.taken"),
    "commit": (
        "run.commit",
        "watch.judged",
        "errand.settling",
        "run.committed",
        "run.commit",
        "run.committed",
    ),
    "sending": ("delivery.sending", "delivery.sent", "delivery.edited", "delivery.taken"),
}
ANY_MOMENT = "any moment"

#: Seconds that a life may last that is killed at any moment: from before its first word to when all is done.
LONGEST_LIFE_S = 3.0

#: Jobs that should be waiting for their moment, so that there is something to be killed over.
STOCK = 8

#: Every so many lives one is the installed program, started as a person does.
INSTALLED_EVERY = 20

RUNNING = "worker:1.9.3"


@dataclass(slots=True, kw_only=True)
class Course:
    """One whole run: the world, the bot in it, and what happened to it."""

    world: Town
    bot: Lives
    wishes: Wishes
    steering: Steering
    dice: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    points: Counter[str] = field(default_factory=Counter)
    rests: int = 0

    async def begin(self) -> None:
        """Let the bot know its owner's zone, and give it a job to be switched on and off."""
        await self.bot.start_installed()
        await self.world.owner.ask("/timezone Berlin", expect="Europe/Berlin")
        await self.wishes.set_up_switch()
        await self.rest()

    async def kill_at(self, window: str, point: str) -> None:
        """Give the bot what leads to the point, and kill it there."""
        await self._prepare(point)
        if self.bot.count % INSTALLED_EVERY:
            await self.bot.start(FAULT_POINT=point)
        else:
            await self.bot.start_installed(FAULT_POINT=point)
        if point.startswith("watch."):
            await self.wishes.watch()
        try:
            await self.bot.wait_for_fault(point)
        except TimeoutError:
            said = "\n".join((*self.wishes.last_words(), *self.bot.said))
            raise AssertionError(
                f"after {self.kills.total()} kills it never came to {point}:\n{said}"
            ) from None
        self.kills[window] += 1
        self.points[point] += 1

    async def kill_at_any_moment(self) -> None:
        """Kill it in the middle of whatever it does."""
        await self._prepare(self.dice.choice(("run.", "errand.", "update.", "delivery.edited")))
        await self.bot.start()
        await asyncio.sleep(self.dice.uniform(0.0, LONGEST_LIFE_S))
        await self.bot.kill()
        self.kills[ANY_MOMENT] += 1

    async def rest(self) -> None:
        """Let it come through with all it has to do, and stop it as one stops a bot."""
        if not self.bot.is_alive:
            await self._start_up()
        await self.steering.nothing_to_do()
        code = await self.bot.terminate()
        assert code == 0, f"exit code {code}: {self.bot.said}"
        self.rests += 1

    async def finish(self) -> None:
        """Let it live until everything that was asked for has had its time."""
        await self._start_up()
        while stock := self.steering.stock():
            self.steering.move_to_next_due()
            await self.steering.fewer_than(stock)
        await self.rest()

    async def _start_up(self) -> None:
        try:
            await self.bot.start_up()
        except TimeoutError:
            said = "\n".join(self.bot.said)
            raise AssertionError(f"after {self.kills.total()} kills it does not start:\n{said}") from None

    async def _prepare(self, point: str) -> None:
        """Lay out, while no bot runs and time stands still, what leads to the point."""
        is_watch = point.startswith("watch.")
        if is_watch or self.steering.is_worn():  # what another watch says would be killed over instead
            await self.rest()
        if point.startswith("run.") and not self.steering.stock():
            for _ in range(STOCK):
                self.dice.choice((self.wishes.remind, self.wishes.brief))()
            await self.rest()
        if point.startswith("run."):
            self.steering.move_to_next_due()
        elif point.startswith("errand."):
            self.wishes.look()
        elif point == "delivery.edited":
            self.wishes.press()
        elif not is_watch:
            self.wishes.something()
        if self.dice.random() < 0.5 and not is_watch:
            self.wishes.something()


def planned(kills: int, dice: random.Random) -> list[tuple[str, str]]:
    """Return (window, point) of every kill, in random order."""
    share = kills // (len(WINDOWS) + 1)
    plan = [(window, point) for window, points in WINDOWS.items() for point in _round(points, share)]
    plan += [(ANY_MOMENT, "")] * (kills - len(plan))
    dice.shuffle(plan)
    return plan


def _round(points: tuple[str, ...], count: int) -> Iterator[str]:
    return (point for point, _ in zip(cycle(points), range(count), strict=False))


@asynccontextmanager
async def course(folder: Path, *, watches: int, seed: int) -> AsyncIterator[Course]:
    """Yield the world with a bot that is not started yet."""
    dice = random.Random(seed)
    async with town(folder) as world, Nursery() as nursery:
        apps = [f"app{number:02}" for number in range(watches)]
        if apps:
            world.deploy(*apps, image=RUNNING)
        bot = Lives(folder, {**world.settings, "MAX_JOBS": "10000"}, nursery)
        world.bot = bot
        try:
            yield Course(
                world=world,
                bot=bot,
                wishes=Wishes(world, apps=apps, dice=dice),
                steering=Steering(world),
                dice=dice,
            )
        finally:
            await bot.close()


async def run(kills: int, seed: int) -> Course:
    """Kill so often and return what happened."""
    plan = planned(kills, random.Random(seed))
    watches = sum(point.startswith("watch.") for _, point in plan)
    with tempfile.TemporaryDirectory() as folder:
        async with course(Path(folder), watches=watches, seed=seed) as it:
            await it.begin()
            for number, (window, point) in enumerate(plan, start=1):
                if number % 20 == 0:
                    print(f"{number} of {kills} kills", file=sys.stderr, flush=True)
                if point:
                    await it.kill_at(window, point)
                else:
                    await it.kill_at_any_moment()
            await it.finish()
            return it


def verdict(it: Course, *, kills: int) -> bool:
    """Print what was done and what came of it; tell whether all of it holds."""
    print(f"{'killed in':<16}{'kills':>6}  at")
    for window, points in {**WINDOWS, ANY_MOMENT: ()}.items():
        at = ", ".join(f"{point} {it.points[point]}" for point in dict.fromkeys(points))
        print(f"{window:<16}{it.kills[window]:>6}  {at}")
    print(f"{'all':<16}{it.kills.total():>6}  of {it.bot.count} lives; {it.rests} were let live\n")
    tallies = it.wishes.tallies()
    print(f"{'asked for':<12}{'times':>6}{'lost':>6}{'twice, unmarked':>17}{'marked repeats':>16}")
    for name, tally in tallies.items():
        print(f"{name:<12}{tally.asked:>6}{len(tally.lost):>6}{len(tally.doubled):>17}{tally.repeats:>16}")
    return _holds(it, tallies, kills=kills)


def _holds(it: Course, tallies: dict[str, Tally], *, kills: int) -> bool:
    lost = [word for tally in tallies.values() for word in tally.lost]
    doubled = [word for tally in tallies.values() for word in tally.doubled]
    doubled_jobs, troubles = it.wishes.doubled_jobs(), it.bot.all_troubles
    print(
        f"\nreports lost {len(lost)}, unmarked duplicates {len(doubled)}, jobs doubled {len(doubled_jobs)}, "
        f"faults in the log {len(troubles)}"
    )
    for word in (*lost, *doubled, *doubled_jobs, *troubles):
        print("  ", word)
    return it.kills.total() == kills and not (lost or doubled or doubled_jobs or troubles)


def main() -> int:
    """Exit with 0 only if everything holds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    # Requests whose callers are killed end in an error of the server; here that is the rule.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    began = time.perf_counter()
    it = asyncio.run(run(options.kills, options.seed))
    holds = verdict(it, kills=options.kills)
    print(f"seed {options.seed}, {time.perf_counter() - began:.0f} s: {'all holds' if holds else 'NOT SO'}")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
