"""Who is served: the owner, those let in, and nobody else."""

import json

from handlers.dispatcher import build_dispatcher
from jobs import doors
from tests.handlers.house import FRIEND, GROUP, OWNER, STRANGER, House


async def test_a_stranger_gets_one_sentence_with_their_id_and_how_to_be_let_in(house: House) -> None:
    [said] = await house.say("/list", person=STRANGER)

    assert f"Your id is {STRANGER}" in said.text
    assert f"/allow {STRANGER}" in said.text
    assert "\n" not in said.text
    assert said.buttons == ()


async def test_a_stranger_is_told_once_an_hour_whatever_they_say(house: House) -> None:
    first = await house.say("/start", person=STRANGER)
    again = await house.say("/watch deployment api", person=STRANGER)
    await house.wait(minutes=59)
    still = await house.say("hello?", person=STRANGER)
    await house.wait(minutes=2)
    later = await house.say("hello?", person=STRANGER)

    assert [len(first), len(again), len(still), len(later)] == [1, 0, 0, 1]
    assert await house.jobs(STRANGER) == ()
    assert await house.errands() == []


async def test_a_stranger_reads_the_sentence_in_their_own_language(house: House) -> None:
    [said] = await house.say("hallo", person=STRANGER, user={"language_code": "de-AT"})

    assert "Dieser Bot ist privat" in said.text


async def test_a_stranger_meets_silence_in_a_group(house: House) -> None:
    await house.let_in(group=GROUP)

    assert await house.say("/list@nightjar_bot", person=STRANGER, chat=GROUP) == []
    assert await house.say("@nightjar_bot how is api?", person=STRANGER, chat=GROUP) == []


async def test_a_stranger_who_presses_a_button_reaches_nothing_and_hears_nothing(house: House) -> None:
    await house.let_in(group=GROUP)
    [listed] = await house.say("/settings", chat=GROUP)
    asked_before = len(house.telegram.asked)

    changed = await house.press(listed, "set", person=STRANGER, argument="language=de")

    assert changed == []
    assert len(house.telegram.asked) == asked_before


async def test_somebody_let_in_is_served_and_after_being_shut_out_is_not(house: House) -> None:
    await house.let_in(FRIEND)
    [served] = await house.say("/list", person=FRIEND)

    await house.say(f"/allow off {FRIEND}")
    [refused] = await house.say("/list", person=FRIEND)

    assert "Nothing here yet" in served.text
    assert "private" in refused.text


async def test_only_the_owner_lets_people_in(house: House) -> None:
    await house.let_in(FRIEND)

    [said] = await house.say(f"/allow {STRANGER}", person=FRIEND)
    [stranger] = await house.say("hello", person=STRANGER)

    assert said.text == "Only my owner may do that."
    assert "private" in stranger.text


async def test_somebody_let_in_is_not_served_in_a_group_that_is_not(house: House) -> None:
    await house.let_in(FRIEND)
    before = await house.say("/list", person=FRIEND, chat=GROUP)

    await house.let_in(group=GROUP)
    after = await house.say("/list", person=FRIEND, chat=GROUP)

    assert before == []
    assert len(after) == 1


async def test_a_reply_with_allow_lets_that_person_in(house: House) -> None:
    await house.let_in(group=GROUP)
    theirs = house.message("can I?", person=STRANGER, chat=GROUP, message_id=7)

    await house.say("/allow", chat=GROUP, reply_to=theirs)

    assert len(await house.say("/list", person=STRANGER, chat=GROUP)) == 1


async def test_the_one_time_link_makes_an_owner_once(bare_house: House) -> None:
    house = _without_owner(bare_house)
    async with house.writer.transaction() as tx:
        code = await doors.new_owner_link(tx, now=house.clock.now())
    assert code is not None

    [wrong] = await house.say("/start nonsense", person=STRANGER)
    [greeted] = await house.say(f"/start {code}", person=FRIEND)
    [too_late] = await house.say(f"/start {code}", person=1009)

    assert "private" in wrong.text
    assert "You are my owner" in greeted.text
    assert "private" in too_late.text
    assert await house.value("SELECT id FROM person WHERE role = 'owner'") == FRIEND


async def test_the_one_time_link_ends_after_an_hour(bare_house: House) -> None:
    house = _without_owner(bare_house)
    async with house.writer.transaction() as tx:
        code = await doors.new_owner_link(tx, now=house.clock.now())

    await house.wait(minutes=61)
    [said] = await house.say(f"/start {code}", person=FRIEND)

    assert "private" in said.text


async def test_the_file_holds_only_the_hash_of_the_link(bare_house: House) -> None:
    async with bare_house.writer.transaction() as tx:
        code = await doors.new_owner_link(tx, now=bare_house.clock.now())

    stored = await bare_house.value("SELECT value FROM setting WHERE name = 'owner-link'")

    assert code is not None
    assert code not in stored
    assert len(json.loads(stored)["sha256"]) == 64


async def test_there_is_no_link_once_there_is_an_owner(house: House) -> None:
    async with house.writer.transaction() as tx:
        assert await doors.new_owner_link(tx, now=house.clock.now()) is None


async def test_a_channel_is_nobodys_wish(house: House) -> None:
    post = house.message("/list", person=OWNER, chat=GROUP, message_id=9)
    post["chat"]["type"] = "channel"

    assert await house.feed({"channel_post": post}) == []


def _without_owner(house: House) -> House:
    from dataclasses import replace

    return replace(house, dispatcher=build_dispatcher(replace(house.rooms, owner_id=None)))
