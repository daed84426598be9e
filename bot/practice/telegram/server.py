"""The practice Telegram as a server on loopback: Bot API, files and chat page on one port.

It binds 127.0.0.1 and nothing else, and opens no connection itself. Whoever knows the token is the bot;
whoever knows the page's address is all the people.
"""

import asyncio
import inspect
import re
import secrets
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from bot.practice.telegram import errors, methods, wire
from bot.practice.telegram.arguments import Arguments
from bot.practice.telegram.errors import ApiError
from bot.practice.telegram.faults import BadGateway, Delay, Drop, Fault, Faults, Hang, Hollow, Refuse
from bot.practice.telegram.journal import BotDeed, Deed
from bot.practice.telegram.page import Control, Page
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.town import Town
from bot.practice.telegram.values import Account
from bot.practice.telegram.world import World
from domain.clock import Clock

T = TypeVar("T")

BOT_ID = 6_000_000_001

_BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


class BotApi:
    """A Telegram of our own, for one bot; an asynchronous context manager.

    Args:
        clock: Gives the dates of all messages and the age of pressed buttons.
        token: What the bot is known by; a random one when none is given.
        limits: Whether Telegram's limits of pace apply (429).
        port: 0 for any free one.
        controls: What the chat page offers to happen in the cluster.
        query_life_s: How long a pressed button may be answered, in seconds of the clock.
        username: The bot's.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        token: str = "",
        limits: bool = True,
        port: int = 0,
        controls: Sequence[Control] = (),
        query_life_s: float = 15.0,
        username: str = "nightjar_practice_bot",
    ) -> None:
        self.token = token or f"{BOT_ID}:{secrets.token_hex(17)}x"
        me = Account(
            id=int(self.token.partition(":")[0]), first_name="Nightjar", username=username, is_bot=True
        )
        self.world = World(clock, me=me, limits=limits, query_life_s=query_life_s)
        self.faults = Faults()
        self.town = Town(self.world)
        self.page = Page(self.world, self.town, controls)
        self._port = port
        self._runner: web.AppRunner | None = None
        self._closing = asyncio.Event()

    # --- as a server

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=wire.REQUEST_LIMIT)
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._answer)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._send_file)
        self.page.add_routes(app)
        # A caller that hangs up ends its poll; what was applied stays applied, because applying never waits.
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.page.listen_on(self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        await self.page.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """What `TELEGRAM_API_BASE` is to be set to."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def page_url(self) -> str:
        """The address of the chat page, which holds the secret of this run."""
        return f"{self.base_url}{self.page.path}"

    # --- as a world

    def person(self, first_name: str, **fields: Any) -> Person:
        """Return a new person; `fields` are those of `Account`."""
        return self.town.person(first_name, **fields)

    def private_chat(self, person: Person, *, started: bool = True) -> Room:
        """Return the chat of a person with the bot; one not `started` may not be written to."""
        return self.town.private_chat(person, started=started)

    def group(self, title: str, *people: Person, supergroup: bool = False, forum: bool = False) -> Room:
        """Return a new group that the bot is in; the first person founded it."""
        return self.town.group(title, *people, supergroup=supergroup, forum=forum)

    @property
    def record(self) -> tuple[BotDeed, ...]:
        """Everything that the bot did, in order."""
        return tuple(deed for deed in self.world.journal.deeds if isinstance(deed, BotDeed))

    @property
    def deeds(self) -> tuple[Deed, ...]:
        """Everything that anybody did, in order."""
        return self.world.journal.deeds

    @property
    def is_polled(self) -> bool:
        """Whether a bot waits for updates at this moment."""
        return self.world.polls.open > 0

    async def wait_for(self, look: Callable[[], T | None], seconds: float = 5.0) -> T:
        """Return what `look` finds, looking again after everything that happens.

        Raises:
            TimeoutError: It found nothing in so many real seconds.
        """
        return await self.world.journal.wait_for(look, seconds=seconds)

    def poison(self, content: dict[str, Any] | None = None) -> None:
        """Queue an update that no library can read, as a message of a newer Bot API is."""
        self.world.updates.force(
            "message", content or {"message_id": "not a number", "chat": None}, now=self.world.clock.now()
        )
        self.world.journal.announce()

    # --- requests

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request.match_info["token"])
            arguments = await wire.read_arguments(request)
            name = request.match_info["method"]
            fault = self.faults.take(name, chat_id=_chat_id(arguments))
            await self._before(request, fault)
            result = await self._apply(name, arguments)
        except ApiError as error:
            return wire.refuse(error)
        except _BrokenError as broken:
            return broken.response
        return await self._after(request, fault, wire.succeed(result))

    def _check_token(self, token: str) -> None:
        if not re.fullmatch(r"\d{1,20}:[\w-]{3,}", token):
            raise errors.malformed_token()
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            raise errors.unauthorized()

    async def _apply(self, name: str, arguments: Arguments) -> Any:
        method = methods.BY_NAME.get(name.lower())
        if method is None:
            raise errors.method_not_found()
        arguments.refuse_others_than(method.parameters)
        result = method.act(self.world, arguments)
        return await result if inspect.isawaitable(result) else result

    async def _before(self, request: web.Request, fault: Fault | None) -> None:
        match fault:
            case Refuse():
                raise fault.error()
            case BadGateway():
                raise _BrokenError(web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html"))
            case Hollow():
                raise _BrokenError(wire.succeed(result=True))
            case Drop(applied=False):
                raise _BrokenError(_hang_up(request))
            case Hang(applied=False):
                await self._closing.wait()
                raise _BrokenError(_hang_up(request))
            case Delay():
                await asyncio.sleep(fault.seconds)

    async def _after(
        self, request: web.Request, fault: Fault | None, response: web.Response
    ) -> web.StreamResponse:
        match fault:
            case Drop(applied=True):
                return _hang_up(request)
            case Hang(applied=True):
                await self._closing.wait()
                return _hang_up(request)
        return response

    async def _send_file(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request.match_info["token"])
        except ApiError as error:
            return wire.refuse(error)
        content = self.world.files.at_path(request.match_info["path"])
        if content is None:
            return wire.refuse(ApiError(404, "Not Found"))
        return web.Response(body=content, content_type="application/octet-stream")


class _BrokenError(Exception):
    """Ends a request with something that is no answer of the Bot API."""

    def __init__(self, response: web.StreamResponse) -> None:
        super().__init__()
        self.response = response


def _hang_up(request: web.Request) -> web.Response:
    """Break the connection; the response returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def _chat_id(arguments: Arguments) -> int | None:
    named = arguments.text("chat_id")
    return int(named) if named.removeprefix("-").isdigit() else None
