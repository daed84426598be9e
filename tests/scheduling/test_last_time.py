"""A series that ends says so with its last run, and is over."""

from dataclasses import replace

import pytest

from domain.job import JobState
from domain.trigger import Every, Trigger
from tests.scheduling.house import BERLIN, House, once, utc

HOURLY = Every(step_s=3600.0, anchor=utc("2026-11-22 13:00"), zone=BERLIN)


@pytest.mark.parametrize(
    "trigger",
    [replace(HOURLY, count=3), replace(HOURLY, until=utc("2026-11-22 15:30"))],
    ids=["counted", "until"],
)
async def test_the_last_of_a_series_says_that_it_was(house: House, trigger: Trigger) -> None:
    job = await house.job(trigger)

    for hour in (13, 14, 15, 16):
        await house.at(f"2026-11-22 {hour}:00")
        await house.turn()

    assert [text.endswith("That was the last time.") for text in await house.texts()] == [False, False, True]
    assert (await house.reread(job)).state is JobState.DONE


async def test_what_happens_once_needs_no_word_about_it(house: House) -> None:
    await house.job(once("2026-11-22 13:00"))

    await house.at("2026-11-22 13:00")
    await house.turn()

    assert "last time" not in (await house.texts())[0]
