from datetime import UTC, datetime

import pytest

from delivery.quiet import is_quiet


@pytest.mark.parametrize(
    ("hour", "quiet"), [(20, False), (21, True), (23, True), (5, True), (6, False), (12, False)]
)
def test_a_night_across_midnight_is_read_in_the_chats_zone(hour: int, quiet: bool) -> None:  # noqa: FBT001  # a table
    now = datetime(2026, 11, 23, hour, 0, tzinfo=UTC)  # Berlin is one hour ahead

    assert is_quiet(now, zone="Europe/Berlin", start="22:00", end="07:00") is quiet


def test_quiet_hours_within_a_day() -> None:
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    assert is_quiet(noon, zone="UTC", start="11:00", end="13:00")
    assert not is_quiet(noon, zone="UTC", start="13:00", end="14:00")


@pytest.mark.parametrize("zone", [None, "", "Mars/Olympus"])
def test_a_chat_without_a_zone_has_no_night(zone: str | None) -> None:
    assert not is_quiet(datetime(2026, 11, 23, 3, 0, tzinfo=UTC), zone=zone, start="22:00", end="07:00")
