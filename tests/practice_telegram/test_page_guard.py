"""The chat page answers only who knows its secret, from its own address."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from domain.clock import ManualClock
from messages import sentences
from tests.practice_telegram.conftest import Caller


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def event_of_kind(stream: aiohttp.ClientResponse, kind: str) -> dict[str, Any]:
    async for line in stream.content:
        if line.startswith(b"data: "):
            event: dict[str, Any] = json.loads(line[6:])
            if event["kind"] == kind:
                return event
    raise AssertionError(f"the stream ended without {kind}")


async def test_the_page_comes_with_headers_that_let_nothing_in(
    api: BotApi, http: aiohttp.ClientSession
) -> None:
    async with http.get(api.page_url) as response:
        page = await response.text()

    assert response.status == 200
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "http://" not in page
    assert "https://" not in page


@pytest.mark.parametrize(
    "path", ["page.css", "page.js", "words.js", "bubbles.js", "overlays.js", "icon.svg", "state"]
)
async def test_all_parts_of_the_page_are_there(api: BotApi, http: aiohttp.ClientSession, path: str) -> None:
    async with http.get(api.page_url + path) as response:
        body = await response.read()

    assert response.status == 200
    assert len(body) > 100


@pytest.mark.parametrize("path", ["", "state", "events", "document", "page.js"])
async def test_a_wrong_secret_finds_nothing(api: BotApi, http: aiohttp.ClientSession, path: str) -> None:
    async with http.get(f"{api.base_url}/s/wrong/{path}") as response:
        assert response.status == 404


async def test_the_secret_is_another_one_for_each_run(clock: ManualClock) -> None:
    async with BotApi(clock) as one, BotApi(clock) as two:
        assert one.page_url.partition("/s/")[2] != two.page_url.partition("/s/")[2]
        assert one.token != two.token


@pytest.mark.parametrize("host", ["nightjar.example.org", "127.0.0.1", "127.0.0.1:1", "169.254.1.1:80"])
async def test_a_rebound_name_is_misdirected(api: BotApi, http: aiohttp.ClientSession, host: str) -> None:
    async with http.get(api.page_url + "state", headers={"Host": host}) as response:
        assert response.status == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_foreign_page_is_forbidden_to_act(
    api: BotApi, http: aiohttp.ClientSession, chat: Room, headers: dict[str, str]
) -> None:
    wish = {"seat": f"{chat.id}:{chat.id}", "text": "said by a stranger"}

    async with http.post(api.page_url + "say", json=wish, headers=headers) as response:
        assert response.status == 403

    assert chat.messages == ()


async def test_a_person_acts_through_the_page(
    api: BotApi, http: aiohttp.ClientSession, kevin: Person, chat: Room
) -> None:
    seat = {"seat": f"{kevin.id}:{chat.id}"}

    await http.post(api.page_url + "say", json=seat | {"text": "hello"})
    await http.post(api.page_url + "edit", json=seat | {"message": 1, "text": "hello there"})
    await http.post(api.page_url + "place", json=seat | {"latitude": 52.52, "longitude": 13.4, "reply_to": 1})

    assert [message.text for message in chat.messages] == ["hello there", ""]
    assert (chat.messages[1].location, chat.messages[1].reply_to) == ((52.52, 13.4), 1)


@pytest.mark.parametrize("wish", [{}, {"seat": "1:2"}, {"text": "x" * 5000}, {"text": ""}])
async def test_what_cannot_be_done_is_refused_with_a_reason(
    api: BotApi, http: aiohttp.ClientSession, chat: Room, wish: dict[str, str]
) -> None:
    seat = {} if "seat" in wish else {"seat": f"{chat.id}:{chat.id}"}

    async with http.post(api.page_url + "say", json=seat | wish) as response:
        assert response.status == 422

    assert chat.messages == ()


async def test_events_are_streamed_from_where_the_page_stands(
    api: BotApi, http: aiohttp.ClientSession, kevin: Person, chat: Room
) -> None:
    kevin.say(chat, "before")

    async with http.get(api.page_url + "events", params={"after": "1"}) as stream:
        kevin.say(chat, "after")
        event = await event_of_kind(stream, "message")

    assert event["message"]["text"] == "after"
    assert event["message"]["rings"] is False


async def test_a_control_begins_what_it_says(clock: ManualClock, http: aiohttp.ClientSession) -> None:
    begun: list[str] = []

    async def begin() -> None:
        begun.append("worker")
        api.world.journal.announce()

    async with BotApi(clock, controls=[("worker crashes", begin)]) as api:
        person = api.person("Kevin")
        seat = {"seat": f"{api.private_chat(person).id}:{person.id}"}
        async with http.post(api.page_url + "control", json=seat | {"name": "worker crashes"}) as known:
            await api.wait_for(lambda: begun or None)
        async with http.post(api.page_url + "control", json=seat | {"name": "something else"}) as unknown:
            pass

    assert (known.status, unknown.status, begun) == (200, 422, ["worker"])


async def test_the_page_speaks_the_language_of_the_browser(api: BotApi, http: aiohttp.ClientSession) -> None:
    async with http.get(api.page_url + "state", headers={"Accept-Language": "de-AT,en;q=0.5"}) as response:
        state = await response.json()

    assert state["language"] == "de"
    assert state["texts"]["banner"] == sentences.text("de", "page.banner")


async def test_every_sentence_of_the_page_is_there_in_both_languages() -> None:
    from importlib import resources
    from re import findall

    folder = resources.files("bot.practice.telegram") / "static"
    scripts = [
        (folder / name).read_text("utf-8")
        for name in ("page.js", "bubbles.js", "overlays.js", "words.js", "page.html")
    ]
    used = {key for script in scripts for key in findall(r"""(?:\bt\(|data-text=)["']([\w-]+)["']""", script)}
    kept = {key.removeprefix("page.") for key in sentences.keys("page.")}

    assert used <= kept
    assert all(sentences.template("de", f"page.{key}") for key in kept)


async def test_the_page_never_turns_text_into_markup() -> None:
    from importlib import resources

    folder = resources.files("bot.practice.telegram") / "static"
    scripts = "".join(
        (folder / name).read_text("utf-8") for name in ("page.js", "bubbles.js", "overlays.js", "words.js")
    )

    for way in (".innerHTML", "outerHTML", "insertAdjacentHTML", "document.write(", "eval("):
        assert way not in scripts


async def seat_of(api: BotApi, http: aiohttp.ClientSession, name: str) -> dict[str, Any]:
    async with http.get(api.page_url + "state") as response:
        state = await response.json()
    found: dict[str, Any] = next(seat for seat in state["seats"] if seat["id"] == name)
    return found


async def test_a_person_blocks_the_bot_and_takes_it_back(
    api: BotApi, call: Caller, http: aiohttp.ClientSession, kevin: Person, chat: Room
) -> None:
    seat = {"seat": f"{kevin.id}:{chat.id}"}
    kevin.say(chat, "hello")

    async with http.get(api.page_url + "events", params={"after": "1"}) as stream:
        async with http.post(api.page_url + "block", json=seat) as blocked:
            pass
        told = await event_of_kind(stream, "seats")
    refused = await call("sendMessage", chat_id=chat.id, text="are you there?")
    async with http.post(api.page_url + "say", json=seat | {"text": "no"}) as unheard:
        pass
    shown = await seat_of(api, http, seat["seat"])
    await http.post(api.page_url + "unblock", json=seat)
    sent = await call("sendMessage", chat_id=chat.id, text="welcome back")

    assert (blocked.status, told["chat"], shown["blocked"]) == (200, chat.id, True)
    assert refused.body["description"] == "Forbidden: bot was blocked by the user"
    assert (unheard.status, sent.status) == (422, 200)
    assert not (await seat_of(api, http, seat["seat"]))["blocked"]
    assert [message.text for message in chat.messages] == ["hello", "welcome back"]


async def test_who_blocks_twice_has_blocked_once(
    api: BotApi, http: aiohttp.ClientSession, kevin: Person, chat: Room
) -> None:
    seat = {"seat": f"{kevin.id}:{chat.id}"}

    for path in ("unblock", "block", "block"):
        async with http.post(api.page_url + path, json=seat) as response:
            assert response.status == 200

    assert len(api.world.journal) == 1


async def test_a_group_is_nothing_to_block_the_bot_in(
    api: BotApi, http: aiohttp.ClientSession, kevin: Person
) -> None:
    group = api.group("Ops", kevin)
    seat = f"{kevin.id}:{group.id}"

    async with http.post(api.page_url + "block", json={"seat": seat}) as response:
        answer = await response.json()

    assert (response.status, answer["error"]) == (422, "only a private chat can be blocked")
    assert not (await seat_of(api, http, seat))["blocked"]
