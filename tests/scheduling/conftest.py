from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from domain.clock import ManualClock
from tests.scheduling.house import House, a_house, utc


@pytest.fixture
def clock() -> ManualClock:
    """Sunday noon."""
    return ManualClock(utc("2026-11-22 12:00"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nightjar.sqlite3"


@pytest.fixture
async def house(path: Path, clock: ManualClock) -> AsyncGenerator[House]:
    async with a_house(path, clock) as house:
        yield house
