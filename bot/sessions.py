"""aiogram's HTTP session with what production needs: poison updates do not wedge it, its health is known.

One update that this version cannot read makes a whole `getUpdates` raise, its offset never moves, and the
bot is deaf for 24 hours (telegram.md 2; aiogram #1587, #1840). Here such updates become empty ones.
"""

from typing import Any, cast

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Update
from pydantic import ValidationError

log = structlog.get_logger(__name__)


class SalvageUpdates(BaseRequestMiddleware):
    """Replaces the updates that cannot be read by empty ones with the same number."""

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make the request; only `getUpdates` is ever salvaged."""
        try:
            return await make_request(bot, method)
        except ClientDecodeError as error:
            if not isinstance(method, GetUpdates) or not isinstance(error.data, dict):
                raise
            # What goes through here is the result itself, whatever the type says (aiogram 3.31).
            return cast(
                "Response[TelegramType]", [_readable(bot, raw) for raw in error.data.get("result", ())]
            )


def build_bot(*, token: str, api_base: str) -> Bot:
    """Return the bot on its own HTTP session, plain text by default.

    A deleted command must not swallow its answer, hence `allow_sending_without_reply`.
    """
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_base))
    session.middleware(SalvageUpdates())
    return Bot(token, session=session, default=DefaultBotProperties(allow_sending_without_reply=True))


def _readable(bot: Bot, raw: dict[str, Any]) -> Update:
    try:
        return Update.model_validate(raw, context={"bot": bot})
    except ValidationError as error:
        log.warning(
            "an update could not be read and is passed over", update=raw.get("update_id"), reason=str(error)
        )
        return Update(update_id=raw["update_id"])
