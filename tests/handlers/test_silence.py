"""Silence for a watch, by button, command and words; a lasting one in the list; several targets at once."""

import json
from datetime import UTC, datetime

import pytest

from domain.job import Job, Origin, WatchSpec
from domain.report import Report
from domain.watch import Beginning, Progress, Target, WatchPhase
from domain.watchtower import FirstLook
from jobs import creating
from jobs.creating import Asked
from messages.watch_parts import row
from storage import outbox, watches
from storage.moments import from_text
from storage.outbox import RowKind
from tests.handlers.house import FRIEND, GROUP, NOW, OWNER, House, Said


async def a_watch(
    house: House, name: str = "api", *, lasting: bool = False, chat: int = OWNER, person: int = OWNER
) -> Job:
    target = Target(kind="deployment", namespace="prod", name=name)
    spec = WatchSpec(target=target, until=NOW.replace(year=2027), lasting=lasting)
    origin = Origin(chat_id=chat, person_id=person)
    key = f"update:made:{name}"
    look = FirstLook(
        target=target,
        beginning=Beginning.ARMED,
        outcome=Progress(phase="armed"),
        uid="u1",
        baseline="{}",
        memory="{}",
    )
    async with house.writer.transaction() as tx:
        asked = Asked(origin=origin, key=key, now=NOW, most=50)
        job = await creating.watch(tx, spec, title=str(target), asked=asked)
        await watches.begin(tx, job=job, look=look, phase=WatchPhase.ARMED, line_key=key, now=NOW)
    return job


async def a_finding(house: House, job: Job) -> Said:
    """Post what a watch found, with the button under it."""
    parcel = outbox.Parcel(
        key="finding:1",
        chat_id=job.origin.chat_id,
        report=Report(spans=(), actions=(row("en", ("mute",), job=job.id),)),
        kind=RowKind.TERMINAL,
        job_id=job.id,
    )
    async with house.writer.transaction() as tx:
        await outbox.post(tx, parcel, now=NOW)
    return await house.row("finding:1")


async def muted_until(house: House, job: Job) -> datetime | None:
    value = await house.value("SELECT muted_until FROM watch WHERE job_id = ?", job.id)
    return None if value is None else from_text(value)


async def test_the_button_silences_for_an_hour_and_offers_more(house: House) -> None:
    job = await a_watch(house)
    finding = await a_finding(house, job)

    [said] = await house.press(finding, "mute")
    hour = await muted_until(house, job)
    eight, tomorrow, off = said.buttons
    [longer] = await house.press_raw(said, f"j1:mute:{job.id}:{eight.argument}")
    [morning] = await house.press_raw(said, f"j1:mute:{job.id}:{tomorrow.argument}")
    until_morning = await muted_until(house, job)
    [rings] = await house.press_raw(said, f"j1:mute:{job.id}:{off.argument}")

    assert said.text == "🔕 #1 prod/api does not ring until 13:00; I go on writing what happens."
    assert hour == datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    assert [one.label for one in said.buttons] == ["8 hours", "Until tomorrow", "Ring again"]
    assert "20:00" in longer.text
    assert "tomorrow 08:00" in morning.text
    assert until_morning == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    assert rings.text == "🔔 #1 prod/api rings again."
    assert rings.key == said.key, "the same message is edited"
    assert await muted_until(house, job) is None


@pytest.mark.parametrize(
    "words",
    ["/mute 1 2h", "/mute api 2h", "mute 1 for 2 hours", "mute api 2h", "schalte api für 2 Stunden stumm"],
)
async def test_the_time_can_be_said(house: House, words: str) -> None:
    job = await a_watch(house)

    await house.say(words)

    assert await muted_until(house, job) == datetime(2026, 11, 22, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize("words", ["/mute 1 off", "unmute 1", "unmute api", "schalte api wieder laut"])
async def test_it_can_be_taken_back(house: House, words: str) -> None:
    job = await a_watch(house)
    await house.say("/mute 1 1d")
    silent = await muted_until(house, job)

    await house.say(words)

    assert silent == datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    assert await muted_until(house, job) is None


async def test_in_a_reply_the_time_alone_is_enough(house: House) -> None:
    job = await a_watch(house)
    finding = await a_finding(house, job)

    await house.say("mute 30 min", reply_to=finding)

    assert await muted_until(house, job) == datetime(2026, 11, 22, 11, 30, tzinfo=UTC)


async def test_without_a_name_it_is_asked_which_and_the_time_is_kept(house: House) -> None:
    await a_watch(house)
    job = await a_watch(house, "worker")

    [asked] = await house.say("/mute 3h")
    await house.press_raw(asked, f"j1:mute:{job.id}:{asked.buttons[1].argument}")

    assert asked.text == "Which one shall be silent?"
    assert await muted_until(house, job) == datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


async def test_a_schedule_that_is_to_be_silent_rests(house: House) -> None:
    await house.say("/every day 7:00 stretch")

    *_, said = await house.say("mute 1")

    assert "paused" in said.text


async def test_a_length_that_makes_no_sense_is_refused(house: House) -> None:
    job = await a_watch(house)

    [said] = await house.say("/mute 1 9000d")

    assert "30 days" in said.text
    assert await muted_until(house, job) is None


@pytest.mark.parametrize("length", ["0", "-2h", "99999999h", "für immer", "2h 3h"])
async def test_a_length_that_is_none_is_repeated_as_it_was_typed(house: House, length: str) -> None:
    job = await a_watch(house)

    [said] = await house.say(f"/mute 1 {length}")

    assert f"how long “{length}” is" in said.text
    assert await muted_until(house, job) is None


async def test_who_may_not_change_a_watch_may_not_silence_it(house: House) -> None:
    await house.let_in(FRIEND, group=GROUP)
    job = await a_watch(house, chat=GROUP)

    await house.say("/mute 1", person=FRIEND, chat=GROUP)

    assert await muted_until(house, job) is None


async def test_the_list_shows_what_lasts_and_what_is_silent(house: House) -> None:
    await a_watch(house, lasting=True)
    await a_watch(house, "worker")
    await house.say("/mute 1 2h")

    [page] = await house.say("/list")

    lines = page.text.splitlines()
    assert lines[1] == "👁 #1 prod/api · waiting for a rollout · always · 🔕 until 14:00"
    assert "always" not in lines[2]
    assert "🔕" not in lines[2]


@pytest.mark.parametrize(
    "words",
    [
        "/watch deployment api worker",
        "watch deployment api and worker",
        "beobachte deployment api und worker",
    ],
)
async def test_several_objects_are_a_watch_each(house: House, words: str) -> None:
    await house.say(words)

    found = [json.loads(arguments) for _, arguments in await house.errands()]
    assert [one["name"] for one in found] == ["api", "worker"]
    assert found[0]["kind"] == "deployment"


@pytest.mark.parametrize("words", ["/watch deployment api worker always", "watch api and worker always"])
async def test_always_holds_for_all_of_them(house: House, words: str) -> None:
    await house.say(words)

    assert [json.loads(arguments)["lasting"] for _, arguments in await house.errands()] == ["1", "1"]


async def test_one_of_several_is_cancelled_by_its_name(house: House) -> None:
    api, worker = await a_watch(house), await a_watch(house, "worker")

    await house.say("/cancel worker")

    assert (await house.job(api.id)).state == "active"
    assert (await house.job(worker.id)).state == "cancelled"


async def test_a_whole_namespace_is_an_errand(house: House) -> None:
    await house.say("/watch namespace prod always")

    [(word, arguments)] = await house.errands()
    asked = json.loads(arguments)
    assert (word, asked["lasting"]) == ("watch", "1")
    assert asked["name"] in {"", "prod"}
    assert "prod" in {asked["namespace"], asked["name"]}
