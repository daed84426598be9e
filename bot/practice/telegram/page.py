"""placeholder"""

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from bot.practice.telegram.town import Town
from bot.practice.telegram.world import World

Control = tuple[str, Callable[[], Awaitable[None]]]


class Page:
    def __init__(self, world: World, town: Town, controls: Sequence[Control]) -> None:
        self.port = 0
        self.path = "/s/x/"

    def add_routes(self, app: web.Application) -> None: ...
    def close(self) -> None: ...
