"""`nightjar parse`: how a sentence is understood, in words and as JSON; --jsonl speaks in JSON lines.

A reader that goes away (`nightjar parse … | head -1`) is no error: what is left is not written.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, TextIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain import trigger as triggers
from domain.clock import SystemClock
from domain.errors import UserError
from language.context import Context, Form
from language.corpus import answer_case
from language.intents import Create
from language.render import render
from language.schedule import LOCALES
from language.understand import understand
from messages.sentences import explain
from watchers.kinds import VOCABULARY

#: How many next times are shown.
SHOWN = 5


#: The exit code of a command line that is used wrongly.
USAGE = 2


def parse_lines(source: TextIO, out: TextIO) -> int:
    """Answer every case of `source` with a line on `out`."""

    def answer() -> None:
        for line in source:
            if line.strip():
                out.write(json.dumps(answer_case(json.loads(line)), ensure_ascii=False) + "\n")
                out.flush()

    return _unless_left(answer, out)


def parse_one(text: str, *, zone: str, now: str | None, language: str, form: Form, out: TextIO) -> int:
    """Print what the sentence means; say in one sentence which of the options is none."""
    try:
        context = Context(
            zone=_zone(zone),
            now=_moment(now, zone),
            language=_language(language),
            form=form,
            kinds=VOCABULARY,
        )
    except UserError as error:
        print("".join(span.text for span in explain("en", error)), file=sys.stderr)
        return USAGE
    return _unless_left(lambda: _print(text, context, out), out)


def _print(text: str, context: Context, out: TextIO) -> None:
    intent = understand(text, context)
    if isinstance(intent, Create):
        words = render(intent.trigger, language=context.language, now=context.now)
        out.write(f"{words}: {intent.task}\n")
        times = _next_times(intent, context.now)
        out.writelines(f"  {at.astimezone(context.zone).isoformat()}\n" for at in times)
    out.write(json.dumps(_plain(intent), ensure_ascii=False, indent=2) + "\n")
    out.flush()


def _unless_left(write: Callable[[], None], out: TextIO) -> int:
    """Write, and stop where nobody reads on: the rest goes nowhere, so that the interpreter ends quietly."""
    try:
        write()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
    return 0


def _next_times(intent: Create, now: datetime) -> tuple[datetime, ...]:
    return triggers.due_between(intent.trigger, after=now, until=now + timedelta(days=36525), limit=SHOWN)


def _plain(value: Any) -> Any:
    """Return an intent as what JSON can hold, with its kind."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"kind": type(value).__name__.lower(), **parts}
    if isinstance(value, tuple | list | frozenset | set):
        return [_plain(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _language(code: str) -> str:
    known = tuple(locale.code for locale in LOCALES)
    if code not in known:
        raise UserError("operator.no-such-language", language=code, known=", ".join(known))
    return code


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UserError("operator.no-such-zone", zone=name) from error


def _moment(text: str | None, zone: str) -> datetime:
    if text is None:
        return SystemClock().now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise UserError("operator.no-such-moment", moment=text) from error
    return at if at.tzinfo else at.replace(tzinfo=_zone(zone))
