from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from storage.database import Database
from storage.migrating import open_database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nightjar.sqlite3"


@pytest.fixture
async def database(path: Path) -> AsyncGenerator[Database]:
    async with open_database(path, migrate=True) as database:
        yield database
