from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.errands.house import House, stands


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A pool at work, and a cluster in which prod/api stands."""
    house = House(tmp_path / "nightjar.sqlite3")
    house.cluster.looks = [stands()]
    await house.start()
    yield house
    await house.die()
