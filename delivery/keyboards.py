"""Actions become buttons under a message.

A button that cannot be made (a fault of ours) is left out and logged: the words of a verdict are worth more
than its buttons.
"""

import structlog
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.buttons import pack
from domain.report import Action

log = structlog.get_logger(__name__)

#: Telegram's limits: buttons in a row, and under a message.
ROW_LENGTH = 8
MOST_BUTTONS = 100

#: Labels are cut by the clients anyway, and much earlier.
LABEL_LENGTH = 64

#: (label, callback data), row by row: how buttons are stored with their message.
Buttons = tuple[tuple[tuple[str, str], ...], ...]


def buttons(actions: tuple[tuple[Action, ...], ...]) -> Buttons:
    """Return the buttons of a report; rows that are too long are broken, what is too many is left out."""
    rows: list[tuple[tuple[str, str], ...]] = []
    left = MOST_BUTTONS
    for actions_of_row in actions:
        row = tuple(made for action in actions_of_row if (made := _button(action)) is not None)[:left]
        left -= len(row)
        rows.extend(row[start : start + ROW_LENGTH] for start in range(0, len(row), ROW_LENGTH))
    return tuple(rows)


def keyboard(rows: Buttons) -> InlineKeyboardMarkup | None:
    """Return the buttons as Telegram's keyboard; None when there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in rows
        ]
    )


def _button(action: Action) -> tuple[str, str] | None:
    label = action.label.strip()[:LABEL_LENGTH]
    try:
        data = pack(action.word, action.job, action.argument)
    except ValueError:
        log.exception("a button cannot be made", word=action.word, job=action.job)
        return None
    return (label, data) if label else None
