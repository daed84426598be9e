"""Exec plugins: real programs that give tokens and certificates, fail, hang and talk nonsense."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.practice.kubernetes.scenario import Scenario
from cluster.clusters import Clusters
from cluster.route import Login
from domain.clock import ManualClock
from domain.errors import TransientError
from domain.watch import Target
from tests.cluster.certificates import Authority, data
from tests.cluster.configs import a_kubeconfig, reached
from tests.cluster.gates import tls_front
from tests.cluster.ground import NOON, eventually, serving
from tests.cluster.plugins import VERSION, Told
from tests.cluster.test_kubeconfig import Listener, listening

API = Target(kind="deployment", namespace="prod", name="api")
IN_TEN = NOON + timedelta(minutes=10)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
def plugin(tmp_path: Path) -> Told:
    return Told(tmp_path / "bin")


@pytest.fixture
async def listener() -> AsyncGenerator[Listener]:
    async with listening() as listener:
        yield listener


@pytest.fixture
async def clusters(
    listener: Listener, plugin: Told, clock: ManualClock, tmp_path: Path
) -> AsyncGenerator[Clusters]:
    path = a_kubeconfig(tmp_path / "kubeconfig", {"server": listener.url}, plugin.user())
    async with reached(path, clock) as clusters:
        yield clusters


async def test_a_token_is_kept_until_it_runs_out_and_then_asked_for_once(
    clusters: Clusters, listener: Listener, plugin: Told, clock: ManualClock
) -> None:
    plugin.gives("one", until=IN_TEN)
    cluster = await clusters.at("")
    await cluster.look(API)
    plugin.gives("two", until=IN_TEN + timedelta(minutes=10))
    await clock.advance(seconds=540)
    await cluster.look(API)
    await clock.advance(seconds=60)
    await asyncio.gather(*(cluster.look(API) for _ in range(5)))

    assert listener.tokens == ["one"] * 2 + ["two"] * 5
    assert len(plugin.asked) == 2


async def test_a_token_without_an_end_is_kept_until_it_is_refused(
    clusters: Clusters, listener: Listener, plugin: Told, clock: ManualClock
) -> None:
    plugin.gives("one")
    cluster = await clusters.at("")
    await cluster.look(API)
    await clock.advance(seconds=8 * 3600)
    await cluster.look(API)
    plugin.gives("two")
    listener.statuses = [401]
    await cluster.look(API)

    assert listener.tokens == ["one", "one", "one", "two"]
    assert len(plugin.asked) == 2


async def test_a_plugin_that_fails_is_left_alone_for_a_while_and_its_last_token_goes_on(
    clusters: Clusters, listener: Listener, plugin: Told, clock: ManualClock
) -> None:
    plugin.gives("one", until=IN_TEN)
    cluster = await clusters.at("")
    plugin.fails()
    await clock.advance(seconds=600)
    for _ in range(5):
        await cluster.look(API)
    failed = len(plugin.asked)
    plugin.gives("two", until=IN_TEN + timedelta(minutes=10))
    await clock.advance(seconds=10)
    await cluster.look(API)

    assert listener.tokens == ["one"] * 5 + ["two"]
    assert failed == 2


async def test_a_plugin_that_hangs_is_ended_with_all_that_it_started_and_its_last_token_goes_on(
    listener: Listener, plugin: Told, clock: ManualClock, tmp_path: Path
) -> None:
    plugin.gives("one", until=IN_TEN)
    path = a_kubeconfig(tmp_path / "kubeconfig", {"server": listener.url}, plugin.user())
    async with reached(Login(kubeconfig=str(path), plugin_s=2.0), clock) as clusters:
        cluster = await clusters.at("")
        plugin.hangs()
        await clock.advance(seconds=600)
        await cluster.look(API)
    pids = [int(pid) for pid in (plugin.folder / "pids").read_text().split()]
    await eventually(lambda: not any(runs(pid) for pid in pids))

    assert listener.tokens == ["one"]


def runs(pid: int) -> bool:
    """Tell whether a process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_a_request_that_gives_up_does_not_cut_the_plugin_off_for_the_next(
    clusters: Clusters, listener: Listener, plugin: Told, clock: ManualClock
) -> None:
    plugin.gives("one", until=IN_TEN)
    cluster = await clusters.at("")
    plugin.gives("two", until=IN_TEN + timedelta(minutes=10))
    await clock.advance(seconds=600)
    looking = asyncio.gather(cluster.look(API))
    await eventually(lambda: len(plugin.asked) == 2)
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    await cluster.look(API)

    assert listener.tokens == ["two"]
    assert len(plugin.asked) == 2


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("s3cret", "no ExecCredential"),
        ('["s3cret"]', "no ExecCredential"),
        ('{"apiVersion": "client.authentication.k8s.io/v1"}', "no ExecCredential"),
        (
            f'{{"apiVersion": "{VERSION}", "status": {{"clientCertificateData": "s3cret"}}}}',
            "neither a token nor a certificate with its key",
        ),
        (
            '{"apiVersion": "client.authentication.k8s.io/v1beta1", "status": {"token": "s3cret"}}',
            "client.authentication.k8s.io/v1beta1 instead of client.authentication.k8s.io/v1",
        ),
        (None, "Unable to locate credentials, token=•••"),
    ],
)
async def test_a_plugin_that_gives_nothing_is_named_with_its_reason_and_without_its_secrets(
    clusters: Clusters, plugin: Told, printed: str | None, reason: str
) -> None:
    if printed is not None:
        plugin.prints(printed)
    with pytest.raises(TransientError) as failed:
        await clusters.at("")

    assert failed.value.key == "cluster.plugin-failed"
    assert failed.value.arguments["reason"] == reason
    assert str(failed.value.arguments["command"]).startswith("python")
    assert "s3cret" not in str(failed.value)


async def test_a_plugin_that_hangs_at_the_first_login_is_said(
    listener: Listener, plugin: Told, clock: ManualClock, tmp_path: Path
) -> None:
    plugin.hangs()
    path = a_kubeconfig(tmp_path / "kubeconfig", {"server": listener.url}, plugin.user())
    async with reached(Login(kubeconfig=str(path), plugin_s=0.5), clock) as clusters:
        with pytest.raises(TransientError) as failed:
            await clusters.at("")

    assert failed.value.arguments["reason"] == "no answer within 0.5 s"


async def test_a_plugin_that_is_not_installed_is_said(
    listener: Listener, plugin: Told, clock: ManualClock, tmp_path: Path
) -> None:
    user = plugin.user(command="aws-iam-authenticator-of-yesterday")
    path = a_kubeconfig(tmp_path / "kubeconfig", {"server": listener.url}, user)
    async with reached(path, clock) as clusters:
        with pytest.raises(TransientError) as failed:
            await clusters.at("")

    assert failed.value.arguments["command"] == "aws-iam-authenticator-of-yesterday"
    assert failed.value.arguments["reason"] == "No such file or directory"


async def test_a_plugin_beside_the_kubeconfig_is_told_what_it_asks_for(
    listener: Listener, plugin: Told, clock: ManualClock, tmp_path: Path
) -> None:
    plugin.gives("one")
    script = plugin.folder / "login"
    script.write_text(f"#!/bin/sh\nexec {plugin.user()['exec']['command']} {plugin.folder}/plugin.py\n")
    script.chmod(0o700)
    (tmp_path / "ca.crt").write_text("an authority")
    cluster = {
        "server": listener.url,
        "certificate-authority": "ca.crt",
        "extensions": [{"name": "client.authentication.k8s.io/exec", "extension": {"audience": "it"}}],
    }
    user = plugin.user(command="bin/login", args=None, env=None, provideClusterInfo=True)
    async with reached(a_kubeconfig(tmp_path / "kubeconfig", cluster, user), clock) as clusters:
        with pytest.raises(Exception, match="holds no certificate"):
            await clusters.at("")

    (told,) = plugin.asked
    assert told["spec"] == {
        "interactive": False,
        "cluster": {
            "server": listener.url,
            "certificate-authority-data": data("an authority"),
            "config": {"audience": "it"},
        },
    }


async def test_a_certificate_from_a_plugin_is_shown_and_the_next_one_after_it_has_run_out(
    plugin: Told, clock: ManualClock, tmp_path: Path
) -> None:
    authority = Authority()
    plugin.gives(pair=authority.client("anna"), until=IN_TEN)
    async with (
        serving(clock, Scenario(NOON, automatic=False).cluster) as server,
        tls_front(server, tmp_path, authority.server("127.0.0.1"), clients=authority) as front,
    ):
        cluster = {"server": front.url, "certificate-authority-data": data(authority.pem)}
        path = a_kubeconfig(tmp_path / "kubeconfig", cluster, plugin.user())
        async with reached(path, clock) as clusters:
            seen = await clusters.at("")
            await seen.look(API)
            plugin.gives("and-a-token", pair=authority.client("anna-again"), until=IN_TEN + timedelta(days=1))
            await seen.look(API)
            await clock.advance(seconds=600)
            snapshot = await seen.look(API)

    assert snapshot.object is not None
    assert list(dict.fromkeys(front.clients)) == ["anna", "anna-again"]
    assert len(plugin.asked) == 2
