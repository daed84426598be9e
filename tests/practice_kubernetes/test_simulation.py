"""Orders to the practice cluster and what follows from them."""

from datetime import datetime, timedelta

import pytest

from bot.practice.kubernetes.behaviours import Behaviour, Line
from bot.practice.kubernetes.objects import Manifest
from bot.practice.kubernetes.problems import Problem
from bot.practice.kubernetes.scenario import Scenario
from bot.practice.kubernetes.simulation import PracticeCluster, image_of
from bot.practice.kubernetes.templates import a_deployment
from tests.practice_kubernetes.asking import NOON

REVISION = "deployment.kubernetes.io/revision"


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def cluster() -> PracticeCluster:
    made = PracticeCluster(NOON)
    made.apply(a_deployment("api", image="api:1"), now=NOON)
    made.advance(after(30))
    return made


def deployment(cluster: PracticeCluster, name: str = "api") -> Manifest:
    return cluster.store.find("deployments", "prod", name)


def pods(cluster: PracticeCluster, **labels: str) -> list[Manifest]:
    return [
        pod
        for pod in cluster.store.all("pods")
        if all(pod["metadata"]["labels"].get(name) == value for name, value in labels.items())
    ]


def counts(cluster: PracticeCluster, name: str = "api") -> tuple[int, int, int]:
    status = deployment(cluster, name)["status"]
    updated, ready, available = (
        status.get(f"{each}Replicas", 0) for each in ("updated", "ready", "available")
    )
    return updated, ready, available


def reasons(cluster: PracticeCluster, name: str = "api") -> dict[str, str]:
    return {each["type"]: each["reason"] for each in deployment(cluster, name)["status"]["conditions"]}


def test_a_rollout_never_serves_with_less_than_it_may(cluster: PracticeCluster) -> None:
    least = []
    cluster.store.subscribe(lambda _: least.append(deployment(cluster)["status"].get("availableReplicas", 0)))

    cluster.set_image("prod", "api", "api:2", now=after(30))
    cluster.advance(after(60))

    assert min(least) == 3
    assert {pod["spec"]["containers"][0]["image"] for pod in pods(cluster)} == {"api:2"}
    assert deployment(cluster)["metadata"]["annotations"][REVISION] == "2"


def test_the_old_version_goes_on_serving_while_the_new_one_crashes(cluster: PracticeCluster) -> None:
    cluster.behave("api:2", Behaviour(lives_s=0.5, lines=(Line(at_s=0.1, text="KeyError: 'X'"),)))

    cluster.set_image("prod", "api", "api:2", now=after(30))
    cluster.advance(after(100))

    (broken,) = [pod for pod in pods(cluster) if pod["spec"]["containers"][0]["image"] == "api:2"]
    (status,) = broken["status"]["containerStatuses"]
    assert counts(cluster) == (1, 3, 3)
    assert status["restartCount"] >= 3
    assert (status["lastState"]["terminated"]["exitCode"], status["ready"]) == (1, False)


def test_the_deadline_is_missed_when_nothing_moves() -> None:
    cluster = PracticeCluster(NOON)
    cluster.behave("api:*", Behaviour(ready_after_s=None))

    cluster.apply(a_deployment("api", image="api:1", progressDeadlineSeconds=60), now=NOON)
    cluster.advance(after(59))
    before = reasons(cluster)["Progressing"]
    cluster.advance(after(65))

    assert (before, reasons(cluster)["Progressing"]) == ("ReplicaSetUpdated", "ProgressDeadlineExceeded")


def test_scaling_follows_both_ways(cluster: PracticeCluster) -> None:
    cluster.scale("prod", "api", 5, now=after(30))
    cluster.advance(after(45))
    up = counts(cluster)
    cluster.scale("prod", "api", 0, now=after(45))
    cluster.advance(after(60))

    assert up == (5, 5, 5)
    assert pods(cluster) == []
    assert "replicas" not in deployment(cluster)["status"]
    assert deployment(cluster)["metadata"]["annotations"][REVISION] == "1"


def test_a_paused_deployment_waits_until_it_is_resumed(cluster: PracticeCluster) -> None:
    cluster.pause("prod", "api", now=after(30))
    cluster.set_image("prod", "api", "api:2", now=after(32))
    cluster.advance(after(60))
    paused = (reasons(cluster)["Progressing"], counts(cluster), len(cluster.store.all("replicasets")))

    cluster.resume("prod", "api", now=after(60))
    cluster.advance(after(90))

    assert paused == ("DeploymentPaused", (0, 3, 3), 1)
    assert (reasons(cluster)["Progressing"], counts(cluster)) == ("NewReplicaSetAvailable", (3, 3, 3))


def test_undoing_brings_the_old_replicaset_back_under_a_new_revision(cluster: PracticeCluster) -> None:
    cluster.behave("api:2", Behaviour(lives_s=0.5))
    (old,) = cluster.store.all("replicasets")
    cluster.set_image("prod", "api", "api:2", now=after(30))
    cluster.undo("prod", "api", now=after(60))
    cluster.advance(after(90))

    again = cluster.store.find("replicasets", "prod", old["metadata"]["name"])
    assert image_of(deployment(cluster)) == "api:1"
    assert again["metadata"]["uid"] == old["metadata"]["uid"]
    assert again["metadata"]["annotations"][REVISION] == "3"
    assert again["metadata"]["annotations"]["deployment.kubernetes.io/revision-history"] == "1"
    assert deployment(cluster)["metadata"]["annotations"][REVISION] == "3"
    assert counts(cluster) == (3, 3, 3)


def test_undoing_a_first_revision_is_refused(cluster: PracticeCluster) -> None:
    with pytest.raises(Problem, match="no revision before this one"):
        cluster.undo("prod", "api", now=after(30))


def test_recreating_stops_the_old_pods_first(cluster: PracticeCluster) -> None:
    cluster.apply(a_deployment("db", image="db:1", replicas=2, strategy={"type": "Recreate"}), now=after(30))
    cluster.advance(after(60))
    images = []
    cluster.store.subscribe(
        lambda _: images.append(
            {
                pod["spec"]["containers"][0]["image"]
                for pod in pods(cluster, app="db")
                if pod["status"]["phase"] in ("Pending", "Running")
            }
        )
    )

    cluster.set_image("prod", "db", "db:2", now=after(60))
    cluster.advance(after(90))

    assert {"db:1", "db:2"} not in images
    assert images[-1] == {"db:2"}


def test_a_deleted_pod_is_replaced(cluster: PracticeCluster) -> None:
    name = pods(cluster)[0]["metadata"]["name"]

    cluster.delete_pod("prod", name, now=after(30))
    cluster.advance(after(45))

    assert name not in [pod["metadata"]["name"] for pod in pods(cluster)]
    assert counts(cluster) == (3, 3, 3)


def test_a_deleted_deployment_takes_everything_along(cluster: PracticeCluster) -> None:
    cluster.delete("prod", "api", now=after(30))
    cluster.advance(after(45))

    assert [cluster.store.all(each) for each in ("deployments", "replicasets", "pods")] == [(), (), ()]


def test_a_made_again_deployment_is_another_object(cluster: PracticeCluster) -> None:
    before = deployment(cluster)["metadata"]["uid"]

    cluster.delete("prod", "api", now=after(30))
    cluster.apply(a_deployment("api", image="api:1"), now=after(32))
    cluster.advance(after(60))

    assert deployment(cluster)["metadata"]["uid"] != before
    assert counts(cluster) == (3, 3, 3)


def test_out_of_memory_reads_so_and_keeps_its_exit_code(cluster: PracticeCluster) -> None:
    cluster.behave("cache:1", Behaviour(lives_s=3.0, exit_code=137, end_reason="OOMKilled"))

    cluster.apply(a_deployment("cache", image="cache:1", replicas=1), now=after(30))
    cluster.advance(after(70))

    (pod,) = pods(cluster, app="cache")
    ended = pod["status"]["containerStatuses"][0]["lastState"]["terminated"]
    assert (ended["reason"], ended["exitCode"]) == ("OOMKilled", 137)


def test_events_are_gone_after_an_hour(cluster: PracticeCluster) -> None:
    before = len(cluster.store.all("events"))

    cluster.advance(after(3700))

    assert before > 10
    assert cluster.store.all("events") == ()


def test_a_pull_takes_its_time_and_says_so(cluster: PracticeCluster) -> None:
    cluster.behave("big:1", Behaviour(pull_s=20.0))

    cluster.apply(a_deployment("big", image="big:1", replicas=1), now=after(30))
    cluster.advance(after(49))
    early = pods(cluster, app="big")[0]["status"]["phase"]
    cluster.advance(after(60))

    told = [event["message"] for event in cluster.store.all("events") if event["reason"] == "Pulled"]
    assert early == "Pending"
    assert any(message.startswith('Successfully pulled image "big:1" in 20.000s') for message in told)


def test_the_practice_apps_have_been_up_for_days() -> None:
    scenario = Scenario(NOON, automatic=False)

    created = {
        each["metadata"]["name"]: NOON - datetime.fromisoformat(each["metadata"]["creationTimestamp"])
        for each in scenario.cluster.store.all("deployments")
    }
    assert {name: age.days for name, age in created.items()} == {"api": 5, "worker": 4, "shop": 9}
    assert image_of(deployment(scenario.cluster, "api")) == "api:1.4.2"
    assert [counts(scenario.cluster, name) for name in scenario.apps] == [(3, 3, 3), (2, 2, 2), (2, 2, 2)]


def test_every_practice_rollout_ends_as_the_script_says() -> None:
    scenario = Scenario(NOON, automatic=False)

    began = [scenario.begin(name, now=NOON) for name in ("api", "worker", "shop")]
    scenario.cluster.advance(after(20))
    slow = counts(scenario.cluster, "shop")
    scenario.cluster.advance(after(90))

    assert began == ["api:1.4.3", "worker:2.0", "shop:3.1"]
    assert counts(scenario.cluster, "api") == (3, 3, 3)
    assert counts(scenario.cluster, "worker") == (1, 2, 2)
    assert slow == (1, 2, 2)
    assert counts(scenario.cluster, "shop") == (2, 2, 2)
    (crashing,) = [
        pod
        for pod in pods(scenario.cluster, app="worker")
        if pod["spec"]["containers"][0]["image"] == "worker:2.0"
    ]
    run = crashing["status"]["containerStatuses"][0]["lastState"]["terminated"]["containerID"]
    assert "KeyError: 'DATABASE_URL'" in scenario.cluster.log_text(crashing, "app", run=run, now=after(90))


def test_rollouts_begin_by_themselves_unless_they_were_begun() -> None:
    scenario = Scenario(NOON)

    scenario.begin("worker", now=after(10))
    scenario.cluster.advance(after(400))

    assert image_of(deployment(scenario.cluster, "api")) == "api:1.4.3"
    assert image_of(deployment(scenario.cluster, "worker")) == "worker:2.0"
    assert image_of(deployment(scenario.cluster, "shop")) == "shop:3.1"


def test_a_rollout_can_be_begun_as_often_as_one_likes() -> None:
    scenario = Scenario(NOON, automatic=False)

    images = [scenario.begin("worker", now=after(number * 60)) for number in range(4)]
    scenario.cluster.advance(after(300))

    assert images == ["worker:2.0", "worker:2.0.1", "worker:2.0", "worker:2.0.1"]
    assert counts(scenario.cluster, "worker") == (2, 2, 2)


def test_two_clusters_of_one_seed_are_the_same() -> None:
    first, second = Scenario(NOON), Scenario(NOON)
    for scenario in (first, second):
        scenario.cluster.advance(after(300))

    assert first.cluster.store.all("pods") == second.cluster.store.all("pods")
