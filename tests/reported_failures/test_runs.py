"""Runs that are lost after they began, never end, or end in silence elsewhere (B6-B8, B31, B32, B35)."""

import asyncio
from pathlib import Path

from bot.practice.telegram.faults import Refuse, server_error
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from domain.clock import ManualClock
from domain.errors import PermanentError
from domain.job import JobState
from tasks.news.fetching import Fetcher
from tasks.news.task import News
from tests.delivery.conftest import House as Post
from tests.handlers.house import OWNER
from tests.scheduling.house import House, a_house, daily, failing, hourly, once, silent, utc
from tests.tasks.newsroom import Newsroom, Story, rss


def news_of(newsroom: Newsroom, fetcher: Fetcher) -> News:
    return News(fetch=fetcher, feeds=(f"{newsroom.base}/feed?q={{topic}}",))


async def test_b06_a_run_that_was_claimed_and_never_committed_is_not_ok(
    path: Path, clock: ManualClock
) -> None:
    """A job was noted as run when it was handed over, and then thrown away."""
    async with a_house(path, clock, number=1) as dying:
        job = await dying.job(hourly())
        await dying.at("2026-11-22 13:00")
        await dying.claimed()

        assert await dying.states(job) == [("22 13:00", "claimed")]

    async with a_house(path, clock, number=2) as next_one:
        await next_one.turn()

        (run,) = await next_one.history(job)
        assert (run.state, run.attempt) == ("ok", 2)
        assert len(await next_one.said()) == 1


async def test_b07_a_one_shot_that_fails_does_not_fire_again(house: House) -> None:
    """What was to happen once and failed was due again for ever, hundreds of times a second."""
    house.check.body = failing(PermanentError("running.broke"))
    job = await house.job(once("2026-11-22 13:00"))

    for moment in ("2026-11-22 13:00", "2026-11-22 13:01", "2026-11-22 14:00", "2026-11-23 13:00"):
        await house.at(moment)
        await house.turn()

    assert len(house.check.calls) == 1
    assert (await house.reread(job)).state is JobState.DONE
    assert len(await house.said()) == 1


async def test_b07_a_one_shot_whose_delivery_always_fails_runs_once(
    house: House, post: Post, api: BotApi, phone: Room
) -> None:
    """A delivery error made a one-shot run again: fifteen paid runs for one message."""
    api.faults.add(server_error(), method="sendMessage", count=20)
    api.faults.add(Refuse(400, "Bad Request: something new"), method="sendMessage")
    job = await house.job(once("2026-11-22 13:00"), chat_id=OWNER)
    await house.at("2026-11-22 13:00")
    await house.turn()
    (run,) = await house.history(job)

    for _ in range(5):
        await post.later(3600)
        await house.turn()

    assert api.faults.left == 0, "twenty-one tries to deliver it"
    assert len(house.check.calls) == 1
    assert await house.states(job) == [("22 13:00", "ok")]
    assert (await house.reread(job)).state is JobState.DONE
    assert (await post.row(f"run:{run.id}"))["state"] == "dead"
    assert post.said(phone) == []


async def test_b08_twenty_deaths_between_claim_and_commit_are_three_attempts(
    path: Path, clock: ManualClock
) -> None:
    """A crash in the middle of a run brought dozens of copies of it, and a flood in the chat."""
    async with a_house(path, clock) as house:
        job = await house.job(daily("14:00"))
        await house.at("2026-11-22 13:00")
    for number in range(2, 22):
        async with a_house(path, clock, number=number) as dying:
            for run in await dying.ledger.claim(now=clock.now(), owner=dying.owner, limit=9):
                await dying.ledger.begin(run, owner=dying.owner, now=clock.now())
        await clock.advance(seconds=1)

    async with a_house(path, clock, number=30) as last:
        await last.turn()

        (past,) = await last.history(job)
        assert (past.state, past.attempt, past.error) == ("failed", 3, "running.broke-off")
        (told,) = await last.said()
        assert "3 times" in told.text
        assert (await last.reread(job)).next_due_at == utc("2026-11-23 13:00")


async def test_b31_ten_quiet_runs_say_nothing_and_leave_ten_rows(house: House) -> None:
    """Every look that found nothing wrote a message about it."""
    house.check.body = silent
    job = await house.job(hourly())

    for hour in range(13, 23):
        await house.at(f"2026-11-22 {hour}:00")
        await house.turn()

    assert await house.said() == []
    assert [state for _, state in await house.states(job)] == ["ok-silent"] * 10


async def test_b32_sources_that_answer_503_are_told_of_once(house: House, newsroom: Newsroom) -> None:
    """Success was loud and failure silent: for weeks an error 503 looked like no news."""
    newsroom.pages["/feed"] = rss([Story("Heat pumps get cheaper", at=utc("2026-11-24 10:00"))])
    newsroom.status["/feed"] = 503
    async with Fetcher(allow_private=True) as fetcher:
        house.check.body = news_of(newsroom, fetcher)
        job = await house.job(daily("14:00"))
        for day in (22, 23):
            for minute in ("00", "01", "06", "21"):
                await house.at(f"2026-11-{day} 13:{minute}")
                await house.turn()
        while_it_lasted = await house.texts()
        newsroom.status.clear()
        await house.at("2026-11-24 13:00")
        await house.turn()

    assert [state for _, state in await house.states(job)] == ["failed", "failed", "ok"]
    assert len(while_it_lasted) == 1
    assert "answered 503" in while_it_lasted[0]
    assert "Heat pumps get cheaper" in (await house.texts())[1]


async def test_b32_a_task_with_a_fault_of_its_own_is_told(house: House) -> None:
    """A run died of a mistake in the program, and only the log knew."""
    house.check.body = failing(ZeroDivisionError())
    await house.job(hourly())
    await house.at("2026-11-22 13:00")

    await house.turn()

    (told,) = await house.said()
    assert "did not work" in told.text


async def test_b35_a_server_that_never_answers_ends_the_run_at_its_deadline(
    house: House, newsroom: Newsroom
) -> None:
    """A fetch hung for ever, and the scheduler took the job for running."""
    newsroom.mute.add("/feed")
    async with Fetcher(allow_private=True, timeout_s=3600) as patient:
        house.check.body = news_of(newsroom, patient)
        job = await house.job(daily("14:00"))
        await house.ask_for_run(job, "press:1")
        await house.loop.turn()
        async with asyncio.timeout(30):
            while not newsroom.asked:  # noqa: ASYNC110  # the newspaper rings no event
                await asyncio.sleep(0)

        await house.clock.advance(seconds=599)
        assert house.runner.in_hand
        await house.clock.advance(seconds=2)
        async with asyncio.timeout(30):
            await house.runner.idle()

    (run,) = await house.history(job)
    assert (run.state, run.error) == ("failed", "running.deadline")
    assert "10 minutes" in (await house.texts())[0]
