"""The buttons of a reminder that rang: done, or once more later."""

from domain.job import Job, ScheduleSpec
from domain.report import Report
from handlers.turn import Turn
from jobs import snoozing
from jobs.creating import Asked
from messages import cards
from messages.sentences import spans
from storage import outbox


async def done(turn: Turn, job: Job, argument: str) -> None:
    """Take the buttons away and mark the reminder as done."""
    del job, argument
    turn.toast.text = turn.text("handlers.toast-done")
    if turn.pressed is not None:
        shown = turn.pressed.report
        said = (*shown.spans, *spans(turn.language, "handlers.reminder-done"))
        await outbox.revise(turn.tx, turn.pressed.key, Report(spans=said, severity=shown.severity))


async def snooze(turn: Turn, job: Job, argument: str) -> None:
    """Hand the reminder over once more, later; the message says until when. The series is not touched."""
    # One message is snoozed once: its buttons vanish, and a second press is the same wish.
    key = f"snooze:{turn.key if turn.pressed is None else turn.pressed.key}"
    asked = Asked(origin=turn.origin, key=key, now=turn.now, most=turn.rooms.max_jobs)
    again = await snoozing.snooze(turn.tx, job, argument, asked=asked)
    if isinstance(again.spec, ScheduleSpec) and again.next_due_at is not None:
        zone = again.spec.trigger.zone
        at = cards.instant(again.next_due_at, zone=zone, language=turn.language, now=turn.now)
        turn.toast.text = turn.text("handlers.toast-snoozed", at=at)
        if turn.pressed is not None:
            shown = turn.pressed.report
            said = (*shown.spans, *spans(turn.language, "handlers.reminder-snoozed", at=at))
            await outbox.revise(turn.tx, turn.pressed.key, Report(spans=said, severity=shown.severity))
