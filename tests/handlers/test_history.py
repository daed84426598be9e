"""/history and /list: what happened, how late, and what became of its message."""

from zoneinfo import ZoneInfo

import pytest

from domain.job import Job
from domain.report import Report, Span
from domain.trigger import Calendar, cron
from storage import outbox
from storage.outbox import Parcel, RowKind
from tests.handlers.house import OWNER, House

BERLIN = ZoneInfo("Europe/Berlin")


async def a_job(house: House, title: str = "water the plants") -> Job:
    return await house.a_schedule(Calendar(rules=(cron("0 9 * * *"),), zone=BERLIN), title=title)


async def a_run(house: House, job: Job, slot: str | None, began: str, **fields: str | int) -> None:
    """Store a run that is through; `began` and `slot` are times of day, UTC, of the day before."""
    columns = {
        "job_id": job.id,
        "slot": slot and f"2026-11-21T{slot}:00.000000Z",
        "revision": 1,
        "state": "ok",
        "claimed_at": f"2026-11-21T{began}:00.000000Z",
        "started_at": f"2026-11-21T{began}:00.000000Z",
    } | fields
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    await house.do(f"INSERT INTO run ({names}) VALUES ({marks})", *columns.values())  # names of this test


async def lines(house: House) -> list[str]:
    [said] = await house.say("/history 1")
    return said.text.splitlines()[1:]


async def test_a_run_that_was_on_time_says_no_more_than_that(house: House) -> None:
    await a_run(house, await a_job(house), "08:00", "08:00")

    assert await lines(house) == ["Sat 09:00 – done"]


async def test_lateness_attempts_and_a_persons_wish_are_said(house: House) -> None:
    job = await a_job(house)
    await a_run(house, job, "08:00", "08:13", attempt=3)
    await a_run(house, job, None, "10:00")
    await a_run(house, job, "09:00", "12:00", state="missed", slots=4)

    assert await lines(house) == [
        "Sat 10:00 – missed · and the 3 before",
        "Sat 11:00 – done · asked for by hand",
        "Sat 09:00 – done · 13 min late · 3 attempts",
    ]


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ((), "not delivered yet"),
        (("sending", "unknown"), "not delivered yet"),
        (("sending", "sent"), "delivered Sat 09:01"),
        (("dead",), "⚠ could not be delivered"),
    ],
)
async def test_what_became_of_its_message_is_said(house: House, states: tuple[str, ...], said: str) -> None:
    await a_run(house, await a_job(house), "08:00", "08:00", id=7)
    async with house.writer.transaction() as tx:
        report = Report(spans=(Span("water the plants"),))
        parcel = Parcel(key="run:7", chat_id=OWNER, report=report, kind=RowKind.TERMINAL)
        await outbox.post(tx, parcel, now=house.clock.now())
    for state in states:
        await house.do(
            "UPDATE outbox SET state = ?, message_id = 5, sent_at = '2026-11-21T08:01:00.000000Z'", state
        )

    assert await lines(house) == [f"Sat 09:00 – done · {said}"]


async def test_fifty_jobs_are_pages_to_turn_and_each_line_says_what_is_wrong(house: House) -> None:
    jobs = [await a_job(house, title=f"job {number}") for number in range(1, 52)]
    await house.do("UPDATE job SET failures = 3 WHERE id = ?", jobs[0].id)
    await house.do("UPDATE job SET state = 'auto-paused' WHERE id = ?", jobs[1].id)
    await house.do("UPDATE job SET spec = '{}' WHERE id = ?", jobs[2].id)

    [first] = await house.say("/list")
    [last] = await house.press_raw(first, "j1:list::99")

    assert "51 jobs here (page 1 of 6)" in first.text
    assert "failed 3 times in a row" in first.text
    assert "so I paused it" in first.text
    assert "written by another version" in first.text
    assert [action.label for action in first.buttons] == ["▶"]
    assert "page 6 of 6" in last.text
    assert "job 51" in last.text
