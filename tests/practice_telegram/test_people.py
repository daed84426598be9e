"""What people do, as the bot hears of it: texts, edits, buttons, places, groups, topics, blocking."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot.practice.telegram.journal import Answered, Heard, Pressed
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from domain.clock import ManualClock

BUTTONS = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="📄 Logs", callback_data="j1:logs:abc123"),
            InlineKeyboardButton(text="Cancel", callback_data="j1:cancel:abc123", style="danger"),
        ]
    ]
)


async def heard(bot: Bot, api: BotApi) -> list[Update]:
    """Take all updates that wait, and confirm them."""
    updates = await bot.get_updates()
    await bot.get_updates(offset=updates[-1].update_id + 1 if updates else None)
    return updates


async def test_a_text_comes_with_its_sender_and_its_command(
    bot: Bot, api: BotApi, kevin: Person, chat: Room
) -> None:
    kevin.say(chat, "/watch deployment api")

    (update,) = await heard(bot, api)

    assert update.message is not None
    assert update.message.from_user is not None
    assert (update.message.from_user.id, update.message.from_user.language_code) == (kevin.id, "en")
    assert update.message.entities is not None
    assert [(it.type, it.length) for it in update.message.entities] == [("bot_command", 6)]


async def test_an_edited_message_is_another_kind_of_update(
    bot: Bot, api: BotApi, kevin: Person, chat: Room
) -> None:
    said = kevin.say(chat, "/every day 9am x")
    await heard(bot, api)

    kevin.edit(said, "/every day 8am x")

    (update,) = await heard(bot, api)
    assert update.edited_message is not None
    assert (update.edited_message.message_id, update.edited_message.text) == (said.id, "/every day 8am x")
    assert chat.messages[0].earlier == ("/every day 9am x",)


async def test_a_reply_carries_what_it_replies_to(bot: Bot, api: BotApi, kevin: Person, chat: Room) -> None:
    sent = await bot.send_message(chat.id, "❌ api failed")
    kevin.say(chat, "logs", reply_to=chat.last)

    (update,) = await heard(bot, api)

    assert update.message is not None
    assert update.message.reply_to_message is not None
    assert update.message.reply_to_message.message_id == sent.message_id


@pytest.mark.parametrize("button", ["📄 Logs", "logs", "j1:logs:abc123", "abc123"])
async def test_a_button_is_found_by_its_label_or_a_word_of_its_data(
    bot: Bot, api: BotApi, kevin: Person, chat: Room, button: str
) -> None:
    await bot.send_message(chat.id, "❌ api failed", reply_markup=BUTTONS)

    kevin.press(chat.last, button)

    (update,) = await heard(bot, api)
    assert update.callback_query is not None
    assert update.callback_query.data == "j1:logs:abc123"
    assert isinstance(update.callback_query.message, Message)
    assert isinstance(api.deeds[-1], Pressed)


async def test_a_button_that_is_not_there_cannot_be_pressed(bot: Bot, kevin: Person, chat: Room) -> None:
    await bot.send_message(chat.id, "❌ api failed", reply_markup=BUTTONS)

    with pytest.raises(LookupError, match="Describe"):
        kevin.press(chat.last, "Describe")


async def test_a_pressed_button_is_answered_once(bot: Bot, api: BotApi, kevin: Person, chat: Room) -> None:
    await bot.send_message(chat.id, "❌ api failed", reply_markup=BUTTONS)
    query = kevin.press(chat.last, "Logs")

    await bot.answer_callback_query(query, text="Here they come", show_alert=True)

    deed = api.record[-1]
    assert isinstance(deed, Answered)
    assert (deed.person.id, deed.text, deed.alert) == (kevin.id, "Here they come", True)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(query)


async def test_a_pressed_button_can_be_answered_for_fifteen_seconds(
    bot: Bot, kevin: Person, chat: Room, clock: ManualClock
) -> None:
    await bot.send_message(chat.id, "❌ api failed", reply_markup=BUTTONS)
    in_time, too_late = kevin.press(chat.last, "Logs"), kevin.press(chat.last, "Logs")

    await clock.advance(seconds=15)
    await bot.answer_callback_query(in_time)
    await clock.advance(seconds=1)

    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(too_late)


async def test_an_old_screen_may_send_a_button_that_is_gone(
    bot: Bot, api: BotApi, kevin: Person, chat: Room
) -> None:
    await bot.send_message(chat.id, "cancelled")

    kevin.send_callback(chat.last, "j1:cancel:abc123")

    (update,) = await heard(bot, api)
    assert update.callback_query is not None
    assert update.callback_query.data == "j1:cancel:abc123"


async def test_a_place_arrives_as_a_location(bot: Bot, api: BotApi, kevin: Person, chat: Room) -> None:
    kevin.send_location(chat, 52.52, 13.405)

    (update,) = await heard(bot, api)

    assert update.message is not None
    assert update.message.location is not None
    assert (update.message.location.latitude, update.message.location.longitude) == (52.52, 13.405)


async def test_in_a_group_the_bot_hears_commands_and_replies_only(
    bot: Bot, api: BotApi, kevin: Person
) -> None:
    ada = api.person("Ada")
    group = api.group("Ops", kevin, ada)
    await bot.send_message(group.id, "Which one?")

    ada.say(group, "nobody tells the bot this")
    ada.say(group, "/list")
    ada.say(group, "/list@nightjar_practice_bot")
    ada.say(group, "/list@another_bot")
    ada.say(group, "the first", reply_to=group.last)

    texts = [update.message and update.message.text for update in await heard(bot, api)]
    assert texts == ["/list", "/list@nightjar_practice_bot", "the first"]


async def test_an_administrator_hears_everything(bot: Bot, api: BotApi, kevin: Person) -> None:
    group = api.group("Ops", kevin)
    kevin.add_bot(group, administrator=True)

    kevin.say(group, "good morning")

    promoted, said = await heard(bot, api)
    assert promoted.my_chat_member is not None
    assert promoted.my_chat_member.new_chat_member.status == "administrator"
    assert said.message is not None
    assert said.message.text == "good morning"


async def test_a_reply_in_the_general_topic_carries_a_thread_that_is_no_topic(
    bot: Bot, api: BotApi, kevin: Person
) -> None:
    forum = api.group("Ops", kevin, forum=True)
    await bot.send_message(forum.id, "in general")
    topic = kevin.open_topic(forum, "Deployments")
    await heard(bot, api)

    kevin.say(forum, "yes", reply_to=forum.last)
    kevin.say(forum, "/list", thread=topic)

    general, inside = [update.message for update in await heard(bot, api)]
    assert general is not None
    assert (general.message_thread_id, general.is_topic_message) == (forum.last.id, None)
    assert inside is not None
    assert (inside.message_thread_id, inside.is_topic_message) == (topic, True)
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(forum.id, "there", message_thread_id=general.message_thread_id)


async def test_blocking_and_coming_back_are_told(bot: Bot, api: BotApi, kevin: Person, chat: Room) -> None:
    kevin.block()
    kevin.unblock()

    changes = [update.my_chat_member for update in await heard(bot, api)]

    assert [change and change.new_chat_member.status for change in changes] == ["kicked", "member"]
    await bot.send_message(chat.id, "welcome back")


async def test_a_migration_is_told_in_both_chats(bot: Bot, api: BotApi, kevin: Person) -> None:
    group = api.group("Ops", kevin)

    large = kevin.migrate(group)

    old, new = [update.message for update in await heard(bot, api)]
    assert old is not None
    assert (old.chat.id, old.migrate_to_chat_id) == (group.id, large.id)
    assert new is not None
    assert (new.chat.id, new.migrate_from_chat_id) == (large.id, group.id)
    await bot.send_message(large.id, "here now")


async def test_being_added_to_a_group_is_told_twice(bot: Bot, api: BotApi, kevin: Person) -> None:
    group = api.group("Ops", kevin)
    kevin.remove_bot(group)
    await heard(bot, api)

    kevin.add_bot(group)

    member, service = await heard(bot, api)
    assert member.my_chat_member is not None
    assert service.message is not None
    assert service.message.new_chat_members is not None
    assert service.message.new_chat_members[0].is_bot


async def test_waiting_for_a_text_sees_new_messages_and_edits(bot: Bot, chat: Room) -> None:
    async with asyncio.TaskGroup() as group:
        done = group.create_task(chat.wait_for_text("3/3"))
        sent = await bot.send_message(chat.id, "rolling: 2/3")
        await bot.edit_message_text("done: 3/3", chat_id=chat.id, message_id=sent.message_id)

    assert done.result().earlier == ("rolling: 2/3",)


async def test_waiting_ends_with_an_error_when_nothing_comes(api: BotApi, kevin: Person, chat: Room) -> None:
    kevin.say(chat, "anybody?")

    with pytest.raises(TimeoutError):
        await chat.wait_for_text("yes", seconds=0.05)
    assert [type(deed) for deed in api.deeds] == [Heard]


async def test_a_person_who_blocked_the_bot_cannot_write(kevin: Person, chat: Room) -> None:
    kevin.block()

    with pytest.raises(ValueError, match="unblock"):
        kevin.say(chat, "hello?")
