"""`nightjar parse`: how a sentence is understood, in words and as JSON; --jsonl speaks in JSON lines."""

import json
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
from language.understand import understand

#: How many next times are shown.
SHOWN = 5


def parse_lines(source: TextIO, out: TextIO) -> int:
    """Answer every case of `source` with a line on `out`."""
    for line in source:
        if line.strip():
            out.write(json.dumps(answer_case(json.loads(line)), ensure_ascii=False) + "\n")
            out.flush()
    return 0


def parse_one(text: str, *, zone: str, now: str | None, language: str, form: Form, out: TextIO) -> int:
    """Print what the sentence means.

    Raises:
        UserError: `zone` is no zone or `now` is no moment.
    """
    context = Context(zone=_zone(zone), now=_moment(now, zone), language=language, form=form)
    intent = understand(text, context)
    if isinstance(intent, Create):
        out.write(f"{render(intent.trigger, language=language, now=context.now)}: {intent.task}\n")
        times = _next_times(intent, context.now)
        out.writelines(f"  {at.astimezone(context.zone).isoformat()}\n" for at in times)
    out.write(json.dumps(_plain(intent), ensure_ascii=False, indent=2) + "\n")
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
