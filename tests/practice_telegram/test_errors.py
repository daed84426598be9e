"""The table of refusals: which call meets which code and text."""

import io
import json
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramForbiddenError, TelegramMigrateToChat, TelegramRetryAfter

from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from domain.clock import ManualClock
from tests.practice_telegram.conftest import Caller, bot_of

NO_BUTTON_ACTION = {"inline_keyboard": [[{"text": "x"}]]}
LONG_DATA = {"inline_keyboard": [[{"text": "x", "callback_data": "ä" * 33}]]}
MANY_BUTTONS = {"inline_keyboard": [[{"text": "x", "callback_data": "1"}]] * 101}
BAD_LINK = {"inline_keyboard": [[{"text": "x", "url": "javascript:alert(1)"}]]}
LONG_COPY = {"inline_keyboard": [[{"text": "x", "copy_text": {"text": "y" * 257}}]]}
BAD_STYLE = {"inline_keyboard": [[{"text": "x", "callback_data": "1", "style": "loud"}]]}


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


SENDING: list[tuple[str, dict[str, Any], str]] = [
    ("no chat", {"chat_id": None}, "chat_id is empty"),
    ("an unknown chat", {"chat_id": 77}, "chat not found"),
    ("a name that is no chat", {"chat_id": "@somewhere"}, "chat not found"),
    ("no text", {"text": ""}, "message text is empty"),
    ("only white space", {"text": " \n "}, "message text is empty"),
    ("a long text", {"text": "ä" * 4097}, "message is too long"),
    ("a misspelt parameter", {"txt": "x"}, 'unknown parameter "txt"'),
    (
        "a flag that is none",
        {"disable_notification": "maybe"},
        'parameter "disable_notification" must be a boolean',
    ),
    ("a number that is none", {"message_thread_id": "x"}, 'parameter "message_thread_id" must be an integer'),
    ("broken JSON", {"entities": "[{"}, 'can\'t parse "entities" JSON object'),
    ("an object for a list", {"entities": {}}, 'can\'t parse "entities": expected an Array'),
    ("a thread in a private chat", {"message_thread_id": 5}, "message thread not found"),
    ("a reply to nothing", {"reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    (
        "an unknown reply field",
        {"reply_parameters": {"message": 9}},
        'unknown field "message" in "reply_parameters"',
    ),
    (
        "a quotation that was not said",
        {"reply_parameters": {"message_id": 1, "quote": "no"}},
        "QUOTE_TEXT_INVALID",
    ),
    (
        "a button without action",
        {"reply_markup": NO_BUTTON_ACTION},
        "text buttons are unallowed in the inline keyboard",
    ),
    ("66 bytes of data", {"reply_markup": LONG_DATA}, "BUTTON_DATA_INVALID"),
    ("101 buttons", {"reply_markup": MANY_BUTTONS}, "reply markup is too long"),
    (
        "a button with a script",
        {"reply_markup": BAD_LINK},
        "inline keyboard button URL 'javascript:alert(1)' is invalid: Wrong HTTP URL",
    ),
    ("too much to copy", {"reply_markup": LONG_COPY}, "BUTTON_COPY_TEXT_INVALID"),
    (
        "an unknown style",
        {"reply_markup": BAD_STYLE},
        "can't parse inline keyboard button: invalid button style specified",
    ),
    ("an unknown markup", {"reply_markup": {"buttons": []}}, "object expected as reply markup"),
    ("Markdown", {"parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
    (
        "a tag that is not closed",
        {"text": "<b>x", "parse_mode": "HTML"},
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    (
        "an unknown tag",
        {"text": "ä<x>", "parse_mode": "HTML"},
        'can\'t parse entities: Unsupported start tag "x" at byte offset 2',
    ),
    (
        "tags that cross",
        {"text": "<b><i>x</b></i>", "parse_mode": "HTML"},
        'can\'t parse entities: Unmatched end tag, expected "</i>", found "</b>" at byte offset 7',
    ),
    (
        "an entity behind the end",
        {"entities": [entity("bold", 5, 1)]},
        "entity begins after the end of the text at UTF-16 offset 5",
    ),
    (
        "an entity that is too long",
        {"entities": [entity("bold", 2, 9)]},
        "entity beginning at UTF-16 offset 2 ends after the end of the text at UTF-16 offset 11",
    ),
    (
        "half a character",
        {"text": "👁 x", "entities": [entity("bold", 1, 2)]},
        "entity begins in a middle of a UTF-16 symbol at UTF-16 offset 1",
    ),
    (
        "an empty entity",
        {"entities": [entity("bold", 0, 0)]},
        "can't parse entities: receive an entity with incorrect offset or length",
    ),
    (
        "an unknown entity",
        {"entities": [entity("loud", 0, 1)]},
        'can\'t parse MessageEntity: unsupported type "loud"',
    ),
    (
        "a link without address",
        {"entities": [entity("text_link", 0, 1)]},
        'can\'t parse MessageEntity: "text_link" needs "url"',
    ),
    (
        "a moment in a wrong format",
        {"entities": [entity("date_time", 0, 1, unix_time=1, date_time_format="Q")]},
        "can't parse MessageEntity: wrong date_time_format specified",
    ),
    (
        "entities that cross",
        {"entities": [entity("bold", 0, 3), entity("italic", 2, 3)]},
        "can't parse entities: entities cross at UTF-16 offset 2",
    ),
    (
        "bold code",
        {"entities": [entity("bold", 0, 5), entity("code", 1, 2)]},
        "can't parse entities: code can't be nested in bold",
    ),
    (
        "a quotation in a quotation",
        {"entities": [entity("blockquote", 0, 5), entity("expandable_blockquote", 1, 2)]},
        "can't parse entities: blockquotes can't be nested",
    ),
]


@pytest.mark.parametrize(
    ("changes", "text"), [case[1:] for case in SENDING], ids=[case[0] for case in SENDING]
)
async def test_a_wrong_message_is_refused_and_nothing_is_sent(
    call: Caller, api: BotApi, kevin: Person, chat: Room, *, changes: dict[str, Any], text: str
) -> None:
    kevin.say(chat, "hello")

    answer = await call("sendMessage", **({"chat_id": chat.id, "text": "hello"} | changes))

    assert (answer.status, answer.body["ok"], answer.body["error_code"]) == (400, False, 400)
    assert answer.description == f"Bad Request: {text}"
    assert api.record == ()


async def test_a_lost_reply_target_can_be_allowed(call: Caller, chat: Room) -> None:
    allowed = {"message_id": 99, "allow_sending_without_reply": True}

    answer = await call("sendMessage", chat_id=chat.id, text="x", reply_parameters=allowed)

    assert answer.status == 200
    assert chat.last.reply_to is None


STATES: list[tuple[str, Callable[[Person, Room], object], int, str]] = [
    ("blocked", lambda kevin, _: kevin.block(), 403, "Forbidden: bot was blocked by the user"),
    ("deactivated", lambda kevin, _: kevin.delete_account(), 403, "Forbidden: user is deactivated"),
    (
        "kicked",
        lambda kevin, group: kevin.remove_bot(group),
        403,
        "Forbidden: bot was kicked from the group chat",
    ),
    (
        "gone",
        lambda kevin, group: kevin.remove_bot(group, kick=False),
        403,
        "Forbidden: bot is not a member of the group chat",
    ),
    ("deleted", lambda _, group: group.delete(), 403, "Forbidden: the group chat was deleted"),
    (
        "upgraded",
        lambda kevin, group: kevin.migrate(group),
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
    ),
    (
        "muted",
        lambda _, group: group.restrict(),
        400,
        "Bad Request: not enough rights to send text messages to the chat",
    ),
]


@pytest.mark.parametrize(
    ("happens", "code", "text"), [case[1:] for case in STATES], ids=[case[0] for case in STATES]
)
async def test_a_chat_that_cannot_be_written_to_says_why(
    call: Caller,
    api: BotApi,
    kevin: Person,
    chat: Room,
    *,
    happens: Callable[[Person, Room], object],
    code: int,
    text: str,
) -> None:
    group = api.group("Ops", kevin)
    happens(kevin, group)
    place = chat if code == 403 and "user" in text else group

    answer = await call("sendMessage", chat_id=place.id, text="hello?")

    assert (answer.status, answer.description) == (code, text)


async def test_a_supergroup_is_named_as_one(call: Caller, api: BotApi, kevin: Person) -> None:
    group = api.group("Ops", kevin, supergroup=True)
    kevin.remove_bot(group)

    answer = await call("sendMessage", chat_id=group.id, text="hello?")

    assert answer.description == "Forbidden: bot was kicked from the supergroup chat"


async def test_nobody_is_written_to_who_never_wrote(call: Caller, api: BotApi) -> None:
    stranger = api.private_chat(api.person("Mallory"), started=False)

    answer = await call("sendMessage", chat_id=stranger.id, text="psst")

    assert answer.description == "Forbidden: bot can't initiate conversation with a user"


async def test_topics_that_are_closed_gone_or_general_are_refused(
    call: Caller, api: BotApi, kevin: Person
) -> None:
    forum = api.group("Ops", kevin, forum=True)
    closed, gone = kevin.open_topic(forum, "Old"), kevin.open_topic(forum, "Gone")
    forum.close_topic(closed)
    forum.delete_topic(gone)

    answers = [
        (await call("sendMessage", chat_id=forum.id, text="x", message_thread_id=thread)).description
        for thread in (closed, gone, 1)
    ]

    not_found = "Bad Request: message thread not found"
    assert answers == ["Bad Request: TOPIC_CLOSED", not_found, not_found]


EDITS: list[tuple[str, str, dict[str, Any], str]] = [
    ("nothing new", "editMessageText", {"text": "before"}, "message is not modified: specified new"),
    ("no such message", "editMessageText", {"message_id": 99, "text": "x"}, "message to edit not found"),
    ("a person's message", "editMessageText", {"message_id": 1, "text": "x"}, "message can't be edited"),
    ("too long", "editMessageText", {"text": "x" * 4097}, "MESSAGE_TOO_LONG"),
    ("empty", "editMessageText", {"text": ""}, "message text is empty"),
    (
        "a caption of a text",
        "editMessageCaption",
        {"caption": "x"},
        "there is no caption in the message to edit",
    ),
    (
        "a reply keyboard",
        "editMessageText",
        {"text": "x", "reply_markup": {"force_reply": True}},
        "inline keyboard",
    ),
    ("no such message to delete", "deleteMessage", {"message_id": 99}, "message to delete not found"),
    ("no such message to pin", "pinChatMessage", {"message_id": 99}, "message to pin not found"),
    ("no such message to mark", "setMessageReaction", {"message_id": 99}, "message to react not found"),
    (
        "a mark that is none",
        "setMessageReaction",
        {"reaction": [{"type": "emoji", "emoji": "x"}]},
        "REACTION_INVALID",
    ),
]


@pytest.mark.parametrize(
    ("method", "changes", "text"), [case[1:] for case in EDITS], ids=[case[0] for case in EDITS]
)
async def test_a_wrong_edit_is_refused_and_changes_nothing(
    call: Caller, kevin: Person, chat: Room, *, method: str, changes: dict[str, Any], text: str
) -> None:
    kevin.say(chat, "hello")
    await call("sendMessage", chat_id=chat.id, text="before")

    answer = await call(method, **({"chat_id": chat.id, "message_id": 2} | changes))

    assert (answer.status, answer.description[: len(text) + 13]) == (400, f"Bad Request: {text}")
    assert (chat.last.text, chat.last.earlier) == ("before", ())


async def test_a_document_has_no_text_to_edit(call: Caller, bot: Bot, chat: Room) -> None:
    from aiogram.types import BufferedInputFile

    await bot.send_document(chat.id, BufferedInputFile(b"x", "x.log"))

    answer = await call("editMessageText", chat_id=chat.id, message_id=1, text="x")

    assert answer.description == "Bad Request: there is no text in the message to edit"


async def test_old_messages_cannot_be_deleted(call: Caller, chat: Room, clock: ManualClock) -> None:
    await call("sendMessage", chat_id=chat.id, text="x")
    await clock.advance(seconds=48 * 3600 + 1)

    answer = await call("deleteMessage", chat_id=chat.id, message_id=1)

    assert answer.description == "Bad Request: message can't be deleted"


async def test_a_group_is_pinned_in_by_administrators_only(call: Caller, api: BotApi, kevin: Person) -> None:
    group = api.group("Ops", kevin)
    sent = await call("sendMessage", chat_id=group.id, text="x")

    answer = await call("pinChatMessage", chat_id=group.id, message_id=sent.body["result"]["message_id"])

    assert answer.description == "Bad Request: not enough rights to manage pinned messages in the chat"


OTHERS: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("no such method", "sendTelepathy", {}, 404, "Not Found: method not found"),
    (
        "an unknown query",
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    (
        "no such file",
        "getFile",
        {"file_id": "x"},
        400,
        "Bad Request: wrong file_id or the file is temporarily unavailable",
    ),
    (
        "an address for a file",
        "sendDocument",
        {"document": "https://example.org/x"},
        400,
        "Bad Request: wrong remote",
    ),
    ("no file", "sendDocument", {}, 400, "Bad Request: there is no document in the request"),
    (
        "a long caption",
        "sendDocument",
        {"caption": "x" * 1025},
        400,
        "Bad Request: message caption is too long",
    ),
    ("101 commands", "setMyCommands", {"commands": [{}] * 101}, 400, "Bad Request: BOT_COMMANDS_TOO_MUCH"),
    (
        "a command with a capital",
        "setMyCommands",
        {"commands": [{"command": "Watch", "description": "x"}]},
        400,
        "Bad Request: BOT_COMMAND_INVALID",
    ),
    (
        "an unknown scope",
        "setMyCommands",
        {"commands": [], "scope": {"type": "moon"}},
        400,
        "Bad Request: can't parse BotCommandScope: unsupported type specified",
    ),
    (
        "a long language",
        "getMyCommands",
        {"language_code": "de-AT"},
        400,
        "Bad Request: invalid language code specified",
    ),
    (
        "an unknown action",
        "sendChatAction",
        {"action": "sing"},
        400,
        "Bad Request: wrong parameter action in request",
    ),
    (
        "no leaders in private",
        "getChatAdministrators",
        {},
        400,
        "Bad Request: there are no administrators in the private chat",
    ),
]


@pytest.mark.parametrize(
    ("method", "values", "code", "text"), [case[1:] for case in OTHERS], ids=[case[0] for case in OTHERS]
)
async def test_other_methods_refuse_what_is_wrong(
    call: Caller, chat: Room, *, method: str, values: dict[str, Any], code: int, text: str
) -> None:
    in_chat = method in ("sendDocument", "sendChatAction", "getChatAdministrators")

    answer = await call(method, **(({"chat_id": chat.id} if in_chat else {}) | values))

    assert (answer.status, answer.description[: len(text)]) == (code, text)


@pytest.mark.parametrize(
    ("token", "text"),
    [("6000000001:wrong", "Unauthorized"), ("nonsense", "Unauthorized: invalid token specified")],
)
async def test_a_wrong_token_is_nobody(call: Caller, api: BotApi, token: str, text: str) -> None:
    async with call.http.get(f"{api.base_url}/bot{token}/getMe") as response:
        answer = await response.json()

    assert (response.status, answer["description"]) == (401, text)


async def test_calls_are_read_from_address_form_and_json_alike(call: Caller, api: BotApi, chat: Room) -> None:
    address = f"{api.base_url}/bot{api.token}/sendMESSAGE"
    markup = json.dumps({"inline_keyboard": [[{"text": "x", "callback_data": "1"}]]})

    async with call.http.get(address, params={"chat_id": str(chat.id), "text": "a"}) as one:
        first = await one.json()
    async with call.http.post(
        address, data={"chat_id": str(chat.id), "text": "b", "reply_markup": markup}
    ) as two:
        second = await two.json()
    async with call.http.post(address, data=b"{]", headers={"Content-Type": "application/json"}) as three:
        third = await three.json()

    assert (first["ok"], second["ok"], third["ok"]) == (True, True, False)
    assert third["description"] == "Bad Request: can't parse JSON object in the request body"
    assert [message.text for message in chat.messages] == ["a", "b"]


async def test_an_upload_above_fifty_megabytes_is_refused(call: Caller, api: BotApi, chat: Room) -> None:
    form = aiohttp.FormData()
    form.add_field("chat_id", str(chat.id))
    form.add_field("document", io.BytesIO(b"\0" * (50 * 1024 * 1024 + 1)), filename="big.log")

    async with call.http.post(f"{api.base_url}/bot{api.token}/sendDocument", data=form) as response:
        answer = await response.json()

    assert (response.status, answer["description"]) == (413, "Request Entity Too Large")


async def test_a_file_above_twenty_megabytes_cannot_be_fetched(
    call: Caller, kevin: Person, chat: Room
) -> None:
    said = kevin.send_document(chat, "big.log", b"\0" * (20 * 1024 * 1024 + 1))
    assert said.document is not None

    answer = await call("getFile", file_id=said.document.file_id)

    assert answer.description == "Bad Request: file is too big"


async def test_aiogram_reads_the_refusals_as_its_own_exceptions(bot: Bot, api: BotApi, kevin: Person) -> None:
    group = api.group("Ops", kevin)
    large = kevin.migrate(group)

    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.send_message(group.id, "x")
    kevin.remove_bot(large)
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(large.id, "x")

    assert moved.value.migrate_to_chat_id == large.id


async def test_a_burst_in_one_chat_is_slowed_down(clock: ManualClock) -> None:
    async with BotApi(clock) as api, bot_of(api) as bot:
        chat = api.private_chat(api.person("Kevin"))
        for number in range(3):
            await bot.send_message(chat.id, f"message {number}")

        with pytest.raises(TelegramRetryAfter) as refusal:
            await bot.send_message(chat.id, "one too many")
        await clock.advance(seconds=refusal.value.retry_after)
        await bot.send_message(chat.id, "in time")

    assert refusal.value.retry_after == 1
    assert chat.last.text == "in time"


async def test_a_group_takes_twenty_a_minute_and_edits_count(clock: ManualClock) -> None:
    async with BotApi(clock) as api, bot_of(api) as bot:
        group = api.group("Ops", api.person("Kevin"))
        sent = await bot.send_message(group.id, "0")
        for number in range(1, 20):
            await clock.advance(seconds=1)
            await bot.edit_message_text(str(number), chat_id=group.id, message_id=sent.message_id)
        await clock.advance(seconds=1)

        with pytest.raises(TelegramRetryAfter) as refusal:
            await bot.edit_message_text("20", chat_id=group.id, message_id=sent.message_id)

    assert refusal.value.retry_after == 40


async def test_thirty_a_second_is_the_limit_over_all(clock: ManualClock) -> None:
    async with BotApi(clock) as api, aiohttp.ClientSession() as http:
        call = Caller(api, http)
        chats = [api.private_chat(api.person(f"Person{number}")) for number in range(31)]

        answers = [await call("sendMessage", chat_id=chat.id, text="x") for chat in chats]

    assert [answer.status for answer in answers] == [200] * 30 + [429]
    assert answers[-1].body["parameters"] == {"retry_after": 1}
    assert answers[-1].headers["Retry-After"] == "1"
