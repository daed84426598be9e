"""Every rule through every clock change: forward, brute force and after a restart the moments are the same.

Some of it, drawn by seed, runs with all tests; `make nightly` sweeps every zone name that has a change, every
change of 2026 to 2030, every rule.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile

import pytest
from cronsim import CronSim

from domain import trigger as triggers
from domain.trigger import Trigger
from tests.domain.dst_oracle import MINUTE, REACH, Change, changes, expected, sampled, zone_names
from tests.domain.dst_rules import CRONS, SWEEPS, cron_text

#: Changes out of the ordinary: half an hour, two hours, at midnight, in Ramadan, twice the hour.
ODD_ZONES = (
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "America/Santiago",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Gaza",
    "Atlantic/Azores",
    "America/Scoresbysund",
    "Europe/Berlin",
    "America/New_York",
)
SAMPLE = 14
NIGHTLY_PARTS = 32
#: So many moments are followed one by one; where there are more, only the ones right before the change.
MANY = 60
NEAR = 8


def some_changes(seed: str) -> list[Change]:
    dice = random.Random(seed)
    odd = [dice.choice(changes(name)) for name in dice.sample(ODD_ZONES, 4)]
    return odd + dice.sample(sampled("pool", 60), SAMPLE - len(odd))


def one_by_one(trigger: Trigger, after: datetime, until: datetime) -> Iterator[datetime]:
    due = triggers.next_due(trigger, after=after)
    while due is not None and due <= until:
        yield due
        due = triggers.next_due(trigger, after=due)


def wrongs(name: str, change: Change, restarts: int = 4) -> Iterator[str]:
    """Yield how the rule goes wrong around the change; nothing when it is right."""
    trigger, expectation = SWEEPS[name](change)
    right = expected(expectation, change)
    begin, end = change.at - REACH - MINUTE, change.at + REACH

    whole = triggers.due_between(trigger, after=begin, until=end, limit=9999)
    if whole != right:
        yield f"brute force: {clocks(right, whole, change)}"
    from_here, steps = (begin, MANY) if len(right) <= MANY else (change.at - NEAR // 2 * MINUTE, NEAR)
    chain = tuple(islice(one_by_one(trigger, from_here, end), steps))
    if chain != tuple(islice((at for at in right if at > from_here), steps)):
        yield f"one by one: {clocks(right, chain, change)}"
    dice = random.Random(f"{name} {change}")
    near = [at for at in right if abs(at - change.at) < timedelta(hours=4)]
    points = [change.at + timedelta(seconds=dice.randint(-4 * 3600, 4 * 3600)) for _ in range(restarts)]
    for point in (*points, *dice.sample(near, min(1, len(near)))):
        yield from wrong_after_a_restart(trigger, right, point, (begin, end, change))


def wrong_after_a_restart(
    trigger: Trigger, right: tuple[datetime, ...], point: datetime, around: tuple[datetime, datetime, Change]
) -> Iterator[str]:
    begin, end, change = around
    before = [at for at in right if at <= point]
    after = [at for at in right if at > point]
    local = point.astimezone(change.zone)

    ahead = triggers.next_due(trigger, after=local)
    if (ahead if ahead is not None and ahead <= end else None) != (after[0] if after else None):
        yield f"next after {local}: {ahead}, not {after[:1]}"
    passed = triggers.previous_due(trigger, at=local, after=begin)
    if passed != (before[-1] if before else None):
        yield f"previous at {local}: {passed}, not {before[-1:]}"
    halves = triggers.due_between(trigger, after=begin, until=point, limit=9999) + triggers.due_between(
        trigger, after=point, until=end, limit=9999
    )
    if halves != right:
        yield f"two halves at {local}: {clocks(right, halves, change)}"


def clocks(right: tuple[datetime, ...], found: tuple[datetime, ...], change: Change) -> str:
    """Return the differences as the clock shows them."""

    def shown(moments: set[datetime]) -> str:
        return ", ".join(f"{at.astimezone(change.zone):%d. %H:%M%z}" for at in sorted(moments)[:4])

    return f"missing [{shown(set(right) - set(found))}], too many [{shown(set(found) - set(right))}]"


@pytest.mark.parametrize("name", SWEEPS)
def test_a_rule_goes_through_clock_changes_as_a_scan_of_the_minutes_says(name: str) -> None:
    found = [f"{change}: {wrong}" for change in some_changes(name) for wrong in wrongs(name, change)]

    assert found == []


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(NIGHTLY_PARTS))
def test_every_rule_goes_through_every_clock_change(part: int) -> None:
    found = [
        f"{name}: {change}: {wrong}"
        for zone in zone_names()[part::NIGHTLY_PARTS]
        for change in changes(zone)
        for name in SWEEPS
        for wrong in wrongs(name, change, restarts=2)
    ]

    assert found == []


def is_sound_for_cronsim(fields: str, change: Change) -> bool:
    """Return whether cronsim is a witness: it loses a slot where half an hour is shown twice (Lord Howe)."""
    return change.by % timedelta(hours=1) == timedelta() and fields in CRONS


def differs_from_cronsim(fields: str, change: Change) -> str | None:
    trigger, _ = CRONS[fields](change)
    begin, end = change.at - REACH, change.at + REACH
    witness = CronSim(cron_text(fields, change), begin.astimezone(change.zone))
    told = tuple(takewhile(lambda at: at <= end, (at.astimezone(UTC) for at in witness)))

    found = triggers.due_between(trigger, after=begin, until=end, limit=9999)

    return None if found == told else f"{fields}: {change}: {clocks(told, found, change)}"


@pytest.mark.parametrize("fields", CRONS)
def test_cronsim_says_the_same_where_it_is_sound(fields: str) -> None:
    sound = [change for change in some_changes(fields) if is_sound_for_cronsim(fields, change)]

    assert [wrong for change in sound if (wrong := differs_from_cronsim(fields, change))] == []


@pytest.mark.nightly
@pytest.mark.parametrize("fields", CRONS)
def test_cronsim_says_the_same_about_every_clock_change_where_it_is_sound(fields: str) -> None:
    sound = [
        change for zone in zone_names() for change in changes(zone) if is_sound_for_cronsim(fields, change)
    ]

    assert [wrong for change in sound if (wrong := differs_from_cronsim(fields, change))] == []


def test_the_sweep_is_as_wide_as_it_says() -> None:
    zones = [name for name in zone_names() if changes(name)]

    assert len(SWEEPS) >= 40
    assert len(zones) >= 150
    assert {change.at.year for name in zones for change in changes(name)} == set(range(2026, 2031))
