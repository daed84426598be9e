from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import chats, people
from storage.database import Transaction
from storage.migrating import open_database

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
CHAT, PERSON = 50, 60


@pytest.fixture
async def tx(tmp_path: Path) -> AsyncGenerator[Transaction]:
    """An open transaction on a file of its own, with one chat and one person."""
    async with open_database(tmp_path / "nightjar.sqlite3", migrate=True) as database:
        writer = await database.writer()
        async with writer.transaction() as tx:
            await chats.meet(tx, CHAT, kind="private", title="P", language="en")
            await people.meet(tx, PERSON, name="P")
            yield tx
