"""What travels in a button: a word that the handlers know, a job, an argument; packed into 64 bytes.

Telegram limits callback data to 64 bytes, so names never travel, only ids. The prefix carries a version: a
button that an older version drew, years ago, is recognised as stale instead of being misread.
"""

from typing import NamedTuple

#: Raised when the order or the number of fields changes; older buttons are then answered politely.
PREFIX = "j1"

#: Telegram's limit.
MOST_BYTES = 64

_SEPARATOR = ":"

#: Digits of a row's number: any number of so many fits into SQLite's 64 bits.
_MOST_DIGITS = 18


class Press(NamedTuple):
    """What a pressed button says."""

    word: str
    job: str
    argument: str


def pack(word: str, job: str = "", argument: str = "") -> str:
    """Return the callback data of a button.

    Raises:
        ValueError: A part holds a colon, or all together are too long: a fault of ours.
    """
    parts = (PREFIX, word, job, argument)
    if not word or any(_SEPARATOR in part for part in parts):
        raise ValueError(f"not a button: {parts}")
    data = _SEPARATOR.join(parts)
    if len(data.encode()) > MOST_BYTES:
        raise ValueError(f"too long for a button: {data}")
    return data


def unpack(data: str | None) -> Press | None:
    """Return what the callback data says; None when it is not ours, or of another version."""
    parts = (data or "").split(_SEPARATOR)
    if len(parts) != 4 or parts[0] != PREFIX or not parts[1]:
        return None
    return Press(*parts[1:])


def number_in(argument: str) -> int | None:
    """Return the row number that an argument is; None for anything else that a client may have made up."""
    is_number = argument.isascii() and argument.isdecimal() and len(argument) <= _MOST_DIGITS
    return int(argument) if is_number else None
