from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from delivery.lanes import Lanes, Rhythm
from delivery.pace import Limits, Pace, Priority

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
GROUP = -1001
PERSON = 17


def written(pace: Pace, chat_id: int, count: int, *, priority: Priority = Priority.FIRST) -> list[float]:
    """Write as fast as allowed and return when, in seconds."""
    at, moments = NOW, []
    for _ in range(count):
        at = max(at, pace.free_at(chat_id, priority=priority, now=at))
        pace.spend(chat_id, now=at)
        moments.append((at - NOW).total_seconds())
    return moments


def test_a_chat_may_be_told_three_things_at_once_and_then_one_a_second() -> None:
    assert written(Pace(Limits()), PERSON, 6) == [0, 0, 0, 1, 2, 3]


def test_a_group_is_told_no_more_than_eighteen_things_in_any_minute() -> None:
    moments = written(Pace(Limits()), GROUP, 60)

    assert all(later - earlier >= 60 for earlier, later in zip(moments, moments[18:], strict=False))


def test_a_backlog_of_reminders_leaves_room_for_an_answer() -> None:
    pace = Pace(Limits())
    chat = PERSON
    while pace.free_at(chat, priority=Priority.FIRST, now=NOW) <= NOW:
        pace.spend(chat, now=NOW)
        chat += 1

    assert pace.free_at(chat, priority=Priority.FIRST, now=NOW) > NOW
    assert pace.free_at(chat, priority=Priority.ANSWER, now=NOW) <= NOW


def test_progress_leaves_room_for_a_verdict() -> None:
    pace = Pace(Limits())

    edits = written(pace, GROUP, 12, priority=Priority.PROGRESS)
    now = NOW + timedelta(seconds=edits[-1] + 1)

    assert pace.free_at(GROUP, priority=Priority.PROGRESS, now=now) > now + timedelta(seconds=30)
    assert pace.free_at(GROUP, priority=Priority.FIRST, now=now) <= now


@given(st.lists(st.integers(1, 200), min_size=30, max_size=100))
def test_all_chats_together_stay_below_twenty_five_a_second(chats: list[int]) -> None:
    pace = Pace(Limits())
    at, moments = NOW, []
    for chat in chats:
        at = max(at, pace.free_at(chat, priority=Priority.FIRST, now=at))
        pace.spend(chat, now=at)
        moments.append(at)

    assert all(b - a >= timedelta(seconds=1) for a, b in zip(moments, moments[25:], strict=False))


def test_a_thousand_quiet_chats_are_forgotten() -> None:
    pace = Pace(Limits())
    for chat in range(1, Pace.TIDY_AT + 1):
        pace.spend(chat, now=NOW)

    pace.spend(9999, now=NOW + timedelta(minutes=2))

    assert len(pace._chats) == 1


def test_a_flood_pauses_its_chat_in_every_topic_and_nobody_else() -> None:
    lanes = Lanes()

    lanes.flooded(GROUP, retry_after_s=30, now=NOW)

    assert lanes.open_at((GROUP, 4), now=NOW) == NOW + timedelta(seconds=30.1)
    assert lanes.open_at((PERSON, None), now=NOW) == NOW


def test_two_chats_flooded_within_five_seconds_pause_all() -> None:
    lanes = Lanes()

    lanes.flooded(GROUP, retry_after_s=30, now=NOW)
    lanes.flooded(PERSON, retry_after_s=7, now=NOW + timedelta(seconds=4))

    assert lanes.open_at((99, None), now=NOW) == NOW + timedelta(seconds=11.1)


def test_two_floods_far_apart_pause_only_their_chats() -> None:
    lanes = Lanes()

    lanes.flooded(GROUP, retry_after_s=30, now=NOW)
    lanes.flooded(PERSON, retry_after_s=7, now=NOW + timedelta(seconds=6))

    assert lanes.open_at((99, None), now=NOW) == NOW


def test_a_lane_that_fails_waits_longer_each_time_up_to_a_minute_and_success_forgives() -> None:
    lanes = Lanes()
    lane = (PERSON, None)

    waits = [(lanes.stumbled(lane, now=NOW) - NOW).total_seconds() for _ in range(9)]
    lanes.went_well(lane)

    assert 0.7 <= waits[0] <= 1
    assert waits[-1] >= 45
    assert max(waits) <= 60
    assert lanes.open_at(lane, now=NOW) == NOW


def test_progress_is_shown_soon_and_then_less_and_less_often() -> None:
    rhythm = Rhythm()
    at, moments = NOW, []
    for _ in range(8):
        at = rhythm.due_at(5, sent_at=NOW)
        rhythm.edited(5, now=at)
        moments.append((at - NOW).total_seconds())

    assert moments == [2, 5, 10, 20, 50, 110, 170, 230]
