"""The supervisor from a change in the cluster to the row that rings, with everything real but the time."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.practice.kubernetes.behaviours import Behaviour, Line
from bot.practice.kubernetes.faults import Fault, FaultKind
from bot.practice.kubernetes.templates import a_deployment
from domain.job import Origin
from domain.report import Severity
from domain.watch import Target
from storage import outbox
from tests.watchers.tower import CHAT, Tower, a_tower


@pytest.fixture
async def tower(tmp_path: Path) -> AsyncGenerator[Tower]:
    async with a_tower(tmp_path) as tower:
        yield tower


async def test_a_crash_becomes_one_message_with_its_evidence(tower: Tower) -> None:
    job = await tower.watch("worker")

    tower.scenario.begin("worker", now=tower.clock.now())
    await tower.pass_time(60)

    (verdict,) = [row for row in await tower.rows() if row["dedupe_key"].startswith("finding:")]
    assert (verdict["kind"], verdict["chat_id"], verdict["thread_id"]) == ("terminal", CHAT, 5)
    assert (verdict["reply_key"], verdict["job_id"], verdict["silent"]) == ("update:worker:-1001", job.id, 0)
    (report,) = await tower.told()
    assert report.severity is Severity.BAD
    assert "KeyError: 'DATABASE_URL'" in report.text
    assert await tower.words() == ["failed"]
    kept = await tower.evidence()
    assert "KeyError" in kept["logs"]["text"]
    assert "KeyError" in kept["previous"]["text"]
    assert "BackOff" in kept["events"]["text"]
    assert "exitCode=1" in kept["describe"]["text"]
    assert await tower.phase(job) == "guard"
    assert await tower.state(job) == "active"
    line = await tower.line(job)
    assert line.startswith(f"👁 #{job.number} prod/worker: 2.0 failed after ")
    assert line.endswith("see below.")


async def test_a_good_rollout_is_shown_as_it_goes_and_said_once_when_it_has_held(tower: Tower) -> None:
    job = await tower.watch("api")

    tower.scenario.begin("api", now=tower.clock.now())
    lines = set()
    for _ in range(40):
        await tower.pass_time(1)
        lines.add(await tower.line(job))
    early = await tower.words()
    await tower.pass_time(30)

    assert early == []
    assert await tower.words() == ["done"]
    assert any("rolling out 1.4.3" in line for line in lines)
    assert 3 <= len(lines) <= 10
    (report,) = await tower.told()
    assert report.severity is Severity.GOOD


async def test_the_look_out_ends_by_itself_and_the_job_is_done(tower: Tower) -> None:
    job = await tower.watch("api")
    tower.scenario.begin("api", now=tower.clock.now())
    await tower.pass_time(80, step_s=1)

    await tower.pass_time(620, step_s=4)

    assert (await tower.phase(job), await tower.state(job)) == ("ended", "done")
    assert await tower.words() == ["done"]
    assert tower.supervisor.following == 0
    assert "is rolled out after" in await tower.line(job)


async def test_a_failed_rollout_that_is_mended_in_the_look_out_is_told_too(tower: Tower) -> None:
    await tower.watch("worker")
    tower.scenario.begin("worker", now=tower.clock.now())
    await tower.pass_time(60, step_s=1)

    tower.scenario.begin("worker", now=tower.clock.now())
    await tower.pass_time(90, step_s=1)

    assert await tower.words() == ["failed", "done"]


async def test_a_restart_in_the_middle_says_everything_once(tower: Tower) -> None:
    job = await tower.watch("worker")
    tower.scenario.begin("worker", now=tower.clock.now())

    for _ in range(12):
        await tower.pass_time(5, step_s=0.5)
        await tower.kill()
        await tower.start()
    await tower.pass_time(30)

    assert await tower.words() == ["failed"]
    assert len(await tower.told()) == 1
    assert await tower.phase(job) == "guard"


async def test_a_cancelled_watch_says_nothing_more_and_closes_its_streams(tower: Tower) -> None:
    job = await tower.watch("worker")
    tower.scenario.begin("worker", now=tower.clock.now())
    await tower.pass_time(3)

    await tower.cancel(job)
    await tower.pass_time(120, step_s=2)

    assert await tower.words() == []
    assert tower.supervisor.following == 0
    assert tower.server.open_watches == 0


async def test_a_paused_watch_closes_its_streams_and_resuming_takes_a_new_baseline(tower: Tower) -> None:
    job = await tower.watch("worker")
    await tower.pause(job)
    tower.scenario.begin("worker", now=tower.clock.now())
    await tower.pass_time(120, step_s=2)
    quiet = (await tower.words(), tower.server.open_watches)

    await tower.resume(job)
    await tower.pass_time(5)

    assert quiet == ([], 0)
    assert await tower.words() == ["already-failing"]
    (report,) = await tower.told()
    assert report.severity is Severity.WARNING
    assert await tower.phase(job) == "armed"
    assert "KeyError" in (await tower.evidence())["logs"]["text"]


async def test_the_same_target_in_two_chats_is_told_in_each_and_streamed_once(tower: Tower) -> None:
    await tower.watch("worker")
    await tower.watch("worker", language="de", origin=Origin(chat_id=-2, person_id=8))

    tower.scenario.begin("worker", now=tower.clock.now())
    await tower.pass_time(60, step_s=1)

    english, german = sorted(await tower.told(), key=lambda report: "failed" not in report.text)
    assert "failed" in english.text
    assert "gescheitert" in german.text or "fehlgeschlagen" in german.text
    assert tower.server.open_watches == 3


async def test_a_deleted_object_is_waited_for_and_then_said(tower: Tower) -> None:
    job = await tower.watch("api")
    tower.cluster.delete("prod", "api", now=tower.clock.now())

    await tower.pass_time(80, step_s=1)
    early = await tower.words()
    await tower.pass_time(20, step_s=1)

    assert early == []
    assert await tower.words() == ["deleted"]
    assert (await tower.phase(job), await tower.state(job)) == ("ended", "done")


async def test_a_watch_on_which_nothing_happens_ends_with_a_word(tower: Tower) -> None:
    job = await tower.watch("api", hours=0.25)

    await tower.pass_time(16 * 60, step_s=5)

    assert await tower.words() == ["expired"]
    assert await tower.state(job) == "done"


async def test_lost_sight_is_said_once_and_taken_back_once(tower: Tower) -> None:
    await tower.watch("api")

    await tower.server.stop()
    await tower.pass_time(120, step_s=2)
    early = await tower.words()
    await tower.pass_time(240, step_s=2)
    during = await tower.words()
    await tower.server.start()
    await tower.pass_time(60, step_s=1)

    assert early == []
    assert during == ["lost-sight"]
    assert await tower.words() == ["lost-sight", "sight-regained"]


async def test_sight_is_not_lost_while_the_server_answers(tower: Tower) -> None:
    await tower.watch("api")

    tower.server.faults.add(Fault(kind=FaultKind.HTML_500, path="/apis/*", watch=True, times=None))
    await tower.server.stop()
    await tower.server.start()
    await tower.pass_time(400, step_s=4)

    assert await tower.words() == []


async def test_a_verdict_is_reached_although_every_stream_is_in_trouble(tower: Tower) -> None:
    await tower.watch("worker")
    for kind in (FaultKind.GONE_IN_STREAM, FaultKind.GARBAGE, FaultKind.INSTANT_CLOSE, FaultKind.DROP):
        tower.server.faults.add(Fault(kind=kind, path="*/pods", watch=True, times=2))
    await tower.server.stop()
    await tower.server.start()

    tower.scenario.begin("worker", now=tower.clock.now())
    await tower.pass_time(100)

    assert await tower.words() == ["failed"]


async def test_nothing_is_spoken_that_cannot_be_verified(tower: Tower) -> None:
    await tower.watch("worker")
    tower.scenario.begin("worker", now=tower.clock.now())
    await tower.pass_time(2)

    path = "/apis/apps/v1/namespaces/prod/deployments/worker"
    number = tower.server.faults.add(Fault(kind=FaultKind.UNAVAILABLE, path=path, times=None))
    await tower.pass_time(60, step_s=1)
    early = await tower.words()
    tower.server.faults.remove(number)
    await tower.pass_time(60)

    assert early == []
    assert await tower.words() == ["failed"]


async def test_a_missing_right_is_said_in_the_chat_once_and_by_name(tower: Tower) -> None:
    await tower.watch("api")
    tower.server.faults.add(Fault(kind=FaultKind.FORBIDDEN, path="*/replicasets", times=None))
    await tower.server.stop()
    await tower.server.start()

    await tower.pass_time(300, step_s=2)

    (report,) = await tower.told()
    assert "watch replicasets in prod" in report.text


async def test_a_right_that_was_taken_away_during_a_pause_is_said_when_the_watch_goes_on(
    tower: Tower,
) -> None:
    job = await tower.watch("worker")
    await tower.pause(job)
    tower.server.faults.add(Fault(kind=FaultKind.FORBIDDEN, path="*/deployments*", times=None))

    await tower.resume(job)
    await tower.pass_time(100, step_s=5)

    (report,) = await tower.told()
    assert "deployments" in report.text
    assert await tower.state(job) == "active"


async def test_a_watch_that_may_see_nothing_any_more_ends_with_its_time(tower: Tower) -> None:
    job = await tower.watch("worker", hours=0.1)
    tower.server.faults.add(Fault(kind=FaultKind.FORBIDDEN, path="*/deployments*", times=None))
    await tower.server.stop()
    await tower.server.start()

    await tower.pass_time(700, step_s=5)

    assert await tower.words() == ["expired"]
    assert await tower.state(job) == "done"


async def test_a_cluster_that_hangs_stops_no_other_watch(tower: Tower) -> None:
    await tower.watch("api")
    await tower.watch("worker")
    hanging = "/apis/apps/v1/namespaces/prod/deployments/api"
    tower.server.faults.add(Fault(kind=FaultKind.HANG, path=hanging, times=None))

    tower.scenario.begin("api", now=tower.clock.now())
    tower.scenario.begin("worker", now=tower.clock.now())
    await tower.pass_time(70, step_s=1)

    assert await tower.words() == ["failed"]


async def test_a_rollout_that_gets_nowhere_for_an_hour_is_said_and_can_be_kept_going(tower: Tower) -> None:
    job = await tower.watch("api")
    tower.cluster.behave("api:2.0", Behaviour(pull_s=100_000.0))
    endless = a_deployment("api", image="api:2.0", replicas=3, progressDeadlineSeconds=100_000)
    tower.cluster.apply(endless, now=tower.clock.now())
    await tower.pass_time(3660, step_s=4)
    first = (await tower.words(), await tower.phase(job), await tower.state(job))

    await tower.keep_watching(job)
    kept = await tower.phase(job)
    await tower.pass_time(3660, step_s=4)

    assert first == (["expired"], "guard", "active")
    assert kept == "rolling"
    assert await tower.words() == ["expired", "expired"]


async def test_a_watch_that_nobody_keeps_going_is_over_a_day_later(tower: Tower) -> None:
    job = await tower.watch("api")
    tower.cluster.behave("api:2.0", Behaviour(pull_s=100_000.0))
    endless = a_deployment("api", image="api:2.0", replicas=3, progressDeadlineSeconds=100_000)
    tower.cluster.apply(endless, now=tower.clock.now())
    await tower.pass_time(3660, step_s=4)

    await tower.kill()
    await tower.clock.advance(seconds=24 * 3600)
    await tower.start()

    assert await tower.words() == ["expired"]
    assert (await tower.phase(job), await tower.state(job)) == ("ended", "done")


async def test_what_errands_ask_for_comes_from_what_lives_now(tower: Tower) -> None:
    tower.scenario.begin("worker", now=tower.clock.now())
    await tower.pass_time(40, step_s=1)
    found = await tower.supervisor.find(kind="deploy", name="wor", namespace=None, context="")

    look = await tower.supervisor.first_look(found[0])
    kept = {one.word: one for one in await tower.supervisor.keepsakes(found[0], None)}

    assert found == (Target(kind="deployment", namespace="prod", name="worker"),)
    assert look.beginning == "already-failing"
    assert "KeyError" in kept["logs"].text
    assert kept["logs"].name.endswith(".app.log")


async def test_a_watch_of_what_is_not_there_waits_for_it(tower: Tower) -> None:
    job = await tower.watch("cart")
    await tower.pass_time(200, step_s=5)
    early = (await tower.words(), await tower.phase(job))

    tower.cluster.apply(a_deployment("cart", image="api:1.4.0"), now=tower.clock.now())
    await tower.pass_time(80, step_s=1)

    assert early == ([], "armed")
    assert await tower.words() == ["done"]


async def test_the_line_is_edited_in_place_and_never_rings(tower: Tower) -> None:
    await tower.watch("api")
    tower.scenario.begin("api", now=tower.clock.now())
    await tower.pass_time(20)

    (row,) = await tower.rows()

    assert row["kind"] == outbox.RowKind.ANSWER
    assert row["revision"] > 1


async def test_secrets_in_a_log_are_neither_quoted_nor_kept(tower: Tower) -> None:
    await tower.watch("worker")
    lines = (Line(at_s=0.0, text="connecting to postgres://app:geheim@db.prod/shop"),)
    tower.cluster.behave("worker:2.0", Behaviour(lives_s=0.5, lines=lines))

    tower.scenario.begin("worker", now=tower.clock.now())
    await tower.pass_time(60)

    (report,) = await tower.told()
    assert "postgres://app:" in report.text
    assert "geheim" not in report.text
    assert all("geheim" not in row["text"] for row in (await tower.evidence()).values())


async def test_a_new_watch_ends_the_look_out_of_the_one_before(tower: Tower) -> None:
    first = await tower.watch("worker")
    tower.scenario.begin("worker", now=tower.clock.now())
    await tower.pass_time(60, step_s=1)

    second = await tower.watch("worker", again=":again")
    tower.scenario.begin("worker", now=tower.clock.now())
    await tower.pass_time(60, step_s=1)

    assert (await tower.phase(first), await tower.state(first)) == ("ended", "done")
    assert await tower.phase(second) == "guard"
    assert await tower.words() == ["failed", "already-failing", "done"]


async def test_a_login_that_is_lost_is_named_when_sight_is(tower: Tower) -> None:
    await tower.watch("api")
    tower.server.faults.add(Fault(kind=FaultKind.UNAUTHORIZED, times=None))
    await tower.server.stop()
    await tower.server.start()

    await tower.pass_time(240, step_s=1)

    (report,) = await tower.told()
    assert await tower.words() == ["lost-sight"]
    assert "401" in report.text
