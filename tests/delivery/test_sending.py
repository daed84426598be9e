"""What arrives when nothing goes wrong: order, parts, files, replies, sound."""

from datetime import timedelta

from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from delivery.sheets import ROOM, TEXT_LIMIT
from domain.report import Action, File, Report, Span, Style
from messages import sentences
from storage.outbox import RowKind
from tests.delivery.conftest import House


async def test_a_row_is_sent_and_keeps_its_message_id(house: House, chat: Room) -> None:
    key = await house.post(chat, "api is done")

    await house.settle()

    row = await house.row(key)
    assert house.said(chat) == ["api is done"]
    assert (row["state"], row["message_id"], row["shown"], row["attempts"]) == ("sent", chat.last.id, 1, 1)


async def test_a_chat_is_told_things_in_their_order_and_no_faster_than_telegram_likes(
    house: House, chat: Room
) -> None:
    for number in range(7):
        await house.post(chat, f"message {number}")

    await house.settle()
    at_once = len(house.sent(chat))
    await house.later(10)

    assert at_once == 3
    assert house.said(chat) == [f"message {number}" for number in range(7)]


async def test_topics_of_a_forum_do_not_wait_for_each_other(house: House, forum: Room, anna: Person) -> None:
    builds, alerts = anna.open_topic(forum, "Builds"), anna.open_topic(forum, "Alerts")
    await house.post(forum, "first", thread_id=builds)
    await house.post(forum, "second", thread_id=alerts)
    await house.post(forum, "third", thread_id=builds)

    await house.settle()

    assert {(message.text, message.thread_id) for message in house.sent(forum)} == {
        ("first", builds),
        ("second", alerts),
        ("third", builds),
    }
    by_topic = [message.text for message in house.sent(forum) if message.thread_id == builds]
    assert by_topic == ["first", "third"]


async def test_hostile_names_arrive_byte_for_byte(house: House, chat: Room) -> None:
    name = "api_7d9f`*_[x](tg://user?id=1)<b>&amp;\\_🚀"
    report = Report(
        spans=(Span("pod "), Span(name, Style.CODE), Span("\n"), Span(f"> {name}\n", Style.QUOTE))
    )
    await house.post(chat, report)

    await house.settle()

    assert chat.last.text == f"pod {name}\n> {name}"
    assert chat.last.covered("code") == (name,)
    assert chat.last.covered("blockquote") == (f"> {name}",)


async def test_a_long_text_comes_in_numbered_parts_of_which_the_first_rings_and_the_last_has_the_buttons(
    house: House, chat: Room
) -> None:
    text = "\n".join(f"line {number:04}" for number in range(900))
    report = Report(
        spans=(Span(text, Style.PRE),), actions=((Action(word="logs", label="Logs", job="abc123"),),)
    )
    key = await house.post(chat, report)

    await house.later(5)

    sent = house.sent(chat)
    assert [message.text.splitlines()[-1] for message in sent] == ["(1/3)", "(2/3)", "(3/3)"]
    assert "\n".join("\n".join(message.text.splitlines()[:-1]) for message in sent) == text
    assert [message.silent for message in sent] == [False, True, True]
    assert [message.labels for message in sent] == [(), (), ("Logs",)]
    assert [len(message.covered("pre")) for message in sent] == [1, 1, 1]
    assert (await house.row(key))["message_id"] == sent[-1].id


async def test_what_needs_more_than_three_messages_becomes_a_file(
    house: House, api: BotApi, chat: Room
) -> None:
    text = "\n".join(f"line {number:05}" for number in range(3000))
    report = Report(spans=(Span(text),), actions=((Action(word="list", label="List"),),))
    await house.post(chat, report)

    await house.settle()

    (message,) = house.sent(chat)
    assert message.document is not None
    assert api.world.files.find(message.document.file_id)[1].decode() == text
    assert message.text.startswith("line 00000")
    assert message.text.endswith(sentences.text("en", "delivery.too-long"))
    assert message.labels == ("List",)


async def test_a_file_comes_with_its_caption_or_after_a_text_that_is_too_long_for_one(
    house: House, api: BotApi, chat: Room
) -> None:
    log = File(name="api-7d9f.log", text="KeyError: 'DATABASE_URL'\n")
    await house.post(chat, Report(spans=(Span("Logs"),), files=(log,)))
    await house.post(chat, Report(spans=(Span("x" * 2000),), files=(log,)))

    await house.later(3)

    captioned, text, bare = house.sent(chat)
    assert captioned.document is not None
    assert (captioned.text, captioned.document.name) == ("Logs", "api-7d9f.log")
    assert api.world.files.find(captioned.document.file_id)[1] == log.text.encode()
    assert (text.document, len(text.text)) == (None, 2000)
    assert bare.document is not None
    assert bare.text == ""


async def test_a_reply_finds_the_message_that_an_earlier_row_became(house: House, chat: Room) -> None:
    first = await house.post(chat, "watching api")
    await house.post(chat, "api failed", reply_key=first)

    await house.settle()

    ack, verdict = house.sent(chat)
    assert verdict.reply_to == ack.id


async def test_a_reply_to_what_is_gone_arrives_all_the_same(house: House, chat: Room) -> None:
    await house.post(chat, "to a deleted message", reply_to=4711)
    await house.post(chat, "to a row that never was", reply_key="nothing")

    await house.settle()

    assert [(message.text, message.reply_to) for message in house.sent(chat)] == [
        ("to a deleted message", None),
        ("to a row that never was", None),
    ]


async def test_a_row_revised_before_it_was_sent_says_its_last_text_once(house: House, chat: Room) -> None:
    await house.die()
    await house.start()
    soon = house.clock.now() + timedelta(seconds=1.5)
    key = await house.post(chat, "looking at prod/api …", not_before=soon, kind=RowKind.ANSWER)
    await house.settle()

    await house.revise(key, "3/3 ready")
    await house.later(5)

    assert house.said(chat) == ["3/3 ready"]
    assert house.edits(chat) == []


async def test_a_row_whose_moment_has_not_come_does_not_hold_up_the_next(house: House, chat: Room) -> None:
    soon = house.clock.now() + timedelta(seconds=1.5)
    await house.post(chat, "looking …", not_before=soon)
    await house.post(chat, "at once")

    await house.settle()
    first = house.said(chat)
    await house.later(2)

    assert first == ["at once"]
    assert house.said(chat) == ["at once", "looking …"]


async def test_at_night_messages_come_without_a_sound_and_are_not_withheld(house: House, chat: Room) -> None:
    await house.meet(chat, zone="Europe/Berlin", quiet_from="08:30", quiet_until="09:30")
    await house.post(chat, "at night")
    await house.settle()

    await house.later(3600)
    await house.post(chat, "in the morning")
    await house.settle()

    assert [(message.text, message.silent) for message in house.sent(chat)] == [
        ("at night", True),
        ("in the morning", False),
    ]


async def test_what_is_to_be_silent_is(house: House, chat: Room) -> None:
    await house.post(chat, "api failed")
    await house.post(chat, "digest", silent=True)

    await house.settle()

    assert [message.silent for message in house.sent(chat)] == [False, True]


async def test_a_button_that_cannot_be_made_costs_only_the_button(house: House, chat: Room) -> None:
    actions = (
        (Action(word="logs", label="Logs", job="abc123"), Action(word="x", label="Broken", argument="a:b")),
    )
    await house.post(chat, Report(spans=(Span("api failed"),), actions=actions))

    await house.settle()

    assert chat.last.labels == ("Logs",)
    assert chat.last.buttons[0].data == "j1:logs:abc123:"


async def test_a_report_that_says_nothing_is_given_up_and_holds_up_nobody(house: House, chat: Room) -> None:
    empty = await house.post(chat, "   \n")
    await house.post(chat, "next")

    await house.settle()

    assert house.said(chat) == ["next"]
    assert (await house.row(empty))["state"] == "dead"


async def test_a_chat_that_waits_for_its_pace_does_not_keep_others_waiting(
    house: House, api: BotApi, chat: Room
) -> None:
    other = api.private_chat(api.person("Ben"))
    for number in range(10):
        await house.post(chat, f"{number}")
    await house.post(other, "hello")

    await house.settle()

    assert house.said(other) == ["hello"]


def test_there_is_room_for_everything_that_may_have_to_be_said_above_a_text() -> None:
    for language in sentences.LANGUAGES:
        lines = ("delivery.repeat", "delivery.topic-gone", "delivery.shortened")
        above = sum(len(sentences.text(language, key)) + 1 for key in lines)

        assert above + len("\n(3/3)") <= ROOM < TEXT_LIMIT
