"""`news`: looks at every source, tells what is new, and stays silent when nothing is (schedule-rules E).

Whether something is new is decided by a difference of sets, never by a model (B31). What was told is
remembered in the transaction that writes the message, so that a run that is broken off neither loses nor
repeats anything. Total silence cannot be told from death, hence a line a week.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

from domain.clock import Clock
from domain.errors import NightjarError, PermanentError
from domain.job import TaskSpec
from domain.report import Report
from domain.run import Inputs, Result
from domain.task import Task
from tasks.equipment import Equipment, Fetch, Member
from tasks.news import brief
from tasks.news.brief import Failure
from tasks.news.items import Item, distinct
from tasks.news.memory import Memory, recall, store
from tasks.news.parsing import parse
from tasks.news.ranking import best, is_about
from tasks.news.sources import Source, sources_for

#: A week, less what a clock change or a slow night may take from it.
SAY_SO_AFTER = timedelta(days=7) - timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catch:
    """What one look brought. `read` holds the identities of the sources that answered."""

    items: tuple[Item, ...]
    read: tuple[str, ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """The task, with the sources it was built for."""

    fetch: Fetch
    feeds: tuple[str, ...]

    async def __call__(self, spec: TaskSpec, inputs: Inputs, clock: Clock) -> Result:
        """Return the brief, or nothing when nothing is new and nobody asked."""
        if not self.feeds:
            raise PermanentError("news.no-sources")
        now, memory = clock.now(), recall(inputs.memory)
        sources = sources_for(
            self.feeds, topic=spec.text, language=inputs.language, now=now, looked_at=memory.looked_at
        )
        catch = await self._look(sources, topic=spec.text, now=now)
        if not catch.read:
            report = brief.all_failed(inputs, catch.failures)
            transient = any(not isinstance(error, PermanentError) for _, error in catch.failures)
            return Result(report=report, error="news.all-failed", transient=transient)
        return _told(inputs, catch, memory, now=now)

    async def _look(self, sources: Sequence[Source], *, topic: str, now: datetime) -> Catch:
        """Ask all sources at once; one that fails spoils nothing."""
        answers = await asyncio.gather(*(self._ask(source, topic=topic, now=now) for source in sources))
        found = [items for items in answers if not isinstance(items, NightjarError)]
        # One of each in turn, so that what two sources tell is not always credited to the first.
        mixed = tuple(item for row in zip_longest(*found) for item in row if item is not None)
        return Catch(
            items=distinct(mixed),
            read=tuple(
                source.identity
                for source, answer in zip(sources, answers, strict=True)
                if not isinstance(answer, NightjarError)
            ),
            failures=tuple(
                (source, answer)
                for source, answer in zip(sources, answers, strict=True)
                if isinstance(answer, NightjarError)
            ),
        )

    async def _ask(self, source: Source, *, topic: str, now: datetime) -> tuple[Item, ...] | NightjarError:
        try:
            body = await self.fetch.fetch(source.address)
            # In a thread: a feed of 2 MB takes a second to parse, and chats wait for nobody.
            items = await asyncio.to_thread(parse, body, source, now=now)
        except NightjarError as error:
            return error
        return items if source.is_about_topic else tuple(item for item in items if is_about(item, topic))


def _told(inputs: Inputs, catch: Catch, memory: Memory, *, now: datetime) -> Result:
    """Return what is said of a look, and what is remembered of it."""
    new = tuple(item for item in catch.items if not item.is_among(inputs.seen))
    shown = best(new, topic=inputs.text, now=now)
    # What does not fit waits for the next brief; of a source that is read for the first time, nothing does.
    waiting = tuple(item for item in new if item not in shown and item.source in memory.sources)
    seen = {key: None for item in catch.items if item not in waiting for key in item.keys}
    report = _report(inputs, catch, memory, shown=shown, waiting=len(waiting), now=now)
    by_itself = report is not None and (bool(shown) or not inputs.manual)
    remembered = Memory(
        sources=tuple(sorted({*memory.sources, *catch.read})),
        looked_at=now,
        told_at=now if by_itself else memory.told_at or now,
        checks=0 if by_itself else memory.checks + 1,
    )
    return Result(report=report, seen=tuple(seen), memory=store(remembered))


def _report(
    inputs: Inputs, catch: Catch, memory: Memory, *, shown: Sequence[Item], waiting: int, now: datetime
) -> Report | None:
    """Return what is said, None when there is nothing to say."""
    if shown:
        figures = brief.Figures(total=len(catch.items), waiting=waiting)
        return brief.brief(inputs, shown, figures, failures=catch.failures, now=now)
    if inputs.manual:
        since, total = memory.looked_at, len(catch.items)
        return brief.nothing_new(inputs, since=since, total=total, failures=catch.failures, now=now)
    if memory.told_at is not None and now - memory.told_at >= SAY_SO_AFTER:
        return brief.still_looking(inputs, checks=memory.checks + 1, failures=catch.failures)
    return None


def _build(equipment: Equipment) -> Task:
    return News(fetch=equipment.fetch, feeds=equipment.feeds)


MEMBER = Member(name="news", build=_build, needs_network=True)
