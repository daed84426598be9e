"""The chat page: what a browser needs to play all the people of the practice Telegram.

Static files without anything from outside, a snapshot, a stream of events, and one request for each thing
that a person can do. `page_guard` decides who may ask.
"""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Sequence
from importlib import resources
from typing import Any

from aiohttp import web

from bot.practice.telegram.chats import Chat
from bot.practice.telegram.page_guard import HEADERS, Guard
from bot.practice.telegram.page_views import chat_views, deed_view, seat_views
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.town import Town
from bot.practice.telegram.values import Message
from bot.practice.telegram.world import World
from messages import sentences
from telemetry.nursery import Nursery

#: Something that can be made to happen in the cluster: what the button says, and what it does.
Control = tuple[str, Callable[[], Awaitable[None]]]

#: Real seconds between two readings of the practice clock on the page.
TICK_S = 1.0

#: More of a document than this is not shown; it can still be saved.
VIEWER_LIMIT = 2_000_000

_FILES = {
    "": ("page.html", "text/html"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
    "page.css": ("page.css", "text/css"),
    "page.js": ("page.js", "text/javascript"),
    "bubbles.js": ("bubbles.js", "text/javascript"),
    "overlays.js": ("overlays.js", "text/javascript"),
    "words.js": ("words.js", "text/javascript"),
}


class Page:
    """Serves the chat page.

    Args:
        world: What is shown.
        town: Who can be played.
        controls: What the page offers to happen in the cluster.
    """

    def __init__(self, world: World, town: Town, controls: Sequence[Control]) -> None:
        self._world = world
        self._town = town
        self._controls = tuple(controls)
        self._secret = secrets.token_urlsafe(24)
        self._guard = Guard(self._secret)
        self._nursery = Nursery()
        self._closing = False

    @property
    def path(self) -> str:
        """The page's path, which holds the secret."""
        return f"/s/{self._secret}/"

    @property
    def controls(self) -> tuple[Control, ...]:
        """What can be made to happen in the cluster."""
        return self._controls

    def offer(self, controls: Sequence[Control]) -> None:
        """Offer these controls from now on: a cluster may be there later than the page."""
        self._controls = tuple(controls)

    def listen_on(self, port: int) -> None:
        """Learn the port that the page is served on."""
        self._guard.port = port

    def add_routes(self, app: web.Application) -> None:
        """Add all that the page needs to the application."""
        posts = {
            "say": self._say,
            "edit": self._edit,
            "press": self._press,
            "place": self._place,
            "block": self._block,
            "unblock": self._unblock,
            "control": self._control,
        }
        for name in _FILES:
            app.router.add_get(f"/s/{{secret}}/{name}", self._guard.around(self._file))
        app.router.add_get("/s/{secret}/state", self._guard.around(self._state))
        app.router.add_get("/s/{secret}/events", self._guard.around(self._events))
        app.router.add_get("/s/{secret}/document", self._guard.around(self._document))
        for name, act in posts.items():
            app.router.add_post(f"/s/{{secret}}/{name}", self._guard.around(_acting(act)))

    async def close(self) -> None:
        """End all streams and what the controls began."""
        self._closing = True
        self._world.journal.announce()
        await self._nursery.close()

    # --- what is read

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name, content_type = _FILES[request.path.rpartition("/")[2]]
        content = (resources.files("bot.practice.telegram") / "static" / name).read_text("utf-8")
        return web.Response(text=content, content_type=content_type, charset="utf-8")

    async def _state(self, request: web.Request) -> web.StreamResponse:
        accepted = request.headers.get("Accept-Language", "")
        language = sentences.known_language(request.query.get("lang") or accepted.split(",")[0])
        return _json(
            {
                "seq": len(self._world.journal),
                "now": self._world.clock.now().isoformat(),
                "language": language,
                "texts": page_texts(language),
                "bot": {"id": self._world.me.id, "name": self._world.me.name},
                "seats": seat_views(self._world, self._town),
                "chats": chat_views(self._world, self._town),
                "controls": [label for label, _ in self._controls],
            }
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        position = int(request.headers.get("Last-Event-ID") or request.query.get("after") or 0)
        stream = web.StreamResponse(headers=HEADERS | {"Content-Type": "text/event-stream"})
        await stream.prepare(request)
        while not self._closing:
            for deed in self._world.journal.since(position):
                position += 1
                await stream.write(_event(position, deed_view(self._world, deed)))
            await stream.write(_event(position, {"kind": "tick", "at": self._world.clock.now().isoformat()}))
            await self._news_or_tick(position)
        return stream

    async def _news_or_tick(self, position: int) -> None:
        try:
            async with asyncio.timeout(TICK_S):
                while len(self._world.journal) == position and not self._closing:
                    await self._world.journal.changed()
        except TimeoutError:
            return

    async def _document(self, request: web.Request) -> web.StreamResponse:
        chat = self._world.chats.get(int(request.query.get("chat", "0")))
        message = chat.messages.get(int(request.query.get("message", "0"))) if chat else None
        if message is None or message.document is None:
            return web.Response(status=404)
        document, content = self._world.files.find(message.document.file_id)
        shown = content[:VIEWER_LIMIT].decode("utf-8", "replace")
        return _json({"name": document.name, "size": document.size, "text": shown})

    # --- what people do

    async def _say(self, wish: dict[str, Any]) -> None:
        person, room = self._seat(wish)
        person.say(room, str(wish["text"]), reply_to=wish.get("reply_to"), thread=wish.get("thread"))

    async def _edit(self, wish: dict[str, Any]) -> None:
        person, room = self._seat(wish)
        person.edit(_message(room.chat, wish), str(wish["text"]))

    async def _press(self, wish: dict[str, Any]) -> None:
        person, room = self._seat(wish)
        person.send_callback(_message(room.chat, wish), str(wish["data"]), label=str(wish.get("label", "")))

    async def _place(self, wish: dict[str, Any]) -> None:
        person, room = self._seat(wish)
        place = float(wish["latitude"]), float(wish["longitude"])
        person.send_location(room, *place, reply_to=wish.get("reply_to"), thread=wish.get("thread"))

    async def _block(self, wish: dict[str, Any]) -> None:
        person, room = self._private_seat(wish)
        if not room.chat.is_blocked:
            person.block()

    async def _unblock(self, wish: dict[str, Any]) -> None:
        person, room = self._private_seat(wish)
        if room.chat.is_blocked:
            person.unblock()

    async def _control(self, wish: dict[str, Any]) -> None:
        act = next((act for label, act in self._controls if label == wish["name"]), None)
        if act is None:
            raise LookupError(wish["name"])
        self._nursery.start(_run(act), name=f"control {wish['name']}")

    def _private_seat(self, wish: dict[str, Any]) -> tuple[Person, Room]:
        person, room = self._seat(wish)
        if room.chat.is_group:
            raise ValueError("only a private chat can be blocked")
        return person, room

    def _seat(self, wish: dict[str, Any]) -> tuple[Person, Room]:
        person_id, _, chat_id = str(wish["seat"]).partition(":")
        return self._town.resident(int(person_id)), Room(self._world, self._world.chats[int(chat_id)])


def page_texts(language: str) -> dict[str, str]:
    """Return the sentences of the page by their names, with their gaps open."""
    return {key.removeprefix("page."): sentences.template(language, key) for key in sentences.keys("page.")}


def _acting(
    act: Callable[[dict[str, Any]], Awaitable[None]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return the handler of something that a person does; what cannot be done is refused with its reason."""

    async def handle(request: web.Request) -> web.Response:
        try:
            await act(await request.json())
        except (LookupError, ValueError, TypeError) as error:
            return _json({"error": str(error)}, status=422)
        return _json({})

    return handle


def _message(chat: Chat, wish: dict[str, Any]) -> Message:
    return chat.messages[int(wish["message"])]


async def _run(act: Callable[[], Awaitable[None]]) -> None:
    await act()


def _json(value: dict[str, Any], *, status: int = 200) -> web.Response:
    return web.json_response(value, status=status, dumps=lambda it: json.dumps(it, ensure_ascii=False))


def _event(position: int, value: dict[str, Any]) -> bytes:
    return f"id: {position}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n".encode()
