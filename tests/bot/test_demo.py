"""Practice mode reads nothing of the environment and reaches loopback only."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path

import pytest
from yarl import URL

from bot.practice.demo import SCRIPT_BEGINS, living_practice, practice
from bot.practice.telegram.script import Player, lines_of


async def test_no_setting_of_the_environment_reaches_practice_mode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("TELEGRAM_BOT_TOKEN=1:real\n")
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "OWNER_ID": "5",
        "KUBECONFIG": "/real/kubeconfig",
        "DATABASE": str(tmp_path / "real.sqlite3"),
        "NEWS_FEEDS": "https://real.example/",
        "NAMESPACES": "real",
        "CLUSTERS": "real",
        "TELEGRAM_API_BASE": "https://real.example",
    }.items():
        monkeypatch.setenv(name, value)

    async with practice(SCRIPT_BEGINS, speed=1.0) as world:
        shown = world.settings.model_dump_json()

    assert "real" not in shown
    assert world.settings.telegram_bot_token.get_secret_value() != "1:real"


async def test_every_address_of_practice_mode_is_on_this_machine() -> None:
    async with practice(SCRIPT_BEGINS, speed=1.0) as world:
        addresses = [
            world.telegram.base_url,
            world.telegram.page_url,
            world.kubernetes.url,
            *world.settings.news_feeds,
        ]

    assert {URL(address).host for address in addresses} == {"127.0.0.1"}


async def test_the_script_of_the_readme_plays_to_its_end() -> None:
    printed: list[str] = []
    script = Path(__file__).parents[2] / "docs" / "demo.txt"

    async with living_practice(SCRIPT_BEGINS, speed=20.0) as world:
        player = Player(world.telegram, seats=world.seats, write=printed.append)
        code = await player.play(lines_of(str(script)))

    assert code == 0, "\n".join(printed)
    assert any("KeyError: 'DATABASE_URL'" in line for line in printed)


async def test_rollouts_begin_by_themselves_once_somebody_watches() -> None:
    printed: list[str] = []
    script = ("/watch deployment api", "wait for nothing is rolling out", "wait for 1.4.3 is rolled out")

    async def lines() -> AsyncGenerator[str]:
        for line in script:
            yield line

    async with living_practice(SCRIPT_BEGINS, speed=30.0, automatic=True) as world:
        await world.clock.sleep_until(SCRIPT_BEGINS + timedelta(seconds=90))  # while the README is read
        code = await Player(world.telegram, seats=world.seats, write=printed.append).play(lines())

    assert code == 0, "\n".join(printed)
