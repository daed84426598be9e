"""A watch of a whole namespace, over HTTP, with everything real but the time."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from bot.practice.kubernetes.behaviours import Behaviour
from bot.practice.kubernetes.faults import Fault, FaultKind
from bot.practice.kubernetes.templates import a_deployment
from domain.errors import PermanentError
from domain.report import Report, Severity, decode_report
from domain.watch import Target
from tests.watchers.tower import Tower, a_tower


@pytest.fixture
async def tower(tmp_path: Path) -> AsyncGenerator[Tower]:
    async with a_tower(tmp_path) as tower:
        yield tower


async def said(tower: Tower) -> list[Report]:
    return [decode_report(row["report"]) for row in await tower.digests()]


def begin(tower: Tower, *names: str) -> None:
    for name in names:
        tower.scenario.begin(name, now=tower.clock.now())


async def test_what_rolls_out_is_told_in_one_digest_that_begins_with_the_failure(tower: Tower) -> None:
    job = await tower.watch("prod", kind="namespace")

    begin(tower, "api", "worker")
    await tower.pass_time(33, step_s=1)
    early = await said(tower)
    await tower.pass_time(130, step_s=2)

    (first,) = early
    (last,) = await said(tower)
    (row,) = await tower.digests()
    assert first.text.startswith("❌ prod: 0 ok, 1 failed, 1 still rolling out")
    assert last.text.startswith("❌ prod: 1 ok, 1 failed\n")
    assert "worker 2.0: a container stops by itself" in last.text
    assert "KeyError" in last.text
    assert "shop" not in last.text
    assert last.severity is Severity.BAD
    assert (row["silent"], row["reply_key"], row["job_id"]) == (0, "update:prod:-1001", job.id)
    words = [[action.word for action in each] for each in last.actions]
    assert words == [["logs", "previous", "events", "describe"], ["mute"]]
    assert "KeyError" in (await tower.evidence())["logs"]["text"]
    assert await tower.phase(job) == "guard"
    assert "2/2 through" in await tower.line(job)


async def test_when_all_is_well_there_is_one_good_message_and_then_the_watch_is_over(tower: Tower) -> None:
    job = await tower.watch("prod", kind="namespace")

    begin(tower, "api")
    await tower.pass_time(90, step_s=1)
    reports = await said(tower)
    await tower.pass_time(640, step_s=8)

    assert [(one.text, one.severity) for one in reports] == [("✅ prod: 1 ok.\napi 1.4.3", Severity.GOOD)]
    assert len(await said(tower)) == 1
    assert (await tower.phase(job), await tower.state(job)) == ("ended", "done")
    assert tower.supervisor.following == 0


async def test_a_restart_in_the_middle_says_everything_once(tower: Tower) -> None:
    await tower.watch("prod", kind="namespace")
    begin(tower, "api", "worker")

    for _ in range(9):
        await tower.pass_time(10, step_s=1)
        await tower.kill()
        await tower.start()
    await tower.pass_time(30, step_s=1)

    (report,) = await said(tower)
    assert report.text.startswith("❌ prod: 1 ok, 1 failed\n")
    assert len(await tower.digests()) == 1


async def test_a_workload_that_comes_is_taken_in_and_one_that_goes_is_let_go(tower: Tower) -> None:
    await tower.watch("prod", kind="namespace", lasting=True)

    tower.cluster.apply(a_deployment("cart", image="api:1.4.0"), now=tower.clock.now())
    await tower.pass_time(90, step_s=1)
    tower.cluster.delete("prod", "cart", now=tower.clock.now())
    await tower.pass_time(150, step_s=2)

    assert [one.text for one in await said(tower)] == [
        "✅ prod: 1 ok.\ncart 1.4.0",
        "🗑 prod:\nDeleted: cart 1.4.0.",
    ]


async def test_a_lasting_watch_makes_a_new_digest_for_each_generation(tower: Tower) -> None:
    job = await tower.watch("prod", kind="namespace", lasting=True, hours=0.1)

    begin(tower, "worker")
    await tower.pass_time(60, step_s=1)
    begin(tower, "worker")
    await tower.pass_time(90, step_s=1)
    begin(tower, "api")
    await tower.pass_time(1200, step_s=8)

    texts = [one.text.splitlines()[0] for one in await said(tower)]
    assert texts == ["❌ prod: 0 ok, 1 failed", "✅ prod: 1 ok.", "✅ prod: 1 ok."]
    assert (await tower.phase(job), await tower.state(job)) == ("armed", "active")


async def test_when_nothing_rolls_out_the_end_is_said(tower: Tower) -> None:
    job = await tower.watch("prod", kind="namespace", hours=0.2)

    await tower.pass_time(800, step_s=8)

    (report,) = await tower.told()
    assert report.text == f"⌛ #{job.number} prod: nothing was rolled out in this time; I stop watching."
    assert await tower.state(job) == "done"


async def test_lost_sight_is_said_once_for_all_workloads(tower: Tower) -> None:
    await tower.watch("prod", kind="namespace")

    await tower.server.stop()
    await tower.pass_time(300, step_s=2)
    await tower.server.start()
    await tower.pass_time(60, step_s=1)

    told = [one.text for one in await tower.told()]
    assert len(told) == 2
    assert told[0].startswith("🌫 I have not seen prod since")
    assert told[1].startswith("👁 I see prod again")


async def test_a_pause_takes_a_new_baseline(tower: Tower) -> None:
    job = await tower.watch("prod", kind="namespace")
    await tower.pause(job)
    begin(tower, "worker")
    await tower.pass_time(120, step_s=2)
    quiet = (await tower.told(), tower.server.open_watches)

    await tower.resume(job)
    await tower.pass_time(5)
    resumed = [one.text for one in await tower.told()]
    begin(tower, "api")
    await tower.pass_time(90, step_s=1)

    assert quiet == ([], 0)
    assert len(resumed) == 1
    assert "⚠️ worker 2.0: a container stops by itself" in resumed[0]
    assert [one.text for one in await said(tower)] == ["✅ prod: 1 ok.\napi 1.4.3"]


async def test_a_kind_that_may_not_be_read_is_named_and_the_others_are_watched(tower: Tower) -> None:
    tower.server.faults.add(Fault(kind=FaultKind.FORBIDDEN, path="*/jobs", times=None))

    look = await tower.supervisor.first_look(
        (await tower.supervisor.find(kind="ns", name="prod", namespace=None, context=""))[0]
    )
    await tower.watch("prod", kind="namespace")
    begin(tower, "worker")
    await tower.pass_time(60, step_s=1)

    assert look.refused == ("job",)
    assert [one.text.splitlines()[0] for one in await said(tower)] == ["❌ prod: 0 ok, 1 failed"]


async def test_two_dozen_rollouts_at_once_are_one_message_and_few_streams(tower: Tower) -> None:
    now = tower.clock.now()
    names = [f"app-{each:03}" for each in range(24)]
    for name in names:
        tower.cluster.apply(a_deployment(name, image="api:1.4.0"), now=now)
    await tower.pass_time(30, step_s=5)
    await tower.watch("prod", kind="namespace")

    for name in names:
        tower.cluster.apply(a_deployment(name, image="worker:2.0"), now=tower.clock.now())
    await tower.pass_time(60, step_s=3)

    (report,) = await said(tower)
    assert report.text.startswith("❌ prod: 0 ok, 24 failed")
    assert "and 16 more" in report.text
    assert tower.server.open_watches <= 8


async def test_after_all_was_well_a_new_rollout_is_not_this_watch_s_any_more(tower: Tower) -> None:
    job = await tower.watch("prod", kind="namespace")
    begin(tower, "worker")
    await tower.pass_time(60, step_s=1)
    begin(tower, "worker")
    await tower.pass_time(90, step_s=1)

    begin(tower, "api")
    await tower.pass_time(90, step_s=1)

    texts = [one.text.splitlines()[0] for one in await said(tower)]
    assert texts == ["❌ prod: 0 ok, 1 failed", "✅ prod: 1 ok."]
    assert await tower.phase(job) == "guard"


def a_job(name: str, image: str) -> dict[str, Any]:
    pod = {"containers": [{"name": "once", "image": image}]}
    spec = {"ttlSecondsAfterFinished": 10, "backoffLimit": 0, "template": {"spec": pod}}
    return {"metadata": {"name": name, "namespace": "prod"}, "spec": spec}


async def test_a_job_that_cleans_itself_up_is_told_once_and_its_going_is_no_news(tower: Tower) -> None:
    tower.cluster.behave("once:1", Behaviour(lives_s=5.0, exit_code=0, end_reason="Completed"))
    await tower.watch("prod", kind="namespace", lasting=True)

    tower.cluster.orders.apply("jobs", a_job("import", "once:1"), now=tower.clock.now())
    await tower.pass_time(200, step_s=2)
    followed = await tower.followed()
    await tower.kill()
    await tower.start()
    await tower.pass_time(120, step_s=2)

    assert [one.text for one in await said(tower)] == ["✅ prod: 1 ok.\nimport 1"]
    assert "import" not in followed


async def test_a_job_that_failed_stays_failed_when_it_has_been_cleaned_up(tower: Tower) -> None:
    tower.cluster.behave("once:1", Behaviour(lives_s=5.0, exit_code=3))
    await tower.watch("prod", kind="namespace")

    tower.cluster.orders.apply("jobs", a_job("import", "once:1"), now=tower.clock.now())
    await tower.pass_time(200, step_s=2)

    (report,) = await said(tower)
    assert report.text.startswith("❌ prod: 0 ok, 1 failed\nimport 1")


async def test_a_muted_namespace_does_not_ring(tower: Tower) -> None:
    job = await tower.watch("prod", kind="namespace")
    await tower.mute(job, seconds=3600)

    begin(tower, "worker")
    await tower.pass_time(60, step_s=1)

    assert [row["silent"] for row in await tower.digests()] == [1]


async def test_a_namespace_that_is_not_there_is_said_not_to_be(tower: Tower) -> None:
    with pytest.raises(PermanentError) as caught:
        await tower.watch("nowhere", kind="namespace")

    assert (caught.value.key, caught.value.arguments) == ("cluster.no-namespace", {"namespace": "nowhere"})


async def standing(tower: Tower, *names: str) -> None:
    """Let workloads of one pod each stand, made from images of their own names."""
    for name in names:
        tower.cluster.behave(f"{name}:1", Behaviour())
        made = a_deployment(name, image=f"{name}:1", replicas=1)
        tower.cluster.apply(made, now=tower.clock.now())
    await tower.pass_time(60, step_s=2)


async def fell(tower: Tower, name: str, *, image: str) -> None:
    """Let a workload lose its pod, and the next one never be ready."""
    tower.cluster.behave(image, Behaviour(ready_after_s=1e6))
    target = Target(kind="deployment", namespace="prod", name=name)
    pods = (await (await tower.clusters.at("")).look(target)).pods
    for pod in pods:
        tower.cluster.delete_pod("prod", pod["metadata"]["name"], now=tower.clock.now())


async def test_what_falls_long_after_another_thing_fell_rings(tower: Tower) -> None:
    await standing(tower, "cart", "mail")
    await tower.watch("prod", kind="namespace", lasting=True)
    await tower.pass_time(10)

    await fell(tower, "cart", image="cart:1")
    await tower.pass_time(2400, step_s=30)
    await fell(tower, "mail", image="mail:1")
    await tower.pass_time(200, step_s=10)

    first, second = [one.text.splitlines() for one in await said(tower)]
    assert first[0] == "❌ prod: 0 ok, 1 failed"
    assert second[1].startswith("mail 1:")
    assert second[-1] == "Still not well: cart 1."


async def test_what_falls_after_all_was_well_holds_no_one_off_watch_open(tower: Tower) -> None:
    await standing(tower, "cart")
    tower.cluster.behave("cart:2", Behaviour())
    job = await tower.watch("prod", kind="namespace")
    tower.cluster.apply(a_deployment("cart", image="cart:2", replicas=1), now=tower.clock.now())
    await tower.pass_time(60)

    await fell(tower, "cart", image="cart:2")
    await tower.pass_time(1500, step_s=30)

    assert [one.text.splitlines()[0] for one in await said(tower)] == [
        "✅ prod: 1 ok.",
        "❌ prod: 0 ok, 1 failed",
    ]
    assert (await tower.phase(job), await tower.state(job)) == ("ended", "done")


async def test_a_rollout_that_somebody_paused_is_told_and_the_others_are_not_kept_waiting(
    tower: Tower,
) -> None:
    job = await tower.watch("prod", kind="namespace")

    begin(tower, "api", "worker")
    await tower.pass_time(3, step_s=1)
    tower.cluster.pause("prod", "api", now=tower.clock.now())
    await tower.pass_time(120, step_s=5)
    (held,) = await said(tower)
    tower.cluster.resume("prod", "api", now=tower.clock.now())
    await tower.pass_time(90, step_s=5)
    (through,) = await said(tower)

    assert held.text.startswith("❌ prod: 0 ok, 1 failed\n")
    assert "Paused: api 1.4.3." in held.text
    assert through.text.startswith("❌ prod: 1 ok, 1 failed\n")
    assert await tower.phase(job) == "guard"


async def test_where_nothing_but_a_pause_is_left_it_is_said_and_waited_for(tower: Tower) -> None:
    job = await tower.watch("prod", kind="namespace", hours=1)

    begin(tower, "api")
    await tower.pass_time(3, step_s=1)
    tower.cluster.pause("prod", "api", now=tower.clock.now())
    await tower.pass_time(3000, step_s=60)
    early = await tower.phase(job)
    await tower.pass_time(900, step_s=60)

    assert [(one.text, one.severity) for one in await said(tower)] == [
        ("⏸ prod:\nPaused: api 1.4.3.", Severity.WARNING)
    ]
    assert (early, await tower.phase(job)) == ("guard", "ended")
