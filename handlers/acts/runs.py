"""Running a job now, deciding about a missed run, and what a job did."""

from datetime import timedelta

from domain.buttons import number_in
from domain.errors import UserError
from domain.job import Job, MissedPolicy
from domain.report import Report
from domain.run import RunState
from handlers.turn import Turn
from jobs import missed, running
from messages import lists
from messages.lists import Past, Reader
from messages.sentences import spans
from storage import listings, outbox
from storage import runs as run_rows
from storage.runs import PastRun

#: Lines of /history.
HISTORY = 8

#: A run that began so much later than planned says by how much.
WORTH_A_WORD = timedelta(minutes=2)

#: States of a run that was begun.
BEGAN = frozenset({RunState.RUNNING, RunState.OK, RunState.OK_SILENT, RunState.FAILED, RunState.INTERRUPTED})


async def run_now(turn: Turn, job: Job, argument: str) -> None:
    """Ask for a run, of a missed card's button for the missed one; its result is a message of its own."""
    if argument:
        await _run_missed(turn, job, argument)
        return
    asked = await running.run_now(turn.tx, job, key=turn.key, now=turn.now)
    await _say(turn, "handlers.running" if asked else "handlers.runs-already", job)


async def _run_missed(turn: Turn, job: Job, argument: str) -> None:
    """Run what was missed."""
    taken = await running.take_missed(turn.tx, job, _run_id(argument), now=turn.now)
    await _say(turn, "handlers.running" if taken else "handlers.decided-already", job)
    if taken:
        await _without_buttons(turn, "handlers.missed-runs")


async def skip(turn: Turn, job: Job, argument: str) -> None:
    """Let a missed run go."""
    skipped = await running.skip_missed(turn.tx, job, _run_id(argument), now=turn.now)
    await _say(turn, "handlers.skipped" if skipped else "handlers.decided-already", job)
    if skipped:
        await _without_buttons(turn, "handlers.missed-skipped")


async def always_catch_up(turn: Turn, job: Job, argument: str) -> None:
    """Run the latest missed slot from now on without asking."""
    del argument
    await missed.decide(turn.tx, job, MissedPolicy.ALWAYS)
    await _say(turn, "handlers.catches-up", job)


async def history(turn: Turn, job: Job, argument: str) -> None:
    """Say what the job did last."""
    del argument
    reader = Reader(language=turn.language, zone=turn.zone, now=turn.now)
    if job.is_watch:
        found = await listings.findings(turn.tx, job.id, limit=HISTORY)
        past = tuple(Past(at=one.at, key=f"lists.found-{one.word}") for one in found)
    else:
        runs = await run_rows.history(turn.tx, job.id, limit=HISTORY)
        past = tuple(_past(run) for run in runs)
    await turn.answer(lists.history(job, past, reader), job_id=job.id)


def _past(run: PastRun) -> Past:
    began = run.started_at or run.claimed_at
    late = timedelta(0) if run.slot is None or run.state not in BEGAN else began - run.slot
    waits = run.delivery is not None and run.delivery not in {"sent", "dead"}
    return Past(
        at=run.slot or run.claimed_at,
        key=f"lists.run-{run.state}",
        by_hand=run.slot is None and run.state is not RunState.REQUESTED,  # it says so itself
        late=late if late >= WORTH_A_WORD else timedelta(0),
        attempts=run.attempt,
        more=run.slots - 1,
        delivery="waiting" if waits else run.delivery or "",
        delivered_at=run.delivered_at,
    )


def _run_id(argument: str) -> int:
    number = number_in(argument)
    if number is None:
        raise UserError("jobs.stale-button")
    return number


async def _say(turn: Turn, key: str, job: Job) -> None:
    if turn.toast.wanted:
        turn.toast.text = turn.text(key, number=job.number)
    else:
        await turn.say(key, number=job.number)


async def _without_buttons(turn: Turn, key: str) -> None:
    """Take the buttons from the pressed message and say what was decided."""
    if turn.pressed is not None:
        shown = turn.pressed.report
        said = (*shown.spans, *spans(turn.language, key))
        await outbox.revise(turn.tx, turn.pressed.key, Report(spans=said, severity=shown.severity))
