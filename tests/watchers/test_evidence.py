"""Which pods a verdict looks at, and which of their lines it quotes."""

from typing import Any

from cluster.snapshot import Snapshot
from tests.watchers.building import a_pod, running, stamp
from watchers.evidence import MOST_READ, QUOTED_LINES, alike, pod_to_show, worth_quoting


def of_revision(name: str, revision: str, made: float, **metadata: str) -> dict[str, Any]:
    pod = a_pod(name, running(made), ready=True)
    pod["metadata"] |= {
        "labels": {"pod-template-hash": revision},
        "creationTimestamp": stamp(made),
        **metadata,
    }
    return pod


def test_the_youngest_pods_of_the_same_revision_are_read_and_no_others() -> None:
    new = [of_revision(f"new-{number}", "b", 10.0 + number) for number in range(5)]
    old, going = of_revision("old", "a", 50.0), of_revision("going", "b", 60.0, deletionTimestamp=stamp(70))

    read = alike((old, going, *new), new[0])

    assert [pod["metadata"]["name"] for pod in read] == ["new-0", "new-4", "new-3"]
    assert len(read) == MOST_READ


def test_a_try_that_failed_and_a_pod_that_was_evicted_say_nothing_of_those_that_stand() -> None:
    well = of_revision("well", "b", 10.0)
    failed = of_revision("failed", "b", 20.0)
    failed["status"]["phase"] = "Failed"

    assert alike((failed, well), well) == (well,)
    assert pod_to_show(Snapshot(object=None, pods=(failed, well), synced=True), None) == well
    assert pod_to_show(Snapshot(object=None, pods=(failed,), synced=True), None) == failed


def test_an_exception_far_above_the_end_is_quoted_with_the_end() -> None:
    frames = [f"    at com.example.Frame{number}.run(Frame.java:{number})" for number in range(30)]
    lines = ["INFO starting", "java.lang.IllegalStateException: no DATABASE_URL", *frames]

    shown = worth_quoting(lines)

    assert shown[0] == "java.lang.IllegalStateException: no DATABASE_URL"
    assert shown[-1] == frames[-1]
    assert len(shown) == QUOTED_LINES


def test_what_tells_is_not_quoted_twice() -> None:
    lines = ["INFO starting", f"KeyError: {'x' * 200}"]

    assert worth_quoting(lines) == tuple(lines)
