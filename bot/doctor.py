"""`nightjar doctor`: is everything there that the bot needs, and if not, what is to be done?

Every check is one line: ✓, ! (works without it) or ✗, and a sentence. Nothing is changed.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from enum import StrEnum
from typing import TextIO

from aiogram.exceptions import AiogramError, TelegramAPIError, TelegramNetworkError

from bot.polling import trouble_in_words
from bot.sessions import build_bot
from bot.settings import Settings
from cluster.access import Right
from cluster.bounds import Bounds
from cluster.clusters import Clusters, dialler
from domain.clock import SystemClock
from domain.errors import NightjarError
from messages.sentences import Filling, explain, text
from storage import deliveries, watches
from storage.lock import bot_runs
from storage.migrating import open_database
from tasks.news.fetching import Fetcher
from tasks.news.sources import sources_for

#: Seconds one check may take.
LONGEST_S = 15.0


class Mark(StrEnum):
    """How a line begins."""

    WELL = "✓"
    #: Something is missing that the bot can do without.
    WITHOUT = "!"
    ILL = "✗"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line."""

    mark: Mark
    sentence: str


Check = Callable[[Settings], AsyncGenerator[Finding]]


def examine(settings: Settings, *, out: TextIO) -> int:
    """Print all findings; 1 when something is wrong that the bot cannot do without."""
    return asyncio.run(_examine(settings, out))


async def _examine(settings: Settings, out: TextIO) -> int:
    ill = False
    for check in CHECKS:
        async for finding in _bounded(check, settings):
            out.write(f"{finding.mark} {finding.sentence}\n")
            out.flush()
            ill = ill or finding.mark is Mark.ILL
    return 1 if ill else 0


async def _bounded(check: Check, settings: Settings) -> AsyncGenerator[Finding]:
    try:
        async with asyncio.timeout(LONGEST_S):
            async for finding in check(settings):
                yield finding
    except TimeoutError:
        yield _finding(Mark.ILL, "too-slow", seconds=int(LONGEST_S))


async def _database(settings: Settings) -> AsyncGenerator[Finding]:
    try:
        database = open_database(settings.database, migrate=False)
    except NightjarError as error:
        yield Finding(
            mark=Mark.WITHOUT if error.key == "storage.missing" else Mark.ILL, sentence=_words(error)
        )
        return
    async with database:
        writer = await database.writer()
        async with writer.reading() as tx:
            dead = len(await deliveries.undelivered(tx))
            blind = sum(watch.lost_at is not None for watch in await watches.list_followed(tx))
    runs = "running" if bot_runs(settings.database) else "not-running"
    yield _finding(Mark.WELL, f"database.{runs}", path=str(settings.database))
    if dead:
        yield _finding(Mark.WITHOUT, "dead-letters", number=dead)
    if blind:
        yield _finding(Mark.WITHOUT, "out-of-sight", number=blind)


async def _telegram(settings: Settings) -> AsyncGenerator[Finding]:
    token = settings.telegram_bot_token.get_secret_value()
    if not token:
        yield _finding(Mark.ILL, "no-token")
        return
    try:
        bot = build_bot(token=token, api_base=settings.telegram_api_base)
    except (AiogramError, ValueError):
        yield _finding(Mark.ILL, "bad-token")
        return
    try:
        me = await bot.get_me()
        yield _finding(Mark.WELL, "telegram", username=me.username or "")
    except TelegramNetworkError:
        yield _finding(Mark.ILL, "telegram-silent", address=settings.telegram_api_base)
    except (AiogramError, TelegramAPIError) as error:
        yield Finding(mark=Mark.ILL, sentence=trouble_in_words(error))
    finally:
        await bot.session.close()


async def _cluster(settings: Settings) -> AsyncGenerator[Finding]:
    clock = SystemClock()
    bounds = Bounds(namespaces=settings.namespaces, contexts=settings.clusters)
    async with Clusters(dialler(settings.kubeconfig, clock, bounds=bounds), clock, bounds=bounds) as clusters:
        try:
            cluster = await clusters.at("")
            spaces = bounds.named or ("",)
            rights = [right for name in spaces for right in await cluster.missing_rights(name)]
            closed = [await cluster.closed_kinds(name) for name in spaces]
        except NightjarError as error:
            yield _no_cluster(error)
            return
    for right in rights:
        yield _finding(
            Mark.WITHOUT, "missing-right", verb=right.verb, resource=right.resource, namespace=right.namespace
        )
    if not rights:
        yield _finding(Mark.WELL, "cluster")
    for kind, lacking in sorted(_lacking(closed)):
        yield _finding(Mark.WITHOUT, "closed-kinds", kinds=f"{kind} ({lacking})")


def _no_cluster(error: NightjarError) -> Finding:
    match error.key:
        case "cluster.rights-untold":
            return Finding(mark=Mark.WITHOUT, sentence=_words(error))
        case "cluster.login-lost":
            # Its own sentence says that it is tried again, which nobody does here.
            return _finding(Mark.WITHOUT, "no-cluster", reason=text("en", "doctor.login-lost", count=None))
        case _:
            return _finding(Mark.WITHOUT, "no-cluster", reason=_words(error))


def _lacking(closed: list[dict[str, tuple[Right, ...]]]) -> set[tuple[str, str]]:
    """Return kinds with what they lack, in kubectl's words: "list,watch jobs -n prod"."""
    return {(kind, _in_words(rights)) for kinds in closed for kind, rights in kinds.items()}


def _in_words(rights: tuple[Right, ...]) -> str:
    verbs: dict[str, list[str]] = {}
    for right in rights:
        where = f" -n {right.namespace}" if right.namespace else ""
        verbs.setdefault(f"{right.resource}{where}", []).append(right.verb)
    return "; ".join(f"{','.join(said)} {what}" for what, said in verbs.items())


async def _news(settings: Settings) -> AsyncGenerator[Finding]:
    if not settings.news_feeds:
        yield _finding(Mark.WITHOUT, "no-feeds")
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(Fetcher(allow_private=settings.is_practice))
        now = SystemClock().now()
        sources = sources_for(settings.news_feeds, topic="news", language="en", now=now, looked_at=None)
        for feed, source in zip(settings.news_feeds, sources, strict=True):
            try:
                await fetcher.fetch(source.address)
                yield _finding(Mark.WELL, "feed", address=feed)
            except NightjarError as error:
                yield _finding(Mark.WITHOUT, "feed-silent", address=feed, reason=_words(error))


def _words(error: NightjarError) -> str:
    return "".join(span.text for span in explain("en", error))


def _finding(mark: Mark, key: str, **fillings: Filling) -> Finding:
    return Finding(mark=mark, sentence=text("en", f"doctor.{key}", count=None, **fillings))


CHECKS: tuple[Check, ...] = (_database, _telegram, _cluster, _news)
