"""What needs the network: an errand is written, and the answer comes from `errands`."""

from domain.errors import UserError
from domain.job import Job, WatchSpec
from handlers.turn import Turn
from language.intents import Look, TargetPhrase, Watch

#: At most so many targets are taken from one sentence.
MOST_TARGETS = 5


async def watch(turn: Turn, intent: Watch) -> None:
    """Have every target of the sentence watched, an errand for each."""
    for part, target in enumerate(intent.targets[:MOST_TARGETS]):
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
    for part, target in enumerate(intent.targets[:MOST_TARGETS]):
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


async def wait(turn: Turn, job: Job, argument: str) -> None:
    """Have an object waited for that is not there yet."""
    await _finding(turn, "wait", job, argument)


async def _finding(turn: Turn, word: str, job: Job, argument: str) -> None:
    if not job.is_watch:
        raise UserError("jobs.no-watch", number=job.number)
    await turn.send_for(word, job=job.id, finding=argument)


def _named(target: TargetPhrase) -> dict[str, str]:
    return {
        "kind": target.kind or "",
        "name": target.name or "",
        "namespace": target.namespace or "",
        "context": target.context or "",
    }
