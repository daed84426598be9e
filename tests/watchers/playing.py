"""Recordings that are played to a bot which dies and over streams which end, step by step.

As in `nightjar replay` all of it is real: bytes, streams, snapshots, the judge; a step is a recorded moment.
What a killed bot leaves is the memory that its scribe was handed last, in its stored form.
"""

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from structlog.testing import capture_logs

from bot.playing import Playing
from bot.practice.kubernetes.faults import Fault, FaultKind
from bot.practice.kubernetes.recorded import RecordedCluster
from domain.errors import NightjarError
from domain.watch import Said
from domain.watchtower import FirstLook
from tests.watchers.recordings import Told, meta_of, path_of
from watchers.following import Heard

#: How long a bot that is away is away.
AWAY_S = 20.0


class Blow(Enum):
    """What happens to the bot or to its streams at a step."""

    RESTART = auto()  # everything in the process is gone, and another begins from what is stored
    AWAY = auto()  # the same, and the other begins only after `AWAY_S`
    GONE_IN_STREAM = auto()  # every open stream ends with ERROR 410
    GONE = auto()  # every open stream ends, and who comes back is answered 410
    CLOSE = auto()  # every open stream ends, and the next one on its path at once


@dataclass(frozen=True, slots=True)
class Step:
    """A recorded moment, counted from the beginning of the watch; `is_before`: it is about to come."""

    number: int
    is_before: bool


#: What happens at a step.
Course = Callable[[Step], Blow | None]


def undisturbed(_: Step) -> None:
    """Let nothing happen."""


def before_each(blow: Blow) -> Course:
    """Return the course with the blow before every step."""
    return lambda step: blow if step.is_before else None


def after_each(blow: Blow) -> Course:
    """Return the course with the blow after every step."""
    return lambda step: None if step.is_before else blow


def once(blow: Blow, at: Step) -> Course:
    """Return the course with one blow."""
    return lambda step: blow if step == at else None


@dataclass(slots=True)
class Played:
    """What a watch said of a recording, and what went wrong meanwhile."""

    look: FirstLook
    told: list[Told] = field(default_factory=list)
    refused: list[NightjarError] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    steps: int = 0

    @property
    def words(self) -> list[tuple[str, str]]:
        """What was said: words and causes."""
        return [(str(one.said.word), one.said.cause) for one in self.told]


class _Scribe:
    """Keeps what a database would: the last memory and what was said, both at once."""

    def __init__(self, played: Played, t0: datetime) -> None:
        self.memory = played.look.memory
        self._played = played
        self._t0 = t0

    async def heard(self, heard: Heard) -> bool:
        self.memory = heard.memory.encode()
        if heard.said is not None:
            self._played.told.append(Told((heard.now - self._t0).total_seconds(), heard.said))
        return True

    async def refused(self, error: NightjarError, *, now: datetime) -> None:
        del now
        self._played.refused.append(error)


def moments_of(name: str) -> tuple[float, ...]:
    """Return when something is recorded."""
    events = RecordedCluster(path_of(name)).recording.events
    return tuple(dict.fromkeys(event.t for event in events if event.type != "BOOKMARK" and event.t >= 0))


async def played(name: str, *, start: float | None = None, course: Course = undisturbed) -> Played:
    """Watch a recording from a moment on, by default the one that it expects; nothing may stumble."""
    start = float(meta_of(name)["expect"]["from"]) if start is None else start
    world = RecordedCluster(path_of(name))
    t0 = world.recording.meta.t0
    playing = Playing(world, began_at=world.recording.meta.at(start))
    with capture_logs() as logs:
        look = await playing.look()
        told = [Told(start, look.outcome)] if isinstance(look.outcome, Said) else []
        run = Played(look=look, told=told)
        await _Life(playing, _Scribe(run, t0)).lived(run, course)
    run.errors += [str(one) for one in logs if one["log_level"] in {"error", "critical"}]
    assert run.errors == []
    assert run.refused == []
    return run


class _Life:
    """The bot, which may die and come back."""

    def __init__(self, playing: Playing, scribe: _Scribe) -> None:
        self._playing = playing
        self._scribe = scribe
        self._open = AsyncExitStack()

    async def lived(self, run: Played, course: Course) -> None:
        """Play to the end."""
        async with self._open:
            await self._come_to_life()
            while (moment := self._playing.next_moment()) is not None:
                await self._playing.clock.advance(to=moment)
                await self._take(course(Step(run.steps, is_before=True)))
                await self._playing.go_on(to=moment)
                await self._take(course(Step(run.steps, is_before=False)))
                run.steps += 1
            await self._playing.run_out()

    async def _come_to_life(self) -> None:
        await self._open.enter_async_context(self._playing.followed(self._scribe, self._scribe.memory))

    async def _take(self, blow: Blow | None) -> None:
        match blow:
            case None:
                return
            case Blow.RESTART:
                await self._open.aclose()
                await self._come_to_life()
            case Blow.AWAY:
                await self._open.aclose()
                await self._playing.go_on(to=self._playing.clock.now() + timedelta(seconds=AWAY_S))
                await self._come_to_life()
            case Blow.GONE_IN_STREAM:
                self._playing.transport.end_streams(gone=True)
            case Blow.GONE:
                self._end_streams(FaultKind.GONE)
            case Blow.CLOSE:
                self._end_streams(FaultKind.INSTANT_CLOSE)
        await self._playing.clock.settle()

    def _end_streams(self, again: FaultKind) -> None:
        transport = self._playing.transport
        for path in transport.open_watches:
            transport.faults.add(Fault(kind=again, path=path, watch=True))
        transport.end_streams()
