"""Credentials, contexts and configuration, with real files and a real plugin, over HTTP."""

import json
import sys
from pathlib import Path

import pytest
import yaml

from bot.practice.kubernetes.scenario import Scenario
from bot.practice.kubernetes.server import KubernetesApi
from cluster.bounds import Bounds
from cluster.clusters import Clusters, dialler, lister
from cluster.faults import UnreachableError
from cluster.kubernetes import contexts
from domain.clock import ManualClock
from domain.errors import PermanentError, TransientError, UserError
from domain.watch import Target
from tests.cluster.ground import NOON, eventually, pass_time, serving

API = Target(kind="deployment", namespace="prod", name="api")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


def kubeconfig(folder: Path, server: KubernetesApi, user: dict[str, object]) -> Path:
    path = folder / "kubeconfig"
    server.kubeconfig(path)
    config = yaml.safe_load(path.read_text())
    config["users"][0]["user"] = user
    path.write_text(yaml.safe_dump(config))
    return path


def plugin(folder: Path) -> dict[str, object]:
    """A plugin that gives the token in a file, valid for a moment, and counts how often it was asked."""
    script = folder / "plugin.py"
    script.write_text(
        "import json, pathlib\n"
        f"folder = pathlib.Path({str(folder)!r})\n"
        "with (folder / 'asked').open('a') as asked:\n"
        "    asked.write('x')\n"
        "status = {'token': (folder / 'token').read_text(), 'expirationTimestamp': '2020-01-01T00:00:00Z'}\n"
        "print(json.dumps({'apiVersion': 'client.authentication.k8s.io/v1', 'kind': 'ExecCredential',"
        " 'status': status}))\n"
    )
    return {
        "exec": {
            "apiVersion": "client.authentication.k8s.io/v1",
            "command": sys.executable,
            "args": [str(script)],
            "interactiveMode": "Never",
        }
    }


async def test_a_plugin_is_asked_again_when_its_token_has_expired(clock: ManualClock, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("one")
    async with serving(clock, Scenario(NOON, automatic=False).cluster, token="one") as server:
        path = kubeconfig(tmp_path, server, plugin(tmp_path))
        async with Clusters(dialler(str(path), clock, bounds=Bounds()), clock) as clusters:
            cluster = await clusters.at("")

            await cluster.look(API)
            before = len((tmp_path / "asked").read_text())
            await cluster.look(API)

            assert len((tmp_path / "asked").read_text()) > before


async def test_a_plugin_that_fails_leaves_the_last_good_token(clock: ManualClock, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("one")
    async with serving(clock, Scenario(NOON, automatic=False).cluster, token="one") as server:
        path = kubeconfig(tmp_path, server, plugin(tmp_path))
        async with Clusters(dialler(str(path), clock, bounds=Bounds()), clock) as clusters:
            cluster = await clusters.at("")
            await cluster.look(API)

            (tmp_path / "token").unlink()
            snapshot = await cluster.look(API)

    assert snapshot.object is not None


async def test_a_401_reads_the_kubeconfig_anew_for_calls_and_for_streams(
    clock: ManualClock, tmp_path: Path
) -> None:
    async with serving(clock, Scenario(NOON, automatic=False).cluster, token="new") as server:
        path = kubeconfig(tmp_path, server, {"token": "old"})
        async with Clusters(dialler(str(path), clock, bounds=Bounds()), clock) as clusters:
            cluster = await clusters.at("")
            with pytest.raises(TransientError) as lost:
                await cluster.look(API)
            kubeconfig(tmp_path, server, {"token": "new"})
            sight = cluster.watch(API)
            await pass_time(clock, 30, step_s=1)
            await eventually(lambda: sight.snapshot().synced)
            snapshot = await cluster.look(API)
            sight.close()

    assert lost.value.key == "cluster.login-lost"
    assert snapshot.object is not None


async def test_each_context_is_a_cluster_of_its_own(clock: ManualClock, tmp_path: Path) -> None:
    bounds = Bounds(contexts=("east", "west"))
    async with (
        serving(clock, Scenario(NOON, automatic=False).cluster) as east,
        serving(clock) as west,
    ):
        paths = [
            server.kubeconfig(tmp_path / name, context=name)
            for name, server in (("east", east), ("west", west))
        ]
        both = ":".join(map(str, paths))
        async with Clusters(dialler(both, clock, bounds=bounds), clock, bounds=bounds) as clusters:
            there = await (await clusters.at("east")).look(API)
            missing = await (await clusters.at("west")).look(API)
            with pytest.raises(UserError) as closed:
                await clusters.at("north")

    assert there.object is not None
    assert missing.object is None
    assert closed.value.key == "cluster.context-closed"


async def test_without_a_name_the_context_is_one_that_may_be_seen(clock: ManualClock, tmp_path: Path) -> None:
    bounds = Bounds(contexts=("west*",))
    async with (
        serving(clock) as east,
        serving(clock, Scenario(NOON, automatic=False).cluster) as west,
    ):
        east.kubeconfig(tmp_path / "east", context="east")
        west.kubeconfig(tmp_path / "west", context="west-1")
        both = f"{tmp_path / 'east'}:{tmp_path / 'west'}"
        async with Clusters(dialler(both, clock, bounds=bounds), clock, bounds=bounds) as clusters:
            snapshot = await (await clusters.at("")).look(API)

    assert contexts(both) == (("east", "west-1"), "east")
    assert snapshot.object is not None


@pytest.mark.parametrize(
    ("globs", "named"), [((), ()), (("west*",), ("west-1", "west-2")), (("*",), ("east", "west-1", "west-2"))]
)
async def test_only_contexts_that_may_be_seen_are_named(
    clock: ManualClock, tmp_path: Path, globs: tuple[str, ...], named: tuple[str, ...]
) -> None:
    bounds = Bounds(contexts=globs)
    paths = [tmp_path / name for name in ("east", "west-1", "west-2")]
    async with serving(clock) as server:
        for path in paths:
            server.kubeconfig(path, context=path.name)
    several = ":".join(map(str, paths))
    dial = dialler(several, clock, bounds=bounds)
    async with Clusters(dial, clock, bounds=bounds, contexts=lister(several)) as clusters:
        there = await clusters.contexts()

    assert sorted(there) == list(named)


@pytest.mark.parametrize(
    ("text", "key"),
    [("{}", "cluster.no-context"), ("not: [yaml", "cluster.config-broken")],
)
async def test_a_kubeconfig_that_is_none_is_said(
    clock: ManualClock, tmp_path: Path, text: str, key: str
) -> None:
    path = tmp_path / "kubeconfig"
    path.write_text(text)
    async with Clusters(dialler(str(path), clock, bounds=Bounds()), clock) as clusters:
        with pytest.raises(PermanentError) as broken:
            await clusters.at("")

    assert broken.value.key == key


async def test_no_configuration_at_all_is_said(
    clock: ManualClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KUBECONFIG", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    async with Clusters(dialler(None, clock, bounds=Bounds()), clock) as clusters:
        with pytest.raises(PermanentError) as none:
            await clusters.at("")

    assert none.value.key == "cluster.no-config"


async def test_a_context_that_the_kubeconfig_does_not_know_is_said(
    clock: ManualClock, tmp_path: Path
) -> None:
    path = tmp_path / "kubeconfig"
    path.write_text(json.dumps({"current-context": "a", "clusters": [], "users": [], "contexts": []}))
    bounds = Bounds(contexts=("b",))
    async with Clusters(dialler(str(path), clock, bounds=bounds), clock, bounds=bounds) as clusters:
        with pytest.raises(PermanentError) as unknown:
            await clusters.at("b")

    assert unknown.value.key == "cluster.context-unknown"


def elsewhere(folder: Path, server: KubernetesApi, address: str) -> Path:
    """A kubeconfig whose cluster has an address that only a proxy knows."""
    path = server.kubeconfig(folder / "kubeconfig")
    config = yaml.safe_load(path.read_text())
    config["clusters"][0]["cluster"]["server"] = address
    path.write_text(yaml.safe_dump(config))
    return path


async def test_a_server_that_is_gone_is_said_in_the_system_s_own_words(
    clock: ManualClock, tmp_path: Path
) -> None:
    async with serving(clock, Scenario(NOON, automatic=False).cluster) as server:
        path = server.kubeconfig(tmp_path / "kubeconfig")
    # It has stopped: nobody listens at its port any more.
    async with Clusters(dialler(str(path), clock, bounds=Bounds()), clock) as clusters:
        with pytest.raises(UnreachableError) as gone:
            await (await clusters.at("")).look(API)

    port = server.url.rpartition(":")[2]
    assert str(gone.value.arguments["reason"]) == f"127.0.0.1:{port}: Connection refused"


async def test_a_cluster_behind_a_proxy_is_reached_through_it(
    clock: ManualClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(clock, Scenario(NOON, automatic=False).cluster) as proxy:
        for name, value in (("HTTP_PROXY", proxy.url), ("NO_PROXY", "")):
            monkeypatch.setenv(name, value)
            monkeypatch.setenv(name.lower(), value)
        path = elsewhere(tmp_path, proxy, "http://cluster.invalid:6443")
        async with Clusters(dialler(str(path), clock, bounds=Bounds()), clock) as clusters:
            snapshot = await (await clusters.at("")).look(API)

    assert snapshot.object is not None


async def test_a_proxy_that_is_meant_for_others_is_passed_by(
    clock: ManualClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        serving(clock, Scenario(NOON, automatic=False).cluster) as server,
        serving(clock) as proxy,
    ):
        for name, value in (("HTTP_PROXY", proxy.url), ("NO_PROXY", "127.0.0.1")):
            monkeypatch.setenv(name, value)
            monkeypatch.setenv(name.lower(), value)
        path = server.kubeconfig(tmp_path / "kubeconfig")
        async with Clusters(dialler(str(path), clock, bounds=Bounds()), clock) as clusters:
            snapshot = await (await clusters.at("")).look(API)

    assert snapshot.object is not None
    assert not proxy.requests
