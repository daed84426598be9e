"""A chat without a zone: one question, what was asked is kept, and goes on by itself."""

from datetime import UTC, datetime

from domain.job import ScheduleSpec
from domain.trigger import Once
from handlers.dispatcher import build_dispatcher
from tests.handlers.house import FRIEND, GROUP, OWNER, House


async def test_the_sentence_is_kept_and_goes_on_after_a_button(bare_house: House) -> None:
    house = bare_house
    [asked] = await house.say("/every monday 9am water the plants")
    before = await house.jobs()

    told, card = await house.press(asked, "zone", argument="Europe/Berlin")

    assert before == ()
    assert "In which time zone" in asked.text
    assert told.key == asked.key
    assert "Europe/Berlin, where it is 12:00 now" in told.text
    assert "Mon 23 Nov 09:00" in card.text
    assert card.reply_to == (await house.jobs())[0].origin.message_id


async def test_it_goes_on_after_a_typed_place(bare_house: House) -> None:
    await bare_house.say("/every monday 9am water the plants")

    told, card = await bare_house.say("tokyo")

    assert "Asia/Tokyo" in told.text
    assert "(Asia/Tokyo)" in card.text


async def test_it_goes_on_after_a_shared_location(bare_house: House) -> None:
    await bare_house.say("/every monday 9am water the plants")

    told, card = await bare_house.say(None, location={"latitude": 48.2, "longitude": 16.37})

    assert "Europe/Vienna" in told.text
    assert "(Europe/Vienna)" in card.text


async def test_it_goes_on_after_a_restart(bare_house: House) -> None:
    [asked] = await bare_house.say("/every monday 9am water the plants")

    bare_house.dispatcher = build_dispatcher(bare_house.rooms)
    _, card = await bare_house.press(asked, "zone", argument="UTC")

    assert "water the plants" in card.text


async def test_it_is_asked_once_in_the_chats_language(bare_house: House) -> None:
    [asked] = await bare_house.say("/every montags um 9 Blumen gießen", user={"language_code": "de"})
    _, card = await bare_house.press(asked, "zone", argument="Europe/Vienna")
    [second] = await bare_house.say("/every dienstags um 9 Müll", user={"language_code": "de"})

    assert "In welcher Zeitzone" in asked.text
    assert asked.buttons[0].argument == "Europe/Berlin"
    assert "Blumen gießen" in card.text
    assert "Müll" in second.text


async def test_the_moment_it_was_said_counts_not_the_moment_of_the_answer(bare_house: House) -> None:
    [asked] = await bare_house.say("/at tomorrow 9:00 call mum")

    await bare_house.wait(hours=20)
    await bare_house.press(asked, "zone", argument="Europe/Berlin")

    [job] = await bare_house.jobs()
    assert isinstance(job.spec, ScheduleSpec)
    assert isinstance(job.spec.trigger, Once)
    assert job.spec.trigger.at == datetime(2026, 11, 23, 8, tzinfo=UTC)


async def test_a_moment_that_passed_meanwhile_is_said_and_the_zone_stays_known(bare_house: House) -> None:
    [asked] = await bare_house.say("/at 18:00 call mum")

    await bare_house.wait(hours=10)
    _, said = await bare_house.press(asked, "zone", argument="Europe/Berlin")

    assert "has passed meanwhile" in said.text
    assert await bare_house.jobs() == ()
    assert await bare_house.value("SELECT zone FROM chat WHERE id = ?", OWNER) == "Europe/Berlin"


async def test_what_depends_on_no_zone_is_not_asked_about(bare_house: House) -> None:
    [card] = await bare_house.say("/in 20 minutes tea")

    assert "tea" in card.text
    assert len(await bare_house.jobs()) == 1


async def test_another_wish_meanwhile_is_carried_out(bare_house: House) -> None:
    await bare_house.say("/every monday 9am water the plants")

    [listed] = await bare_house.say("/list")
    [card] = await bare_house.say("remind me in 20 minutes to check the oven")

    assert "Nothing here yet" in listed.text
    assert "check the oven" in card.text


async def test_a_place_that_nobody_knows_is_said_and_asked_again(bare_house: House) -> None:
    await bare_house.say("/every monday 9am water the plants")

    [said] = await bare_house.say("Kleinkleckersdorf")
    _, card = await bare_house.say("Hamburg")

    assert "I know no place “Kleinkleckersdorf”" in said.text
    assert "water the plants" in card.text


async def test_two_people_of_a_group_go_on_together(bare_house: House) -> None:
    house = bare_house
    await house.say("/start")
    await house.let_in(FRIEND, group=GROUP)
    [first] = await house.say("/every monday 9am plants", chat=GROUP)
    await house.say("/every tuesday 9am cats", person=FRIEND, chat=GROUP)

    await house.press(first, "zone", person=FRIEND, argument="Europe/Berlin")

    jobs = await house.jobs(GROUP)
    assert [(job.title, job.origin.person_id) for job in jobs] == [("plants", OWNER), ("cats", FRIEND)]


async def test_two_wishes_of_one_person_go_on_together(bare_house: House) -> None:
    await bare_house.say("/every monday 9am water the plants")
    [asked] = await bare_house.say("/every tuesday 9am feed the cats")

    await bare_house.press(asked, "zone", argument="Europe/Berlin")

    assert [job.title for job in await bare_house.jobs()] == ["water the plants", "feed the cats"]


async def test_asking_for_the_zone_by_command_forgets_no_wish(bare_house: House) -> None:
    await bare_house.say("/every monday 9am water the plants")
    [asked] = await bare_house.say("/timezone")

    await bare_house.press(asked, "zone", argument="Europe/Berlin")

    assert [job.title for job in await bare_house.jobs()] == ["water the plants"]


async def test_a_wish_that_is_edited_while_it_waits_is_one_wish(bare_house: House) -> None:
    await bare_house.say("/every monday 9am water the plants")
    [asked] = await bare_house.edit("/every monday 9am feed the cats")

    await bare_house.press(asked, "zone", argument="Europe/Berlin")

    assert [job.title for job in await bare_house.jobs()] == ["feed the cats"]


async def test_thanks_are_no_place(bare_house: House) -> None:
    await bare_house.say("/every monday 9am water the plants")

    answers = await bare_house.say("thanks!")

    assert answers == []
