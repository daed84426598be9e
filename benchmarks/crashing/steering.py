"""What is known of the bot's file and used to steer: what is due, what is to be done. It judges nothing."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta

from tests.process.process import PATIENCE_S
from tests.process.town import Town

#: Work that is due within this time is stock for a kill.
SOON = timedelta(hours=1)

#: A run that broke off so often gets a life to come through: the bot gives up after the third time, and a
#: message after the fifth, which both is as it should be and not what is looked for here.
MOST_BROKEN_RUNS, MOST_BROKEN_SENDINGS = 2, 3

_SOON = """SELECT {} FROM job WHERE state = 'active' AND kind = 'schedule'
           AND CAST(strftime('%s', next_due_at) AS INTEGER) <= ?"""

#: Which rows are not through.
_OPEN = {
    "run": "state IN ('requested', 'claimed', 'running', 'interrupted')",
    "outbox": "state IN ('pending', 'sending', 'unknown') OR (state = 'sent' AND revision > shown)",
    "errand": "state = 'waiting'",
    "watch": "phase IN ('beginning', 'rolling')",
}
_TO_DO = "SELECT " + " + ".join(
    f"(SELECT count(*) FROM {table} WHERE {rows})" for table, rows in _OPEN.items()
)


class Steering:
    """Looks into the file and sets the clock."""

    def __init__(self, world: Town) -> None:
        self._world = world

    def stock(self) -> int:
        """Return how many jobs will be due soon."""
        return self._world.counted(_SOON.format("count(*)"), self._soon())

    def move_to_next_due(self) -> bool:
        """Move the clock to where the next job is due; tell whether there was one."""
        due = self._world.counted(_SOON.format("coalesce(min(strftime('%s', next_due_at)), 0)"), self._soon())
        now = self._world.clock.now().timestamp()
        if due > now:
            self._world.move_to(self._world.clock.now() + timedelta(seconds=due - now + 1))
        return due > 0

    def is_worn(self) -> bool:
        """Tell whether something has broken off so often that it must come through now."""
        runs = (
            "SELECT coalesce(max(attempt), 0) FROM run WHERE state IN ('claimed', 'running', 'interrupted')"
        )
        rows = (
            "SELECT coalesce(max(attempts), 0) FROM outbox WHERE state IN ('pending', 'sending', 'unknown')"
        )
        counted = self._world.counted
        return counted(runs) >= MOST_BROKEN_RUNS or counted(rows) >= MOST_BROKEN_SENDINGS

    async def nothing_to_do(self) -> None:
        """Wait until every update is taken and all that was begun is through."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while self._world.telegram.world.updates.waiting or self._world.counted(_TO_DO):  # noqa: ASYNC110  # a file rings no event
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError("\n".join(self._left())) from None

    async def fewer_than(self, stock: int) -> None:
        """Wait until fewer jobs than that are waiting for their moment."""
        async with asyncio.timeout(PATIENCE_S):
            while self.stock() >= stock:  # noqa: ASYNC110  # as above
                await asyncio.sleep(0.02)

    def _left(self) -> list[str]:
        """Return what was not done in all that time, and what the bot says about it."""
        left = [f"{update.kind} waits" for update in self._world.telegram.world.updates.waiting]
        with closing(sqlite3.connect(self._world.database)) as file:
            for table, open_rows in _OPEN.items():
                rows = file.execute(f"SELECT * FROM {table} WHERE {open_rows}").fetchall()
                left += [f"{table}: {row}" for row in rows]
        return [*left, *self._world.bot.said]

    def _soon(self) -> int:
        return int((self._world.clock.now() + SOON).timestamp())
