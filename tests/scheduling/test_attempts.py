"""Overlap, retries and failures (schedule-rules C7), and where a report goes."""

import asyncio

import pytest

from domain.clock import Clock
from domain.errors import PermanentError, TransientError
from domain.job import JobState, TaskSpec
from domain.report import Action, Report, Span
from domain.run import Inputs, Result
from domain.trigger import Every
from jobs import changing
from storage import job_rows, standings
from tests.scheduling.house import (
    BERLIN,
    CHAT,
    House,
    a_process,
    daily,
    failing,
    hourly,
    never,
    once,
    silent,
    utc,
    words_of,
)


def result(text: str) -> Result:
    return Result(report=Report(spans=(Span(text),)))


async def test_a_clock_that_jumps_does_not_cost_a_process_its_own_runs(house: House) -> None:
    house.check.body = never
    job = await house.job(daily("14:00"))
    await house.at("2026-11-22 13:00")
    await house.loop.turn()

    await house.at("2026-11-22 13:05")
    await house.loop.turn()

    (run,) = await house.history(job)
    assert (run.attempt, len(house.check.calls)) == (1, 1)


async def test_a_slot_that_comes_due_during_a_run_is_skipped(house: House) -> None:
    house.check.body = never
    job = await house.job(Every(step_s=60.0, anchor=utc("2026-11-22 13:00"), zone=BERLIN))
    await house.at("2026-11-22 13:00")
    await house.loop.turn()
    await house.calls_reach(1)

    await house.at("2026-11-22 13:01")
    await house.loop.turn()

    assert [state for _, state in await house.states(job)] == ["running", "skipped-overlap"]


async def test_what_may_pass_by_itself_is_tried_again_before_it_is_told(house: House) -> None:
    house.check.body = failing(TransientError("running.broke"))
    job = await house.job(daily("14:00"))
    await house.at("2026-11-22 13:00")
    await house.turn()
    assert await house.said() == []

    await house.at("2026-11-22 13:00:59")
    await house.turn()
    assert len(house.check.calls) == 1
    await house.at("2026-11-22 13:01")
    await house.turn()
    assert len(house.check.calls) == 2
    house.check.body = None
    await house.at("2026-11-22 13:06")
    await house.turn()

    assert await house.states(job) == [("22 13:00", "ok")]
    assert (await house.texts())[0].startswith("heat pumps")
    assert len(await house.said()) == 1


async def test_nothing_is_tried_again_when_the_next_slot_comes_first(house: House) -> None:
    house.check.body = failing(TransientError("running.broke"))
    job = await house.job(Every(step_s=60.0, anchor=utc("2026-11-22 13:00"), zone=BERLIN))
    await house.at("2026-11-22 13:00")

    await house.turn()

    assert await house.states(job) == [("22 13:00", "failed")]
    assert len(await house.said()) == 1


async def test_the_same_failure_is_told_once_then_asked_about_then_the_job_rests(house: House) -> None:
    house.check.body = failing(PermanentError("running.broke"))
    job = await house.job(hourly())
    said: list[list[str]] = []

    for hour in range(13, 20):
        await house.at(f"2026-11-22 {hour}:00")
        await house.turn()
        said.append([word for report in await house.said() for word in words_of(report)])

    assert said[0] == ["run"]
    assert said[1] == said[0]
    assert said[2] == ["run", "pause", "run"]
    assert said[3] == said[2]
    assert said[4] == ["run", "pause", "run", "resume", "run"]
    assert said[6] == said[4]
    assert (await house.reread(job)).state is JobState.AUTO_PAUSED
    assert len(house.check.calls) == 5


async def test_a_success_in_between_makes_the_same_failure_news_again(house: House) -> None:
    await house.job(hourly())
    for hour, body in ((13, "fails"), (14, "works"), (15, "fails")):
        house.check.body = failing(PermanentError("running.broke")) if body == "fails" else silent
        await house.at(f"2026-11-22 {hour}:00")
        await house.turn()

    assert len(await house.said()) == 2


async def test_an_unknown_task_is_told_and_does_not_stop_the_loop(house: House) -> None:
    await house.job(hourly(), task="from-the-future")
    await house.at("2026-11-22 13:00")

    await house.turn()

    (told,) = await house.said()
    assert "from-the-future" in told.text


async def test_run_now_pressed_twice_runs_once_and_takes_no_slot(house: House) -> None:
    job = await house.job(daily("07:00"))

    assert await house.ask_for_run(job, "press:1")
    assert not await house.ask_for_run(job, "press:2")
    await house.turn()
    assert not await house.ask_for_run(job, "press:1")
    await house.turn()

    assert await house.states(job) == [("-", "ok")]
    assert house.check.calls[0].manual
    assert (await house.reread(job)).next_due_at == utc("2026-11-23 06:00")


async def test_a_failure_of_a_run_that_was_asked_for_is_answered_every_time(house: House) -> None:
    house.check.body = failing(TransientError("running.broke"))
    job = await house.job(daily("07:00"))

    for press in ("press:1", "press:2"):
        await house.ask_for_run(job, press)
        await house.turn()

    assert await house.states(job) == [("-", "failed"), ("-", "failed")]
    assert len(await house.said()) == 2


async def test_a_run_that_was_asked_for_and_a_slot_do_not_overlap(house: House) -> None:
    house.check.body = never
    job = await house.job(once("2026-11-22 12:05"))
    await house.ask_for_run(job, "press:1")
    await house.loop.turn()
    await house.calls_reach(1)
    await house.at("2026-11-22 12:05")

    await house.loop.turn()

    assert [state for _, state in await house.states(job)] == ["running", "skipped-overlap"]
    assert (await house.reread(job)).state is JobState.ACTIVE


async def test_what_comes_of_a_job_that_was_taken_back_meanwhile_is_dropped(house: House) -> None:
    job = await house.job(hourly())
    await house.at("2026-11-22 13:00")
    run = await house.claimed()
    await house.ledger.begin(run, owner=house.owner, now=house.clock.now())
    async with house.writer.transaction() as tx:
        await job_rows.end(tx, job.id, JobState.CANCELLED, now=house.clock.now())

    await house.ledger.commit(run, result("news"), owner=house.owner, now=house.clock.now())

    assert await house.states(job) == [("22 13:00", "cancelled")]
    assert await house.said() == []


async def test_another_topic_begins_with_nothing_remembered_be_a_run_of_the_old_one_in_hand(
    house: House,
) -> None:
    job = await house.job(hourly())
    await house.at("2026-11-22 13:00")
    await house.turn()
    async with house.writer.transaction() as tx:
        await standings.stand(tx, job.id, memory="of heat pumps", failures=0, error="")
    await house.at("2026-11-22 14:00")
    run = await house.claimed()

    async with house.writer.transaction() as tx:
        await changing.reschedule(tx, job, trigger=hourly(), words="", text="fusion", now=house.clock.now())
    old = Result(report=None, memory="of heat pumps, too")
    await house.ledger.begin(run, owner=house.owner, now=house.clock.now())
    await house.ledger.commit(run, old, owner=house.owner, now=house.clock.now())

    async with house.writer.reading() as tx:
        assert (await standings.standing(tx, job.id)).memory == ""


async def test_the_report_goes_back_to_where_the_job_came_from(house: House) -> None:
    async def body(spec: TaskSpec, inputs: Inputs, clock: Clock) -> Result:
        button = Action(word="done", label="Done")
        return Result(report=Report(spans=(Span("x"),), actions=((button,),)), seen=("a", "b"), memory="m")

    house.check.body = body
    job = await house.job(hourly())
    await house.at("2026-11-22 13:00")

    await house.turn()

    async with house.writer.reading() as tx:
        row = await tx.one("SELECT * FROM outbox")
    assert row is not None
    run = (await house.history(job))[0]
    assert (row["dedupe_key"], row["chat_id"], row["thread_id"], row["reply_to"]) == (
        f"run:{run.id}",
        CHAT,
        7,
        55,
    )
    assert (row["kind"], row["job_id"], run.delivery) == ("terminal", job.id, "pending")
    assert (await house.said())[0].actions[0][0].job == job.id
    house.check.body = silent
    await house.at("2026-11-22 14:00")
    await house.turn()
    assert house.check.calls[1].seen == frozenset({"a", "b"})
    assert house.check.calls[1].memory == "m"


async def test_what_needs_the_network_runs_four_at_once_and_once_for_each_chat(house: House) -> None:
    inside: list[int] = []
    most: list[int] = []
    chats_inside: set[int] = set()
    release = asyncio.Event()

    async def body(spec: TaskSpec, inputs: Inputs, clock: Clock) -> Result:
        chat = int(spec.text)
        assert chat not in chats_inside
        chats_inside.add(chat)
        inside.append(chat)
        most.append(len(inside))
        await release.wait()
        inside.remove(chat)
        chats_inside.remove(chat)
        return Result(report=None)

    house.check.body = body
    for chat in (1, 1, 1, 2, 3, 4, 5, 6):
        await house.job(hourly(), text=str(chat), chat_id=chat)
        await house.clock.advance(seconds=1)
    await house.at("2026-11-22 13:00")
    await house.loop.turn()
    await house.calls_reach(4)

    reminder = await house.job(once("2026-11-22 13:00:01"), task="remind", text="oven")
    await house.at("2026-11-22 13:00:01")
    await house.loop.turn()
    async with asyncio.timeout(5):
        while (await house.states(reminder)) != [("22 13:00", "ok")]:  # noqa: ASYNC110  # it happens in the file
            await asyncio.sleep(0)

    assert inside == [1, 2, 3, 4]
    release.set()
    await house.runner.idle()
    assert max(most) == 4
    assert len(house.check.calls) == 8


@pytest.mark.parametrize("number", [1, 7])
async def test_a_process_is_written_and_read_as_one_word(number: int) -> None:
    assert str(a_process(number)) == f"host:boot:{number}:1"
