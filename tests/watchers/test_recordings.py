"""What the judge says of real rollouts: each recording's own expectation, by name."""

import pytest

from tests.watchers.recordings import NAMES, assert_as_expected, assert_nothing_twice, told_in

#: Whether the log holds errors cannot be judged without a log endpoint.
JUDGED = tuple(name for name in NAMES if name != "errors-in-log")


@pytest.mark.parametrize("name", JUDGED)
def test_a_recorded_rollout_is_judged_as_it_was(name: str) -> None:
    _, told = told_in(name)

    assert_as_expected(name, told)


@pytest.mark.parametrize("name", JUDGED)
def test_nothing_is_said_twice_of_one_revision_in_one_episode(name: str) -> None:
    _, told = told_in(name)

    assert_nothing_twice(told)
