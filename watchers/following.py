"""Following one watch: what the streams show goes to the judge, what the judge says goes to a scribe.

One judgement for each change (150 ms after the first of a burst) and for each moment that the judge asked
for. What is to be spoken is read afresh and judged again first. No database here: a replay follows a
recording with the same code and another scribe.
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from cluster.connection import Cluster
from cluster.sight import Sight
from cluster.snapshot import Snapshot
from domain.clock import Clock
from domain.errors import NightjarError
from domain.job import WatchSpec
from domain.watch import Progress, Said, WatchPhase, Word
from domain.watchtower import Keepsake
from watchers import evidence
from watchers.judge import EVENTS, Judgement, judge
from watchers.looking import ANSWERED, with_gone_since
from watchers.memory import Memory

log = structlog.get_logger(__name__)

#: A burst of changes is judged once, so long after its first: with 250 ms (watch-rules C.3, 6) a verdict that
#: needs no patience came close to half a second behind its event.
DEBOUNCE = timedelta(milliseconds=150)
#: The progress line is not edited more often.
LINE_EVERY = timedelta(seconds=5)
#: What could not be verified or read is tried again after this.
AGAIN = timedelta(seconds=5)
#: While the cluster is out of sight, its streams are looked at this often.
BLIND_LOOK = timedelta(seconds=10)
#: A stale stream of a server that answers is nobody's worry for so long.
STALE_LOOK = timedelta(seconds=30)
#: How long the streams may lag behind what was read afresh before they are believed again.
LAG = timedelta(seconds=10)
REFUSED_LOOK = timedelta(seconds=30)

#: Progress that is worth an edit; the others are what the first answer has said already.
SHOWN = frozenset(
    {
        "rolling",
        "soaking",
        "running",
        "shaky",
        "paused",
        "gone",
        "not-seen-yet",
        "not-made-yet",
        "guard",
        "ended",
    }
)

#: Said although nothing can be read afresh: they are about our sight, or about time that is over.
UNVERIFIED = frozenset({Word.LOST_SIGHT, Word.SIGHT_REGAINED})
BETTER_UNVERIFIED_THAN_NEVER = frozenset({Word.EXPIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came of one judgement. `progress` is None while the line need not be edited."""

    memory: Memory
    progress: Progress | None = None
    said: Said | None = None
    keepsakes: Sequence[Keepsake] = ()
    now: datetime


class Scribe(Protocol):
    """Where judgements go."""

    async def heard(self, heard: Heard) -> bool:
        """Take a judgement: memory, line and finding together. False when nobody wants to know any more."""

    async def refused(self, error: NightjarError, *, now: datetime) -> None:
        """Take it that the cluster refuses to show what is watched; told once."""


class Following:
    """Follows one target for one watch."""

    def __init__(
        self,
        cluster: Cluster,
        clock: Clock,
        scribe: Scribe,
        *,
        spec: WatchSpec,
        memory: Memory,
        reading: AbstractAsyncContextManager[None] | None = None,
    ) -> None:
        """`reading` is held while something is read afresh: who follows many lets them read in turn."""
        self._reading = reading or nullcontext()
        self._cluster = cluster
        self._clock = clock
        self._scribe = scribe
        self._spec = spec
        self._memory = memory
        self._line: Progress | None = None
        self._line_at: datetime | None = None
        self._fresh: tuple[datetime, str, int] | None = None
        self._over = memory.phase is WatchPhase.ENDED

    async def run(self) -> None:
        """Follow until the watch has ended."""
        sight = self._cluster.watch(self._spec.target, uid=self._memory.uid)
        try:
            # The first look was a fresh one; shared streams may be a moment behind it.
            await self._clock.sleep_until(self._clock.now() + DEBOUNCE)
            while not self._over:
                await self._rest(sight, await self._turn(sight))
        finally:
            sight.close()

    async def _turn(self, sight: Sight) -> datetime | None:
        """Judge once and pass it on; return when to look again."""
        if (refusal := sight.refused) is not None:
            await self._scribe.refused(refusal, now=self._clock.now())
        if refusal is not None and not self._waited_in_vain():
            return self._clock.now() + REFUSED_LOOK
        snapshot = await self._seen(sight)
        if refusal is not None:
            # Whatever is to be seen: the time is over, and that has to be said.
            snapshot = replace(snapshot, synced=True, stale_since=None)
        elif not snapshot.synced or self._is_behind(snapshot):
            return self._clock.now() + LAG
        try:
            judgement, seen = await self._judged(snapshot)
        except NightjarError as error:
            log.info("cannot look afresh", target=str(self._spec.target), reason=str(error))
            return self._clock.now() + AGAIN
        heard = await self._worded(judgement, seen, sight)
        self._memory = judgement.memory
        wanted = await self._scribe.heard(heard)
        self._over = not wanted or judgement.phase is WatchPhase.ENDED
        due = judgement.look_again_at
        if heard.progress is None and self._wants_line(judgement) and self._line_at is not None:
            line_due = self._line_at + LINE_EVERY
            due = line_due if due is None else min(due, line_due)
        return due

    async def _seen(self, sight: Sight) -> Snapshot:
        """Return what the streams show; stale only if the server does not answer either."""
        snapshot = sight.snapshot()
        if snapshot.stale_since is None:
            return snapshot
        # Whom it does not know, a server that answers /readyz shows nothing either.
        is_known = sight.login_lost_at is None
        if is_known and self._memory.blind_since is None and await self._cluster.ready():
            return replace(snapshot, stale_since=None)
        # That we see nothing can be judged before the first list has come.
        return replace(snapshot, synced=True)

    def _waited_in_vain(self) -> bool:
        """Whether the time of a watch that waits is over, so that nothing needs to be seen any more."""
        is_waiting = self._memory.phase is WatchPhase.ARMED and self._memory.blind_since is None
        return is_waiting and not self._spec.lasting and self._spec.until <= self._clock.now()

    def _is_behind(self, snapshot: Snapshot) -> bool:
        """Whether the streams show the object as it was before the last fresh look."""
        if self._fresh is None or snapshot.object is None or snapshot.stale_since is not None:
            return False
        until, uid, version = self._fresh
        if self._clock.now() >= until:
            self._fresh = None
            return False
        return snapshot.object["metadata"]["uid"] != uid or _version(snapshot) < version

    async def _judged(self, snapshot: Snapshot) -> tuple[Judgement, Snapshot]:
        """Return the judgement and what it was made from; one that speaks was made from a fresh read."""
        judgement = self._ask(snapshot)
        if EVENTS in judgement.wants:
            async with self._reading:
                events = await self._cluster.events(self._spec.target, snapshot)
            snapshot = replace(snapshot, events=events)
            judgement = self._ask(snapshot, answered=ANSWERED)
        said = judgement.outcome
        if not isinstance(said, Said) or said.word in UNVERIFIED:
            return judgement, snapshot
        try:
            async with self._reading:
                fresh = with_gone_since(await self._cluster.look(self._spec.target), snapshot)
        except NightjarError:
            if said.word in BETTER_UNVERIFIED_THAN_NEVER:
                return judgement, snapshot
            raise
        if fresh.object is not None:
            uid = str(fresh.object["metadata"]["uid"])
            self._fresh = (self._clock.now() + LAG, uid, _version(fresh))
        return self._ask(fresh, answered=ANSWERED), fresh

    def _ask(self, snapshot: Snapshot, *, answered: frozenset[str] = frozenset()) -> Judgement:
        return judge(self._spec, self._memory, snapshot, self._clock.now(), answered=answered)

    async def _worded(self, judgement: Judgement, seen: Snapshot, sight: Sight) -> Heard:
        now = self._clock.now()
        if isinstance(judgement.outcome, Said):
            async with self._reading:
                said, keepsakes = await evidence.gather(
                    self._cluster, self._clock, seen, judgement.outcome, target=self._spec.target
                )
            if said.word is Word.LOST_SIGHT and sight.login_lost_at is not None:
                said = replace(said, cause="login-lost")
            return Heard(memory=judgement.memory, said=said, keepsakes=keepsakes, now=now)
        if not self._wants_line(judgement) or (
            self._line_at is not None and now < self._line_at + LINE_EVERY
        ):
            return Heard(memory=judgement.memory, now=now)
        self._line, self._line_at = judgement.outcome, now
        return Heard(memory=judgement.memory, progress=judgement.outcome, now=now)

    def _wants_line(self, judgement: Judgement) -> bool:
        outcome = judgement.outcome
        return isinstance(outcome, Progress) and outcome.phase in SHOWN and outcome != self._line

    async def _rest(self, sight: Sight, again_at: datetime | None) -> None:
        """Sleep until something changes, the judge wants to look again, or the streams must be looked at."""
        if self._over:
            return
        now = self._clock.now()
        sight_due = sight.stale_at if sight.stale_at > now else now + STALE_LOOK
        if self._memory.blind_since is not None:
            sight_due = now + BLIND_LOOK
        due = sight_due if again_at is None else min(again_at, sight_due)
        await sight.changed.wait(max(due, now + DEBOUNCE))
        if self._clock.now() < due:
            await self._clock.sleep_until(self._clock.now() + DEBOUNCE)


def _version(snapshot: Snapshot) -> int:
    """Return the object's version as a number; the API compares them so, whatever it says about opacity."""
    assert snapshot.object is not None
    found = str(snapshot.object["metadata"].get("resourceVersion", ""))
    return int(found) if found.isdecimal() else 0
