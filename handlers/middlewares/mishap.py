"""What becomes of errors: a `UserError` is explained, anything else is our fault and is said so.

Either way what the handler wrote is undone by a savepoint, while the update itself counts as seen: an update
that fails for ever must not come again for ever.
"""

from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from domain.errors import UserError
from domain.report import Report, Severity
from handlers.middlewares.transaction import Handler
from handlers.turn import Turn
from messages import sentences
from storage.faults import is_out_of_order

log = structlog.get_logger(__name__)


class Mishap(BaseMiddleware):
    """Undoes a failed handler and answers in its place."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Carry out what is inside, or explain why not."""
        turn: Turn = data["turn"]
        try:
            async with turn.tx.savepoint():
                return await handler(event, data)
        except UserError as error:
            await _explain(turn, error)
        except Exception as error:
            if is_out_of_order(error):
                raise  # the whole transaction is gone; `OneTransaction` tries again
            log.exception("an update failed and changed nothing", update=turn.key, chat=turn.chat.id)
            await turn.warn("handlers.our-fault")
        return None


async def _explain(turn: Turn, error: UserError) -> None:
    spans = sentences.explain(turn.language, error)
    if turn.toast.wanted:
        turn.toast.text = "".join(span.text for span in spans)
        return
    await turn.answer(Report(spans=spans, severity=Severity.WARNING))
