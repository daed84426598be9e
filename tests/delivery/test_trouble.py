"""What arrives when something goes wrong: nothing is lost, and nothing is said twice that is not marked."""

from collections.abc import Sequence

import pytest

from bot.practice.telegram.faults import (
    BadGateway,
    Delay,
    Drop,
    Fault,
    Refuse,
    server_error,
    too_many,
    unauthorized,
)
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from domain.report import Action, File, Report, Severity, Span, Style
from storage import deliveries, delivery_states, people
from tests.delivery.conftest import REPEAT, House, says


def marked(texts: Sequence[str]) -> list[bool]:
    return [text.startswith(REPEAT) for text in texts]


async def test_a_429_pauses_the_chat_keeps_the_order_and_counts_as_no_attempt(
    house: House, api: BotApi, chat: Room
) -> None:
    api.faults.add(too_many(7), method="sendMessage")
    keys = [await house.post(chat, text) for text in ("one", "two", "three")]

    await house.later(7)
    during = house.said(chat)
    await house.later(5)

    assert during == []
    assert house.said(chat) == ["one", "two", "three"]
    assert [(await house.row(key))["attempts"] for key in keys] == [1, 1, 1]


async def test_a_storm_of_429_loses_nothing_and_mixes_nothing_up(house: House, api: BotApi) -> None:
    rooms = [api.private_chat(api.person(f"P{number}")) for number in range(5)]
    api.faults.add(too_many(3), method="sendMessage", count=12)
    for number in range(4):
        for room in rooms:
            await house.post(room, f"{number}")

    await house.later(120)

    assert api.faults.left == 0
    assert [house.said(room) for room in rooms] == [["0", "1", "2", "3"]] * 5


async def test_a_storm_of_429_over_edits_ends_with_the_last_text_and_every_verdict(
    house: House, api: BotApi
) -> None:
    rooms = [api.private_chat(api.person(f"P{number}")) for number in range(5)]
    lines = [await house.post(room, says("rolling 0/3", Severity.PROGRESS)) for room in rooms]
    await house.settle()
    api.faults.add(too_many(5), count=20)

    for count in range(1, 4):
        for line in lines:
            await house.revise(line, says(f"rolling {count}/3", Severity.PROGRESS))
        await house.later(4)
    for line, room in zip(lines, rooms, strict=True):
        await house.revise(line, "done 3/3")
        await house.post(room, "api is done")
    await house.later(300)

    assert api.faults.left == 0
    assert [house.said(room) for room in rooms] == [["rolling 0/3", "api is done"]] * 5
    assert [house.edits(room)[-1] for room in rooms] == ["done 3/3"] * 5


async def test_an_answer_that_is_late_but_in_time_is_an_answer(house: House, api: BotApi, chat: Room) -> None:
    api.faults.add(Delay(0.2), method="sendMessage")
    await house.post(chat, "api failed")

    await house.later(15)

    assert house.said(chat) == ["api failed"]


async def test_what_was_given_up_goes_out_when_somebody_asks_and_says_that_it_may_be_a_repeat(
    house: House, api: BotApi, chat: Room
) -> None:
    api.faults.add(Drop(applied=True), method="sendMessage", count=2)
    api.faults.add(Refuse(400, "Bad Request: something new"), method="sendMessage")
    for text in ("api failed", "refused", "next"):
        await house.post(chat, text)
    await house.later(60)
    before = house.said(chat)

    async with house.writer.transaction() as tx:
        count = await delivery_states.send_again(tx, chat.id, now=house.clock.now())
    await house.later(60)

    again = house.said(chat)[len(before) :]
    assert before[-1] == "next"
    assert count == 2
    assert marked(again) == [True, False]
    assert [text.splitlines()[-1] for text in again] == ["api failed", "refused"]


async def test_of_a_long_text_only_the_part_that_did_not_arrive_is_sent_again(
    house: House, api: BotApi, chat: Room
) -> None:
    api.faults.add(Drop(), method="sendMessage", skip=1, count=2)
    key = await house.post(chat, "\n".join(f"line {number:04}" for number in range(900)))
    await house.later(60)

    async with house.writer.transaction() as tx:
        await delivery_states.send_again(tx, chat.id, now=house.clock.now())
    await house.later(60)

    assert [text.splitlines()[-1] for text in house.said(chat)] == ["(1/3)", "(3/3)", "(2/3)"]
    assert (await house.row(key))["state"] == "sent"


@pytest.mark.parametrize("applied", [False, True])
async def test_a_dropped_connection_means_one_repeat_that_says_so(
    house: House,
    api: BotApi,
    chat: Room,
    applied: bool,  # noqa: FBT001  # a table
) -> None:
    api.faults.add(Drop(applied=applied), method="sendMessage")
    key = await house.post(chat, "api failed")
    await house.post(chat, "next")

    await house.later(9)
    early = house.said(chat)
    await house.later(20)

    texts = house.said(chat)
    assert early == (["api failed"] if applied else [])
    assert marked(texts) == ([False, True, False] if applied else [True, False])
    assert texts[-2].endswith("api failed")
    assert chat.messages[-2].covered("italic")[0].startswith(REPEAT)
    row = await house.row(key)
    assert (row["state"], row["repeat"], row["message_id"]) == ("sent", 1, chat.from_bot[-2].id)


async def test_two_broken_connections_are_the_end_and_it_is_visible(
    house: House, api: BotApi, chat: Room
) -> None:
    api.faults.add(Drop(applied=True), method="sendMessage", count=5)
    key = await house.post(chat, "api failed")

    await house.later(3600)
    async with house.writer.reading() as tx:
        lost = await deliveries.undelivered(tx, chat.id)

    assert marked(house.said(chat)) == [False, True]
    assert [row["dedupe_key"] for row in lost] == [key]


async def test_no_repeat_is_spent_while_telegram_does_not_answer(
    house: House, api: BotApi, chat: Room
) -> None:
    api.faults.add(Drop(), count=40)
    await house.post(chat, "api failed")

    await house.later(3600)

    assert api.faults.left == 0
    assert marked(house.said(chat)) == [True]


@pytest.mark.parametrize("fault", [BadGateway(), server_error(), server_error("restart")])
async def test_a_gateways_page_is_borne_for_hours(
    house: House, api: BotApi, chat: Room, fault: Fault
) -> None:
    api.faults.add(fault, method="sendMessage", count=60)
    await house.post(chat, "api failed")
    await house.post(chat, "next")

    await house.later(3 * 3600)

    texts = house.said(chat)
    assert marked(texts) == [True, False]
    assert texts[1] == "next"


async def test_a_part_nobody_knows_about_does_not_take_the_others_along(
    house: House, api: BotApi, chat: Room
) -> None:
    api.faults.add(Drop(), method="sendMessage", skip=1, count=2)
    key = await house.post(chat, "\n".join(f"line {number:04}" for number in range(900)))

    await house.later(60)

    row = await house.row(key)
    assert [text.splitlines()[-1] for text in house.said(chat)] == ["(1/3)", "(3/3)"]
    assert (row["state"], row["message_id"]) == ("dead", chat.last.id)


async def test_a_day_without_telegram_loses_nothing_and_costs_no_attempt(
    house: House, api: BotApi, chat: Room
) -> None:
    closed = api.base_url.rpartition(":")[2]
    address = house.bot.session.api.base
    object.__setattr__(house.bot.session.api, "base", address.replace(closed, "9"))  # nobody listens there
    other = api.private_chat(api.person("Ben"))
    keys = []
    for hour in range(24):
        keys.append(await house.post(chat if hour % 2 else other, f"{hour}"))
        await house.leap(3600)
    during = [await house.row(key) for key in keys]

    object.__setattr__(house.bot.session.api, "base", address)
    await house.later(120)

    assert {(row["state"], row["attempts"]) for row in during} == {("pending", 0)}
    assert house.said(chat) == [f"{hour}" for hour in range(1, 24, 2)]
    assert house.said(other) == [f"{hour}" for hour in range(0, 24, 2)]


async def test_a_chat_that_blocks_the_bot_keeps_its_rows_until_it_is_back(
    house: House, api: BotApi, anna: Person, chat: Room
) -> None:
    anna.block()
    await house.post(chat, "api failed")
    await house.post(chat, "it is Monday")
    await house.leap(3 * 86400)
    calls_while_away = house.said(chat)

    anna.unblock()
    async with house.writer.transaction() as tx:
        await deliveries.revive_chat(tx, chat.id, now=house.clock.now())
    await house.settle()

    assert calls_while_away == []
    assert house.said(chat) == ["api failed", "it is Monday"]


async def test_after_a_week_what_is_kept_for_a_chat_dies_visibly(
    house: House, anna: Person, chat: Room
) -> None:
    anna.block()
    key = await house.post(chat, "api failed")

    await house.leap(8 * 86400)
    anna.unblock()
    async with house.writer.transaction() as tx:
        await deliveries.revive_chat(tx, chat.id, now=house.clock.now())
    await house.settle()

    row = await house.row(key)
    assert (row["state"], row["error"]) == ("dead", "expired")
    assert house.said(chat) == []


async def test_the_owner_hears_once_that_a_group_cannot_be_reached(
    house: House, api: BotApi, anna: Person, chat: Room
) -> None:
    group = api.group("Ops", anna, supergroup=True)
    await house.meet(group)
    async with house.writer.transaction() as tx:
        await people.meet(tx, anna.id, name="Anna")
        await people.make_owner(tx, anna.id)
    anna.remove_bot(group)
    await house.post(group, "api failed")
    await house.post(group, "worker failed")

    await house.later(60)

    (told,) = house.said(chat)
    assert told.startswith("Ops cannot be reached any more.")


@pytest.mark.parametrize("reason", ["deactivated", "deleted", "read-only", "unknown chat"])
async def test_other_chats_that_cannot_be_written_to_keep_their_rows_too(
    house: House, api: BotApi, anna: Person, reason: str
) -> None:
    group = api.group("Ops", anna)
    chat_id = group.id
    match reason:
        case "deactivated":
            chat_id = api.private_chat(anna).id
            anna.delete_account()
        case "deleted":
            group.delete()
        case "read-only":
            group.restrict()
        case "unknown chat":
            chat_id = 4711
    key = await house.post(chat_id, "api failed")

    await house.later(3600)

    row = await house.row(key)
    assert (row["state"], row["attempts"]) == ("pending", 0)


async def test_a_group_that_becomes_a_supergroup_takes_its_rows_along(
    house: House, api: BotApi, anna: Person
) -> None:
    group = api.group("Ops", anna)
    await house.meet(group, zone="Europe/Berlin")
    first = await house.post(group, "watching api")
    await house.settle()

    large = anna.migrate(group)
    await house.post(group, "api failed", reply_key=first)
    await house.post(group, "worker failed")
    await house.later(5)

    assert house.said(large) == ["api failed", "worker failed"]
    async with house.writer.reading() as tx:
        found = await tx.all("SELECT id, zone FROM chat")
    assert [tuple(row) for row in found] == [(large.id, "Europe/Berlin")]


async def test_an_edit_after_the_move_becomes_a_new_silent_message(
    house: House, api: BotApi, anna: Person
) -> None:
    group = api.group("Ops", anna)
    key = await house.post(group, "rolling 1/3")
    await house.settle()

    large = anna.migrate(group)
    await house.revise(key, "done 3/3")
    await house.later(5)

    assert [(message.text, message.silent) for message in house.sent(large)] == [("done 3/3", True)]


@pytest.mark.parametrize("how", ["closed", "deleted"])
async def test_what_belongs_to_a_topic_that_is_gone_is_said_in_general_with_a_note(
    house: House, forum: Room, anna: Person, how: str
) -> None:
    topic = anna.open_topic(forum, "Builds")
    if how == "closed":
        forum.close_topic(topic)
    else:
        forum.delete_topic(topic)
    await house.post(forum, "api failed", thread_id=topic, reply_to=topic)

    await house.later(5)

    assert [(message.text, message.thread_id) for message in house.sent(forum)] == [
        ("The topic that this belongs to is closed or gone.\napi failed", None)
    ]


async def test_entities_that_telegram_refuses_cost_only_the_styles(
    house: House, api: BotApi, chat: Room
) -> None:
    api.faults.add(Refuse(400, "Bad Request: can't parse entities: unexpected end"), method="sendMessage")
    await house.post(chat, Report(spans=(Span("api failed", Style.BOLD),)))

    await house.later(5)

    assert house.said(chat) == ["api failed"]
    assert chat.last.entities == ()


async def test_a_text_that_telegram_finds_too_long_becomes_a_file(
    house: House, api: BotApi, chat: Room
) -> None:
    api.faults.add(Refuse(400, "Bad Request: message is too long"), method="sendMessage")
    actions = ((Action(word="logs", label="Logs", job="abc123"),),)
    await house.post(chat, Report(spans=(Span("api failed"),), actions=actions))

    await house.later(5)

    assert chat.last.document is not None
    assert api.world.files.find(chat.last.document.file_id)[1] == b"api failed"
    assert chat.last.labels == ("Logs",)


async def test_a_file_that_is_too_large_is_sent_with_its_last_half(
    house: House, api: BotApi, chat: Room
) -> None:
    api.faults.add(Refuse(413, "Request Entity Too Large"), method="sendDocument")
    log = File(name="api.log", text="a" * 10_000 + "b" * 10_000)
    await house.post(chat, Report(spans=(Span("Logs"),), files=(log,)))

    await house.later(5)

    assert chat.last.document is not None
    assert api.world.files.find(chat.last.document.file_id)[1] == b"b" * 10_000
    assert "The beginning was cut off" in chat.last.text


async def test_buttons_that_telegram_refuses_cost_only_the_buttons(
    house: House, api: BotApi, chat: Room
) -> None:
    api.faults.add(Refuse(400, "Bad Request: BUTTON_DATA_INVALID"), method="sendMessage")
    actions = ((Action(word="logs", label="Logs", job="abc123"),),)
    await house.post(chat, Report(spans=(Span("api failed"),), actions=actions))

    await house.later(5)

    assert [(message.text, message.labels) for message in house.sent(chat)] == [("api failed", ())]


async def test_what_telegram_refuses_for_good_is_given_up_and_the_next_goes_out(
    house: House, api: BotApi, chat: Room
) -> None:
    api.faults.add(Refuse(400, "Bad Request: something new"), method="sendMessage")
    key = await house.post(chat, "refused")
    await house.post(chat, "next")

    await house.later(5)

    row = await house.row(key)
    assert house.said(chat) == ["next"]
    assert (row["state"], row["error"]) == ("dead", "Bad Request: something new")


async def test_a_token_that_is_not_known_any_more_stops_all_and_is_said_in_health(
    house: House, api: BotApi, chat: Room
) -> None:
    api.faults.add(unauthorized(), count=3)
    other = api.private_chat(api.person("Ben"))
    await house.post(chat, "one")
    await house.post(other, "two")
    await house.settle()
    during = dict(house.health.troubles)
    assert house.delivery is not None
    was_unauthorized = house.delivery.unauthorized

    await house.later(300)

    assert "401" in during["delivery"]
    assert was_unauthorized
    assert (house.said(chat), house.said(other)) == (["one"], ["two"])
    assert house.health.troubles == {}


async def test_a_wrong_server_loses_nothing(house: House, api: BotApi, chat: Room) -> None:
    api.faults.add(Refuse(404, "Not Found"), method="sendMessage", count=3)
    await house.post(chat, "api failed")

    await house.later(60)

    assert house.said(chat) == ["api failed"]
