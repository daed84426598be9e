"""How the program starts, refuses to start, and stops."""

import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.practice.telegram.server import BotApi
from domain.clock import SystemClock
from storage.migrating import open_database
from tests.process.process import STARTED, process
from tests.process.town import town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="package")]

TOKEN = "6000000001:" + "x" * 35


def settings(folder: Path, api_base: str = "http://127.0.0.1:9") -> dict[str, str]:
    return {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE": api_base,
        "DATABASE": str(folder / "nightjar.sqlite3"),
        "HTTP_PORT": "0",
    }


async def test_without_a_token_it_says_in_two_lines_what_to_do(tmp_path: Path) -> None:
    async with process(tmp_path, {}) as bot:
        await bot.start()
        code = await bot.ended()

    assert code == 2
    assert len(bot.said) == 2
    assert "TELEGRAM_BOT_TOKEN" in bot.said[0]
    assert "make demo" in bot.said[1]
    assert not any_file(tmp_path)


async def test_a_second_bot_on_the_same_file_is_refused(tmp_path: Path) -> None:
    async with town(tmp_path) as world, process(tmp_path, world.settings) as second:
        await world.bot.start_up()
        await second.start()
        code = await second.ended()
        answer = await world.owner.ask("/help", expect="/watch")

    assert code == 1
    assert len(second.said) == 1
    assert "Another Nightjar" in second.said[0]
    assert str(tmp_path / "nightjar.sqlite3") in second.said[0]
    assert answer


@pytest.mark.parametrize("kind", ["newer", "broken", "foreign"])
async def test_a_file_that_cannot_be_used_is_refused_and_left_as_it_is(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "nightjar.sqlite3"
    spoil(path, kind)
    before = path.read_bytes()

    async with process(tmp_path, settings(tmp_path)) as bot:
        await bot.start()
        code = await bot.ended()

    assert code == 1
    assert len(bot.said) == 1
    assert str(path) in bot.said[0]
    assert "left as it" in bot.said[0]
    assert path.read_bytes() == before


def any_file(folder: Path) -> bool:
    return any(folder.iterdir())


def spoil(path: Path, kind: str) -> None:
    if kind == "broken":
        path.write_bytes(b"SQLite format 3\0" + b"not what it says" * 512)
        return
    open_database(path, migrate=True)
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version = 999" if kind == "newer" else "PRAGMA application_id = 7")


async def test_it_waits_for_a_telegram_that_cannot_be_reached_yet(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    async with process(tmp_path, settings(tmp_path, f"http://127.0.0.1:{port}")) as bot:
        await bot.start()
        said = await bot.wait_to_say("cannot be reached")
        async with BotApi(SystemClock(), token=TOKEN, port=port):
            await bot.wait_to_say(STARTED)

    assert "Telegram cannot be reached; trying again." in said
