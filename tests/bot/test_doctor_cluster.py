"""What doctor says of a cluster that cannot be watched: one sentence each, with what is to be done."""

import asyncio
from collections.abc import AsyncGenerator
from io import StringIO
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.doctor import examine
from bot.practice.kubernetes.faults import Fault, FaultKind
from bot.practice.kubernetes.scenario import Scenario
from bot.practice.kubernetes.server import KubernetesApi
from bot.settings import Settings
from domain.clock import ManualClock
from tests.cluster.certificates import Authority, data
from tests.cluster.configs import a_kubeconfig
from tests.cluster.gates import tls_front
from tests.cluster.ground import NOON, serving
from tests.cluster.plugins import Told

WITHOUT = "Reminders and news work without one."


@pytest.fixture
async def server() -> AsyncGenerator[KubernetesApi]:
    clock = ManualClock(NOON)
    async with serving(clock, Scenario(NOON, automatic=False).cluster, token="good") as server:
        yield server


async def said(folder: Path, *, kubeconfig: Path | None, clusters: tuple[str, ...] = ()) -> list[str]:
    """Return what doctor says of the cluster."""
    settings = Settings(
        _env_file=None,
        telegram_bot_token=SecretStr(""),
        database=folder / "none.sqlite3",
        kubeconfig=str(kubeconfig) if kubeconfig is not None else None,
        clusters=clusters,
        news_feeds=(),
    )
    out = StringIO()
    await asyncio.to_thread(examine, settings, out=out)
    lines = out.getvalue().splitlines()
    return [line for line in lines if "luster" in line]


async def test_no_kubeconfig_and_no_cluster_around_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KUBECONFIG", "KUBERNETES_SERVICE_HOST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))

    (line,) = await said(tmp_path, kubeconfig=None)

    assert line == (
        "! No cluster can be watched: I know no cluster: there is no kubeconfig (KUBECONFIG, "
        f"~/.kube/config), and I do not run inside one. {WITHOUT}"
    )


async def test_a_kubeconfig_that_is_not_there(tmp_path: Path) -> None:
    (line,) = await said(tmp_path, kubeconfig=tmp_path / "gone")

    assert f"there is no kubeconfig at {tmp_path / 'gone'}." in line


async def test_a_current_context_that_is_not_there(tmp_path: Path) -> None:
    path = a_kubeconfig(tmp_path / "kubeconfig", {"server": "https://it"})
    path.write_text(path.read_text().replace('"current-context": "it"', '"current-context": "prod"'))

    (line,) = await said(tmp_path, kubeconfig=path)

    assert "The kubeconfig has no context prod." in line


async def test_contexts_that_are_none_of_those_that_may_be_watched(tmp_path: Path) -> None:
    path = a_kubeconfig(tmp_path / "kubeconfig", {"server": "https://it"})

    (line,) = await said(tmp_path, kubeconfig=path, clusters=("west-*",))

    assert "I may not look into the context it (CLUSTERS)." in line


async def test_a_server_that_is_not_reachable(tmp_path: Path) -> None:
    path = a_kubeconfig(tmp_path / "kubeconfig", {"server": "https://127.0.0.1:1"})

    (line,) = await said(tmp_path, kubeconfig=path)

    assert line.startswith("! No cluster can be watched: The cluster cannot be reached (")
    assert "127.0.0.1:1" in line


async def test_a_certificate_that_is_not_trusted(server: KubernetesApi, tmp_path: Path) -> None:
    async with tls_front(server, tmp_path, Authority().server("127.0.0.1")) as front:
        cluster = {"server": front.url, "certificate-authority-data": data(Authority("another").pem)}
        path = a_kubeconfig(tmp_path / "kubeconfig", cluster, {"token": "good"})

        (line,) = await said(tmp_path, kubeconfig=path)

    assert (
        f"API server 127.0.0.1:{front.port} is not trusted (unable to get local issuer certificate)" in line
    )
    assert "The kubeconfig’s certificate-authority has to be the one that signed it." in line


async def test_credentials_that_are_not_accepted(server: KubernetesApi, tmp_path: Path) -> None:
    path = a_kubeconfig(tmp_path / "kubeconfig", {"server": server.url}, {"token": "bad"})

    (line,) = await said(tmp_path, kubeconfig=path)

    assert line == (
        "! No cluster can be watched: The API server answers but does not accept the credentials (401): "
        f"renew the login, or the token in the kubeconfig. {WITHOUT}"
    )


async def test_a_plugin_that_fails(server: KubernetesApi, tmp_path: Path) -> None:
    user = Told(tmp_path / "bin").user()
    path = a_kubeconfig(tmp_path / "kubeconfig", {"server": server.url}, user)

    (line,) = await said(tmp_path, kubeconfig=path)

    assert "of the kubeconfig gives no credentials (Unable to locate credentials, token=•••)." in line


async def test_a_server_that_refuses_to_say_what_may_be_done(server: KubernetesApi, tmp_path: Path) -> None:
    server.faults.add(Fault(kind=FaultKind.FORBIDDEN, path="*/selfsubjectaccessreviews", times=None))
    path = a_kubeconfig(tmp_path / "kubeconfig", {"server": server.url}, {"token": "good"})

    (line,) = await said(tmp_path, kubeconfig=path)

    assert line == (
        "! The cluster answers but refuses to say what I may do (403 on selfsubjectaccessreviews): the "
        "ClusterRoleBinding system:basic-user is missing. Watching works if its rights are granted."
    )


async def test_a_server_that_is_well_although_its_readyz_is_closed(
    server: KubernetesApi, tmp_path: Path
) -> None:
    server.faults.add(Fault(kind=FaultKind.HTML_500, path="/readyz", times=None))
    path = a_kubeconfig(tmp_path / "kubeconfig", {"server": server.url}, {"token": "good"})

    (line,) = await said(tmp_path, kubeconfig=path)

    assert line == "✓ The cluster answers, and everything that watching needs may be read."
