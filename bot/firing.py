"""`nightjar fire JOB` and `nightjar sweep`: what cron, systemd and other outside clocks call.

One line of JSON on stdout and an exit code are the whole contract (schedule-rules D1); what went wrong is a
word in that line, never a traceback, because nobody reads what a cron job prints.
"""

import asyncio
import json
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, TextIO

import structlog

from bot.lifecycle import clock_of
from bot.outside import Fired, Outcome, Outside, outside
from bot.sending import send_what_waits
from bot.settings import Settings, load
from bot.silence import Life, look
from domain.clock import Clock
from domain.errors import NightjarError
from messages.sentences import explain
from storage.database import Database
from storage.lock import bot_runs
from storage.migrating import open_database
from telemetry.logging import configure

log = structlog.get_logger(__name__)

FINE, FAILED, UNKNOWN, TRY_LATER = 0, 1, 2, 75

#: What may pass by itself: the disk is full; the bot has yet to bring the file up to date.
_PASSES = frozenset({"storage.older", "storage.unusable"})

Answer = tuple[int, dict[str, Any]]
Work = Callable[[Settings, Outside, Database, Clock], Awaitable[Answer]]


def fire(name: str, *, out: TextIO) -> int:
    """Run one job if it is due, and return the exit code."""

    async def work(settings: Settings, here: Outside, database: Database, clock: Clock) -> Answer:
        found = await here.find(name)
        if len(found) != 1:
            return UNKNOWN, _unknown(name, [job.id for job in found])
        fired = await here.fire(found[0])
        sent = await send_what_waits(settings, database, clock)
        answer = {"job": found[0].id, "number": found[0].number, **_told(fired)}
        return _code([fired.outcome]), answer | {"messages": _messages(database, all_sent=sent)}

    return _finish("fire", work, out)


def sweep(*, out: TextIO) -> int:
    """Run all that is due, see whether the bot lives, and return the exit code."""

    async def work(settings: Settings, here: Outside, database: Database, clock: Clock) -> Answer:
        outcomes = await here.sweep()
        await send_what_waits(settings, database, clock)  # the look below may take most of a minute
        life = await look(await database.writer(), clock)
        sent = await send_what_waits(settings, database, clock)
        answer = {"runs": Counter(map(str, outcomes)), "bot": _bot(database, life)}
        return _code(outcomes), answer | {"messages": _messages(database, all_sent=sent)}

    return _finish("sweep", work, out)


def _finish(command: str, work: Work, out: TextIO) -> int:
    """Do the work, print what became of it, and return the exit code."""
    code, answer = _answer(work)
    out.write(json.dumps({"command": command, **answer}, ensure_ascii=False) + "\n")
    return code


def _answer(work: Work) -> Answer:
    try:
        settings = load()
        configure(level=settings.log_level, form=settings.log_format)
        settings.check_token()
        return asyncio.run(_open(settings, work))
    except NightjarError as error:
        reason = "".join(span.text for span in explain("en", error))
        return (TRY_LATER if error.key in _PASSES else FAILED), {"result": "error", "reason": reason}
    except sqlite3.OperationalError as error:
        return TRY_LATER, {"result": "busy", "reason": str(error)}
    except Exception as error:  # the outermost turn: its caller reads the line and nothing else
        log.error("an outside clock's work broke", reason=type(error).__name__)  # noqa: TRY400  # no traceback
        log.debug("this is how", exc_info=error)
        return FAILED, {"result": "error", "reason": type(error).__name__}


async def _open(settings: Settings, work: Work) -> Answer:
    async with (
        clock_of(settings) as clock,
        open_database(settings.database, migrate=False) as database,
        outside(settings, database, clock) as here,
    ):
        return await work(settings, here, database, clock)


def _code(outcomes: list[Outcome]) -> int:
    """A failure is one, however much else went well."""
    if Outcome.FAILED in outcomes:
        return FAILED
    return TRY_LATER if Outcome.AGAIN in outcomes else FINE


def _told(fired: Fired) -> dict[str, Any]:
    slot = fired.run.slot if fired.run is not None else None
    return {"result": fired.outcome, "slot": None if slot is None else slot.isoformat()}


def _unknown(name: str, ids: list[str]) -> dict[str, Any]:
    return {"job": name, "result": "ambiguous", "jobs": ids} if ids else {"job": name, "result": "unknown"}


def _messages(database: Database, *, all_sent: bool) -> str:
    if bot_runs(database.path):
        return "left to the bot"
    return "sent" if all_sent else "waiting"


def _bot(database: Database, life: Life) -> str:
    return life if life is not Life.ALIVE or bot_runs(database.path) else "stopped"
