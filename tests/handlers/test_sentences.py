"""Plain sentences and commands with words: jobs and errands are written, cards say what was understood."""

import json
from datetime import UTC, datetime

import pytest

from domain.job import JobState, ScheduleSpec
from domain.report import Style
from domain.trigger import Calendar, Once
from tests.handlers.house import FRIEND, GROUP, NOW, OWNER, House


async def test_a_schedule_becomes_a_card_with_the_next_three_times(house: House) -> None:
    [card] = await house.say("/every monday 9am water the plants")

    assert card.text.startswith("🗓 #1 ")
    assert "(Europe/Berlin)" in card.text
    assert "Reminder: water the plants" in card.text
    assert "Next: Mon 23 Nov 09:00 · 30 Nov · 7 Dec" in card.text
    assert card.words == ("run", "change", "skip-next", "pause", "cancel")
    moments = [span.at for span in card.report.spans if span.style is Style.INSTANT]
    assert moments == [datetime(2026, 11, day, 8, tzinfo=UTC) for day in (23, 30)] + [
        datetime(2026, 12, 7, 8, tzinfo=UTC)
    ]


async def test_the_card_is_a_reply_to_what_was_said_and_belongs_to_its_job(house: House) -> None:
    [card] = await house.say("/every day 7:00 stretch")
    [job] = await house.jobs()

    assert card.job_id == job.id
    assert card.reply_to == house.message_id == job.origin.message_id


async def test_news_are_known_by_their_words_and_the_card_says_when_it_is_silent(house: House) -> None:
    [card] = await house.say(
        "check every morning at seven whether there is news on heat pumps and send me a brief overview"
    )
    [job] = await house.jobs()

    assert isinstance(job.spec, ScheduleSpec)
    assert (job.spec.task.name, job.spec.task.text) == ("news", "heat pumps")
    assert "News on heat pumps" in card.text
    assert "silent when there is nothing new" in card.text


async def test_something_once_needs_no_list_of_moments(house: House) -> None:
    [card] = await house.say("remind me in 20 minutes to check the oven")
    [job] = await house.jobs()

    assert isinstance(job.spec, ScheduleSpec)
    assert job.spec.trigger == Once(at=datetime(2026, 11, 22, 11, 20, tzinfo=UTC), zone=job.spec.trigger.zone)
    assert card.text.splitlines() == ["🗓 #1 Sun 22 Nov 12:20 (Europe/Berlin)", "Reminder: check the oven"]


async def test_a_german_chat_is_answered_in_german(house: House) -> None:
    await house.say("/settings language de")

    [card] = await house.say("jeden ersten im Monat um 8 an die Miete erinnern")

    assert "Erinnerung: " in card.text
    assert (
        "Als Nächstes: Di 1. Dez 08:00 · 1. Jan" in card.text or "Als Nächstes: Di 1. Dez 08:00" in card.text
    )
    assert [button.label for button in card.buttons] == [
        "Jetzt ausführen",
        "Ändern",
        "Nächstes auslassen",
        "Pausieren",
        "Abbrechen",
    ]


@pytest.mark.parametrize("said", ["thanks!", "danke dir"])
async def test_thanks_need_no_answer(house: House, said: str) -> None:
    assert await house.say(said) == []


async def test_what_is_not_understood_gets_two_examples_in_one_short_message(house: House) -> None:
    [said] = await house.say("xyzzy plugh")

    examples = [span.text for span in said.report.spans if span.style is Style.CODE]
    assert len(examples) == 2
    assert len(said.text) < 250


async def test_a_misspelt_command_gets_the_one_that_was_meant(house: House) -> None:
    [said] = await house.say("/histroy 8")

    assert "/history 8" in said.text


async def test_nonsense_after_a_command_says_what_to_type_and_makes_no_job(house: House) -> None:
    [said] = await house.say("/every fortnite-ish do things")

    assert "on my side" not in said.text
    assert await house.jobs() == ()


async def test_a_command_alone_asks_and_the_next_words_are_what_was_missing(house: House) -> None:
    [asked] = await house.say("/every")
    [card] = await house.say("monday 9am water the plants")

    assert "how often" in asked.text
    assert "Reminder: water the plants" in card.text
    assert len(await house.jobs()) == 1


async def test_a_reminder_without_a_time_asks_for_it(house: House) -> None:
    [asked] = await house.say("remind me to call mum")
    [card] = await house.say("tomorrow at 9")

    assert asked.text
    assert "call mum" in card.text
    assert "Mon 23 Nov 09:00" in card.text


async def test_a_bare_number_is_asked_back_with_buttons_that_are_whole_phrases(house: House) -> None:
    [asked] = await house.say("/in 5 tea")
    minutes = asked.buttons[0]

    [card] = await house.press(asked, "choose", argument=minutes.argument)
    await house.press(asked, "choose", argument=minutes.argument)

    assert "Sun 22 Nov 12:05" in card.text
    assert "answered already" in await house.toast()
    assert len(await house.jobs()) == 1


async def test_a_question_left_open_does_not_swallow_another_wish(house: House) -> None:
    await house.say("/every")
    said = await house.say("how is api?")

    assert said == []
    assert [word for word, _ in await house.errands()] == ["look"]


async def test_watch_writes_an_errand_and_answers_nothing_yet(house: House) -> None:
    said = await house.say("/watch deployment api -n prod")

    [(word, arguments)] = await house.errands()
    assert said == []
    assert word == "watch"
    assert json.loads(arguments) == {
        "kind": "deployment",
        "name": "api",
        "namespace": "prod",
        "context": "",
        "patience": "",
        "lasting": "",
        "until_condition": "",
    }


async def test_several_targets_are_an_errand_each(house: House) -> None:
    await house.say("/watch api, worker and shop")

    assert [json.loads(arguments)["name"] for _, arguments in await house.errands()] == [
        "api",
        "worker",
        "shop",
    ]


async def test_how_is_something_is_a_look(house: House) -> None:
    await house.say("how is api?")

    [(word, arguments)] = await house.errands()
    assert (word, json.loads(arguments)["name"]) == ("look", "api")


async def test_cancel_in_words(house: House) -> None:
    await house.say("/every day 7:00 stretch")

    card, said = await house.say("cancel 1")

    assert "cancelled" in said.text
    assert card.text == said.text, "the card shows it, too"


async def test_a_reply_gives_its_job_another_time_and_keeps_the_days(house: House) -> None:
    [card] = await house.say("/every monday 9am water the plants")

    *_, changed = await house.say("at 8 instead", reply_to=card)

    [job] = await house.jobs()
    assert changed.text.startswith("Changed.")
    assert "Mon 23 Nov 08:00 · 30 Nov · 7 Dec" in changed.text
    assert job.number == 1
    assert job.revision == 2
    assert isinstance(job.spec, ScheduleSpec)
    assert job.spec.task.text == "water the plants"


@pytest.mark.parametrize(
    ("made", "said", "moments"),
    [
        ("/every monday 9am stretch", "every 10 min instead", "Sun 22 Nov 12:10 · 12:20 · 12:30"),
        ("/every monday 9am stretch", "friday at 8 instead", "Fri 27 Nov 08:00 · 4 Dec · 11 Dec"),
        ("/every monday 9am stretch", "mondays and thursdays at 9", "Mon 23 Nov 09:00 · 26 Nov · 30 Nov"),
        ("/at friday 10:00 stretch", "at 8 instead", "Fri 27 Nov 08:00"),
        ("/at friday 10:00 stretch", "in 2 hours", "Sun 22 Nov 14:00"),
        ("/every 25 minutes stretch", "every 40 minutes", "Sun 22 Nov 12:40 · 13:20 · 14:00"),
    ],
)
async def test_a_reply_changes_when(house: House, made: str, said: str, moments: str) -> None:
    [card] = await house.say(made)

    *_, changed = await house.say(said, reply_to=card)

    assert moments in changed.text
    assert len(await house.jobs()) == 1


async def test_a_single_time_does_not_turn_a_series_into_something_else(house: House) -> None:
    [card] = await house.say("/every monday 9am stretch")

    [said] = await house.say("in 2 hours", reply_to=card)

    [job] = await house.jobs()
    assert "this job repeats" in said.text
    assert job.revision == 1


async def test_a_reply_pauses_and_resumes_its_job(house: House) -> None:
    [card] = await house.say("/every monday 9am water the plants")

    await house.say("pause", reply_to=card)
    paused = (await house.jobs())[0].state
    await house.say("resume", reply_to=card)

    assert paused is JobState.PAUSED
    assert (await house.jobs())[0].state is JobState.ACTIVE


async def test_change_takes_the_next_words_and_keeps_the_rest(house: House) -> None:
    [card] = await house.say("/every monday 9am water the plants")
    [asked] = await house.press(card, "change")
    *_, changed = await house.say("um 8")

    assert "#1 water the plants" in asked.text
    assert "08:00" in changed.text
    assert "water the plants" in changed.text
    assert len(await house.jobs()) == 1


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("feed the cat", ("Mon 23 Nov 09:00", "feed the cat")),
        ("until 1 december", ("until 1 December", "water the plants")),
        ("at 8 feed the cat", ("Mon 23 Nov 08:00", "feed the cat")),
        ("fridays", ("Fri 27 Nov 09:00", "water the plants")),
        ("Tokyo time", ("Asia/Tokyo", "water the plants")),
    ],
)
async def test_change_takes_text_days_zone_or_bound_and_keeps_the_rest(
    house: House, said: str, shown: tuple[str, str]
) -> None:
    [card] = await house.say("every monday at 9 water the plants")
    await house.press(card, "change")

    *_, changed = await house.say(said)

    assert all(part in changed.text for part in shown), changed.text


async def test_a_question_for_a_change_does_not_swallow_a_list(house: House) -> None:
    [card] = await house.say("/every monday 9am water the plants")
    await house.press(card, "change")

    [listed] = await house.say("/list")

    assert "water the plants" in listed.text


async def test_editing_the_command_offers_to_change_the_job(house: House) -> None:
    await house.say("/every monday 9am water the plants")

    [offer] = await house.edit("/every tuesday 9am water the plants")
    *_, changed = await house.press(offer, "edit")

    [job] = await house.jobs()
    assert offer.words == ("edit", "leave")
    assert "Tue 24 Nov 09:00" in changed.text
    assert job.revision == 2


async def test_an_edit_can_be_left(house: House) -> None:
    await house.say("/every monday 9am water the plants")
    [offer] = await house.edit("/every tuesday 9am water the plants")

    [left] = await house.press(offer, "leave")
    await house.press_raw(offer, f"j1:edit::{offer.buttons[0].argument}")

    assert left.text == "Left as it is."
    assert (await house.jobs())[0].revision == 1
    assert "answered already" in await house.toast()


async def test_editing_a_command_that_came_to_nothing_says_it_again(house: House) -> None:
    await house.say("/every fortnite-ish water the plants")

    [card] = await house.edit("/every monday 9am water the plants")

    assert "Reminder: water the plants" in card.text


async def test_tidying_up_an_old_message_does_nothing(house: House) -> None:
    old = house.message("/every monday 9am water", person=OWNER, chat=None, message_id=5)
    await house.wait(hours=3)
    old["edit_date"] = int(house.clock.now().timestamp())

    assert await house.feed({"edited_message": old}) == []


async def test_nobody_has_more_jobs_than_allowed(house: House) -> None:
    for number in range(50):
        await house.a_schedule(_daily(), title=f"job {number}")

    [said] = await house.say("/every day 9:00 one more")

    assert "50 jobs already" in said.text
    assert len(await house.jobs()) == 50


async def test_the_moment_that_has_passed_is_refused_with_words(house: House) -> None:
    [said] = await house.say("/at yesterday 9:00 stretch")

    assert await house.jobs() == ()
    assert "on my side" not in said.text


async def test_somebody_in_a_group_can_say_it_in_words_when_they_mean_the_bot(house: House) -> None:
    await house.let_in(FRIEND, group=GROUP)
    await house.do("UPDATE chat SET zone = 'Europe/Berlin' WHERE id = ?", GROUP)

    [card] = await house.say(
        "@nightjar_bot remind us every monday at 9 of the stand-up", person=FRIEND, chat=GROUP
    )

    assert "stand-up" in card.text
    assert card.chat_id == GROUP


async def test_a_redelivered_update_makes_no_second_job(house: House) -> None:
    update = {"message": house.message("/in 5 minutes tea", person=OWNER, chat=None, message_id=50)}

    await house.feed(update)
    await house.feed(update, again=True)

    assert len(await house.jobs()) == 1


def _daily() -> Calendar:
    from zoneinfo import ZoneInfo

    from domain.trigger import cron

    assert NOW.tzinfo is UTC
    return Calendar(rules=(cron("0 9 * * *"),), zone=ZoneInfo("UTC"))


async def test_a_change_that_was_asked_for_is_over_with_its_job(house: House) -> None:
    [card] = await house.say("/every monday 9am water the plants")
    await house.press(card, "change")
    await house.say("/cancel 1")

    [made] = await house.say("every tuesday 10am feed the cats")

    assert "feed the cats" in made.text
