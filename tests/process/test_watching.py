"""Watch, put the phone away, get the report: the installed program, over HTTP on both sides."""

import pytest

from bot.practice.kubernetes.scenario import NAMESPACE
from bot.practice.telegram.journal import Edited, Sent
from bot.practice.telegram.values import Message
from tests.process.place import Chat
from tests.process.town import Town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="package")]

BAD, GOOD = "worker:2.0", "worker:2.0.1"


async def document(chat: Chat, *, after: Message) -> tuple[Message, str]:
    """Return the next file that arrives, and what is in it."""

    def look() -> Message | None:
        newer = (message for message in chat.room.from_bot if message.id > after.id)
        return next((message for message in newer if message.document is not None), None)

    message = await chat.until(look)
    assert message.document is not None
    _, content = chat.town.telegram.world.files.find(message.document.file_id)
    return message, content.decode()


async def failed(town: Town, chat: Chat, app: str) -> tuple[Message, Message]:
    """Watch an app whose rollout fails; return the answer to /watch and the verdict."""
    watch = await chat.ask(f"/watch deployment {app}", expect="nothing is rolling out")
    town.roll_out(app, BAD)
    return watch, await chat.hear("❌", after=watch)


async def test_a_rollout_that_fails_rings_in_reply_with_its_cause_and_the_line_of_the_log(
    shared: Town,
) -> None:
    anna = await shared.visitor("Anna")

    watch, verdict = await failed(shared, anna, "mailer")

    sent = next(deed for deed in anna.sent if deed.message.id == verdict.id)
    assert sent.rings
    assert verdict.reply_to == watch.id
    assert "prod/mailer: the rollout of 2.0 failed" in verdict.text
    assert "Container app stops by itself at start: exit 1" in verdict.text
    quoted = (*verdict.covered("expandable_blockquote"), *verdict.covered("blockquote"))
    assert any("KeyError: 'DATABASE_URL'" in quote for quote in quoted), verdict.text
    assert "1.9.3 is still serving" in verdict.text
    assert verdict.labels == ("Logs", "Previous run", "Events", "Describe", "Watch again", "Mute")
    assert len(anna.came("❌")) == 1


async def test_the_log_arrives_as_a_file_and_still_does_when_the_pod_is_gone(shared: Town) -> None:
    bert = await shared.visitor("Bert")
    _, verdict = await failed(shared, bert, "printer")

    await bert.press(verdict, "Logs")
    live, text = await document(bert, after=verdict)
    shared.scenario.cluster.delete(NAMESPACE, "printer", now=shared.clock.now())
    await shared.pass_time(minutes=2)
    await bert.press(verdict, "Logs")
    kept, old_text = await document(bert, after=live)

    assert "Logs of prod/printer\nAs it is now." in live.text
    assert "KeyError: 'DATABASE_URL'" in text
    assert "it is not there any more" in kept.text
    assert "KeyError: 'DATABASE_URL'" in old_text


async def test_the_other_buttons_of_a_verdict_show_what_they_promise(shared: Town) -> None:
    clara = await shared.visitor("Clara")
    _, verdict = await failed(shared, clara, "sorter")

    shown: list[str] = []
    newest = verdict
    for button in ("Previous run", "Events", "Describe"):
        await clara.press(verdict, button)
        newest, text = await document(clara, after=newest)
        shown.append(text)

    assert "KeyError: 'DATABASE_URL'" in shown[0]
    assert "BackOff" in shown[1]
    assert "worker:2.0" in shown[2]


async def test_a_rollout_that_goes_well_is_edited_in_silence_and_rings_once_at_its_end(shared: Town) -> None:
    dora = await shared.visitor("Dora")
    watch = await dora.ask("/watch deployment importer", expect="nothing is rolling out")
    begun = len(dora.record)

    shared.roll_out("importer", GOOD)
    verdict = await dora.hear("✅", after=watch)

    before = dora.record[begun : dora.record.index(next(d for d in dora.sent if d.message.id == verdict.id))]
    assert before
    assert all(isinstance(deed, Edited) and deed.after.id == watch.id for deed in before)
    assert any("rolling out 2.0.1" in deed.after.text for deed in before if isinstance(deed, Edited))
    rings = [deed for deed in dora.record[begun:] if isinstance(deed, Sent)]
    assert [deed.message.id for deed in rings] == [verdict.id]
    assert rings[0].rings
    assert "prod/importer: 2.0.1 is rolled out" in verdict.text
    assert verdict.reply_to == watch.id


async def test_the_verdict_of_a_topic_is_given_in_the_topic(shared: Town) -> None:
    group = shared.telegram.group("Night shift", shared.owner.person, forum=True)
    everywhere = Chat(town=shared, person=shared.owner.person, room=group)
    await everywhere.ask("/allow", expect="is let in")
    topic = Chat(
        town=shared,
        person=shared.owner.person,
        room=group,
        thread=shared.owner.person.open_topic(group, "deploys"),
    )

    watch, verdict = await failed(shared, topic, "exporter")

    assert (watch.thread_id, watch.in_topic) == (topic.thread, True)
    assert (verdict.thread_id, verdict.in_topic) == (topic.thread, True)
    assert verdict.reply_to == watch.id


async def test_two_people_at_once_get_their_own_answers(shared: Town) -> None:
    emil, frida = await shared.visitor("Emil"), await shared.visitor("Frida")

    emil.say("/watch deployment api")
    frida.say("how is shop?")
    about_api = await emil.hear("prod/api")
    about_shop = await frida.hear("prod/shop")

    assert "1.4.2" in about_api.text
    assert "3.0.7" in about_shop.text
    assert not emil.came("shop")
    assert not frida.came("api")
