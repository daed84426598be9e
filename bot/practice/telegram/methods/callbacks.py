"""answerCallbackQuery: the short word after a button was pressed."""

from bot.practice.telegram.arguments import Arguments
from bot.practice.telegram.errors import bad_request
from bot.practice.telegram.journal import Answered
from bot.practice.telegram.methods.method import method
from bot.practice.telegram.world import World

TEXT_LIMIT = 200


def answer_callback_query(world: World, arguments: Arguments) -> bool:
    """Answer a pressed button, once, while it is fresh."""
    text = arguments.text("text")
    if len(text) > TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.settle(arguments.text("callback_query_id"))
    world.journal.write(
        Answered(
            at=world.clock.now(),
            chat_id=query.chat_id,
            query_id=query.id,
            person=query.person,
            text=text,
            alert=arguments.flag("show_alert"),
        )
    )
    return True


METHODS = (
    method(
        "answerCallbackQuery",
        answer_callback_query,
        "callback_query_id",
        "text",
        "show_alert",
        "url",
        "cache_time",
    ),
)
