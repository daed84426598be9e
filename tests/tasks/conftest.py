from collections.abc import AsyncGenerator

import pytest

from tasks.news.fetching import Fetcher
from tests.tasks.newsroom import Newsroom, a_newsroom


@pytest.fixture
async def newsroom() -> AsyncGenerator[Newsroom]:
    async with a_newsroom() as room:
        yield room


@pytest.fixture
async def fetcher() -> AsyncGenerator[Fetcher]:
    async with Fetcher(allow_private=True, timeout_s=2.0) as fetcher:
        yield fetcher
