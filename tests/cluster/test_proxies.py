"""A proxy on the way to the API server: the kubeconfig's own, the environment's, and when there is none."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.practice.kubernetes.scenario import Scenario
from cluster.proxies import proxy_of
from domain.clock import ManualClock
from domain.errors import PermanentError, TransientError
from domain.watch import Target
from tests.cluster.certificates import Authority, data
from tests.cluster.configs import a_kubeconfig, reached
from tests.cluster.gates import Gate, connect_proxy, tls_front
from tests.cluster.ground import NOON, serving

API = Target(kind="deployment", namespace="prod", name="api")
NAMES = ("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "ALL_PROXY")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
def authority() -> Authority:
    return Authority()


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
async def front(clock: ManualClock, authority: Authority, tmp_path: Path) -> AsyncGenerator[Gate]:
    pair = authority.server("api.example", "127.0.0.1")
    async with (
        serving(clock, Scenario(NOON, automatic=False).cluster) as server,
        tls_front(server, tmp_path, pair) as front,
    ):
        yield front


@pytest.fixture
async def proxy(front: Gate) -> AsyncGenerator[Gate]:
    async with connect_proxy(front.port) as proxy:
        yield proxy


def config(folder: Path, authority: Authority, server: str, **more: str) -> Path:
    cluster = {"server": server, "certificate-authority-data": data(authority.pem), **more}
    return a_kubeconfig(folder / "kubeconfig", cluster)


async def test_the_proxy_of_the_kubeconfig_counts_even_for_this_machine_and_whatever_no_proxy_says(
    *,
    proxy: Gate,
    front: Gate,
    authority: Authority,
    clock: ManualClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    proxy.login = "anna:pw"
    path = config(tmp_path, authority, front.url, **{"proxy-url": f"http://anna:pw@127.0.0.1:{proxy.port}"})
    async with reached(path, clock) as clusters:
        snapshot = await (await clusters.at("")).look(API)

    assert snapshot.object is not None
    assert set(proxy.asked) == {f"CONNECT 127.0.0.1:{front.port} HTTP/1.1"}


async def test_the_proxy_of_the_environment_leads_to_servers_elsewhere(
    proxy: Gate, authority: Authority, clock: ManualClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"127.0.0.1:{proxy.port}")
    async with reached(config(tmp_path, authority, "https://api.example:6443"), clock) as clusters:
        snapshot = await (await clusters.at("")).look(API)

    assert snapshot.object is not None
    assert set(proxy.asked) == {"CONNECT api.example:6443 HTTP/1.1"}


async def test_no_proxy_is_asked_for_what_is_on_this_machine(
    front: Gate, authority: Authority, clock: ManualClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    async with reached(config(tmp_path, authority, front.url), clock) as clusters:
        snapshot = await (await clusters.at("")).look(API)

    assert snapshot.object is not None


async def test_a_proxy_that_wants_another_password_is_named_without_the_one_that_it_got(
    proxy: Gate, authority: Authority, clock: ManualClock, tmp_path: Path
) -> None:
    proxy.login = "anna:pw"
    url = f"http://anna:s3cret@127.0.0.1:{proxy.port}"
    path = config(tmp_path, authority, "https://api.example", **{"proxy-url": url})
    async with reached(path, clock) as clusters:
        with pytest.raises(TransientError) as refused:
            await (await clusters.at("")).look(API)

    assert refused.value.arguments == {"reason": f"proxy 127.0.0.1:{proxy.port}: HTTP 407"}


async def test_a_proxy_that_is_not_there_is_named(
    authority: Authority, clock: ManualClock, tmp_path: Path
) -> None:
    path = config(tmp_path, authority, "https://api.example", **{"proxy-url": "http://127.0.0.1:1"})
    async with reached(path, clock) as clusters:
        with pytest.raises(TransientError) as refused:
            await (await clusters.at("")).look(API)

    assert refused.value.arguments == {"reason": "proxy 127.0.0.1:1: no connection"}


async def test_a_kind_of_proxy_that_cannot_be_used_is_said(
    authority: Authority, clock: ManualClock, tmp_path: Path
) -> None:
    path = config(tmp_path, authority, "https://api.example", **{"proxy-url": "socks5://u:s3cret@p:1080"})
    async with reached(path, clock) as clusters:
        with pytest.raises(PermanentError) as refused:
            await clusters.at("")

    assert refused.value.arguments["reason"] == "a proxy of the kind socks5 cannot be used"


#: As Go's httpproxy decides, which kubectl asks.
DECISIONS = [
    ("https://api.example", {"HTTPS_PROXY": "http://p:1"}, "http://p:1"),
    ("https://api.example", {"https_proxy": "p:1"}, "http://p:1"),
    ("https://api.example", {"HTTP_PROXY": "http://p:1"}, ""),
    ("https://api.example", {"ALL_PROXY": "http://p:1"}, ""),
    ("http://api.example", {"HTTP_PROXY": "http://p:1", "HTTPS_PROXY": "http://q:1"}, "http://p:1"),
    ("https://localhost:6443", {"HTTPS_PROXY": "http://p:1"}, ""),
    ("https://127.8.9.1", {"HTTPS_PROXY": "http://p:1"}, ""),
    ("https://[::1]:6443", {"HTTPS_PROXY": "http://p:1"}, ""),
    ("https://10.96.0.1", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "a, 10.96.0.0/12"}, ""),
    ("https://10.112.0.1", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.96.0.0/12"}, "http://p:1"),
    ("https://[fd00::1]", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "fd00::/8"}, ""),
    ("https://[fd00::1]", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "fd00::1"}, ""),
    ("https://[fd00::1]:6443", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "[fd00::1]:6443"}, ""),
    ("https://10.0.0.1", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.0.0.1/nonsense"}, "http://p:1"),
    ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "10.0.0.0/8"}, "http://p:1"),
    ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "EXAMPLE"}, ""),
    ("https://API.Example", {"HTTPS_PROXY": "http://p:1", "no_proxy": "api.example"}, ""),
    ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": ".example"}, ""),
    ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*.example"}, ""),
    ("https://example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": ".example"}, "http://p:1"),
    ("https://myexample", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "example"}, "http://p:1"),
    ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "api.example:443"}, ""),
    ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "api.example:6443"}, "http://p:1"),
    ("https://api.example", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}, ""),
]


@pytest.mark.parametrize(("server", "environment", "proxy"), DECISIONS)
def test_the_environment_means_what_it_means_to_kubectl(
    server: str, environment: dict[str, str], proxy: str
) -> None:
    assert proxy_of({"server": server}, environment) == proxy
