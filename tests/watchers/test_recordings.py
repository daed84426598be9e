"""What the judge says of real rollouts: each recording's own expectation, by name."""

import pytest

from domain.watch import Word
from tests.watchers.recordings import Told, meta_of, told_in

#: Recordings that are judged right; the others are of kinds that are not there yet.
JUDGED = (
    "armed",
    "config-late",
    "config-missing",
    "crash-at-start",
    "daemonset-update",
    "first-deploy",
    "fix-forward",
    "init-fails",
    "job-fails",
    "job-ok",
    "liveness-loop",
    "never-ready",
    "oom",
    "paused",
    "quota",
    "ready-then-crash",
    "recreated",
    "rolled-back",
    "scaled-midway",
    "scaled-to-zero",
    "sidecar-crashes",
    "slow-pull",
    "statefulset-update",
    "superseded",
    "unschedulable",
    "update-bad-tag",
    "update-crashes",
    "update-good",
    "waits-for-database",
)

_WITHOUT_VERDICT = frozenset({"paused", "armed"})


@pytest.mark.parametrize("name", JUDGED)
def test_a_recorded_rollout_is_judged_as_it_was(name: str) -> None:
    expect = meta_of(name)["expect"]

    _, told = told_in(name)

    verdicts = [one for one in told if one.said.is_verdict]
    if expect["verdict"] in _WITHOUT_VERDICT:
        assert not verdicts
        return
    *before, last = verdicts
    assert (last.said.word, last.said.cause or None) == (expect["verdict"], expect["cause"])
    assert expect["not_before"] <= last.t <= expect["by"]
    assert {one.said.word.value for one in before} <= set(expect["first"])
    _assert_evidence(last, expect)


def _assert_evidence(last: Told, expect: dict[str, object]) -> None:
    evidence = last.said.evidence
    for field in ("exit_code", "container", "pod", "old_serving"):
        if field in expect:
            assert getattr(evidence, field) == expect[field], field


def test_a_held_back_update_is_told_once_a_minute_after_it_came() -> None:
    since = meta_of("paused")["expect"]["since"]

    _, told = told_in("paused")

    assert [one.said.word for one in told] == [Word.PAUSED]
    assert since + 60 <= told[0].t <= since + 65


@pytest.mark.parametrize("name", JUDGED)
def test_nothing_is_said_twice_of_one_revision_in_one_episode(name: str) -> None:
    _, told = told_in(name)

    keys = [(one.said.uid, one.said.revision, one.said.episode, one.said.word) for one in told]
    assert len(keys) == len(set(keys))
