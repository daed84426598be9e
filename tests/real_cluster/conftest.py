"""A bot on a real cluster and a Telegram of our own; skipped with a sentence where something is missing."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import kubernetes_asyncio.client
import kubernetes_asyncio.config
import pytest
import pytest_asyncio

from bot.practice.telegram.server import BotApi
from domain.clock import SystemClock
from tests.process.place import Chat, Place
from tests.process.process import process
from tests.real_cluster.hands import Hands, a_namespace

#: A verdict may take a pull, two restarts with their back-off and a soak of 30 s.
PATIENCE_S = 420.0

#: What plugins for credentials may need beside PATH.
PASSED_ON = ("HOME", "AWS_PROFILE", "AWS_REGION", "GOOGLE_APPLICATION_CREDENTIALS", "HTTPS_PROXY", "NO_PROXY")


def needed(variable: str, what: str) -> str:
    """Return what the variable says, or skip and say what it is for."""
    value = os.environ.get(variable, "")
    if not value:
        pytest.skip(f"set {variable}: {what}")
    return value


@pytest.fixture(scope="session")
def kubeconfig() -> str:
    named = needed("KUBECONFIG", "the cluster to test against; a namespace is made in it and deleted again")
    # The bot runs in a folder of its own.
    return os.pathsep.join(str(Path(each).absolute()) for each in named.split(os.pathsep) if each)


@pytest.fixture(scope="session")
def image() -> str:
    return needed("NIGHTJAR_TEST_IMAGE", "an image with sh that the cluster can pull, such as busybox:1.37")


@pytest.fixture(scope="session")
def web_image() -> str:
    return needed("NIGHTJAR_TEST_WEB_IMAGE", "an image that answers HTTP on port 8080")


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def hands(kubeconfig: str) -> AsyncIterator[Hands]:
    """A namespace of the suite's own."""
    async with a_namespace(kubeconfig) as made:
        yield made


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def kevin(kubeconfig: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Chat]:
    """The owner, in a private chat with a bot that watches the cluster."""
    async with an_owner(tmp_path_factory.mktemp("real"), kubeconfig) as owner:
        yield owner
        assert await owner.town.bot.terminate() == 0
        assert owner.town.bot.troubles == []


@asynccontextmanager
async def an_owner(folder: Path, kubeconfig: str) -> AsyncIterator[Chat]:
    """Yield the owner of a bot that has been started, on a cluster."""
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(BotApi(SystemClock()))
        person = telegram.person("Kevin")
        settings = {
            **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_BASE": telegram.base_url,
            "OWNER_ID": str(person.id),
            "DATABASE": str(folder / "nightjar.sqlite3"),
            "KUBECONFIG": kubeconfig,
            "HTTP_PORT": "0",
        }
        bot = await stack.enter_async_context(process(folder, settings))
        place = Place(telegram=telegram, bot=bot, folder=folder, settings=settings, patience_s=PATIENCE_S)
        place.owner = Chat(town=place, person=person, room=telegram.private_chat(person))
        await bot.start_up()
        await place.owner.ask("/timezone Berlin", expect="Europe/Berlin")
        yield place.owner


async def kubeconfig_of(token: str, *, like: str) -> str:
    """Return a kubeconfig for the same cluster and another identity."""
    known: Any = kubernetes_asyncio.client.Configuration()
    await kubernetes_asyncio.config.load_kube_config(config_file=like, client_configuration=known)
    cluster: dict[str, Any] = {"server": known.host}
    if known.ssl_ca_cert:
        cluster["certificate-authority"] = known.ssl_ca_cert
    if not known.verify_ssl:
        cluster["insecure-skip-tls-verify"] = True
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "limited",
        "clusters": [{"name": "limited", "cluster": cluster}],
        "users": [{"name": "limited", "user": {"token": token}}],
        "contexts": [{"name": "limited", "context": {"cluster": "limited", "user": "limited"}}],
    }
    return json.dumps(config)
