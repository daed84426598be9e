"""What cron and its like call: `nightjar fire JOB` and `nightjar sweep`, with and without a bot beside."""

import asyncio
import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.process.process import PATIENCE_S, PROGRAM
from tests.process.town import Town, town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="package")]

#: Each takes a second of the processor; 24 processes claim in tests/reported_failures/test_processes.py.
AT_ONCE = 6


async def nightjar(world: Town, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Run a command as an outside clock does, and return its exit code and its line."""
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        *arguments,
        cwd=world.folder,
        env={"HOME": str(world.folder), "LANG": "C.UTF-8", **world.settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE_S * 3):
        out, error = await process.communicate()
    lines = out.decode().splitlines()
    assert len(lines) == 1, (lines, error.decode())
    assert "Traceback" not in error.decode()
    answer: dict[str, Any] = json.loads(lines[0])
    return process.returncode or 0, answer


def job_id(world: Town, title: str) -> str:
    with closing(sqlite3.connect(world.database)) as file:
        return str(file.execute("SELECT id FROM job WHERE title = ?", (title,)).fetchone()[0])


async def living_bot(world: Town) -> None:
    """Let a bot begin, with an owner whose zone it knows."""
    await world.bot.start_up()
    await world.owner.ask("/timezone Berlin", expect="Europe/Berlin")


async def test_where_no_bot_runs_a_job_is_fired_once_and_its_message_arrives(tmp_path: Path) -> None:
    async with town(tmp_path) as world:
        await living_bot(world)
        card = await world.owner.ask("/in 30 minutes tea", expect="Reminder")
        await world.owner.ask("/in 30 minutes cake", expect="Reminder")
        await world.bot.terminate()
        tea = job_id(world, "tea")

        early = await nightjar(world, "fire", tea)
        world.move_to(world.clock.now() + timedelta(minutes=30))
        fired = await nightjar(world, "fire", tea)
        again = await nightjar(world, "fire", tea)
        nobody = [await nightjar(world, "fire", name) for name in ("nosuch", "#" + 30 * "9")]
        rung = await world.owner.hear("tea", after=card)

        assert (early[0], early[1]["result"]) == (0, "not-due")
        assert (fired[0], fired[1]["result"], fired[1]["messages"]) == (0, "ok", "sent")
        assert (again[0], again[1]["result"]) == (0, "not-due")
        assert [(code, answer["result"]) for code, answer in nobody] == [(2, "unknown")] * 2
        assert "Done" in rung.labels
        assert len([text for text in world.owner.came("tea") if "Reminder" not in text]) == 1
        assert [text for text in world.owner.came("cake") if "Reminder" not in text] == []


async def test_beside_a_bot_it_runs_the_job_and_the_bot_sends_what_it_says(tmp_path: Path) -> None:
    async with town(tmp_path, speed=1.0) as world:
        await living_bot(world)
        card = await world.owner.ask("/in 80 seconds tea", expect="Reminder")

        code, answer = await nightjar(world, "fire", "#1")
        rung = await world.owner.hear("tea", after=card)

        assert (code, answer["result"], answer["messages"]) == (0, "ok", "left to the bot")
        assert answer["job"] == job_id(world, "tea")
        assert "Done" in rung.labels


async def test_fired_many_times_at_once_it_runs_once(tmp_path: Path) -> None:
    async with town(tmp_path) as world:
        await living_bot(world)
        await world.owner.ask("/in 30 minutes tea", expect="Reminder")
        await world.bot.terminate()
        tea = job_id(world, "tea")
        world.move_to(world.clock.now() + timedelta(minutes=30))

        commands = [("fire", tea) if number else ("sweep",) for number in range(AT_ONCE)]
        answers = await asyncio.gather(*(nightjar(world, *command) for command in commands))

        assert {code for code, _ in answers} == {0}
        ran = [it for _, it in answers if it.get("result") == "ok" or it.get("runs") == {"ok": 1}]
        assert len(ran) == 1
        assert len([text for text in world.owner.came("tea") if "Reminder" not in text]) == 1
        assert world.counted("SELECT count(*) FROM run") == 1


async def test_a_sweep_tells_the_owner_once_that_the_bot_is_silent_and_the_bot_takes_it_back(
    tmp_path: Path,
) -> None:
    async with town(tmp_path, speed=100.0) as world:
        await living_bot(world)
        card = await world.owner.ask("/in 30 minutes tea", expect="Reminder")
        await world.bot.kill()
        world.move_to(world.clock.now() + timedelta(minutes=31))

        first = await nightjar(world, "sweep")
        second = await nightjar(world, "sweep")
        await world.bot.start_up()
        back = await world.owner.hear("I work again", after=card)
        third = await nightjar(world, "sweep")

        assert (first[0], first[1]["runs"], first[1]["bot"]) == (0, {"ok": 1}, "silent")
        assert (second[0], second[1]["runs"], second[1]["bot"]) == (0, {}, "silent")
        assert (third[0], third[1]["bot"]) == (0, "alive")
        assert len(world.owner.came("no sign of life since")) == 1
        assert len(world.owner.came("I work again")) == 1
        assert back


async def test_a_file_that_the_bot_has_to_bring_up_to_date_is_for_later(tmp_path: Path) -> None:
    async with town(tmp_path) as world:
        await living_bot(world)
        await world.bot.terminate()
        with closing(sqlite3.connect(world.database)) as file:
            file.execute("PRAGMA user_version = 0")

        code, answer = await nightjar(world, "sweep")

        assert code == 75
        assert answer["result"] == "error"
        assert "is of version 0" in answer["reason"]


async def test_a_run_that_fails_ends_with_one_and_one_that_is_tried_again_is_for_later(
    tmp_path: Path,
) -> None:
    async with town(tmp_path) as world:
        await living_bot(world)
        await world.owner.ask("/in 30 minutes tea", expect="Reminder")
        await world.owner.ask("/in 30 minutes summarize news on cake", expect="News on cake")
        await world.bot.terminate()
        with closing(sqlite3.connect(world.database)) as file, file:
            # As a newer program may have written it.
            file.execute(
                "UPDATE job SET spec = replace(spec, '\"remind\"', '\"juggle\"') WHERE title = 'tea'"
            )
        world.settings["NEWS_FEEDS"] = "http://127.0.0.1:9/{topic}"
        world.move_to(world.clock.now() + timedelta(minutes=30))

        failed = await nightjar(world, "fire", job_id(world, "tea"))
        later = await nightjar(world, "fire", job_id(world, "cake"))

        assert (failed[0], failed[1]["result"]) == (1, "failed")
        assert (later[0], later[1]["result"]) == (75, "again")
