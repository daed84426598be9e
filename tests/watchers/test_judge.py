"""The course of a watch: beginnings, revisions, the soak, the look-out after a verdict, and its ends."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from cluster.snapshot import Snapshot
from domain.watch import Beginning, Patience, Said, WatchPhase
from tests.watchers.building import (
    PROBE,
    Watch,
    a_deployment,
    a_pod,
    a_replica_set,
    a_snapshot,
    an_end,
    at,
    ended,
    running,
    waiting,
)
from watchers.judge import judge
from watchers.kinds import KINDS, kind_named
from watchers.memory import Memory

OLD = a_replica_set("web:1", uid="rs1", revision="1")
NEW = a_replica_set("web:2", uid="rs2", revision="2")
GOOD = a_pod("new", running(1), ready=True)
BEFORE = a_pod("old", running(0), owner="rs1", ready=True)


def standing(image: str = "web:1", *, since: float = -100.0) -> Snapshot:
    """A complete Deployment of the first revision."""
    return a_snapshot(a_deployment(image, complete=True, since=since), BEFORE, sets=[OLD])


def rolled_out(*, pod: dict[str, object] = GOOD, complete: bool = True) -> Snapshot:
    """The second revision, through or on its way."""
    return a_snapshot(a_deployment("web:2", complete=complete), pod, sets=[OLD, NEW])


def crashed(number: int, *, restarts: int, last: dict[str, object] | None = None) -> dict[str, object]:
    end = an_end(number, start=number * 5, finish=number * 5 + 1)
    return a_pod("new", ended(end, restarts=restarts, last=last))


def a_failed_watch() -> Watch:
    """A watch whose new revision has failed at 31 s."""
    watch = Watch(standing())
    watch.sees(rolled_out(pod=crashed(1, restarts=0), complete=False), seconds=11)
    first = an_end(1, start=5, finish=6)
    watch.sees(rolled_out(pod=crashed(2, restarts=1, last=first), complete=False), seconds=12)
    return watch.waits(until=40)


def test_a_watch_of_nothing_waits_for_it() -> None:
    watch = Watch(Snapshot(object=None, synced=True))

    watch.waits(until=500)
    watch.sees(standing(since=500), seconds=500)
    watch.waits(until=600)

    assert watch.first.beginning is Beginning.NOT_THERE
    assert watch.words == [(530.0, "done", "")]


def test_an_object_scaled_to_zero_is_finished_at_the_first_look() -> None:
    nothing = a_deployment("web:1", replicas=0, complete=True, status={"replicas": 0})

    watch = Watch(a_snapshot(nothing, sets=[OLD]))

    assert watch.first.beginning is Beginning.FINISHED
    assert isinstance(watch.first.outcome, Said)
    assert watch.first.outcome.cause == "scaled-to-zero"
    assert watch.memory.phase is WatchPhase.ENDED


def test_what_is_complete_for_less_than_three_seconds_is_rolling() -> None:
    assert Watch(standing(since=-2)).first.beginning is Beginning.ROLLING
    assert Watch(standing(since=-4)).first.beginning is Beginning.ARMED


def test_a_crash_loop_at_the_first_look_is_known_by_the_clock_of_the_api() -> None:
    first, second = an_end(1, start=0, finish=1), an_end(2, start=2, finish=3)
    pod = a_pod("p", ended(second, restarts=1, last=first))

    watch = Watch(a_snapshot(a_deployment(), pod, sets=[NEW]), start=30)

    assert watch.first.beginning is Beginning.ALREADY_FAILING


def test_a_failure_at_the_first_look_that_recovers_is_said() -> None:
    watch = Watch(a_snapshot(a_deployment(), a_pod("p", waiting("InvalidImageName", "x")), sets=[NEW]))

    watch.sees(rolled_out(pod=a_pod("p", running(5), ready=True)), seconds=5)
    watch.waits(until=100)

    assert watch.words == [(35.0, "done", "recovered")]


def test_an_armed_watch_says_nothing_of_scaling() -> None:
    watch = Watch(standing())

    more = a_deployment("web:1", replicas=2, status={"observedGeneration": 1})
    watch.sees(a_snapshot(more, BEFORE, sets=[OLD]), seconds=10)
    watch.sees(standing(), seconds=20)
    watch.waits(until=200)

    assert watch.words == []
    assert watch.phase == "armed"


def test_an_armed_watch_rings_once_for_each_failure_of_what_stands() -> None:
    watch = Watch(standing())
    bad = a_pod("old", waiting("InvalidImageName", "x"), owner="rs1")

    broken = a_snapshot(a_deployment("web:1"), bad, sets=[OLD])
    watch.sees(broken, seconds=10).sees(broken, seconds=20)
    watch.sees(standing(), seconds=30).waits(until=70)
    watch.sees(broken, seconds=80)

    assert watch.words == [
        (10.0, "already-failing", "image-invalid"),
        (80.0, "already-failing", "image-invalid"),
    ]
    assert len({said.episode for _, said in watch.told}) == 2


def test_an_armed_watch_rings_when_one_of_several_pods_has_been_fatal_for_a_minute() -> None:
    good = a_pod("good", running(-90), owner="rs1", ready=True)

    def with_a(pod: Mapping[str, Any]) -> Snapshot:
        return a_snapshot(a_deployment("web:1", replicas=2, complete=True, since=-100), good, pod, sets=[OLD])

    watch = Watch(with_a(a_pod("other", running(-90), owner="rs1", ready=True)))

    bad = a_pod("other", waiting("InvalidImageName", "x"), owner="rs1")
    watch.sees(with_a(bad), seconds=10).waits(until=300)

    assert watch.words == [(70.0, "already-failing", "image-invalid")]


def test_restarts_of_a_container_that_is_well_when_first_seen_are_history() -> None:
    last = an_end(9, start=-50, finish=-40)
    pod = a_pod("old", running(-40, restarts=7, last=last), owner="rs1", ready=True)
    watch = Watch(a_snapshot(a_deployment("web:1", complete=True, since=-100), pod, sets=[OLD]))

    down = a_pod("old", ended(an_end(10, start=-40, finish=5), restarts=7, last=last), owner="rs1")
    watch.sees(a_snapshot(a_deployment("web:1"), down, sets=[OLD]), seconds=5)
    watch.waits(until=60)

    assert watch.first.beginning is Beginning.ARMED
    assert watch.words == []


def test_a_rollout_is_done_when_it_has_held_for_thirty_seconds() -> None:
    watch = Watch(standing())

    watch.sees(rolled_out(complete=False), seconds=10)
    watch.sees(rolled_out(), seconds=12)
    watch.waits(until=100)

    assert watch.words == [(40.0, "done", "")]
    assert watch.told[0][1].previous_version == "1"
    assert watch.told[0][1].soaked_s == pytest.approx(30.0)


def test_min_ready_seconds_lengthen_the_soak() -> None:
    watch = Watch(standing())
    slow = a_deployment("web:2", complete=True, spec={"minReadySeconds": 60})

    watch.sees(a_snapshot(slow, GOOD, sets=[OLD, NEW]), seconds=10)
    watch.waits(until=100)

    assert watch.words == [(70.0, "done", "")]


def test_a_drop_starts_the_soak_anew() -> None:
    watch = Watch(standing())

    watch.sees(rolled_out(), seconds=10)
    watch.sees(rolled_out(pod=a_pod("new", running(1), readinessProbe=PROBE)), seconds=30)
    watch.sees(rolled_out(), seconds=35)
    watch.waits(until=100)

    assert watch.words == [(65.0, "done", "")]


def test_a_restart_between_two_looks_starts_the_soak_anew_and_is_told() -> None:
    watch = Watch(standing())
    again = a_pod("new", running(31, restarts=1, last=an_end(1, start=1, finish=30)), ready=True)

    watch.sees(rolled_out(), seconds=10)
    watch.sees(rolled_out(pod=again), seconds=31)
    watch.waits(until=200)

    # The longest run was 29 s: a good state has to outlast it three times.
    assert watch.words == [(118.0, "done", "recovered")]


def test_a_controller_that_has_not_seen_the_change_decides_nothing() -> None:
    watch = Watch(standing())
    lagging = a_deployment("web:2", complete=True)
    lagging["metadata"]["generation"] = 2

    watch.sees(a_snapshot(lagging, GOOD, sets=[OLD, NEW]), seconds=10)
    watch.waits(until=300)

    assert watch.words == []
    assert watch.phase == "not-seen-yet"


def test_the_new_replica_set_is_the_one_with_the_same_template() -> None:
    watch = Watch(standing())
    # The annotation of the Deployment still names the revision before (Recreate).
    lagging = a_deployment("web:2", complete=True)
    lagging["metadata"]["annotations"] = {"deployment.kubernetes.io/revision": "1"}

    watch.sees(a_snapshot(lagging, GOOD, sets=[OLD, NEW]), seconds=10)
    watch.waits(until=100)

    assert [(said.version, said.previous_version) for _, said in watch.told] == [("2", "1")]


def test_a_revision_that_is_left_while_it_rolls_is_superseded() -> None:
    watch = Watch(standing())
    third = a_replica_set("web:3", uid="rs3", revision="3")

    watch.sees(rolled_out(complete=False), seconds=10)
    pod = a_pod("third", running(15), owner="rs3", ready=True)
    watch.sees(a_snapshot(a_deployment("web:3", complete=True), pod, sets=[OLD, NEW, third]), seconds=15)
    watch.waits(until=100)

    assert watch.words == [(45.0, "done", "superseded")]


def test_going_back_to_a_revision_that_stood_before_is_a_rollback() -> None:
    watch = a_failed_watch()

    back = a_snapshot(a_deployment("web:1", complete=True), BEFORE, sets=[OLD, NEW])
    watch.sees(back, seconds=50)
    watch.waits(until=100)

    assert watch.words == [(31.0, "failed", "crash"), (50.0, "rolled-back", "crash")]
    assert (watch.told[-1][1].version, watch.told[-1][1].previous_version) == ("1", "2")


def test_a_new_object_of_the_same_name_forgets_what_stood_before() -> None:
    watch = Watch(standing())
    gone = Snapshot(object=None, synced=True, gone_since=at(10))
    again = a_replica_set("web:1", uid="rs9", revision="1")
    pod = a_pod("again", running(20), owner="rs9", ready=True)

    watch.sees(gone, seconds=10)
    watch.sees(a_snapshot(a_deployment("web:1", complete=True, uid="d2"), pod, sets=[again]), seconds=20)
    watch.waits(until=100)

    assert watch.words == [(50.0, "done", "recreated")]


def test_an_object_that_stays_away_is_deleted_after_90_seconds() -> None:
    watch = Watch(standing())

    watch.sees(Snapshot(object=None, synced=True, gone_since=at(10)), seconds=10)
    watch.waits(until=200)

    assert watch.words == [(100.0, "deleted", "")]
    assert watch.memory.phase is WatchPhase.ENDED


def test_a_rollout_that_is_scaled_to_zero_is_done_without_a_soak() -> None:
    watch = Watch(standing())

    watch.sees(rolled_out(complete=False), seconds=10)
    nothing = a_deployment("web:2", replicas=0, complete=True, status={"replicas": 0})
    watch.sees(a_snapshot(nothing, sets=[OLD, NEW]), seconds=15)

    assert watch.words == [(15.0, "done", "scaled-to-zero")]


def test_a_failed_rollout_is_looked_after_and_its_recovery_said() -> None:
    watch = a_failed_watch()
    last = an_end(2, start=10, finish=11)

    watch.sees(rolled_out(pod=a_pod("new", running(60, restarts=2, last=last), ready=True)), seconds=60)
    watch.waits(until=200)

    assert watch.words == [(31.0, "failed", "crash"), (90.0, "done", "recovered")]
    assert watch.told[-1][1].after_failure


def test_the_look_out_after_a_failure_ends_in_silence() -> None:
    watch = a_failed_watch()

    watch.waits(until=1000)

    assert watch.words == [(31.0, "failed", "crash")]
    assert watch.memory.phase is WatchPhase.ENDED


def test_a_crash_soon_after_a_good_verdict_is_said_in_another_episode() -> None:
    watch = Watch(standing())
    watch.sees(rolled_out(), seconds=10).waits(until=50)

    first = an_end(1, start=1, finish=60)
    watch.sees(rolled_out(pod=a_pod("new", ended(first))), seconds=60)
    second = an_end(2, start=61, finish=62)
    watch.sees(rolled_out(pod=a_pod("new", ended(second, restarts=1, last=first))), seconds=62)
    watch.waits(until=100)

    assert [(word, cause) for _, word, cause in watch.words] == [
        ("done", ""),
        ("failed", "crash-after-ready"),
    ]
    assert [said.episode for _, said in watch.told] == [1, 2]


def test_the_next_rollout_after_a_good_verdict_is_another_watch() -> None:
    watch = Watch(standing())
    watch.sees(rolled_out(), seconds=10).waits(until=50)
    third = a_replica_set("web:3", uid="rs3", revision="3")

    watch.sees(a_snapshot(a_deployment("web:3"), sets=[NEW, third]), seconds=100)

    assert watch.words == [(40.0, "done", "")]
    assert watch.memory.phase is WatchPhase.ENDED


def test_a_pause_is_told_once_and_holds_everything() -> None:
    watch = Watch(standing())
    paused = a_deployment("web:1", complete=True, spec={"paused": True})

    watch.sees(a_snapshot(paused, BEFORE, sets=[OLD]), seconds=10)
    watch.waits(until=500)

    assert watch.words == [(70.0, "paused", "")]


def test_an_update_that_a_pause_holds_back_starts_its_minute_anew() -> None:
    watch = Watch(standing())

    for image, seconds in (("web:1", 10), ("web:2", 40)):
        paused = a_deployment(image, complete=True, spec={"paused": True})
        watch.sees(a_snapshot(paused, BEFORE, sets=[OLD]), seconds=seconds)
    watch.waits(until=500)

    assert watch.words == [(100.0, "paused", "")]


def test_lost_sight_is_said_once_and_taken_back_once() -> None:
    watch = Watch(standing())
    blind = replace(standing(), stale_since=at(10))

    watch.sees(blind, seconds=160).sees(blind, seconds=170)
    watch.sees(standing(), seconds=200).sees(standing(), seconds=210)
    watch.sees(replace(standing(), stale_since=at(300)), seconds=460)

    assert [word for _, word, _ in watch.words] == ["lost-sight", "sight-regained", "lost-sight"]
    assert [said.episode for _, said in watch.told] == [1, 1, 2]


def test_nothing_is_concluded_while_the_streams_are_stale() -> None:
    watch = Watch(standing())
    bad = rolled_out(pod=a_pod("new", waiting("InvalidImageName", "x")), complete=False)

    watch.sees(replace(bad, stale_since=at(5)), seconds=160)

    assert [word for _, word, _ in watch.words] == ["lost-sight"]


def test_nothing_is_judged_before_every_list_is_there() -> None:
    watch = Watch(standing())

    watch.sees(Snapshot(object=None, synced=False), seconds=100)
    watch.waits(until=300)

    assert watch.words == []
    assert watch.phase == "looking"


def test_an_armed_watch_expires_with_a_word() -> None:
    watch = Watch(standing())

    watch.waits(until=86401)

    assert watch.words == [(86400.0, "expired", "")]


def test_an_hour_without_progress_ends_the_watch_with_a_word() -> None:
    watch = Watch(standing())

    watch.sees(rolled_out(pod=a_pod("new", waiting("ContainerCreating")), complete=False), seconds=10)
    watch.waits(until=4000)

    assert watch.words == [(3610.0, "expired", "still-rolling")]


def test_a_target_raised_midway_is_judged_by_the_new_number() -> None:
    watch = Watch(standing())

    watch.sees(rolled_out(), seconds=10)
    more = a_deployment("web:2", replicas=2)
    watch.sees(a_snapshot(more, GOOD, a_pod("b", running(20)), sets=[OLD, NEW]), seconds=20)
    whole = a_deployment("web:2", replicas=2, complete=True)
    both = (GOOD, a_pod("b", running(20), ready=True))
    watch.sees(a_snapshot(whole, *both, sets=[OLD, NEW]), seconds=30)
    watch.waits(until=100)

    assert watch.words == [(60.0, "done", "")]


@pytest.mark.parametrize("patience", list(Patience))
def test_a_verdict_survives_the_stored_form_of_its_memory(patience: Patience) -> None:
    watch = Watch(standing(), patience=patience)
    watch.sees(rolled_out(pod=crashed(1, restarts=0), complete=False), seconds=11)

    restored = Memory.decode(watch.memory.encode())

    assert restored == watch.memory


def test_a_memory_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        Memory.decode('{"v": 99, "phase": "armed"}')


def test_looking_more_often_changes_nothing() -> None:
    seldom, often = Watch(standing()), Watch(standing())

    for watch, step in ((seldom, 40), (often, 1)):
        for seconds in range(10, 91, step):
            watch.sees(rolled_out(), seconds=seconds)

    assert [word for _, word, _ in seldom.words] == [word for _, word, _ in often.words] == ["done"]


def test_an_ended_watch_says_nothing_more() -> None:
    watch = Watch(standing())
    ended_memory = replace(watch.memory, phase=WatchPhase.ENDED)

    judgement = judge(watch.spec, ended_memory, rolled_out(), at(10))

    assert judgement.memory == ended_memory
    assert judgement.look_again_at is None


def test_kinds_are_found_by_every_word_that_kubectl_takes() -> None:
    words = ("deploy", "Deployment", "deployments.apps", "sts", "ds", "job", "jobs.batch", "rs", "po")

    found = [kind_named(word) for word in words]

    assert [kind.name for kind in found if kind is not None] == [
        "deployment",
        "deployment",
        "deployment",
        "statefulset",
        "daemonset",
        "job",
        "job",
        "replicaset",
        "pod",
    ]
    assert kind_named("cheese") is None


def test_a_lasting_watch_goes_on_after_its_look_out_and_does_not_ring_again_for_what_it_said() -> None:
    watch = a_failed_watch()
    watch.spec = replace(watch.spec, lasting=True)

    watch.waits(until=2000)
    assert watch.memory.phase is WatchPhase.ARMED
    third = a_replica_set("web:3", uid="rs3", revision="3")
    pod = a_pod("third", running(2000), owner="rs3", ready=True)
    watch.sees(a_snapshot(a_deployment("web:3", complete=True), pod, sets=[NEW, third]), seconds=2000)
    watch.waits(until=2100)

    assert watch.words == [(31.0, "failed", "crash"), (2030.0, "done", "")]


def test_a_watch_that_begins_before_the_controller_has_looked_is_not_overtaken_by_what_it_finds() -> None:
    lagging = a_deployment("web:2", complete=True)
    lagging["metadata"]["generation"] = 2
    watch = Watch(a_snapshot(lagging, BEFORE, sets=[OLD, NEW]))

    watch.sees(rolled_out(), seconds=2)
    watch.waits(until=100)

    assert watch.first.beginning is Beginning.ROLLING
    assert watch.words == [(32.0, "done", "")]


def test_no_word_means_two_kinds() -> None:
    words = [word for kind in KINDS for word in (kind.name, *kind.aliases)]

    assert len(words) == len(set(words))
