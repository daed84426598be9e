"""A lasting watch: each rollout that begins by itself, falls and recoveries, flapping folded, no end."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cluster.snapshot import Snapshot
from domain.watch import Said, WatchPhase
from tests.watchers.building import (
    Watch,
    a_deployment,
    a_pod,
    a_replica_set,
    a_snapshot,
    a_template,
    an_end,
    at,
    ended,
    running,
    stamp,
    waiting,
)

OLD = a_replica_set("web:1", uid="rs1", revision="1")
NEW = a_replica_set("web:2", uid="rs2", revision="2")
FIRST = a_pod("old", running(0), owner="rs1", ready=True)
SECOND = a_pod("new", running(1), ready=True)


def standing() -> Snapshot:
    return a_snapshot(a_deployment("web:1", complete=True, since=-100), FIRST, sets=[OLD])


def second(*, pod: Mapping[str, Any] = SECOND, complete: bool = True) -> Snapshot:
    return a_snapshot(a_deployment("web:2", complete=complete), pod, sets=[OLD, NEW])


def back_to_the_first(pod: Mapping[str, Any]) -> Snapshot:
    return a_snapshot(a_deployment("web:1", complete=True), pod, sets=[OLD, NEW])


def with_pods(ready: int, *, wanted: int = 3) -> Snapshot:
    """The first revision with so many of its pods ready; it stands complete while all are."""
    pods = [a_pod(f"p{each}", running(0), owner="rs1", ready=each < ready) for each in range(wanted)]
    status = {"replicas": wanted, "updatedReplicas": wanted, "availableReplicas": ready}
    made = a_deployment("web:1", replicas=wanted, complete=True, since=-100, status=status)
    return a_snapshot(made, *pods, sets=[OLD])


def a_lasting_watch(first: Snapshot | None = None) -> Watch:
    return Watch(first or standing(), lasting=True)


def test_it_reports_one_rollout_after_the_other_and_never_expires() -> None:
    watch = a_lasting_watch()

    watch.sees(second(), seconds=200_000)
    third = a_replica_set("web:3", uid="rs3", revision="3")
    pod = a_pod("third", running(400_000), owner="rs3", ready=True)
    watch.sees(a_snapshot(a_deployment("web:3", complete=True), pod, sets=[NEW, third]), seconds=400_000)
    watch.waits(until=900_000)

    assert watch.words == [(200_030.0, "done", ""), (400_030.0, "done", "")]
    assert watch.memory.phase is WatchPhase.ARMED


def test_a_rollback_and_the_same_rollback_once_more_are_each_told() -> None:
    watch = a_lasting_watch()
    bad = a_pod("new", ended(an_end(1, start=5, finish=6)))

    for start in (1000, 2000):
        watch.sees(second(pod=bad, complete=False), seconds=start)
        again = a_pod(f"back{start}", running(start + 20), owner="rs1", ready=True)
        watch.sees(back_to_the_first(again), seconds=start + 30)
    watch.waits(until=4000)

    assert [word for _, word, _ in watch.words] == ["rolled-back", "rolled-back"]
    assert len({(said.revision, said.episode) for _, said in watch.told}) == 2


def test_pods_that_are_gone_for_a_minute_are_told_and_so_is_their_return() -> None:
    watch = a_lasting_watch(with_pods(3))

    watch.sees(with_pods(1), seconds=100)
    watch.sees(with_pods(3), seconds=400)
    watch.waits(until=1000)

    assert watch.words == [(160.0, "degraded", "not-ready"), (430.0, "recovered", "")]
    degraded, recovered = (said for _, said in watch.told)
    assert (degraded.figures.ready, degraded.figures.wanted) == (1, 3)
    assert recovered.began_at is not None
    assert degraded.episode == recovered.episode


def test_a_pod_that_is_replaced_at_once_is_no_news() -> None:
    watch = a_lasting_watch(with_pods(3))

    for start in range(100, 2000, 200):
        watch.sees(with_pods(2), seconds=start)
        watch.sees(with_pods(3), seconds=start + 50)
    watch.waits(until=3000)

    assert watch.words == []


def test_pods_that_a_scale_up_asks_for_are_not_missed() -> None:
    watch = a_lasting_watch(with_pods(3))
    watch.waits(until=60)

    watch.sees(with_pods(3, wanted=6), seconds=100)
    watch.waits(until=1000)

    assert watch.words == []


def test_a_one_off_watch_does_not_tell_of_missing_pods() -> None:
    watch = Watch(with_pods(3))

    watch.sees(with_pods(1), seconds=100)
    watch.waits(until=1000)

    assert watch.words == []


def test_from_the_third_fall_on_it_is_one_finding_that_counts_until_it_is_calm() -> None:
    watch = a_lasting_watch(with_pods(3))

    for start in (100, 400, 700, 1000):
        watch.sees(with_pods(1), seconds=start)
        watch.sees(with_pods(3), seconds=start + 150)
    watch.waits(until=1200)
    early = [(word, cause) for _, word, cause in watch.words]
    watch.waits(until=4000)
    watch.sees(with_pods(0), seconds=5000)
    watch.waits(until=5100)

    assert early == [
        ("degraded", "not-ready"),
        ("recovered", ""),
        ("degraded", "not-ready"),
        ("recovered", ""),
        ("flapping", "not-ready"),
        ("flapping", "up"),
        ("flapping", "not-ready"),
        ("flapping", "up"),
    ]
    series = [said for _, said in watch.told if said.word == "flapping"]
    assert {(said.uid, said.revision, said.episode) for said in series} == {("d1", "rs1", series[0].episode)}
    assert [said.times for said in series] == [3, 3, 4, 4, 4]
    assert series[-1].within_s == 900.0
    assert watch.words[-2:] == [(1180.0 + 1800, "flapping", "calm"), (5060.0, "degraded", "not-ready")]


def test_a_series_whose_last_fall_was_a_long_one_is_calm_half_an_hour_after_it_is_up_again() -> None:
    watch = a_lasting_watch(with_pods(3))
    for start in (100, 400, 700):
        watch.sees(with_pods(1), seconds=start)
        watch.sees(with_pods(3), seconds=start + 150)

    watch.sees(with_pods(1), seconds=1000)
    watch.sees(with_pods(3), seconds=4000).waits(until=9000)

    assert watch.words[-2:] == [(4030.0, "flapping", "up"), (5830.0, "flapping", "calm")]
    assert watch.told[-1][1].began_at == at(4030)


def test_what_is_deleted_is_said_and_its_return_is_a_rollout_of_its_own() -> None:
    watch = a_lasting_watch()

    watch.sees(Snapshot(object=None, synced=True, gone_since=None), seconds=100)
    watch.waits(until=500_000)
    deleted = watch.words[:]
    made_anew = a_deployment("web:1", complete=True, uid="d2", since=500_000)
    pod = a_pod("fresh", running(500_000), owner="rs1", ready=True)
    watch.sees(a_snapshot(made_anew, pod, sets=[OLD]), seconds=500_000)
    watch.waits(until=500_100)

    assert deleted == [(190.0, "deleted", "")]
    assert watch.words[1:] == [(500_030.0, "done", "recreated")]


def test_that_it_is_still_not_done_is_said_once_and_the_rollout_is_followed_on() -> None:
    watch = a_lasting_watch()
    slow = a_pod("new", ready=False)

    watch.sees(second(pod=slow, complete=False), seconds=100)
    watch.waits(until=30_000)
    early = watch.words[:]
    watch.sees(second(), seconds=30_000)
    watch.waits(until=31_000)

    assert early == [(3700.0, "expired", "still-rolling")]
    assert watch.words[1:] == [(30_030.0, "done", "")]


def test_a_failure_that_heals_long_after_its_look_out_is_told() -> None:
    watch = a_lasting_watch()
    first, last = an_end(1, start=5, finish=6), an_end(2, start=10, finish=11)
    bad = a_pod("new", ended(last, restarts=1, last=first))
    watch.sees(second(pod=bad, complete=False), seconds=12)
    watch.waits(until=10_000)

    watch.sees(second(pod=a_pod("well", running(10_000), ready=True)), seconds=10_000)
    watch.waits(until=11_000)

    assert [(word, cause) for _, word, cause in watch.words] == [("failed", "crash"), ("recovered", "")]
    assert watch.memory.phase is WatchPhase.ARMED


def test_a_job_that_has_ended_is_no_end_of_the_watch_and_the_next_one_is_judged() -> None:
    def job(uid: str, **condition: Any) -> Snapshot:
        made = {
            "kind": "Job",
            "metadata": {"name": "api", "namespace": "prod", "uid": uid, "generation": 1},
            "spec": {"template": {"spec": {"containers": [{"name": "app", "image": "web:1"}]}}},
            "status": {"conditions": [condition] if condition else []},
        }
        return Snapshot(object=made, synced=True)

    watch = Watch(job("j1", type="Complete", status="True"), kind="job", lasting=True)

    watch.waits(until=1000)
    quiet = watch.words[:]
    watch.sees(job("j2"), seconds=1000)
    watch.sees(job("j2", type="Failed", status="True", reason="BackoffLimitExceeded"), seconds=1010)
    watch.sees(job("j3"), seconds=2000)
    watch.sees(job("j3", type="Complete", status="True"), seconds=2010)
    watch.waits(until=3000)

    assert not isinstance(watch.first.outcome, Said)
    assert quiet == []
    assert [(word, cause) for _, word, cause in watch.words] == [("failed", "job-failed"), ("done", "")]


def test_a_job_that_cleans_itself_up_is_waited_for_again_without_a_word() -> None:
    def job(uid: str, *conditions: dict[str, str]) -> Snapshot:
        made = {
            "kind": "Job",
            "metadata": {"name": "api", "namespace": "prod", "uid": uid, "generation": 1},
            "spec": {"ttlSecondsAfterFinished": 5, "template": a_template()},
            "status": {"conditions": list(conditions)},
        }
        return Snapshot(object=made, synced=True)

    complete = {"type": "Complete", "status": "True"}
    gone = replace(job("j1", complete), object=None, last=job("j1", complete).object)
    watch = Watch(job("j1"), kind="job", lasting=True)

    watch.sees(job("j1", complete), seconds=10).sees(gone, seconds=16).waits(until=1000)
    watch.sees(job("j2"), seconds=1000).sees(job("j2", complete), seconds=1010)

    assert [(word, cause) for _, word, cause in watch.words] == [("done", ""), ("done", "")]


def test_pods_that_come_back_from_a_scale_to_zero_are_not_missed() -> None:
    watch = a_lasting_watch(with_pods(3))
    watch.waits(until=60)

    watch.sees(with_pods(0, wanted=0), seconds=100)
    watch.sees(with_pods(0), seconds=500)
    watch.sees(with_pods(3), seconds=580)
    watch.waits(until=700)

    assert watch.words == []


def test_a_pod_that_stood_and_is_evicted_has_fallen() -> None:
    def pod(**status: Any) -> Snapshot:
        made = a_pod("api", running(0), ready=True, status=status)
        return Snapshot(object={**made, "kind": "Pod"}, synced=True)

    watch = Watch(pod(), kind="pod", lasting=True)
    watch.waits(until=100)

    watch.sees(pod(phase="Failed", reason="Evicted", message="low on memory", conditions=[]), seconds=200)
    watch.waits(until=2000)

    assert watch.words == [(200.0, "already-failing", "evicted")]


def test_a_run_of_a_cron_job_that_does_not_begin_is_told_and_the_next_one_is_judged() -> None:
    schedule = {
        "metadata": {"name": "api", "namespace": "prod", "uid": "c1", "creationTimestamp": stamp(-9000)},
        "spec": {"schedule": "0 * * * *"},
    }

    def ran(last: float, *conditions: str) -> Snapshot:
        run = {
            "metadata": {"name": f"r{last}", "uid": f"r{last}", "creationTimestamp": stamp(last)},
            "spec": {"template": a_template(), "completions": 1},
            "status": {"conditions": [{"type": kind, "status": "True"} for kind in conditions]},
        }
        thing = {**schedule, "status": {"lastScheduleTime": stamp(last)}}
        return Snapshot(object=thing, jobs=(run,), synced=True)

    watch = Watch(ran(-3600, "Failed"), start=-1800, kind="cronjob", lasting=True)

    watch.waits(until=3000)
    watch.sees(ran(3600), seconds=3601).sees(ran(3600, "Complete"), seconds=3620).waits(until=3700)

    assert watch.words == [(100.0, "already-failing", "run-missed"), (3620.0, "done", "")]


def test_a_job_that_could_not_start_and_ends_well_long_after_its_look_out_is_told() -> None:
    def job(*pods: Mapping[str, Any], **condition: str) -> Snapshot:
        made = {
            "kind": "Job",
            "metadata": {"name": "api", "namespace": "prod", "uid": "j1", "generation": 1},
            "spec": {"template": a_template()},
            "status": {"conditions": [condition] if condition else []},
        }
        return Snapshot(object=made, pods=pods, synced=True)

    watch = Watch(job(), kind="job", lasting=True)
    stuck = a_pod("p", waiting("ErrImagePull", "docker.io/web:9: not found"), owner="j1")

    watch.sees(job(stuck), seconds=1)
    watch.sees(job(a_pod("p", running(2000), owner="j1")), seconds=2000)
    watch.sees(job(type="Complete", status="True"), seconds=2100).waits(until=9000)

    assert watch.words == [(16.0, "failed", "image-not-found"), (2100.0, "done", "")]
