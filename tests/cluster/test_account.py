"""Inside a cluster: the account that the kubelet puts into the pod, kept fresh by it while the bot runs."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.practice.kubernetes.scenario import Scenario
from bot.practice.kubernetes.server import KubernetesApi
from cluster.route import Login, find_route
from domain.clock import ManualClock
from domain.errors import PermanentError, TransientError
from domain.watch import Target
from tests.cluster.certificates import Authority
from tests.cluster.configs import reached
from tests.cluster.gates import Gate, tls_front
from tests.cluster.ground import NOON, serving

API = Target(kind="deployment", namespace="prod", name="api")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
def authority() -> Authority:
    return Authority("kubernetes", identified=False)


@pytest.fixture
def account(tmp_path: Path, authority: Authority) -> Path:
    folder = tmp_path / "serviceaccount"
    folder.mkdir()
    (folder / "token").write_text("one")
    (folder / "ca.crt").write_text(authority.pem)
    (folder / "namespace").write_text("prod")
    return folder


@pytest.fixture
async def server(clock: ManualClock) -> AsyncGenerator[KubernetesApi]:
    async with serving(clock, Scenario(NOON, automatic=False).cluster, token="one") as server:
        yield server


@pytest.fixture
async def front(
    server: KubernetesApi, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Gate]:
    async with tls_front(server, tmp_path, authority.server("127.0.0.1", "kubernetes.default")) as front:
        in_a_pod(monkeypatch, tmp_path, port=front.port)
        yield front


def in_a_pod(
    monkeypatch: pytest.MonkeyPatch, home: Path, *, host: str = "127.0.0.1", port: int = 443
) -> None:
    """Set the environment as the kubelet does; there is no kubeconfig in a pod."""
    monkeypatch.delenv("KUBECONFIG", raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", host)
    monkeypatch.setenv("KUBERNETES_SERVICE_PORT", str(port))


async def test_the_account_of_the_pod_is_the_login_and_its_namespace_the_usual_one(
    front: Gate, account: Path, clock: ManualClock
) -> None:
    async with reached(Login(account=account), clock) as clusters:
        cluster = await clusters.at("")
        target = await cluster.settled(Target(kind="deployment", namespace="", name="api"))
        snapshot = await cluster.look(target)

    assert target.namespace == "prod"
    assert snapshot.object is not None


async def test_a_token_that_was_renewed_before_its_minute_is_over_is_taken_at_the_401(
    front: Gate, server: KubernetesApi, account: Path, clock: ManualClock
) -> None:
    async with reached(Login(account=account), clock) as clusters:
        cluster = await clusters.at("")
        await cluster.look(API)
        await server.stop()
        server.token = "two"
        await server.start()
        with pytest.raises(TransientError) as lost:
            await cluster.look(API)
        (account / "token").write_text("two\n")
        await clock.advance(seconds=6)
        snapshot = await cluster.look(API)

    assert lost.value.key == "cluster.login-lost"
    assert snapshot.object is not None


async def test_an_authority_that_was_renewed_is_taken_up(
    *,
    front: Gate,
    server: KubernetesApi,
    account: Path,
    clock: ManualClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    renewed = Authority("renewed")
    (account / "ca.crt").write_text(Authority("of-yesterday").pem)
    async with reached(Login(account=account), clock) as clusters:
        cluster = await clusters.at("")
        with pytest.raises(TransientError) as untrusted:
            await cluster.look(API)
        async with tls_front(server, tmp_path, renewed.server("127.0.0.1")) as next_front:
            monkeypatch.setenv("KUBERNETES_SERVICE_PORT", str(next_front.port))
            (account / "ca.crt").write_text(renewed.pem)
            with pytest.raises(TransientError):
                await cluster.look(API)
            snapshot = await cluster.look(API)

    assert untrusted.value.key == "cluster.untrusted"
    assert snapshot.object is not None


async def test_an_address_of_ipv6_is_put_in_brackets(
    account: Path, clock: ManualClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_pod(monkeypatch, tmp_path, host="fd00::1", port=6443)

    route = await find_route(Login(account=account), clock)

    assert route.address.server == "https://[fd00::1]:6443"


@pytest.mark.parametrize(
    ("broken", "key"),
    [("token", "cluster.no-config"), ("ca.crt", "cluster.account-broken")],
)
async def test_an_account_that_is_not_whole_is_said(
    front: Gate, account: Path, clock: ManualClock, broken: str, key: str
) -> None:
    (account / broken).unlink()
    async with reached(Login(account=account), clock) as clusters:
        with pytest.raises(PermanentError) as said:
            await clusters.at("")

    assert said.value.key == key


async def test_a_token_file_that_is_empty_is_said(front: Gate, account: Path, clock: ManualClock) -> None:
    (account / "token").write_text("\n")
    async with reached(Login(account=account), clock) as clusters:
        with pytest.raises(PermanentError) as said:
            await clusters.at("")

    assert said.value.key == "cluster.account-broken"
    assert said.value.arguments["reason"] == "an empty token"
