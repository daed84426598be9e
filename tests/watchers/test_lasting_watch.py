"""Lasting and muted watches from a change in the cluster to the row that rings, over HTTP."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import datetime
from pathlib import Path

import pytest

from bot.practice.kubernetes.behaviours import Behaviour
from bot.practice.kubernetes.templates import a_deployment
from domain.report import decode_report
from domain.watch import Target
from tests.cluster.ground import NOON
from tests.cluster.traffic import PatientClock
from tests.watchers.tower import Tower, a_tower


@pytest.fixture
async def tower(tmp_path: Path) -> AsyncGenerator[Tower]:
    async with a_tower(tmp_path) as tower:
        yield tower


def begin(tower: Tower, name: str) -> None:
    tower.scenario.begin(name, now=tower.clock.now())


async def lose_a_pod(tower: Tower, target: Target, *, seconds: float) -> None:
    """Let a Deployment lose its only pod: it is replaced by one that takes so long."""
    tower.cluster.behave("flaky:1", Behaviour(ready_after_s=seconds))
    (pod,) = (await (await tower.clusters.at("")).look(target)).pods
    tower.cluster.delete_pod("prod", pod["metadata"]["name"], now=tower.clock.now())
    await tower.pass_time(seconds + 60, step_s=2)


async def test_each_rollout_is_reported_and_the_watch_goes_on(tower: Tower) -> None:
    job = await tower.watch("worker", lasting=True, hours=0.01)

    begin(tower, "worker")
    await tower.pass_time(60, step_s=1)
    begin(tower, "worker")
    await tower.pass_time(90, step_s=1)
    await tower.kill()
    await tower.start()
    begin(tower, "worker")
    await tower.pass_time(90, step_s=1)

    assert await tower.words() == ["failed", "done", "failed"]
    assert await tower.state(job) == "active"
    assert tower.supervisor.following == 1


async def test_what_is_deleted_is_said_and_waited_for(tower: Tower) -> None:
    job = await tower.watch("api", lasting=True)

    tower.cluster.delete("prod", "api", now=tower.clock.now())
    await tower.pass_time(400, step_s=4)
    (deleted,) = await tower.told()
    tower.cluster.apply(a_deployment("api", image="api:1.4.3", replicas=1), now=tower.clock.now())
    await tower.pass_time(90, step_s=1)

    assert deleted.text.splitlines()[-1] == "I wait for it to come back."
    assert await tower.words() == ["deleted", "done"]
    assert await tower.state(job) == "active"


async def test_a_one_off_watch_becomes_a_lasting_one_in_the_middle_of_a_rollout(tower: Tower) -> None:
    job = await tower.watch("worker")
    begin(tower, "worker")
    await tower.pass_time(10, step_s=1)

    await tower.make_lasting(job)
    await tower.pass_time(1200, step_s=5)
    begin(tower, "worker")
    await tower.pass_time(90, step_s=1)

    assert await tower.words() == ["failed", "done"]
    assert await tower.state(job) == "active"


async def test_a_new_watch_does_not_end_a_lasting_one_that_looks_on(tower: Tower) -> None:
    lasting = await tower.watch("worker", lasting=True)
    begin(tower, "worker")
    await tower.pass_time(60, step_s=1)

    await tower.watch("worker", again=":again")
    await tower.pass_time(5)

    assert await tower.state(lasting) == "active"
    assert tower.supervisor.following == 2


async def test_a_muted_watch_writes_without_ringing_until_its_time_is_over(tower: Tower) -> None:
    job = await tower.watch("worker", lasting=True)
    await tower.mute(job, seconds=300)

    begin(tower, "worker")
    await tower.pass_time(90, step_s=1)
    await tower.pass_time(300, step_s=5)
    begin(tower, "worker")
    await tower.pass_time(90, step_s=1)

    findings = [row for row in await tower.rows() if row["dedupe_key"].startswith("finding:")]
    assert [row["silent"] for row in findings] == [1, 0]


async def test_after_a_pause_the_same_revision_may_be_spoken_of_again(tower: Tower) -> None:
    job = await tower.watch("worker", lasting=True)
    begin(tower, "worker")
    await tower.pass_time(60, step_s=1)
    await tower.pause(job)

    await tower.resume(job)
    await tower.pass_time(5)
    begin(tower, "worker")
    await tower.pass_time(60, step_s=1)

    assert await tower.words() == ["failed", "already-failing", "done"]


async def test_a_failure_says_what_the_rollout_changed(tower: Tower) -> None:
    await tower.watch("worker")

    begin(tower, "worker")
    await tower.pass_time(60, step_s=1)

    (report,) = await tower.told()
    assert "Changed: image 1.9.3 → 2.0" in report.text


class _Lingering(PatientClock):
    """A clock whose sleepers take a while to leave, and that notes who begins to sleep meanwhile."""

    def __init__(self, now: datetime) -> None:
        super().__init__(now)
        self.leaving = 0
        self.beside = 0

    async def sleep_until(self, when: datetime) -> None:
        task = asyncio.current_task()
        if task is None or not task.get_name().startswith("watch "):
            await super().sleep_until(when)
            return
        self.beside += self.leaving
        try:
            await super().sleep_until(when)
        except asyncio.CancelledError:
            self.leaving += 1
            for _ in range(50):
                await asyncio.sleep(0)
            self.leaving -= 1
            raise


async def test_a_watch_that_has_changed_is_never_followed_twice_at_a_time(tmp_path: Path) -> None:
    clock = _Lingering(NOON)
    async with a_tower(tmp_path, clock=clock) as tower:
        job = await tower.watch("api")
        for _ in range(3):
            # Just changed: what follows it sleeps for its first moment.
            await tower.keep_watching(job)

        await tower.pass_time(5)

        assert clock.beside == 0
        assert tower.supervisor.following == 1


async def test_flapping_is_one_message_that_counts(tower: Tower) -> None:
    tower.cluster.behave("flaky:1", Behaviour())
    tower.cluster.apply(a_deployment("flaky", image="flaky:1", replicas=1), now=tower.clock.now())
    await tower.pass_time(60, step_s=2)
    await tower.watch("flaky", lasting=True)
    await tower.pass_time(10)

    for _ in range(4):
        await lose_a_pod(tower, Target(kind="deployment", namespace="prod", name="flaky"), seconds=80)
    rows = [row for row in await tower.rows() if row["dedupe_key"].startswith("finding:")]

    texts = [decode_report(row["report"]).text for row in rows]
    assert await tower.words() == ["degraded", "recovered", "degraded", "recovered", "flapping"]
    assert texts[-1].startswith("↯ prod/flaky flaps: 4 times in ")
    assert rows[-1]["revision"] > 1
