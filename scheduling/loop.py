"""The loop: take what is due, start it, sleep until something is due or somebody rings.

It never sleeps longer than 30 s and looks at the clock on the wall anew each time: timers stand still while a
laptop sleeps, and clocks are set (schedule-rules B13). A turn that fails ends it: whoever keeps it starts it
anew, with back-off, and tells the owner (B12). Runs in hand go on meanwhile.
"""

from datetime import timedelta

import structlog

from domain.clock import Bell, Clock
from domain.ledger import Ledger
from domain.run import Owner
from scheduling.housekeeping import Housekeeping
from scheduling.runner import Runner
from telemetry.faultpoint import reach

log = structlog.get_logger(__name__)

LONGEST_NAP = timedelta(seconds=30)
#: A quarter of a lease: three renewals may fail before it is lost.
RENEW_EVERY = timedelta(seconds=15)
#: Waking so much later than planned means that the clock was set or the machine slept.
JUMP = timedelta(seconds=5)

#: Jobs settled in one transaction; other writers wait for it.
BATCH = 50


class Loop:
    """Claims what is due and hands it to the runner, for ever.

    Args:
        ledger: Where runs are claimed.
        runner: Who carries them out.
        housekeeping: The sign of life and the nightly prune.
        clock: Tells when it is.
        bell: Rung by commits that may have made something due.
        owner: Who holds the leases.
    """

    def __init__(
        self,
        *,
        ledger: Ledger,
        runner: Runner,
        housekeeping: Housekeeping,
        clock: Clock,
        bell: Bell,
        owner: Owner,
    ) -> None:
        self._ledger = ledger
        self._runner = runner
        self._housekeeping = housekeeping
        self._clock = clock
        self._bell = bell
        self._owner = owner

    async def run(self) -> None:
        """Turn until cancelled."""
        nap = await self.turn()
        log.info("first pass through", in_hand=self._runner.in_hand)
        while True:
            await self._sleep(nap)
            nap = await self.turn()

    async def turn(self) -> timedelta:
        """Do all that is due now and return how long nothing will be."""
        now = self._clock.now()
        await self._housekeeping.beat(now=now)
        await self._runner.renew()  # before the claim: after a jump our own leases look expired
        claimed = await self._ledger.claim(now=now, owner=self._owner, limit=BATCH)
        if claimed:
            reach("run.claimed")
            self._runner.start(claimed)
        if await self._housekeeping.tidy(now=now):
            return timedelta(0)
        next_at = await self._ledger.next_due_at()
        longest = RENEW_EVERY if self._runner.in_hand else LONGEST_NAP
        return longest if next_at is None else min(longest, next_at - self._clock.now())

    async def _sleep(self, nap: timedelta) -> None:
        """Wait until rung or the nap is over, by a timer too: a clock set back must not prolong it."""
        if nap <= timedelta(0):
            return
        asleep = self._clock.now()
        try:
            async with self._clock.timeout(nap.total_seconds()):
                await self._bell.wait(asleep + nap)
        except TimeoutError:
            pass
        awake = self._clock.now()
        if not timedelta(0) <= awake - asleep <= nap + JUMP:
            log.warning("the clock jumped", asleep=asleep.isoformat(), awake=awake.isoformat())
