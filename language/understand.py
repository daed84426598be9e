"""The way in: `understand(text, context)` turns what a person typed into an intent.

Pure and total: no I/O, no clock, and no text raises. What cannot be understood is an `Ask`, a `Refuse` or a
`Talk`.
"""

from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from domain import trigger as triggers
from domain.trigger import Once, Trigger
from language.context import Context
from language.intents import Ask, Create, Intent, Refuse, Talk
from language.problem import Problem
from language.schedule import schedule


def understand(text: str, context: Context) -> Intent:
    """Return what `text` means in the chat that `context` describes."""
    try:
        found = schedule(text, context)
    except Problem as problem:
        return problem.intent()
    if found is None:
        return Talk(kind="chatter")
    return Create(trigger=found.trigger, task=found.task, words=found.words, needs_zone=found.needs_zone)


def warm_up() -> None:
    """Build the indexes, so that the first sentence is as fast as the others."""
    context = Context(zone=ZoneInfo("UTC"), now=datetime.fromisoformat("2027-01-01T00:00:00+00:00"))
    for text in ("every day at 9 new york time call mum", "jeden Tag um 9 Londoner Zeit Mama anrufen"):
        understand(text, context)


def answer_case(case: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to one case of the schedule corpus, as `score.py` wants it."""
    context = Context(
        zone=ZoneInfo(case["tz"]),
        now=datetime.fromisoformat(case["now"]),
        language=case.get("lang", "en"),
        form=case.get("form", "plain"),
    )
    intent = understand(case["text"], context)
    answer: dict[str, Any] = {"id": case.get("id", ""), "kind": "invalid", "fires": [], "task": None}
    if isinstance(intent, Create):
        return answer | _answer_created(intent, context)
    if isinstance(intent, Ask):
        return answer | {"kind": "ambiguous", "key": intent.key}
    if isinstance(intent, Refuse):
        return answer | {"key": intent.key}
    return answer | {"key": type(intent).__name__}


def _answer_created(intent: Create, context: Context) -> dict[str, Any]:
    trigger = intent.trigger
    fires = [at.astimezone(trigger.zone).isoformat() for at in islice(moments(trigger, context.now), 5)]
    answer = {
        "kind": "once" if isinstance(trigger, Once) else "recurring",
        "fires": fires,
        "task": intent.task,
    }
    until = getattr(trigger, "until", None)
    return answer | ({"until": until.astimezone(trigger.zone).isoformat()} if until else {})


def moments(trigger: Trigger, now: datetime) -> Any:
    """Yield the moments after now."""
    at: datetime | None = now
    while at is not None and (at := triggers.next_due(trigger, after=at)) is not None:
        yield at
