from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.process.town import Town, town

#: Deployments of two pods that run well until a story rolls something out to one of them.
APPS = ("mailer", "printer", "sorter", "importer", "exporter")


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """A bot that serves many stories, each in chats of its own; it works without a fault to its end."""
    async with town(tmp_path_factory.mktemp("shared")) as made:
        made.deploy(*APPS, image="worker:1.9.3")
        await made.bot.start_up()
        await made.owner.ask("/timezone Berlin", expect="Europe/Berlin")
        yield made
        code = await made.bot.terminate()
        assert code == 0
        assert made.bot.troubles == []
