"""Containers that are killed because their postStart hook fails, and read as if they had ended well."""

from typing import Any

import pytest

from tests.watchers.building import Watch, a_deployment, a_pod, a_snapshot, an_end, an_event, ended, waiting

ROLLING = a_deployment()
OF_THE_HOOK = (
    'Exec lifecycle hook ([sh -c exit 3]) for Container "app" in Pod "p_prod(u1)" failed - '
    "error: command 'sh -c exit 3' exited with 3: , message: \"\""
)


def of_a_hook(message: str, *, seconds: float) -> dict[str, Any]:
    """The event of a postStart hook that failed; the part of the pod that it is about is in its path."""
    event = an_event("p", "FailedPostStartHook", message, seconds=seconds)
    event["involvedObject"]["fieldPath"] = "spec.containers{app}"
    return event


@pytest.mark.parametrize("message", [OF_THE_HOOK, "PostStartHook failed"])
def test_a_hook_that_fails_is_named_by_its_event_and_not_as_an_app_that_ends_well(message: str) -> None:
    watch = Watch(a_snapshot(ROLLING))
    first, second = (an_end(n, 0, reason="Completed", start=n, finish=n + 1) for n in (1, 12))

    watch.sees(a_snapshot(ROLLING, a_pod("p", ended(first))), seconds=2)
    pod = a_pod("p", ended(second, restarts=1, last=first))
    watch.sees(a_snapshot(ROLLING, pod, events=[of_a_hook(message, seconds=12)]), seconds=14)
    watch.waits(until=60)

    assert watch.words == [(22.0, "failed", "start-error")]
    evidence = watch.told[0][1].evidence
    assert (evidence.reason, evidence.message) == ("FailedPostStartHook", message)


def test_a_hook_that_fails_is_named_by_its_waiting_state_where_no_event_may_be_read() -> None:
    watch = Watch(a_snapshot(ROLLING))
    first, second = (an_end(n, 0, reason="Completed", start=n, finish=n + 1) for n in (1, 12))

    watch.sees(
        a_snapshot(ROLLING, a_pod("p", waiting("PostStartHookError", OF_THE_HOOK, last=first))), seconds=2
    )
    pod = a_pod("p", waiting("PostStartHookError", OF_THE_HOOK, restarts=1, last=second))
    watch.sees(a_snapshot(ROLLING, pod), seconds=14)
    watch.sees(
        a_snapshot(ROLLING, a_pod("p", waiting("CrashLoopBackOff", restarts=1, last=second))), seconds=15
    )
    watch.waits(until=60)

    assert [(word, cause) for _, word, cause in watch.words] == [("failed", "start-error")]


def test_an_app_that_crashes_after_its_hook_went_well_is_not_laid_to_the_hook() -> None:
    watch = Watch(a_snapshot(ROLLING))
    hooked = an_end(1, 0, reason="Completed", start=1, finish=2)
    ends = [an_end(n, 1, start=n * 10, finish=n * 10 + 5) for n in (2, 3)]
    events = [of_a_hook("PostStartHook failed", seconds=2)]

    watch.sees(a_snapshot(ROLLING, a_pod("p", ended(hooked)), events=events), seconds=2)
    watch.sees(
        a_snapshot(ROLLING, a_pod("p", ended(ends[0], restarts=1, last=hooked)), events=events), seconds=25
    )
    pod = a_pod("p", ended(ends[1], restarts=2, last=ends[0]))
    watch.sees(a_snapshot(ROLLING, pod, events=events), seconds=35)
    watch.waits(until=60)

    assert [(word, cause) for _, word, cause in watch.words] == [("failed", "crash")]
