"""Each kind from the practice cluster over HTTP, through streams, judge and supervisor, to what is told."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.practice.kubernetes.access import Denial
from bot.practice.kubernetes.behaviours import Behaviour
from domain.errors import UserError
from domain.watch import Beginning, Target
from messages import watching
from tests.watchers.tower import Tower, a_tower
from watchers.kinds.known import WORDS

CERTIFICATES = "certificates.v1.cert-manager.io"


@pytest.fixture
async def tower(tmp_path: Path) -> AsyncGenerator[Tower]:
    async with a_tower(tmp_path) as tower:
        yield tower


async def told(tower: Tower) -> str:
    (report,) = await tower.told()
    return report.text


async def test_a_claim_that_is_applied_while_somebody_waits_for_it_is_bound(tower: Tower) -> None:
    await tower.watch("archive", kind="persistentvolumeclaim", streams=2)

    tower.scenario.claim(now=tower.clock.now())
    await tower.pass_time(10)

    assert await tower.words() == ["done"]
    assert (await told(tower)).startswith("✅ prod/archive: bound (50Gi), after 4 s.")


async def test_a_claim_of_a_class_that_is_not_there_fails_with_its_name(tower: Tower) -> None:
    await tower.watch("lost", kind="persistentvolumeclaim", streams=2)
    spec = {"storageClassName": "slow", "resources": {"requests": {"storage": "1Gi"}}}
    claim = {"metadata": {"name": "lost", "namespace": "prod"}, "spec": spec}

    tower.cluster.orders.apply("persistentvolumeclaims", claim, now=tower.clock.now())
    await tower.pass_time(40, step_s=1)

    assert await tower.words() == ["failed"]
    assert 'storageclass "slow" not found' in await told(tower)


async def test_without_the_right_to_storage_classes_the_events_tell(tower: Tower) -> None:
    tower.server.access.denials = (Denial(resource="storageclasses"),)
    await tower.watch("lost", kind="persistentvolumeclaim", streams=1)
    spec = {"storageClassName": "slow", "resources": {"requests": {"storage": "1Gi"}}}
    claim = {"metadata": {"name": "lost", "namespace": "prod"}, "spec": spec}

    tower.cluster.orders.apply("persistentvolumeclaims", claim, now=tower.clock.now())
    await tower.pass_time(80, step_s=2)

    assert await tower.words() == ["failed"]
    assert "not found" in await told(tower)


async def test_a_service_whose_selector_is_changed_to_nobody_fails(tower: Tower) -> None:
    await tower.watch("api", kind="service")

    selector = {"app": "apii"}
    tower.cluster.orders.change("services", "prod", "api", now=tower.clock.now(), selector=selector)
    await tower.pass_time(70, step_s=1)

    assert await tower.words() == ["failed"]
    assert "Its selector picks no pod: app=apii" in await told(tower)


async def test_a_service_whose_port_is_mended_is_well_again(tower: Tower) -> None:
    await tower.watch("api", kind="service")
    orders, now = tower.cluster.orders, tower.clock.now()

    orders.change("services", "prod", "api", now=now, ports=[{"port": 80, "targetPort": "http"}])
    await tower.pass_time(20, step_s=1)
    orders.change("services", "prod", "api", now=tower.clock.now(), ports=[{"port": 80, "targetPort": 8080}])
    await tower.pass_time(5)

    assert await tower.words() == ["done"]
    assert "3 of 3 endpoints are ready" in await told(tower)


async def test_a_node_is_drained_before_one_s_eyes(tower: Tower) -> None:
    job = await tower.watch("practice-1", kind="node", streams=2)

    tower.scenario.drain(now=tower.clock.now())
    await tower.pass_time(8)
    line = await tower.line(job)
    await tower.pass_time(20)

    assert "takes no new pods, " in line
    assert await tower.words() == ["done"]
    assert (await told(tower)).startswith("✅ practice-1: drained")


async def test_a_node_that_goes_down_is_told_with_what_the_controller_says(tower: Tower) -> None:
    await tower.watch("practice-1", kind="node", streams=2)

    tower.cluster.orders.node_says(
        "practice-1",
        "Unknown",
        "NodeStatusUnknown",
        "Kubelet stopped posting node status.",
        now=tower.clock.now(),
    )
    await tower.pass_time(3)

    assert await tower.words() == ["already-failing"]
    assert "Kubelet stopped posting node status." in await told(tower)


async def test_the_next_run_of_a_cron_job_is_told_and_when_the_one_after_it_comes(tower: Tower) -> None:
    await tower.watch("backup", kind="cronjob")

    await tower.pass_time(40, step_s=1)

    assert await tower.words() == ["done"]
    text = await told(tower)
    assert text.startswith("✅ prod/backup: the run of 12:00 ended well")
    assert text.endswith("Next run: 12:10.")


async def test_a_run_that_fails_comes_with_its_log(tower: Tower) -> None:
    await tower.watch("report", kind="cronjob")

    await tower.pass_time(330, step_s=2)

    assert "failed" in await tower.words()
    assert any("cannot open /data/orders.csv" in report.text for report in await tower.told())


async def test_a_certificate_is_found_by_discovery_and_followed_to_its_end(tower: Tower) -> None:
    (found,) = await tower.supervisor.find(
        kind=dict(WORDS)["certificate"], name="shop", namespace="prod", context=""
    )
    await tower.watch("new", kind=found.kind, streams=1)
    spec = {"secretName": "new-tls", "issuerRef": {"name": "letsencrypt"}}
    new = {"metadata": {"name": "new", "namespace": "prod"}, "spec": spec}

    tower.cluster.orders.apply("certificates", new, now=tower.clock.now())
    await tower.pass_time(20)

    assert found == Target(kind=CERTIFICATES, namespace="prod", name="shop", context=found.context)
    assert await tower.words() == ["done"]
    assert "issued, valid until 20 Feb" in await told(tower)


async def test_a_certificate_that_is_refused_fails_with_the_controller_s_words(tower: Tower) -> None:
    await tower.watch("new", kind=CERTIFICATES, streams=1)
    spec = {"secretName": "new-tls", "issuerRef": {"name": "nobody"}}
    new = {"metadata": {"name": "new", "namespace": "prod"}, "spec": spec}

    tower.cluster.orders.apply("certificates", new, now=tower.clock.now())
    await tower.pass_time(20)

    assert await tower.words() == ["failed"]
    assert 'issuer "nobody" not found' in await told(tower)


async def test_until_a_condition_is_met_and_no_longer(tower: Tower) -> None:
    job = await tower.watch("new", kind=CERTIFICATES, condition="Issuing=False", streams=1)
    spec = {"secretName": "new-tls", "issuerRef": {"name": "letsencrypt"}}
    new = {"metadata": {"name": "new", "namespace": "prod"}, "spec": spec}

    tower.cluster.orders.apply("certificates", new, now=tower.clock.now())
    await tower.pass_time(20)

    assert await tower.words() == ["done"]
    assert "Issuing is False" in await told(tower)
    assert await tower.state(job) == "done"


async def test_a_condition_that_is_never_met_expires(tower: Tower) -> None:
    job = await tower.watch("shop", kind=CERTIFICATES, condition="Stalled", hours=0.1, streams=1)

    await tower.pass_time(370, step_s=5)

    assert await tower.words() == ["expired"]
    assert await tower.state(job) == "done"


async def test_a_job_that_cleans_itself_up_is_told_by_its_last_state(tower: Tower) -> None:
    tower.cluster.behave("once:1", Behaviour(lives_s=5.0, exit_code=0, end_reason="Completed"))
    await tower.watch("once", kind="job", streams=2)
    pod = {"containers": [{"name": "once", "image": "once:1"}]}
    spec = {"ttlSecondsAfterFinished": 0, "template": {"spec": pod}}
    job = {"metadata": {"name": "once", "namespace": "prod"}, "spec": spec}

    tower.cluster.orders.apply("jobs", job, now=tower.clock.now())
    await tower.pass_time(15)

    assert await tower.words() == ["done"]


async def test_what_is_not_there_yet_is_waited_for_under_its_lasting_name(tower: Tower) -> None:
    words = (("cert", CERTIFICATES, "prod"), ("node", "node", ""), ("deployment", "deployment", "prod"))
    for word, kind, namespace in words:
        look = await tower.supervisor.first_look(Target(kind=word, namespace="prod", name="later"))

        assert (look.target.kind, look.target.namespace) == (kind, namespace)
        assert look.beginning is Beginning.NOT_THERE


@pytest.mark.parametrize(
    ("word", "called"),
    [
        (dict(WORDS)["certificates"], "certificate"),
        (CERTIFICATES, "certificate"),
        ("deployments", "deployment"),
        # A version that the server no longer prefers is in no discovery.
        ("certificates.v1alpha2.cert-manager.io", "certificates"),
    ],
)
async def test_what_is_not_there_is_called_in_the_singular(tower: Tower, word: str, called: str) -> None:
    look = await tower.supervisor.first_look(Target(kind=word, namespace="prod", name="nix"))

    told = watching.not_there(look, language="en").text
    alone = await tower.supervisor.called(word, context="")

    assert told == f"There is no {called} nix in prod."
    assert alone == called


async def test_a_kind_that_nobody_serves_and_one_that_is_nobody_s_business_are_refused(tower: Tower) -> None:
    for kind in ("gadget", "secret", "configmaps"):
        with pytest.raises(UserError, match=r"cluster\.kind-unknown"):
            await tower.supervisor.find(kind=kind, name="x", namespace="prod", context="")


async def test_a_name_alone_means_the_workload_and_not_the_service_before_it(tower: Tower) -> None:
    found = await tower.supervisor.find(kind=None, name="api", namespace="prod", context="")

    assert [target.kind for target in found] == ["deployment"]
