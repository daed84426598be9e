"""The loop of delivery: start whoever is next in each lane, sleep until the next moment or a ring.

One process sends for a file (an OS lock sees to that); inside it every lane has at most one call in flight.
What a dead process left behind is found by `run` before anything else is sent.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from aiogram import Bot

from delivery.editing import Editing
from delivery.lanes import Lane, Rhythm
from delivery.mishaps import Mishaps
from delivery.office import Office, Patience
from delivery.pace import Limits, Pace, Priority
from delivery.posting import Posting
from domain.clock import Bell, Clock
from domain.report import Severity
from storage import deliveries, delivery_states
from storage.database import Transaction, Writer
from storage.deliveries import Edit, Head
from telemetry import metrics
from telemetry.health import Health
from telemetry.nursery import Nursery

log = structlog.get_logger(__name__)

#: Calls in flight at once, over all lanes; aiogram's session opens up to 100 connections.
MOST_IN_FLIGHT = 32

#: How often rows that waited too long are looked for.
SWEEP_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """A row that could be sent or edited, and when at the earliest."""

    row_id: int
    lane: Lane
    due_at: datetime
    priority: Priority = Priority.FIRST
    is_edit: bool = False
    is_repeat: bool = False


class Delivery:
    """Carries reports from the outbox to Telegram.

    Args:
        bot: With the session to be used.
        writer: A writer of its own, so that no open transaction of others is seen.
        clock: For all waiting but that for the network.
        bell: Rung when `Room.DELIVERY` has work.
        owner: Names this process in the rows that it has in hand.
        health: Told about a token that Telegram does not know any more.
        limits: How fast the bot may write.
        patience: How long a call may take.
    """

    def __init__(
        self,
        bot: Bot,
        writer: Writer,
        *,
        clock: Clock,
        bell: Bell,
        owner: str,
        health: Health | None = None,
        limits: Limits | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._office = Office(
            bot, writer, clock=clock, health=health or Health(), patience=patience or Patience()
        )
        self._posting = Posting(self._office, owner=owner)
        self._editing = Editing(self._office)
        self._writer = writer
        self._clock = clock
        self._bell = bell
        self._pace = Pace(limits or Limits())
        self._rhythm = Rhythm()
        self._mishaps = Mishaps()
        self._nursery = Nursery()
        self._in_hand: set[int] = set()
        self._sweep_at = clock.now()
        #: When the loop looks again if nobody rings.
        self.next_turn_at = clock.now()
        self._turns = 0
        self._rested_at_turn = 0
        self._rested = asyncio.Condition()

    @property
    def last_success_at(self) -> datetime | None:
        """When Telegram last did what was asked."""
        return self._office.last_success_at

    @property
    def unauthorized(self) -> bool:
        """Whether Telegram's last word was that it does not know the token."""
        return self._office.unauthorized

    async def run(self) -> None:
        """Deliver for ever; what a dead process had in hand comes first."""
        await self._posting.recover()
        async with self._nursery:
            while True:
                self.next_turn_at = await self._turn()
                await self._note_rest()
                await self._bell.wait(self.next_turn_at)

    async def settled(self) -> None:
        """Return when nothing is in flight and nothing can be sent at this moment; `run` must be running."""
        wanted = self._turns + 1
        self._bell.ring()
        async with self._rested:
            await self._rested.wait_for(lambda: self._rested_at_turn >= wanted)

    async def flush(self, seconds: float) -> None:
        """Send what can be sent now, for so many real seconds at most; call it before `run` is cancelled."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.settled()

    async def _turn(self) -> datetime:
        """Start all that may go now and return when to look again."""
        self._turns += 1
        now = self._clock.now()
        try:
            return self._start_ready(await self._look(now), now)
        except Exception as error:  # noqa: BLE001  # the outermost turn of the loop, logged there
            return self._mishaps.note(error, now=now)

    async def _note_rest(self) -> None:
        if not self._in_hand:
            async with self._rested:
                self._rested_at_turn = self._turns
                self._rested.notify_all()

    async def _look(self, now: datetime) -> tuple[list[_Work], datetime | None]:
        """Return what could be done, and when the next row's own moment comes."""
        if now >= self._sweep_at:
            await self._sweep(now)
        free_at = self._pace.free_overall_at(priority=Priority.FIRST, now=now)
        if free_at > now:  # most of the second in which a thousand wait: nobody goes but who was asked
            answers = await self._writer.read(partial(deliveries.answers, now=now))
            return [_post(head, now) for head in answers if head.state != "sending"], free_at
        heads, edits, next_due_at, length = await self._writer.read(partial(_open_work, now=now))
        metrics.outbox_open.set(length)
        if any(head.state == "sending" and head.id not in self._in_hand for head in heads):
            # What became of a call could not be written (a full disk): as if we had died over it.
            await self._posting.recover(but=frozenset(self._in_hand))
        work = [_post(head, now) for head in heads if head.state != "sending"]
        work += [self._edit(edit, now) for edit in edits]
        return sorted(work, key=lambda it: (it.priority, it.row_id)), next_due_at

    def _start_ready(self, found: tuple[list[_Work], datetime | None], now: datetime) -> datetime:
        work, next_due_at = found
        moments = [self._sweep_at] if next_due_at is None else [self._sweep_at, next_due_at]
        lanes = self._office.lanes
        for item in work:
            if item.lane in lanes.busy or len(lanes.busy) >= MOST_IN_FLIGHT:
                continue  # whoever is in flight rings when it is done
            free_at = self._pace.free_at(item.lane[0], priority=item.priority, now=now)
            at = max(item.due_at, lanes.open_at(item.lane, now=now), free_at)
            if at > now:
                moments.append(at)
                continue
            self._pace.spend(item.lane[0], now=now)
            lanes.busy.add(item.lane)
            self._in_hand.add(item.row_id)
            self._nursery.start(self._do(item), name=f"delivery of {item.row_id}")
        return min(moments)

    async def _do(self, item: _Work) -> None:
        """Carry out one piece of work; whatever happens, the lane is free again afterwards."""
        try:
            if item.is_edit:
                if await self._editing.edit(item.row_id) and item.priority is Priority.PROGRESS:
                    self._rhythm.edited(item.row_id, now=self._clock.now())
            elif not item.is_repeat or await self._posting.may_repeat(item.row_id):
                await self._posting.post(item.row_id)
            self._mishaps.well()
        except Exception as error:  # noqa: BLE001  # the outermost turn of a delivery, logged there
            now = self._clock.now()
            self._office.lanes.pause(item.lane, until=self._mishaps.note(error, now=now))
        finally:
            self._office.lanes.busy.discard(item.lane)
            self._in_hand.discard(item.row_id)
            self._bell.ring()

    async def _sweep(self, now: datetime) -> None:
        async with self._writer.transaction() as tx:
            expired = await delivery_states.expire(tx, now=now)
        if expired:
            log.error("reports could not be delivered in time", rows=expired)
        self._sweep_at = now + SWEEP_EVERY

    def _edit(self, edit: Edit, now: datetime) -> _Work:
        """Progress is shown in its own rhythm, everything else at once (a verdict ends the rhythm)."""
        progress = edit.severity == Severity.PROGRESS
        return _Work(
            row_id=edit.id,
            lane=(edit.chat_id, edit.thread_id),
            due_at=self._rhythm.due_at(edit.id, sent_at=edit.sent_at) if progress else now,
            priority=Priority.PROGRESS if progress else Priority.FIRST,
            is_edit=True,
        )


async def _open_work(
    tx: Transaction, *, now: datetime
) -> tuple[tuple[Head, ...], tuple[Edit, ...], datetime | None, int]:
    """Return the heads of the lanes, the edits, when the next row's moment comes, and how many are open."""
    heads, edits = await deliveries.heads(tx, now=now), await deliveries.edits(tx)
    return heads, edits, await deliveries.next_due_at(tx, now=now), await deliveries.queue_length(tx)


def _post(head: Head, now: datetime) -> _Work:
    repeat = head.state == "unknown"
    return _Work(
        row_id=head.id,
        lane=(head.chat_id, head.thread_id),
        due_at=head.not_before if repeat and head.not_before is not None else now,
        priority=Priority.ANSWER if head.is_answer else Priority.FIRST,
        is_repeat=repeat,
    )
