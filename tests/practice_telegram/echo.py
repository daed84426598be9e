"""A small bot made with aiogram, for tests of what people see: it repeats, rings, edits and sends files."""

from aiogram import Bot, Dispatcher, F
from aiogram.filters import Command
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)
from aiogram.utils.formatting import Bold, ExpandableBlockQuote, Text

LOG = "".join(f"line {number}: <b>not bold</b>\n" for number in range(40))

BUTTONS = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Logs", callback_data="logs:1"),
            InlineKeyboardButton(text="Refresh", callback_data="refresh:1"),
        ]
    ]
)


def dispatcher() -> Dispatcher:
    """Return a dispatcher with the bot's handlers."""
    echo = Dispatcher()

    @echo.message(Command("fail"))
    async def fail(message: Message) -> None:
        verdict = Text("❌ ", Bold("worker"), " <i>failed</i>\n", ExpandableBlockQuote(LOG))
        await message.reply(**verdict.as_kwargs(), reply_markup=BUTTONS)

    @echo.message(Command("quiet"))
    async def quiet(message: Message) -> None:
        await message.answer("psst", disable_notification=True)

    @echo.message(F.location)
    async def place(message: Message) -> None:
        assert message.location is not None
        await message.answer(f"You are at {message.location.latitude}")

    @echo.message(F.text)
    async def repeat(message: Message) -> None:
        if message.text != "thanks":
            await message.answer(f"you said {message.text}")

    @echo.edited_message(F.text)
    async def correct(message: Message) -> None:
        await message.answer(f"now you say {message.text}")

    @echo.callback_query(F.data == "logs:1")
    async def logs(query: CallbackQuery) -> None:
        await query.answer("Here they come")
        assert isinstance(query.message, Message)
        await query.message.answer_document(BufferedInputFile(LOG.encode(), "worker.log"), caption="The log")

    @echo.callback_query(F.data == "refresh:1")
    async def refresh(query: CallbackQuery) -> None:
        await query.answer()
        assert isinstance(query.message, Message)
        await query.message.edit_text("✅ worker recovered")

    return echo


async def run_echo(bot: Bot) -> None:
    """Poll until cancelled."""
    await dispatcher().start_polling(bot, handle_signals=False, polling_timeout=20, close_bot_session=False)
