"""What the bot sends comes back as aiogram's own models read it, over aiogram's own HTTP session."""

from datetime import timedelta

from aiogram import Bot
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyParameters,
)

from bot.practice.telegram.journal import Acted, Deleted, Edited, Pinned, Reacted, Sent
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from domain.clock import ManualClock
from tests.practice_telegram.conftest import BEGINNING

CANCEL = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Cancel", callback_data="j1:cancel:x")]]
)


async def test_a_message_is_stored_as_it_was_sent(bot: Bot, api: BotApi, kevin: Person, chat: Room) -> None:
    said = kevin.say(chat, "/watch deployment api")
    emphasis = [MessageEntity(type="bold", offset=3, length=3)]

    sent = await bot.send_message(
        chat.id,
        "👁 api: 3/3 ready",
        entities=emphasis,
        reply_markup=CANCEL,
        reply_parameters=ReplyParameters(message_id=said.id),
        disable_notification=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )

    deed = api.record[-1]
    assert isinstance(deed, Sent)
    assert not deed.rings
    assert (deed.at, deed.chat_id, deed.message) == (BEGINNING, chat.id, chat.last)
    assert chat.last.labels == ("Cancel",)
    assert chat.last.covered("bold") == ("api",)
    assert (chat.last.reply_to, chat.last.silent, chat.last.preview_off) == (said.id, True, True)
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/watch deployment api"
    assert sent.reply_markup is not None
    assert sent.reply_markup.model_dump() == CANCEL.model_dump()
    assert (sent.date, sent.from_user and sent.from_user.is_bot) == (BEGINNING, True)


async def test_a_moment_and_a_folded_quotation_keep_their_fields(bot: Bot, chat: Room) -> None:
    moment = MessageEntity(type="date_time", offset=0, length=3, unix_time=1795000000, date_time_format="r")
    quotation = MessageEntity(type="expandable_blockquote", offset=4, length=3)

    sent = await bot.send_message(chat.id, "9am log", entities=[quotation, moment])

    assert sent.entities is not None
    assert [it.model_dump() for it in sent.entities] == [moment.model_dump(), quotation.model_dump()]


async def test_html_becomes_text_and_entities(bot: Bot, chat: Room) -> None:
    text = '<b>api</b> &lt;is&gt; <a href="https://a.org/">here</a> <blockquote expandable>a\nb</blockquote>'

    await bot.send_message(chat.id, text, parse_mode="HTML")

    assert chat.last.text == "api <is> here a\nb"
    assert [entity.type for entity in chat.last.entities] == ["bold", "text_link", "expandable_blockquote"]


async def test_commands_and_links_in_a_text_are_found_but_not_inside_code(bot: Bot, chat: Room) -> None:
    text = "🗓 /cancel 8 or see https://example.org/a. /not"

    await bot.send_message(chat.id, text, entities=[MessageEntity(type="code", offset=43, length=4)])

    assert chat.last.covered("bot_command") == ("/cancel",)
    assert chat.last.covered("url") == ("https://example.org/a",)
    assert chat.last.covered("code") == ("/not",)


async def test_white_space_around_a_text_is_cut_with_its_entities(bot: Bot, chat: Room) -> None:
    await bot.send_message(
        chat.id, "\n  api is up  \n", entities=[MessageEntity(type="bold", offset=10, length=5)]
    )

    assert (chat.last.text, chat.last.covered("bold")) == ("api is up", ("up",))


async def test_an_edit_keeps_the_history_and_never_rings(
    bot: Bot, api: BotApi, chat: Room, clock: ManualClock
) -> None:
    sent = await bot.send_message(chat.id, "rolling out: 1/3", reply_markup=CANCEL)
    await clock.advance(seconds=2)

    edited = await bot.edit_message_text("rolling out: 2/3", chat_id=chat.id, message_id=sent.message_id)

    deed = api.record[-1]
    assert isinstance(deed, Edited)
    assert (deed.before.text, deed.after.text) == ("rolling out: 1/3", "rolling out: 2/3")
    assert chat.last.earlier == ("rolling out: 1/3",)
    assert chat.last.keyboard == ()
    assert not isinstance(edited, bool)
    assert edited.edit_date == int((BEGINNING + timedelta(seconds=2)).timestamp())


async def test_buttons_can_be_changed_alone(bot: Bot, chat: Room) -> None:
    sent = await bot.send_message(chat.id, "cancelled", reply_markup=CANCEL)

    await bot.edit_message_reply_markup(chat_id=chat.id, message_id=sent.message_id)

    assert (chat.last.text, chat.last.keyboard) == ("cancelled", ())


async def test_a_document_can_be_fetched_again(bot: Bot, chat: Room) -> None:
    log = BufferedInputFile(b"KeyError: 'DATABASE_URL'\n", "api-7d9f.log")

    sent = await bot.send_document(chat.id, log, caption="Logs of api", reply_markup=CANCEL)

    assert sent.document is not None
    fetched = await bot.download(sent.document.file_id)
    assert fetched is not None
    assert fetched.read() == b"KeyError: 'DATABASE_URL'\n"
    assert (sent.document.file_name, sent.caption) == ("api-7d9f.log", "Logs of api")
    again = await bot.send_document(chat.id, sent.document.file_id)
    assert again.document == sent.document


async def test_a_document_of_a_person_reaches_the_bot(bot: Bot, kevin: Person, chat: Room) -> None:
    kevin.send_document(chat, "feeds.opml", b"<opml/>", caption="my feeds")

    (update,) = await bot.get_updates()

    assert update.message is not None
    assert update.message.document is not None
    assert (update.message.caption, update.message.document.file_size) == ("my feeds", 7)


async def test_a_keyboard_can_ask_for_a_place(bot: Bot, chat: Room) -> None:
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Here", request_location=True)]])

    await bot.send_message(chat.id, "Where are you?", reply_markup=keyboard)

    assert chat.last.tray is not None
    assert chat.last.tray.keys[0][0].asks_location


async def test_marks_are_recorded_in_order(bot: Bot, api: BotApi, kevin: Person, chat: Room) -> None:
    said = kevin.say(chat, "hello")

    await bot.send_chat_action(chat.id, "typing")
    await bot.set_message_reaction(chat.id, said.id, [ReactionTypeEmoji(emoji="👀")])
    sent = await bot.send_message(chat.id, "pin me")
    await bot.pin_chat_message(chat.id, sent.message_id)
    await bot.delete_message(chat.id, sent.message_id)

    assert [type(deed) for deed in api.record] == [Acted, Reacted, Sent, Pinned, Deleted]
    assert chat.messages[0].reaction == "👀"
    assert chat.from_bot == ()


async def test_a_topic_is_addressed_by_its_thread(bot: Bot, api: BotApi, kevin: Person) -> None:
    forum = api.group("Ops", kevin, forum=True)
    topic = kevin.open_topic(forum, "Deployments")

    sent = await bot.send_message(forum.id, "in here", message_thread_id=topic)

    assert (sent.message_thread_id, sent.is_topic_message) == (topic, True)
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.forum_topic_created is not None
    assert sent.reply_to_message.forum_topic_created.name == "Deployments"
