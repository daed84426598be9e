"""A message follows its row: edits coalesce, keep a rhythm, and never ring."""

from bot.practice.telegram.faults import BadGateway, Drop, Refuse, too_many
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from domain.report import Action, File, Report, Severity, Span, Style
from storage.outbox import RowKind
from tests.delivery.conftest import REPEAT, House, says


def rolling(text: str) -> Report:
    return says(text, Severity.PROGRESS)


async def test_an_answer_is_edited_at_once_and_in_place(house: House, chat: Room) -> None:
    key = await house.post(chat, "looking at prod/api …", kind=RowKind.ANSWER)
    await house.settle()

    await house.revise(key, "3/3 ready")
    await house.settle()

    row = await house.row(key)
    assert (house.said(chat), house.edits(chat)) == (["looking at prod/api …"], ["3/3 ready"])
    assert (row["shown"], row["revision"]) == (2, 2)


async def test_progress_coalesces_and_comes_in_its_rhythm(house: House, chat: Room) -> None:
    key = await house.post(chat, rolling("0 s"), kind=RowKind.ANSWER)
    await house.settle()

    for second in range(1, 121):
        await house.later(1)
        await house.revise(key, rolling(f"{second} s"))
    await house.settle()

    assert house.edits(chat) == ["1 s", "4 s", "9 s", "19 s", "49 s", "109 s"]
    assert len(house.sent(chat)) == 1


async def test_a_verdict_on_the_line_does_not_wait_for_the_rhythm(house: House, chat: Room) -> None:
    key = await house.post(chat, rolling("rolling 0/3"), kind=RowKind.ANSWER)
    await house.settle()
    await house.revise(key, rolling("rolling 1/3"))
    await house.settle()

    await house.revise(key, says("done 3/3", Severity.GOOD))
    await house.settle()

    assert house.edits(chat) == ["done 3/3"]


async def test_buttons_that_the_new_text_has_not_go_away(house: House, chat: Room) -> None:
    report = Report(
        spans=(Span("Watching"),), actions=((Action(word="cancel", label="Cancel", job="abc123"),),)
    )
    key = await house.post(chat, report)
    await house.settle()

    await house.revise(key, "Watching")
    await house.settle()

    assert (chat.last.text, chat.last.labels) == ("Watching", ())


async def test_not_modified_is_success(house: House, api: BotApi, chat: Room) -> None:
    key = await house.post(chat, "one")
    await house.settle()
    words = (
        "Bad Request: message is not modified: specified new message content and reply markup are the same"
    )
    api.faults.add(Refuse(400, words), method="editMessageText")

    await house.revise(key, "two")
    await house.later(60)

    assert house.edits(chat) == []
    assert (await house.row(key))["shown"] == 2


async def test_an_edit_whose_message_was_deleted_becomes_a_new_one_that_does_not_ring(
    house: House, chat: Room
) -> None:
    key = await house.post(chat, "rolling")
    await house.settle()
    del chat.chat.messages[chat.last.id]

    await house.revise(key, "done")
    await house.later(5)

    assert [(message.text, message.silent) for message in house.sent(chat)] == [
        ("rolling", False),
        ("done", True),
    ]
    assert (await house.row(key))["message_id"] == chat.last.id


async def test_an_answer_that_turns_out_to_be_a_file_takes_the_place_of_its_text(
    house: House, chat: Room
) -> None:
    key = await house.post(chat, "looking …", kind=RowKind.ANSWER)
    await house.settle()

    await house.revise(key, Report(spans=(Span("Logs of api"),), files=(File(name="api.log", text="boom"),)))
    await house.later(5)

    (message,) = chat.from_bot
    assert message.document is not None
    assert (message.text, message.document.name) == ("Logs of api", "api.log")
    assert house.deleted(chat) == ["looking …"]


async def test_the_caption_of_a_file_is_edited_and_the_file_stays(house: House, chat: Room) -> None:
    log = File(name="api.log", text="boom")
    key = await house.post(chat, Report(spans=(Span("Logs"),), files=(log,)))
    await house.settle()

    await house.revise(key, Report(spans=(Span("Logs, seen"),), files=(log,)))
    await house.settle()

    assert (chat.last.text, len(house.sent(chat))) == ("Logs, seen", 1)


async def test_edits_in_trouble_are_repeated_freely_and_nothing_is_said_twice(
    house: House, api: BotApi, chat: Room
) -> None:
    key = await house.post(chat, "one")
    await house.settle()
    for fault in (Drop(applied=True), Drop(), BadGateway(), too_many(4)):
        api.faults.add(fault, method="editMessageText")

    await house.revise(key, "two")
    await house.later(120)

    assert api.faults.left == 0
    assert house.said(chat) == ["one"]
    assert chat.last.text == "two"
    assert (await house.row(key))["shown"] == 2


async def test_a_flood_earned_by_edits_does_not_keep_a_verdict_of_another_chat_waiting(
    house: House, api: BotApi, chat: Room
) -> None:
    other = api.private_chat(api.person("Ben"))
    key = await house.post(chat, rolling("0/3"))
    await house.settle()
    api.faults.add(too_many(600), method="editMessageText")
    await house.revise(key, rolling("1/3"))
    await house.later(5)

    await house.post(other, "api failed")
    await house.settle()
    await house.revise(key, rolling("3/3"))
    await house.later(700)

    assert house.said(other) == ["api failed"]
    assert house.edits(chat) == ["3/3"]


async def test_styles_that_telegram_refuses_are_left_out_of_the_edit(
    house: House, api: BotApi, chat: Room
) -> None:
    key = await house.post(chat, "one")
    await house.settle()
    api.faults.add(Refuse(400, "Bad Request: can't parse entities: why not"), method="editMessageText")

    await house.revise(key, Report(spans=(Span("two", Style.BOLD),)))
    await house.settle()

    assert (chat.last.text, chat.last.entities) == ("two", ())


async def test_a_message_marked_as_a_repeat_stays_marked_when_it_is_edited(
    house: House, api: BotApi, chat: Room
) -> None:
    api.faults.add(Drop(applied=True), method="sendMessage")
    key = await house.post(chat, "Watching api")
    await house.later(15)

    await house.revise(key, "Watching api: done")
    await house.settle()

    assert chat.last.text.startswith(REPEAT)
    assert chat.last.text.endswith("done")


async def test_long_texts_are_edited_part_by_part_where_they_differ(house: House, chat: Room) -> None:
    lines = [f"line {number:04}" for number in range(700)]
    key = await house.post(chat, "\n".join(lines))
    await house.later(5)

    await house.revise(key, "\n".join([*lines[:-1], "line last"]))
    await house.settle()

    assert [text.splitlines()[-2] for text in house.edits(chat)] == ["line last"]


async def test_rows_of_a_chat_that_is_away_are_not_edited(house: House, anna: Person, chat: Room) -> None:
    key = await house.post(chat, "one")
    await house.settle()
    anna.block()

    await house.revise(key, "two")
    await house.later(3600)

    row = await house.row(key)
    assert (row["state"], row["shown"], row["revision"]) == ("sent", 1, 2)
