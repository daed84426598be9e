"""GET, LIST and discovery, as the documentation of the API says."""

from collections.abc import AsyncGenerator

import pytest

from bot.practice.kubernetes.access import Denial
from bot.practice.kubernetes.server import KubernetesApi
from domain.clock import ManualClock
from tests.practice_kubernetes.asking import NOON, a_pod, ask

PODS = "/api/v1/namespaces/prod/pods"


@pytest.fixture
async def server() -> AsyncGenerator[KubernetesApi]:
    async with KubernetesApi(ManualClock(NOON)) as server:
        for number in range(5):
            labels = {"app": "api" if number < 3 else "worker", "tier": str(number)}
            server.world.store.create("pods", a_pod(f"p{number}", labels=labels), now=NOON)
        server.world.store.create("pods", a_pod("other", namespace="test", phase="Pending"), now=NOON)
        yield server


async def test_a_list_carries_its_version_and_items_without_kind(server: KubernetesApi) -> None:
    answer = await ask(server.url + PODS)

    assert answer.json["kind"] == "PodList"
    assert answer.json["metadata"] == {"resourceVersion": "1006"}
    assert answer.names == ["p0", "p1", "p2", "p3", "p4"]
    assert "kind" not in answer.json["items"][0]


async def test_an_object_has_what_the_server_gives_it(server: KubernetesApi) -> None:
    answer = await ask(f"{server.url}{PODS}/p2")

    metadata = answer.json["metadata"]
    assert (answer.json["kind"], answer.json["apiVersion"]) == ("Pod", "v1")
    assert (metadata["resourceVersion"], metadata["generation"]) == ("1003", 1)
    assert metadata["creationTimestamp"] == "2026-11-22T12:00:00Z"
    assert len(metadata["uid"]) == 36


async def test_all_namespaces_come_in_the_order_of_their_keys(server: KubernetesApi) -> None:
    answer = await ask(f"{server.url}/api/v1/pods")

    assert answer.names == ["p0", "p1", "p2", "p3", "p4", "other"]


@pytest.mark.parametrize(
    ("selector", "names"),
    [
        ("app=api", ["p0", "p1", "p2"]),
        ("app==worker", ["p3", "p4"]),
        ("app!=api", ["p3", "p4"]),
        ("app in (api, worker),tier notin (0,4)", ["p1", "p2", "p3"]),
        ("tier>1,tier<4", ["p2", "p3"]),
        ("app,!missing", ["p0", "p1", "p2", "p3", "p4"]),
        ("missing", []),
    ],
)
async def test_label_selectors_choose(server: KubernetesApi, selector: str, names: list[str]) -> None:
    answer = await ask(server.url + PODS, params={"labelSelector": selector})

    assert answer.names == names


@pytest.mark.parametrize(
    ("selector", "names"),
    [
        ("metadata.name=p1", ["p1"]),
        ("status.phase!=Running", ["other"]),
        ("spec.nodeName=node-1,metadata.namespace=test", ["other"]),
        ("status.phase==Succeeded", []),
    ],
)
async def test_field_selectors_choose(server: KubernetesApi, selector: str, names: list[str]) -> None:
    answer = await ask(f"{server.url}/api/v1/pods", params={"fieldSelector": selector})

    assert answer.names == names


async def test_a_field_that_cannot_be_selected_is_refused(server: KubernetesApi) -> None:
    answer = await ask(server.url + PODS, params={"fieldSelector": "spec.image=x"})

    assert answer.status == 400
    assert "field label not supported: spec.image" in answer.json["message"]


async def test_a_selector_that_cannot_be_read_is_refused(server: KubernetesApi) -> None:
    answer = await ask(server.url + PODS, params={"labelSelector": "app in api"})

    assert (answer.status, answer.json["reason"]) == (400, "BadRequest")


async def test_pages_show_the_state_of_the_first_page(server: KubernetesApi) -> None:
    first = await ask(server.url + PODS, params={"limit": "2"})
    server.world.store.create("pods", a_pod("p25"), now=NOON)
    server.world.store.delete("pods", ("prod", "p3"), now=NOON)

    second = await ask(
        server.url + PODS, params={"limit": "2", "continue": first.json["metadata"]["continue"]}
    )
    third = await ask(
        server.url + PODS, params={"limit": "2", "continue": second.json["metadata"]["continue"]}
    )

    assert first.json["metadata"]["remainingItemCount"] == 3
    assert (first.names, second.names, third.names) == (["p0", "p1"], ["p2", "p3"], ["p4"])
    assert second.json["metadata"]["resourceVersion"] == first.json["metadata"]["resourceVersion"]
    assert "continue" not in third.json["metadata"]


async def test_a_page_of_a_compacted_state_is_gone(server: KubernetesApi) -> None:
    first = await ask(server.url + PODS, params={"limit": "2"})
    server.world.store.create("pods", a_pod("p9"), now=NOON)
    server.world.store.compact()

    answer = await ask(server.url + PODS, params={"continue": first.json["metadata"]["continue"]})

    assert (answer.status, answer.json["reason"], answer.json["code"]) == (410, "Expired", 410)


async def test_an_exact_old_version_shows_the_old_state(server: KubernetesApi) -> None:
    server.world.store.delete("pods", ("prod", "p0"), now=NOON)

    answer = await ask(server.url + PODS, params={"resourceVersion": "1002", "resourceVersionMatch": "Exact"})

    assert answer.names == ["p0", "p1"]


async def test_a_version_of_the_future_is_too_large(server: KubernetesApi) -> None:
    answer = await ask(server.url + PODS, params={"resourceVersion": "99999"})

    assert (answer.status, answer.json["reason"]) == (504, "Timeout")
    assert answer.json["details"]["causes"][0]["reason"] == "ResourceVersionTooLarge"


@pytest.mark.parametrize(
    ("path", "code", "message"),
    [
        (f"{PODS}/nobody", 404, 'pods "nobody" not found'),
        ("/apis/apps/v1/namespaces/prod/deployments/api", 404, 'deployments.apps "api" not found'),
        ("/api/v1/namespaces/prod/wombats", 404, "the server could not find the requested resource"),
        ("/apis/apps/v1/namespaces/prod/pods", 404, "the server could not find the requested resource"),
    ],
)
async def test_what_is_not_there_is_a_status(
    server: KubernetesApi, path: str, code: int, message: str
) -> None:
    answer = await ask(server.url + path)

    assert answer.status == code
    assert (answer.json["kind"], answer.json["status"], answer.json["reason"]) == (
        "Status",
        "Failure",
        "NotFound",
    )
    assert answer.json["message"] == message


async def test_a_path_of_nobody_is_plain_text(server: KubernetesApi) -> None:
    answer = await ask(f"{server.url}/metrics/of/nobody")

    assert (answer.status, answer.text) == (404, "404 page not found\n")


async def test_writing_is_not_allowed(server: KubernetesApi) -> None:
    answer = await ask(server.url + PODS, method="POST", json={})

    assert (answer.status, answer.json["reason"]) == (405, "MethodNotAllowed")


async def test_discovery_names_what_is_served(server: KubernetesApi) -> None:
    version = await ask(f"{server.url}/version")
    groups = await ask(f"{server.url}/apis")
    core = await ask(f"{server.url}/api/v1")
    apps = await ask(f"{server.url}/apis/apps/v1")

    assert version.json["gitVersion"].startswith("v1.36")
    assert [group["name"] for group in groups.json["groups"]][:2] == ["apps", "batch"]
    assert "pods/log" in [each["name"] for each in core.json["resources"]]
    assert [each["shortNames"] for each in apps.json["resources"] if each["name"] == "deployments"] == [
        ["deploy"]
    ]


async def test_probes_answer_ok(server: KubernetesApi) -> None:
    answers = [await ask(server.url + path) for path in ("/readyz", "/livez")]

    assert [(answer.status, answer.text) for answer in answers] == [(200, "ok"), (200, "ok")]


async def test_without_the_token_nobody_is_known() -> None:
    async with KubernetesApi(ManualClock(NOON), token="let-me-in") as server:
        stranger = await ask(server.url + PODS)
        known = await ask(server.url + PODS, headers={"Authorization": "Bearer let-me-in"})

    assert (stranger.status, stranger.json["reason"]) == (401, "Unauthorized")
    assert known.status == 200


async def test_a_denied_resource_is_forbidden_and_its_review_says_so() -> None:
    denial = Denial(resource="pods/log", namespace="prod")
    review = {"verb": "get", "resource": "pods", "subresource": "log", "namespace": "prod"}
    path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
    async with KubernetesApi(ManualClock(NOON), denials=(denial,)) as server:
        server.world.store.create("pods", a_pod("p0"), now=NOON)

        log = await ask(f"{server.url}{PODS}/p0/log")
        pods = await ask(server.url + PODS)
        denied = await ask(server.url + path, method="POST", json={"spec": {"resourceAttributes": review}})
        allowed = await ask(
            server.url + path,
            method="POST",
            json={"spec": {"resourceAttributes": {"verb": "list", "resource": "pods"}}},
        )

    assert (log.status, log.json["reason"], log.json["details"]["kind"]) == (403, "Forbidden", "pods")
    assert pods.status == 200
    assert (denied.status, denied.json["status"]["allowed"]) == (201, False)
    assert allowed.json["status"]["allowed"] is True


async def test_every_request_is_kept(server: KubernetesApi) -> None:
    await ask(server.url + PODS, params={"limit": "1"})
    await ask(server.url + PODS)

    kept = server.asked(PODS)

    assert [dict(each.query) for each in kept] == [{"limit": "1"}, {}]
    assert kept[0].at == NOON
