"""Killed at the events of a real rollout and started again: the same verdicts, each told once.

Five recordings are played behind a Kubernetes API server by the scaled clock, which stands still until the
bot is up again. The verdicts without a kill are those that the judge gives when it is fed the recording.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.practice.clock import ScaledClock
from bot.practice.kubernetes.recorded import RecordedCluster
from bot.practice.kubernetes.recorded_world import RecordedWorld
from tests.process.process import PATIENCE_S
from tests.process.town import TimedPlace, around
from tests.watchers.recordings import FOLDER, told_in

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="function")]

RECORDINGS = ("update-good", "update-crashes", "rolled-back", "statefulset-update", "waits-for-database")

SPEED = 10.0
#: After the last verdict, so that one that is told again is heard.
LISTENS_ON = timedelta(seconds=40)
#: One bot is killed so often in its life, far enough apart to have begun anew each time.
KILLS = 4
#: What verdicts begin with.
SIGNS = ("✅", "❌", "↩️")


def moments_of(name: str) -> tuple[float, ...]:
    """Return when something happens between the beginning of the watch and its last verdict."""
    recording = RecordedWorld(FOLDER / f"{name}.jsonl.gz")
    begin = float(recording.meta.expect["from"])
    end = _last_verdict_at(name)
    events = recording.events_between(None, begin, end)
    return tuple(dict.fromkeys(event.t for event in events if event.type != "BOOKMARK"))


def evenly(moments: Sequence[float], *, turn: int, turns: int) -> tuple[float, ...]:
    """Return every so manyth moment: all turns together kill at each of them."""
    return tuple(moments[turn::turns])


@pytest.mark.parametrize("name", RECORDINGS)
async def test_four_kills_change_no_verdict(name: str, tmp_path: Path) -> None:
    moments = moments_of(name)
    turns = len(moments) // KILLS
    kills = evenly(moments, turn=turns // 2, turns=turns)[:KILLS]

    words, came = await told_by_a_bot_killed_at(kills, name, tmp_path)

    assert len(kills) == KILLS
    same(words, came, name)


@pytest.mark.nightly
@pytest.mark.parametrize("name", RECORDINGS)
async def test_a_kill_at_any_event_changes_no_verdict(name: str, tmp_path: Path) -> None:
    moments = moments_of(name)
    turns = -(-len(moments) // KILLS)

    for turn in range(turns):
        folder = tmp_path / str(turn)
        folder.mkdir()
        kills = evenly(moments, turn=turn, turns=turns)
        words, came = await told_by_a_bot_killed_at(kills, name, folder)

        same(words, came, name)


def same(words: Sequence[str], came: Sequence[str], name: str) -> None:
    """Assert the verdict of the recording, each word once and told once.

    One that the next verdict takes back soon may be missed: what was seen for two seconds only may have been
    over when the bot was up again.
    """
    expected = verdicts_of(name)
    assert words[-1] == expected[-1]
    assert sorted(words) == sorted(set(words))
    assert set(words) <= set(expected)
    assert len(came) == len(words), came


def verdicts_of(name: str) -> list[str]:
    """Return the verdicts that the recording itself leads to."""
    return [str(told.said.word) for told in told_in(name)[1] if told.said.is_verdict]


def _last_verdict_at(name: str) -> float:
    return max(told.t for told in told_in(name)[1] if told.said.is_verdict)


async def told_by_a_bot_killed_at(
    kills: Sequence[float], name: str, folder: Path
) -> tuple[list[str], list[str]]:
    """Return the verdicts found, and the messages that told them."""
    last = verdicts_of(name)[-1]
    world = RecordedCluster(FOLDER / f"{name}.jsonl.gz")
    meta = world.recording.meta
    begin = meta.at(float(meta.expect["from"]))
    clock = ScaledClock(begin, speed=SPEED, running=False)
    async with around(folder, clock, world, kind=TimedPlace, starts=False) as place:
        await place.bot.start_up()
        watch = f"/watch {meta.kind.lower()} {meta.target} -n {meta.namespace}"
        await place.owner.ask(watch, expect=f"{meta.namespace}/{meta.target}")
        clock.go_on()
        for moment in kills:
            await clock.sleep_until(meta.at(moment))
            clock.stand_still()
            streams = place.kubernetes.open_watches
            await place.bot.kill()
            await place.bot.start_up()
            await _streams_open(place, streams)
            clock.go_on()
        await place.owner.until(
            lambda: (last in (words := _words(place)) and len(_came(place)) == len(words)) or None
        )
        await clock.sleep_until(clock.now() + LISTENS_ON)
        await place.everything_is_carried_out()
        assert place.bot.troubles == []
        return _words(place), _came(place)


async def _streams_open(place: TimedPlace, count: int) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while place.kubernetes.open_watches < count:  # noqa: ASYNC110  # turning without a pause would starve the bot
            await asyncio.sleep(0.01)


def _came(place: TimedPlace) -> list[str]:
    """Return the verdicts that came as messages of their own and are not marked as repeats."""
    texts = [deed.message.text for deed in place.owner.sent]
    return [text for text in texts if text.startswith(SIGNS)]


def _words(place: TimedPlace) -> list[str]:
    verdicts = ("done", "failed", "rolled-back", "deleted", "expired")
    return [word for word in place.texts("SELECT word FROM finding ORDER BY id") if word in verdicts]
