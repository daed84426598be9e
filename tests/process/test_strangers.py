"""Closed by default: a stranger gets one sentence, in a group silence, and nothing else whatever they do."""

import pytest

from bot.practice.telegram.journal import Sent
from messages.sentences import text
from tests.process.place import Chat
from tests.process.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="package")]


async def test_a_stranger_gets_the_one_sentence_and_nothing_else(shared: Town) -> None:
    eve = shared.stranger("Eve")

    eve.say("/start")
    sentence = await eve.hear("private")
    for wish in ("/watch deployment api", "how is api?", "/list", "/allow", f"/allow {eve.person.id}"):
        eve.say(wish)
    await shared.everything_is_carried_out()

    assert sentence.text == text(
        "en", "access.stranger", id=str(eve.person.id), allow=f"/allow {eve.person.id}"
    )
    assert [type(deed) for deed in eve.record] == [Sent]
    assert shared.counted("SELECT count(*) FROM outbox WHERE chat_id = ?", eve.room.id) == 1
    assert shared.counted("SELECT count(*) FROM errand WHERE chat_id = ?", eve.room.id) == 0


async def test_an_hour_later_the_sentence_is_said_once_more(shared: Town) -> None:
    mallory = shared.stranger("Mallory")
    mallory.say("/start")
    first = await mallory.hear("private")

    await shared.pass_time(minutes=59)
    mallory.say("please")
    await shared.everything_is_carried_out()
    early = len(mallory.record)
    await shared.pass_time(minutes=2)
    mallory.say("please")
    second = await mallory.hear("private", after=first)

    assert early == 1
    assert second.text == first.text


async def test_in_a_group_a_stranger_meets_silence(shared: Town) -> None:
    oscar = shared.telegram.person("Oscar")
    group = shared.telegram.group("Neighbours", shared.owner.person, oscar)
    owner = Chat(town=shared, person=shared.owner.person, room=group)
    stranger = Chat(town=shared, person=oscar, room=group)

    stranger.say("/start")
    stranger.say("/watch deployment api")
    await shared.everything_is_carried_out()
    before_the_group_is_let_in = list(stranger.record)
    await owner.ask("/allow", expect="is let in")
    card = await owner.ask("/in 2 hours go home", expect="Reminder")
    served = len(stranger.record)
    stranger.say("/list")
    stranger.say("remind me in 5 minutes", reply_to=card)
    await stranger.press(card, "Cancel")
    await shared.everything_is_carried_out()

    assert before_the_group_is_let_in == []
    assert stranger.record[served:] == []
    assert owner.now(card) == card
