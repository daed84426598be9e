"""`nightjar replay`: what would have been said of a recorded rollout, as JSON lines.

The recording goes as bytes through the real stream, snapshot and judge, on a clock that jumps from one moment
to the next: the tool for bug reports. It reads no settings and no database, and nothing leaves the process.
"""

import asyncio
import contextlib
import gzip
import json
import os
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from bot.playing import Playing
from bot.practice.kubernetes.recorded import RecordedCluster
from domain.clock import ManualClock
from domain.errors import NightjarError, UserError
from domain.job import Job, JobState, Origin, WatchSpec
from domain.report import Report
from domain.watch import Outcome, Progress, Said
from domain.watchtower import FirstLook
from messages import watching
from messages.sentences import explain
from watchers.following import Heard
from watchers.kinds import kind_named

_UTC = ZoneInfo("UTC")


def run_replay(path: Path, *, start: float, out: TextIO) -> int:
    """Play the recording from `start` on and print what would have been said; returns the exit code.

    Raises:
        UserError: The file is not there or is no recording, or `start` is no moment.
    """
    try:
        world = RecordedCluster(path)
        began_at = world.recording.meta.at(start)
    except (OSError, EOFError, zlib.error, ValueError, LookupError, TypeError, StopIteration) as error:
        raise UserError("replay.no-recording", path=str(path), reason=_reason(error)) from error
    except OverflowError as error:
        raise UserError("replay.no-recording", path=str(path), reason=f"{start} is no moment") from error
    kind = world.recording.meta.kind
    if kind_named(kind) is None:
        raise UserError("replay.no-recording", path=str(path), reason=f"{kind} cannot be watched")
    try:
        asyncio.run(_replay(world, began_at=began_at, out=out))
        out.flush()
    except BrokenPipeError:
        # Who reads has seen enough (`| head`); the interpreter would complain once more at its end.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
    return 0


async def _replay(world: RecordedCluster, *, began_at: datetime, out: TextIO) -> None:
    playing = Playing(world, began_at=began_at)
    telling = _Telling(playing.spec, playing.clock, t0=world.recording.meta.t0, out=out)
    look = await playing.look()
    telling.begin(look)
    async with playing.followed(telling, look.memory):
        await playing.run_out()
    telling.check()


class _Telling:
    """The scribe of a replay: a line of JSON for everything that is heard."""

    def __init__(self, spec: WatchSpec, clock: ManualClock, *, t0: datetime, out: TextIO) -> None:
        self._target = spec.target
        self._t0 = t0
        self._out = out
        self._clock = clock
        self._broken: BrokenPipeError | None = None
        self._job = _job(spec, clock.now())

    def begin(self, look: FirstLook) -> None:
        """Print how the watch begins."""
        now = self._clock.now()
        report = watching.beginning(self._job, look, language="en", zone=_UTC, now=now)
        self._print(look.outcome, report, now)

    async def heard(self, heard: Heard) -> bool:
        """Print what was said; a replay wants to know all of it."""
        if heard.said is not None:
            report = watching.said(
                self._job,
                self._target,
                heard.said,
                finding_id=None,
                language="en",
                zone=_UTC,
                now=heard.now,
            )
            self._print(heard.said, report, heard.now)
        elif heard.progress is not None:
            report = watching.progress(self._job, self._target, heard.progress, language="en", now=heard.now)
            self._print(heard.progress, report, heard.now)
        return self._broken is None

    async def refused(self, error: NightjarError, *, now: datetime) -> None:
        """Print that the recording does not hold what is watched."""
        text = "".join(span.text for span in explain("en", error))
        self._write({"t": self._at(now), "kind": "warning", "verdict": "refused", "text": text})

    def _print(self, outcome: Outcome, report: Report, now: datetime) -> None:
        line: dict[str, Any] = {"t": self._at(now)}
        match outcome:
            case Progress():
                line |= {"kind": "progress", "verdict": None, "cause": outcome.suspect or None}
            case Said():
                kind = "verdict" if outcome.is_verdict else "warning"
                line |= {"kind": kind, "verdict": str(outcome.word), "cause": outcome.cause or None}
        line["text"] = report.text
        if isinstance(outcome, Said):
            line |= _evidence(outcome)
        self._write(line)

    def check(self) -> None:
        """Pass on that nobody reads any more."""
        if self._broken is not None:
            raise self._broken

    def _write(self, line: dict[str, Any]) -> None:
        try:
            self._out.write(json.dumps(line, ensure_ascii=False) + "\n")
        except BrokenPipeError as broken:
            self._broken = broken

    def _at(self, now: datetime) -> float:
        return round((now - self._t0).total_seconds(), 3)


def _evidence(said: Said) -> dict[str, Any]:
    """Return pod, container, exit code, who still serves and the lines quoted, as far as they apply."""
    evidence = said.evidence
    known = {
        "pod": evidence.pod,
        "container": evidence.container,
        "exit_code": evidence.exit_code,
        "old_serving": evidence.old_serving,
        "log": list(evidence.log) or None,
    }
    return {name: value for name, value in known.items() if value is not None}


def _job(spec: WatchSpec, now: datetime) -> Job:
    return Job(
        id="replay",
        number=1,
        origin=Origin(chat_id=0, person_id=0),
        title=str(spec.target),
        spec=spec,
        state=JobState.ACTIVE,
        revision=1,
        effective_from=now,
        created_at=now,
    )


def _reason(error: BaseException) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "it is a directory"
        case gzip.BadGzipFile():
            return "it is not gzip"
        case StopIteration():
            return "it is empty"
        case LookupError():
            return f"it lacks {error}"
        case _:
            return str(error) or type(error).__name__
