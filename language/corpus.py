"""The protocol of the schedule corpus: one case in, one answer out (`nightjar parse --jsonl`)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from domain import trigger as triggers
from domain.trigger import Once, Trigger
from language.context import Context
from language.intents import Ask, Create, Refuse
from language.understand import understand

FIRES = 5


def answer_case(case: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to one case: kind, the first fires with offsets, the task, the end."""
    context = Context(
        zone=ZoneInfo(case["tz"]),
        now=datetime.fromisoformat(case["now"]),
        language=case.get("lang", "en"),
        form=case.get("form", "plain"),
    )
    intent = understand(case["text"], context)
    answer: dict[str, Any] = {"id": case.get("id", ""), "kind": "invalid", "fires": [], "task": None}
    if isinstance(intent, Create):
        return answer | _created(intent, context)
    if isinstance(intent, Ask):
        return answer | {"kind": "ambiguous", "key": intent.key}
    return answer | {"key": intent.key if isinstance(intent, Refuse) else type(intent).__name__}


def _created(intent: Create, context: Context) -> dict[str, Any]:
    trigger = intent.trigger
    fires = [at.astimezone(trigger.zone).isoformat() for at in islice(moments(trigger, context.now), FIRES)]
    kind = "once" if isinstance(trigger, Once) else "recurring"
    answer: dict[str, Any] = {"kind": kind, "fires": fires, "task": intent.task}
    until = None if isinstance(trigger, Once) else trigger.until
    return answer | ({"until": until.astimezone(trigger.zone).isoformat()} if until else {})


def moments(trigger: Trigger, now: datetime) -> Iterator[datetime]:
    """Yield the moments after `now` at which a trigger is due."""
    at = triggers.next_due(trigger, after=now)
    while at is not None:
        yield at
        at = triggers.next_due(trigger, after=at)
