"""What is no plain text: captions, pictures and voices without a word, administrators without a name."""

from typing import Any

import pytest

from tests.handlers.house import FRIEND, GROUP, OWNER, House

PHOTO: dict[str, Any] = {
    "photo": [{"file_id": "a", "file_unique_id": "a", "width": 90, "height": 90, "file_size": 1}]
}
VOICE: dict[str, Any] = {"voice": {"file_id": "b", "file_unique_id": "b", "duration": 3}}
STICKER: dict[str, Any] = {
    "sticker": {
        "file_id": "c",
        "file_unique_id": "c",
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    }
}

ANONYMOUS = 1087968824


@pytest.mark.parametrize(
    "caption", ["remind me in 20 minutes to check the oven", "/in 20 minutes check the oven"]
)
async def test_a_caption_is_read_as_a_text(house: House, caption: str) -> None:
    await house.say(None, **PHOTO, caption=caption)

    (job,) = await house.jobs()
    assert job.title == "check the oven"


async def test_a_caption_that_names_the_bot_is_read_in_a_group(house: House) -> None:
    await house.let_in(FRIEND, group=GROUP)

    await house.say(None, chat=GROUP, **PHOTO, caption="@nightjar_bot remind us in 20 minutes to eat")

    assert len(await house.jobs(GROUP)) == 1


@pytest.mark.parametrize("thing", [PHOTO, VOICE, STICKER], ids=["photo", "voice", "sticker"])
async def test_what_has_no_words_gets_one_sentence_in_private_and_silence_in_a_group(
    house: House, thing: dict[str, Any]
) -> None:
    await house.let_in(FRIEND, group=GROUP)

    [said] = await house.say(None, **thing)
    in_group = await house.say(None, chat=GROUP, **thing)

    assert said.text.startswith("I only read words.")
    assert in_group == []


async def test_an_album_without_words_gets_one_sentence_for_all_its_pictures(house: House) -> None:
    said = [one for _ in range(3) for one in await house.say(None, **PHOTO, media_group_id="7")]

    assert len(said) == 1


async def test_what_happens_to_a_chat_is_no_message_of_a_person(house: House) -> None:
    assert await house.say(None, new_chat_title="The team") == []


async def test_an_anonymous_administrator_who_means_the_bot_is_told_once(house: House) -> None:
    await house.let_in(FRIEND, group=GROUP)
    group = {"id": GROUP, "type": "supergroup", "title": "The team"}

    chatter = await house.say("lunch?", person=ANONYMOUS, chat=GROUP, sender_chat=group)
    [told] = await house.say("/list@nightjar_bot", person=ANONYMOUS, chat=GROUP, sender_chat=group)
    again = await house.say("/list@nightjar_bot", person=ANONYMOUS, chat=GROUP, sender_chat=group)

    assert chatter == []
    assert "You write as the group" in told.text
    assert again == []


async def test_in_a_group_that_is_not_let_in_an_anonymous_administrator_meets_silence(house: House) -> None:
    group = {"id": GROUP, "type": "supergroup", "title": "The team"}

    assert await house.say("/list@nightjar_bot", person=ANONYMOUS, chat=GROUP, sender_chat=group) == []


async def test_quiet_hours_in_a_chat_without_a_zone_ask_for_it(bare_house: House) -> None:
    house = bare_house

    [asked] = await house.say("/settings quiet 22-07")
    [told] = await house.press(asked, "zone", argument="Europe/Berlin")
    [page] = await house.say("/settings")

    assert "In which time zone" in asked.text
    assert "Europe/Berlin" in told.text
    assert "From 22:00 to 07:00 nothing rings." in told.text
    assert "22-07" in page.text


async def test_the_button_for_quiet_hours_asks_for_the_zone_too(bare_house: House) -> None:
    [page] = await bare_house.say("/settings")

    shown, asked = await bare_house.press(page, "set", argument="quiet=22-07")

    assert shown.key == page.key
    assert "22-07" in shown.text
    assert "In which time zone" in asked.text
    assert await bare_house.value("SELECT quiet_from FROM chat WHERE id = ?", OWNER) == "22:00"
