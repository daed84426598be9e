"""Which pods a good verdict looks through for errors."""

from typing import Any

from tests.watchers.building import a_pod, running, stamp
from watchers.evidence import MOST_READ, alike


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
