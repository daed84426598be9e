"""The kubeconfig means what it means to kubectl: several files, relative paths, tokens, impersonation."""

import json
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web

from bot.practice.kubernetes.scenario import Scenario
from cluster import kubeconfig
from cluster.kubernetes import contexts
from cluster.route import Login
from domain.clock import ManualClock
from domain.errors import PermanentError, TransientError
from domain.watch import Target
from tests.cluster.certificates import Authority
from tests.cluster.configs import a_kubeconfig, reached
from tests.cluster.gates import tls_front
from tests.cluster.ground import NOON, serving

API = Target(kind="deployment", namespace="prod", name="api")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


class Listener:
    """An API server that knows nothing and remembers by which headers it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.heard: list[dict[str, list[str]]] = []
        #: What it answers, one after the other; 404 when nothing is left.
        self.statuses: list[int] = []

    @property
    def tokens(self) -> list[str]:
        return [headers.get("Authorization", [""])[0].removeprefix("Bearer ") for headers in self.heard]

    async def answer(self, request: web.Request) -> web.Response:
        self.heard.append({name: request.headers.getall(name) for name in request.headers})
        status = self.statuses.pop(0) if self.statuses else 404
        return web.json_response({"kind": "Status", "code": status}, status=status)


@asynccontextmanager
async def listening() -> AsyncGenerator[Listener]:
    listener = Listener()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", listener.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield listener
    finally:
        await runner.cleanup()


def test_the_first_file_that_says_something_counts(tmp_path: Path) -> None:
    first = a_kubeconfig(tmp_path / "a", {"server": "https://first"}, name="one")
    second = a_kubeconfig(tmp_path / "b", {"server": "https://second"}, name="two")
    third = a_kubeconfig(tmp_path / "c", {"server": "https://third"}, name="one")

    config = kubeconfig.read(os.pathsep.join(map(str, (tmp_path / "none", first, second, third))))

    assert config.contexts == ("one", "two")
    assert config.current == "one"
    assert config.entry("").cluster["server"] == "https://first"
    assert config.entry("two").cluster["server"] == "https://second"


def test_a_file_may_hold_a_part_alone(tmp_path: Path) -> None:
    whole = yaml.safe_load(
        a_kubeconfig(tmp_path / "it", {"server": "https://it"}, {"token": "t"}).read_text()
    )
    parts = ("clusters", "users", "contexts", "current-context")
    for part in parts:
        (tmp_path / part).write_text(yaml.safe_dump({part: whole[part], "preferences": None}))
    (tmp_path / "empty").write_text("")

    config = kubeconfig.read(os.pathsep.join(str(tmp_path / name) for name in ("empty", *parts)))

    assert config.entry("").user == {"token": "t"}
    assert config.entry("").namespace == "prod"


def test_paths_are_relative_to_the_file_that_they_stand_in(tmp_path: Path) -> None:
    a_kubeconfig(
        tmp_path / "east" / "config",
        {"server": "https://east", "certificate-authority": "pki/ca.crt"},
        {"client-certificate": "pki/me.crt", "client-key": "/etc/me.key"},
        name="east",
    )
    a_kubeconfig(
        tmp_path / "west" / "config",
        {"server": "https://west", "certificate-authority": "../ca.crt"},
        {"tokenFile": "token", "exec": {"command": "./bin/login", "apiVersion": "v1"}},
        name="west",
    )
    mixed = {
        "contexts": [{"name": "mixed", "context": {"cluster": "east", "user": "west"}}],
        "users": [{"name": "aws", "user": {"exec": {"command": "aws"}}}],
    }
    (tmp_path / "mixed").write_text(yaml.safe_dump(mixed))

    config = kubeconfig.read(
        os.pathsep.join(str(tmp_path / name) for name in ("east/config", "west/config", "mixed"))
    )

    east, west, both = (config.entry(name) for name in ("east", "west", "mixed"))
    assert east.cluster["certificate-authority"] == str(tmp_path / "east/pki/ca.crt")
    assert east.user["client-certificate"] == str(tmp_path / "east/pki/me.crt")
    assert east.user["client-key"] == "/etc/me.key"
    assert west.cluster["certificate-authority"] == str(tmp_path / "west/../ca.crt")
    assert (both.cluster, both.user) == (east.cluster, west.user)
    assert both.user["tokenFile"] == str(tmp_path / "west/token")
    assert both.user["exec"]["command"] == str(tmp_path / "west/bin/login")
    assert config.sections["users"]["aws"]["exec"]["command"] == "aws"


async def test_two_clusters_of_two_files_are_reached_each_by_the_authority_beside_its_file(
    clock: ManualClock, tmp_path: Path
) -> None:
    east, west = Authority("east"), Authority("west")
    for name, authority in (("east", east), ("west", west)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ca.crt").write_text(authority.pem)
    async with (
        serving(clock, Scenario(NOON, automatic=False).cluster) as server,
        tls_front(server, tmp_path, east.server("127.0.0.1")) as one,
        tls_front(server, tmp_path, west.server("127.0.0.1")) as two,
    ):
        paths = [
            a_kubeconfig(
                tmp_path / name / "config",
                {"server": front.url, "certificate-authority": "ca.crt"},
                name=name,
            )
            for name, front in (("east", one), ("west", two))
        ]
        both = os.pathsep.join(map(str, paths))
        for name in ("east", "west"):
            async with reached(Login(kubeconfig=both, context=name), clock) as clusters:
                assert (await (await clusters.at("")).look(API)).object is not None

    assert contexts(both) == (("east", "west"), "east")
    assert len(one.clients) == len(two.clients) > 0


MISTAKES = [
    ({"current-context": ""}, "cluster.no-context", ""),
    ({"current-context": "gone"}, "cluster.context-unknown", ""),
    ({"clusters": []}, "cluster.config-broken", "no 'it' in clusters"),
    ({"users": []}, "cluster.config-broken", "no 'it' in users"),
    ({"users": {"name": "it", "token": "s3cret"}}, "cluster.config-broken", "users is no list"),
    ({"users": [{"token": "s3cret"}]}, "cluster.config-broken", "an entry without a name in users"),
    ({"users": [{"name": "it", "user": "s3cret"}]}, "cluster.config-broken", "user of it is no mapping"),
    ({"clusters": [{"name": "it", "token": "s3cret"}]}, "cluster.config-broken", "no server in cluster it"),
]


@pytest.mark.parametrize(("mistake", "key", "reason"), MISTAKES)
async def test_what_is_wrong_with_a_kubeconfig_is_said_without_quoting_it(
    clock: ManualClock, tmp_path: Path, mistake: dict[str, Any], key: str, reason: str
) -> None:
    path = a_kubeconfig(tmp_path / "kubeconfig", {"server": "https://it"}, {"token": "s3cret"})
    path.write_text(json.dumps({**json.loads(path.read_text()), **mistake}))
    async with reached(path, clock) as clusters:
        with pytest.raises(PermanentError) as broken:
            await clusters.at("")

    assert broken.value.key == key
    assert broken.value.arguments.get("reason", "") == reason
    assert "s3cret" not in str(broken.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("a: [s3cret", "line 1"), ("users:\n\t- s3cret", "line 2"), ("s3cret", "no mapping")],
)
async def test_a_file_that_is_no_yaml_is_not_quoted(
    clock: ManualClock, tmp_path: Path, text: str, reason: str
) -> None:
    path = tmp_path / "kubeconfig"
    path.write_text(text)
    async with reached(path, clock) as clusters:
        with pytest.raises(PermanentError) as broken:
            await clusters.at("")

    assert broken.value.arguments == {"path": str(path), "reason": reason}


async def test_a_kubeconfig_that_is_not_there_is_said_to_be_missing(
    clock: ManualClock, tmp_path: Path
) -> None:
    path = os.pathsep.join((str(tmp_path / "a"), str(tmp_path / "b")))
    async with reached(Login(kubeconfig=path), clock) as clusters:
        with pytest.raises(PermanentError) as missing:
            await clusters.at("")

    assert missing.value.key == "cluster.config-missing"
    assert missing.value.arguments == {"path": path}


async def test_a_token_file_is_read_again_before_its_token_ends(clock: ManualClock, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("one\n")
    async with listening() as listener:
        path = a_kubeconfig(
            tmp_path / "kubeconfig", {"server": listener.url}, {"tokenFile": "token", "token": "older"}
        )
        async with reached(path, clock) as clusters:
            cluster = await clusters.at("")
            await cluster.look(API)
            token.write_text("two\n")
            await cluster.look(API)
            await clock.advance(seconds=60)
            await cluster.look(API)
            token.write_text("")
            await clock.advance(seconds=60)
            await cluster.look(API)
            token.unlink()
            await clock.advance(seconds=60)
            await cluster.look(API)

    assert listener.tokens == ["one", "one", "two", "two", "two"]


async def test_a_401_logs_in_once_more_and_a_second_one_is_told(clock: ManualClock, tmp_path: Path) -> None:
    async with listening() as listener:
        path = a_kubeconfig(tmp_path / "kubeconfig", {"server": listener.url}, {"token": "one"})
        async with reached(path, clock) as clusters:
            cluster = await clusters.at("")
            a_kubeconfig(path, {"server": listener.url}, {"token": "two"})
            listener.statuses = [401]
            await cluster.look(API)
            listener.statuses = [401, 401]
            with pytest.raises(TransientError) as lost:
                await cluster.look(API)

    assert lost.value.key == "cluster.login-lost"
    assert listener.tokens == ["one", "two", "two", "two"]


async def test_a_kubeconfig_that_is_half_written_at_a_401_is_read_again_later(
    clock: ManualClock, tmp_path: Path
) -> None:
    async with listening() as listener:
        path = a_kubeconfig(tmp_path / "kubeconfig", {"server": listener.url}, {"token": "one"})
        async with reached(path, clock) as clusters:
            cluster = await clusters.at("")
            path.write_text("apiVersion: v1\nclusters: [")
            listener.statuses = [401]
            with pytest.raises(TransientError) as lost:
                await cluster.look(API)
            a_kubeconfig(path, {"server": listener.url}, {"token": "two"})
            await clock.advance(seconds=6)
            listener.statuses = [401]
            await cluster.look(API)

    assert lost.value.key == "cluster.login-lost"
    assert listener.tokens == ["one", "one", "two"]


async def test_who_logs_in_by_password_does_and_whoever_is_impersonated_is_named(
    clock: ManualClock, tmp_path: Path
) -> None:
    user = {
        "username": "anna",
        "password": "pw",
        "as": "system:serviceaccount:prod:viewer",
        "as-groups": ["a", "b"],
        "as-user-extra": {"example.com/why": ["on-call"]},
    }
    async with listening() as listener:
        path = a_kubeconfig(tmp_path / "kubeconfig", {"server": f"{listener.url}/"}, user)
        async with reached(path, clock) as clusters:
            await (await clusters.at("")).look(API)

    (heard,) = listener.heard
    assert heard["Authorization"] == ["Basic YW5uYTpwdw=="]
    assert heard["Impersonate-User"] == ["system:serviceaccount:prod:viewer"]
    assert heard["Impersonate-Group"] == ["a", "b"]
    assert heard["Impersonate-Extra-example.com%2Fwhy"] == ["on-call"]


async def test_an_oidc_token_is_shown_and_a_provider_that_fails_is_named_without_its_token(
    clock: ManualClock, tmp_path: Path
) -> None:
    def provider(token: str) -> dict[str, Any]:
        return {"auth-provider": {"name": "oidc", "config": {"id-token": token}}}

    # {"alg": "none"}, {"sub": "anna"}: no expiry.
    good = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm5hIn0.x"
    async with listening() as listener:
        path = a_kubeconfig(tmp_path / "kubeconfig", {"server": listener.url}, provider(good))
        async with reached(path, clock) as clusters:
            await (await clusters.at("")).look(API)
        a_kubeconfig(path, {"server": listener.url}, provider("s3cret"))
        async with reached(path, clock) as clusters:
            with pytest.raises(TransientError) as failed:
                await clusters.at("")

    assert listener.tokens == [good]
    assert failed.value.key == "cluster.plugin-failed"
    assert "s3cret" not in str(failed.value)
