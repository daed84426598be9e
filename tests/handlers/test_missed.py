"""What becomes of a run that was missed is for the person to say: by command and by button."""

from zoneinfo import ZoneInfo

import pytest

from domain.job import Job, MissedPolicy, ScheduleSpec
from domain.trigger import Calendar, cron
from tests.handlers.house import FRIEND, House

DAILY = Calendar(rules=(cron("0 9 * * *"),), zone=ZoneInfo("Europe/Berlin"))


async def decided(house: House, job: Job) -> tuple[MissedPolicy, str | None]:
    spec = (await house.job(job.id)).spec
    assert isinstance(spec, ScheduleSpec)
    return spec.missed, spec.not_after


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("/missed 1 skip", (MissedPolicy.SKIP, None)),
        ("/missed 1 leave out", (MissedPolicy.SKIP, None)),
        ("/missed #1 auslassen", (MissedPolicy.SKIP, None)),
        ("/missed plants ask me", (MissedPolicy.ASK, None)),
        ("/missed water the plants fragen", (MissedPolicy.ASK, None)),
        ("/missed 1 always", (MissedPolicy.ALWAYS, None)),
        ("/missed 1 immer", (MissedPolicy.ALWAYS, None)),
        ("/missed 1 not after 10", (MissedPolicy.LATEST, "10:00")),
        ("/missed 1 not after 10:30", (MissedPolicy.LATEST, "10:30")),
        ("/missed 1 until 10.30 pm", (MissedPolicy.LATEST, "22:30")),
        ("/missed 1 not after 12am", (MissedPolicy.LATEST, "00:00")),
        ("/missed 1 nicht nach 10 Uhr", (MissedPolicy.LATEST, "10:00")),
        ("/missed 1 spätestens um 10 Uhr", (MissedPolicy.LATEST, "10:00")),
        ("/missed 1 bis 10", (MissedPolicy.LATEST, "10:00")),
    ],
)
async def test_it_is_said_in_a_word(
    house: House, typed: str, wanted: tuple[MissedPolicy, str | None]
) -> None:
    job = await house.a_schedule(DAILY)

    await house.say(typed)

    assert await decided(house, job) == wanted


@pytest.mark.parametrize("typed", ["/missed 1 latest", "/missed 1 nachholen"])
async def test_the_usual_comes_back(house: House, typed: str) -> None:
    job = await house.a_schedule(DAILY)
    await house.say("/missed 1 skip")

    await house.say(typed)

    assert await decided(house, job) == (MissedPolicy.LATEST, None)


async def test_it_is_shown_with_its_buttons_and_they_decide(house: House) -> None:
    job = await house.a_schedule(DAILY)

    [shown] = await house.say("/missed 1")
    [after] = await house.press(shown, "missed", argument="ask")

    assert "as long as that makes sense" in shown.text
    assert [one.argument for one in shown.buttons] == ["skip", "ask", "always"]
    assert "I ask" in after.text
    assert [one.argument for one in after.buttons] == ["latest", "skip", "always"]
    assert after.key == shown.key
    assert await decided(house, job) == (MissedPolicy.ASK, None)


async def test_a_bound_is_taken_away_by_its_button(house: House) -> None:
    job = await house.a_schedule(DAILY)

    [shown] = await house.say("/missed 1 not after 11:30")
    [after] = await house.press(shown, "missed", argument="any")

    assert "not after 11:30" in shown.text
    assert "11:30" not in after.text
    assert await decided(house, job) == (MissedPolicy.LATEST, None)


async def test_the_card_says_what_was_decided_and_a_change_keeps_it(house: House) -> None:
    job = await house.a_schedule(DAILY)
    await house.say("/missed 1 skip")
    await house.say("/missed 1 not after 11")

    *_, card = await house.say("change 1 to every day at 8am")

    assert "a missed run is left out, without a word" in card.text
    assert "not after 11:00" in card.text
    assert await decided(house, job) == (MissedPolicy.SKIP, "11:00")


async def test_a_run_in_hand_goes_on_and_nothing_becomes_due_by_it(house: House) -> None:
    job = await house.a_schedule(DAILY)

    await house.say("/missed 1 always")

    after = await house.job(job.id)
    assert (after.revision, after.effective_from, after.next_due_at) == (
        job.revision,
        job.effective_from,
        job.next_due_at,
    )


@pytest.mark.parametrize("argument", ["never", "2561", "12:00", "-1", "99999"])
async def test_a_forged_button_decides_nothing(house: House, argument: str) -> None:
    job = await house.a_schedule(DAILY)
    [shown] = await house.say("/missed 1")

    await house.press_raw(shown, f"j1:missed:{job.id}:{argument}")

    assert await decided(house, job) == (MissedPolicy.LATEST, None)


async def test_a_forged_button_for_a_job_of_somebody_else_decides_nothing(house: House) -> None:
    job = await house.a_schedule(DAILY)
    await house.let_in(FRIEND)
    await house.say("/list", person=FRIEND)
    theirs = await house.a_schedule(DAILY, person=FRIEND, chat=FRIEND)
    [shown] = await house.say(f"/missed {theirs.number}", person=FRIEND)

    await house.press_raw(shown, f"j1:missed:{job.id}:skip", person=FRIEND)

    assert await decided(house, job) == (MissedPolicy.LATEST, None)
