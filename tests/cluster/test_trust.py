"""TLS as kubectl does it: whom we trust, by what we are known, and what is said when it does not fit."""

import ssl
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.practice.kubernetes.scenario import Scenario
from bot.practice.kubernetes.server import KubernetesApi
from cluster.trust import Trust, tls
from domain.clock import ManualClock
from domain.errors import NightjarError, PermanentError, TransientError
from domain.watch import Target
from messages.sentences import explain
from tests.cluster.certificates import Authority, data
from tests.cluster.configs import a_kubeconfig, reached
from tests.cluster.gates import tls_front
from tests.cluster.ground import NOON, serving

API = Target(kind="deployment", namespace="prod", name="api")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
async def server(clock: ManualClock) -> AsyncGenerator[KubernetesApi]:
    async with serving(clock, Scenario(NOON, automatic=False).cluster) as server:
        yield server


def words(error: NightjarError) -> str:
    return "".join(span.text for span in explain("en", error))


@pytest.mark.parametrize("identified", [True, False], ids=["with-key-identifiers", "without"])
async def test_an_authority_of_the_clusters_own_is_trusted(
    server: KubernetesApi, clock: ManualClock, tmp_path: Path, *, identified: bool
) -> None:
    authority = Authority(identified=identified)
    async with tls_front(server, tmp_path, authority.server("127.0.0.1")) as front:
        cluster = {"server": front.url, "certificate-authority-data": data(authority.pem)}
        path = a_kubeconfig(tmp_path / "kubeconfig", cluster)
        async with reached(path, clock) as clusters:
            snapshot = await (await clusters.at("")).look(API)

    assert snapshot.object is not None


def test_an_authority_without_key_identifiers_is_refused_by_no_python() -> None:
    context = tls(Trust(authority=Authority(identified=False).pem))

    assert not context.verify_flags & ssl.VERIFY_X509_STRICT
    assert context.verify_flags & ssl.VERIFY_X509_PARTIAL_CHAIN
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


async def test_remarks_between_the_certificates_are_passed_over(
    server: KubernetesApi, clock: ManualClock, tmp_path: Path
) -> None:
    authority = Authority()
    bundle = f"# von früher\n{Authority('old').pem}\n# für heute\n{authority.pem}"
    async with tls_front(server, tmp_path, authority.server("127.0.0.1")) as front:
        path = a_kubeconfig(
            tmp_path / "kubeconfig", {"server": front.url, "certificate-authority-data": data(bundle)}
        )
        async with reached(path, clock) as clusters:
            snapshot = await (await clusters.at("")).look(API)

    assert snapshot.object is not None


async def test_a_certificate_for_another_name_is_taken_when_the_kubeconfig_names_it(
    server: KubernetesApi, clock: ManualClock, tmp_path: Path
) -> None:
    authority = Authority()
    async with tls_front(server, tmp_path, authority.server("api.prod.example")) as front:
        cluster = {
            "server": front.url,
            "certificate-authority-data": data(authority.pem),
            "tls-server-name": "api.prod.example",
        }
        async with reached(a_kubeconfig(tmp_path / "kubeconfig", cluster), clock) as clusters:
            snapshot = await (await clusters.at("")).look(API)

    assert snapshot.object is not None
    assert set(front.names) == {"api.prod.example"}


async def test_who_asks_for_no_verification_gets_none(
    server: KubernetesApi, clock: ManualClock, tmp_path: Path
) -> None:
    async with tls_front(server, tmp_path, Authority().server("elsewhere", expired=True)) as front:
        cluster = {"server": front.url, "insecure-skip-tls-verify": True}
        async with reached(a_kubeconfig(tmp_path / "kubeconfig", cluster), clock) as clusters:
            snapshot = await (await clusters.at("")).look(API)

    assert snapshot.object is not None


@pytest.mark.parametrize(
    ("host", "expired", "trusted", "reason"),
    [
        ("127.0.0.1", False, False, "unable to get local issuer certificate"),
        ("127.0.0.1", True, True, "certificate has expired"),
        ("10.0.0.1", False, True, "IP address mismatch, certificate is not valid for '127.0.0.1'"),
    ],
)
async def test_a_certificate_that_is_not_trusted_is_said_in_a_sentence(
    *,
    server: KubernetesApi,
    clock: ManualClock,
    tmp_path: Path,
    host: str,
    expired: bool,
    trusted: bool,
    reason: str,
) -> None:
    authority = Authority()
    known = authority if trusted else Authority("another")
    async with tls_front(server, tmp_path, authority.server(host, expired=expired)) as front:
        cluster = {"server": front.url, "certificate-authority-data": data(known.pem)}
        async with reached(a_kubeconfig(tmp_path / "kubeconfig", cluster), clock) as clusters:
            with pytest.raises(TransientError) as untrusted:
                await (await clusters.at("")).look(API)

    assert untrusted.value.key == "cluster.untrusted"
    assert words(untrusted.value).startswith(
        f"The certificate of the cluster’s API server 127.0.0.1:{front.port} is not trusted ({reason})."
    )


async def test_a_client_certificate_is_shown_whether_it_stands_in_the_kubeconfig_or_beside_it(
    server: KubernetesApi, clock: ManualClock, tmp_path: Path
) -> None:
    authority = Authority()
    anna = authority.client("anna")
    (tmp_path / "pki").mkdir()
    (tmp_path / "pki" / "bert.crt").write_text(authority.client("bert").certificate)
    bert = authority.client("bert")
    (tmp_path / "pki" / "bert.crt").write_text(bert.certificate)
    (tmp_path / "pki" / "bert.key").write_text(bert.key)
    users = (
        {"client-certificate-data": data(anna.certificate), "client-key-data": data(anna.key)},
        {"client-certificate": "pki/bert.crt", "client-key": "pki/bert.key"},
    )
    async with tls_front(server, tmp_path, authority.server("127.0.0.1"), clients=authority) as front:
        cluster = {"server": front.url, "certificate-authority-data": data(authority.pem)}
        for user in users:
            async with reached(a_kubeconfig(tmp_path / "kubeconfig", cluster, user), clock) as clusters:
                await (await clusters.at("")).look(API)

    assert list(dict.fromkeys(front.clients)) == ["anna", "bert"]


@pytest.mark.parametrize(
    ("cluster", "user", "reason"),
    [
        (
            {"certificate-authority-data": "bm8gY2VydGlmaWNhdGU="},
            {},
            "certificate-authority holds no certificate",
        ),
        ({"certificate-authority-data": "%%%"}, {}, "certificate-authority"),
        ({"certificate-authority": "gone.crt"}, {}, "gone.crt"),
        (
            {},
            {"client-certificate-data": data(Authority().pem), "client-key-data": data("no key")},
            "client-certificate and client-key do not make a pair",
        ),
    ],
)
async def test_certificates_that_are_none_are_said_and_not_quoted(
    clock: ManualClock, tmp_path: Path, cluster: dict[str, str], user: dict[str, str], reason: str
) -> None:
    path = a_kubeconfig(tmp_path / "kubeconfig", {"server": "https://127.0.0.1:1", **cluster}, user)
    async with reached(path, clock) as clusters:
        with pytest.raises(PermanentError) as broken:
            await clusters.at("")

    assert broken.value.key == "cluster.config-broken"
    assert reason in str(broken.value.arguments["reason"])


async def test_a_cluster_that_was_made_again_is_found_where_the_kubeconfig_says_now(
    server: KubernetesApi, clock: ManualClock, tmp_path: Path
) -> None:
    old, new = Authority("old"), Authority("new")
    path = tmp_path / "kubeconfig"
    async with tls_front(server, tmp_path, old.server("127.0.0.1")) as first:
        a_kubeconfig(path, {"server": first.url, "certificate-authority-data": data(old.pem)})
        clusters = reached(path, clock)
        await (await clusters.at("")).look(API)
    async with clusters, tls_front(server, tmp_path, new.server("127.0.0.1")) as second:
        a_kubeconfig(path, {"server": second.url, "certificate-authority-data": data(new.pem)})
        with pytest.raises(TransientError):
            await (await clusters.at("")).look(API)

        snapshot = await (await clusters.at("")).look(API)

    assert snapshot.object is not None


async def test_no_private_key_stays_on_the_disk(
    server: KubernetesApi, clock: ManualClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    authority = Authority()
    anna = authority.client("anna")
    user = {"client-certificate-data": data(anna.certificate), "client-key-data": data(anna.key)}
    async with tls_front(server, tmp_path, authority.server("127.0.0.1"), clients=authority) as front:
        cluster = {"server": front.url, "certificate-authority-data": data(authority.pem)}
        async with reached(a_kubeconfig(tmp_path / "kubeconfig", cluster, user), clock) as clusters:
            await (await clusters.at("")).look(API)

            assert not list((tmp_path / "tmp").iterdir())


async def test_a_machine_without_room_for_a_moments_key_says_so(
    clock: ManualClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    anna = Authority().client("anna")
    user = {"client-certificate-data": data(anna.certificate), "client-key-data": data(anna.key)}
    path = a_kubeconfig(tmp_path / "kubeconfig", {"server": "https://127.0.0.1:1"}, user)
    async with reached(path, clock) as clusters:
        with pytest.raises(PermanentError) as broken:
            await clusters.at("")

    assert broken.value.key == "cluster.config-broken"
