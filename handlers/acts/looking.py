"""What needs the network: an errand is written, and the answer comes from `errands`."""

from domain.errors import UserError
from domain.job import Job, WatchSpec
from handlers.turn import Turn
from jobs import creating
from jobs.creating import Asked
from language.intents import Look, TargetPhrase, Watch

#: Each target of a sentence is an errand of its own.
MOST_TARGETS = 8


async def watch(turn: Turn, intent: Watch) -> None:
    """Have every target of the sentence watched, an errand for each.

    Raises:
        UserError: The person has as many jobs as they may, or too many targets are named.
    """
    asked = Asked(origin=turn.origin, key=turn.key, now=turn.now, most=turn.rooms.max_jobs)
    await creating.check_room(turn.tx, asked)
    for part, target in enumerate(_few(intent.targets)):
        await turn.send_for(
            "watch",
            part=part,
            **_named(target),
            patience=intent.patience or "",
            lasting="1" if intent.lasting else "",
            until_condition=intent.until_condition or "",
        )


async def look(turn: Turn, intent: Look) -> None:
    """Have every target of the sentence looked at."""
    for part, target in enumerate(_few(intent.targets)):
        await turn.send_for("look", part=part, **_named(target))


async def report_now(turn: Turn, job: Job, argument: str) -> None:
    """Have the state of a watch's target said now."""
    del argument
    if not isinstance(job.spec, WatchSpec):
        raise UserError("jobs.no-watch", number=job.number)
    await turn.send_for("report-now", job=job.id)


async def logs(turn: Turn, job: Job, argument: str) -> None:
    """Have the logs shown: live where the pod still is, else what was kept."""
    await _finding(turn, "logs", job, argument)


async def previous(turn: Turn, job: Job, argument: str) -> None:
    """Have the logs of the container's run before shown."""
    await _finding(turn, "previous", job, argument)


async def events(turn: Turn, job: Job, argument: str) -> None:
    """Have the events shown."""
    await _finding(turn, "events", job, argument)


async def describe(turn: Turn, job: Job, argument: str) -> None:
    """Have the description shown."""
    await _finding(turn, "describe", job, argument)


async def watch_again(turn: Turn, job: Job, argument: str) -> None:
    """Have the same target watched once more."""
    await _finding(turn, "watch-again", job, argument)


async def _finding(turn: Turn, word: str, job: Job, argument: str) -> None:
    if not job.is_watch:
        raise UserError("jobs.no-watch", number=job.number)
    await turn.send_for(word, job=job.id, finding=argument)


def _few(targets: tuple[TargetPhrase, ...]) -> tuple[TargetPhrase, ...]:
    if len(targets) > MOST_TARGETS:
        raise UserError("jobs.too-many-targets", most=MOST_TARGETS)
    return targets


def _named(target: TargetPhrase) -> dict[str, str]:
    return {
        "kind": target.kind or "",
        "name": target.name or "",
        "namespace": target.namespace or "",
        "context": target.context or "",
    }
