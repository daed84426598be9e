"""Health and metrics over HTTP: what is wrong is said in words, with a status that machines understand."""

import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest

from bot.http import build_app, serving
from domain.clock import ManualClock
from domain.errors import PermanentError
from telemetry.health import Health
from telemetry.metrics import deliveries


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 22, tzinfo=UTC))


@pytest.fixture
def health() -> Health:
    return Health()


@pytest.fixture
async def url(health: Health, clock: ManualClock) -> AsyncIterator[str]:
    async with serving(build_app(health, clock), host="127.0.0.1", port=0) as port:
        yield f"http://127.0.0.1:{port}"


async def fetch(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


async def test_a_bot_that_works_is_ready_and_alive(url: str) -> None:
    assert await fetch(f"{url}/readyz") == (200, "ok\n")
    assert await fetch(f"{url}/healthz") == (200, "ok\n")


async def test_what_is_wrong_is_said_in_words_until_it_is_over(url: str, health: Health) -> None:
    health.trouble("telegram", "Another copy of this bot is running.")
    while_wrong = await fetch(f"{url}/readyz")
    health.well("telegram")
    afterwards = await fetch(f"{url}/readyz")

    assert while_wrong == (503, "telegram: Another copy of this bot is running.\n")
    assert afterwards == (200, "ok\n")


async def test_trouble_at_telegram_is_no_reason_to_be_restarted(url: str, health: Health) -> None:
    health.trouble("telegram", "Telegram cannot be reached.")

    status, _ = await fetch(f"{url}/healthz")

    assert status == 200


async def test_a_loop_that_does_not_come_round_is_a_reason_to_be_restarted(
    url: str, health: Health, clock: ManualClock
) -> None:
    health.beat("polling", now=clock.now())
    await clock.advance(seconds=119)
    before, _ = await fetch(f"{url}/healthz")
    await clock.advance(seconds=2)
    after, words = await fetch(f"{url}/healthz")

    assert before == 200
    assert after == 503
    assert "polling" in words


async def test_the_metrics_are_those_of_prometheus(url: str) -> None:
    deliveries.labels(outcome="sent").inc()

    status, text = await fetch(f"{url}/metrics")

    assert status == 200
    assert "# TYPE nightjar_deliveries_total counter" in text
    assert 'nightjar_deliveries_total{outcome="sent"}' in text


async def test_a_port_that_is_taken_is_said_in_a_sentence(health: Health, clock: ManualClock) -> None:
    app = build_app(health, clock)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(PermanentError, match=r"operator\.port-taken"):
            async with serving(app, host="127.0.0.1", port=port):
                pass
