"""What a server says it serves: old ones have no aggregated document, and a group may be down by itself."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from cluster.resources import Resource
from domain.clock import ManualClock
from domain.errors import TransientError
from tests.cluster.configs import a_kubeconfig, reached
from tests.cluster.ground import NOON

VERBS = ["get", "list", "watch"]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


def kind(plural: str, name: str, *short: str) -> dict[str, Any]:
    return {"name": plural, "kind": name, "namespaced": True, "verbs": VERBS, "shortNames": list(short)}


def group(name: str, *versions: str, preferred: str = "") -> dict[str, Any]:
    every = [{"groupVersion": f"{name}/{version}", "version": version} for version in versions]
    chosen = preferred or versions[0]
    return {
        "name": name,
        "versions": every,
        "preferredVersion": {"groupVersion": f"{name}/{chosen}", "version": chosen},
    }


#: A server from before 1.27: it knows the plain lists alone.
OLD: dict[str, Any] = {
    "/api": {"kind": "APIVersions", "versions": ["v1"]},
    "/apis": {
        "kind": "APIGroupList",
        "groups": [
            group("metrics.k8s.io", "v1beta1"),
            group("networking.istio.io", "v1alpha3", "v1", preferred="v1"),
            group("argoproj.io", "v1alpha1"),
        ],
    },
    "/api/v1": {"kind": "APIResourceList", "resources": [kind("pods", "Pod", "po"), kind("pods/log", "Pod")]},
    "/apis/networking.istio.io/v1": {
        "kind": "APIResourceList",
        "resources": [kind("gateways", "Gateway", "gw")],
    },
    "/apis/networking.istio.io/v1alpha3": {
        "kind": "APIResourceList",
        "resources": [kind("gateways", "Gateway", "gw"), kind("envoyfilters", "EnvoyFilter")],
    },
    "/apis/argoproj.io/v1alpha1": {
        "kind": "APIResourceList",
        "resources": [kind("rollouts", "Rollout", "ro")],
    },
}


def aggregated(version: str) -> dict[str, Any]:
    """The same groups as a newer server says them, in one document of this version."""

    def listed(version: str, *names: tuple[str, str]) -> dict[str, Any]:
        return {
            "version": version,
            "resources": [
                {"resource": plural, "responseKind": {"kind": name}, "scope": "Namespaced", "verbs": VERBS}
                for plural, name in names
            ],
        }

    gateways, filters = ("gateways", "Gateway"), ("envoyfilters", "EnvoyFilter")
    istio = [listed("v1", gateways), listed("v1alpha3", gateways, filters)]
    api = f"apidiscovery.k8s.io/{version}"
    head = {"kind": "APIGroupDiscoveryList", "apiVersion": api}
    return {
        "/api": {**head, "items": [{"metadata": {}, "versions": [listed("v1", ("pods", "Pod"))]}]},
        "/apis": {**head, "items": [{"metadata": {"name": "networking.istio.io"}, "versions": istio}]},
    }


class Server:
    """Answers with documents; what it has none for is 503, as of a group whose own server is down."""

    def __init__(self, documents: dict[str, Any], newer: dict[str, Any], version: str) -> None:
        self.documents = documents
        self._newer = newer
        self._version = version
        self.asked: list[str] = []

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        wants = f"v={self._version};as=APIGroupDiscoveryList" in request.headers["Accept"]
        if wants and request.path in self._newer:
            return web.json_response(self._newer[request.path])
        if request.path not in self.documents:
            return web.Response(status=503, text="service unavailable")
        return web.json_response(self.documents[request.path])


@asynccontextmanager
async def saying(
    documents: dict[str, Any], folder: Path, *, newer: dict[str, Any] | None = None, version: str = "none"
) -> AsyncGenerator[tuple[Server, Path]]:
    server = Server(documents, newer or {}, version)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield server, a_kubeconfig(folder / "kubeconfig", {"server": url})
    finally:
        await runner.cleanup()


def place(found: Resource | None) -> str:
    return found.path("prod") if found is not None else ""


@pytest.mark.parametrize(
    ("word", "path"),
    [
        ("rollout", "/apis/argoproj.io/v1alpha1/namespaces/prod/rollouts"),
        ("ro", "/apis/argoproj.io/v1alpha1/namespaces/prod/rollouts"),
        ("rollouts.argoproj.io", "/apis/argoproj.io/v1alpha1/namespaces/prod/rollouts"),
        ("gateway", "/apis/networking.istio.io/v1/namespaces/prod/gateways"),
        (
            "gateways.v1alpha3.networking.istio.io",
            "/apis/networking.istio.io/v1alpha3/namespaces/prod/gateways",
        ),
        ("envoyfilter", "/apis/networking.istio.io/v1alpha3/namespaces/prod/envoyfilters"),
        ("pod", "/api/v1/namespaces/prod/pods"),
        ("nodemetrics", ""),
    ],
)
async def test_an_old_server_is_asked_for_each_group_and_one_that_is_down_stops_no_other(
    clock: ManualClock, tmp_path: Path, word: str, path: str
) -> None:
    async with saying(OLD, tmp_path) as (_, config), reached(config, clock) as clusters:
        found = await (await clusters.at("")).discovery.named(word)

    assert place(found) == path


@pytest.mark.parametrize("version", ["v2", "v2beta1"])
async def test_a_newer_server_is_asked_twice_in_all_and_kinds_of_other_versions_are_known(
    clock: ManualClock, tmp_path: Path, version: str
) -> None:
    newer = aggregated(version)
    async with (
        saying(OLD, tmp_path, newer=newer, version=version) as (server, config),
        reached(config, clock) as clusters,
    ):
        discovery = (await clusters.at("")).discovery
        found = [place(await discovery.named(word)) for word in ("gateway", "envoyfilter", "pod")]

    assert found == [
        "/apis/networking.istio.io/v1/namespaces/prod/gateways",
        "/apis/networking.istio.io/v1alpha3/namespaces/prod/envoyfilters",
        "/api/v1/namespaces/prod/pods",
    ]
    assert sorted(server.asked) == ["/api", "/apis"]


async def test_a_group_that_was_down_is_asked_again_when_it_is_wanted(
    clock: ManualClock, tmp_path: Path
) -> None:
    metrics = {"kind": "APIResourceList", "resources": [kind("pods", "PodMetrics")]}
    async with saying(dict(OLD), tmp_path) as (server, config), reached(config, clock) as clusters:
        discovery = (await clusters.at("")).discovery
        before = await discovery.named("podmetrics")
        server.documents["/apis/metrics.k8s.io/v1beta1"] = metrics
        await clock.advance(seconds=31)
        after = await discovery.named("podmetrics")

    assert before is None
    assert place(after) == "/apis/metrics.k8s.io/v1beta1/namespaces/prod/pods"


@pytest.mark.parametrize("down", ["/api/v1", "/apis"])
async def test_a_server_that_is_down_itself_says_so(clock: ManualClock, tmp_path: Path, down: str) -> None:
    documents = {path: document for path, document in OLD.items() if path != down}
    async with saying(documents, tmp_path) as (_, config), reached(config, clock) as clusters:
        cluster = await clusters.at("")
        with pytest.raises(TransientError):
            await cluster.discovery.named("rollout")
