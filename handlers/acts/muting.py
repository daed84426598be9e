"""Silence for a watch: [Mute], /mute, "mute 7 for 2 hours"; what it finds is still written."""

from domain.job import Job
from domain.report import Report, Span, Style
from handlers.acts import changing
from handlers.turn import Turn
from jobs import muting
from language import silence
from messages import durations
from messages.buttons import button
from messages.sentences import spans

#: What the answer offers instead of the hour: a button's argument and its label.
OFFERED = (
    ("28800", "handlers.mute-8h"),
    (muting.TOMORROW, "handlers.mute-tomorrow"),
    (silence.OFF, "handlers.mute-off"),
)


async def mute(turn: Turn, job: Job, argument: str) -> None:
    """Let the watch be silent for the time that the argument says; a schedule that is to be silent rests."""
    if not job.is_watch:
        act = changing.resume if argument == silence.OFF else changing.pause
        await act(turn, job, "")
    elif argument == silence.OFF:
        await _ring_again(turn, job)
    else:
        await _silence(turn, job, argument)


async def _silence(turn: Turn, job: Job, length: str) -> None:
    until = muting.silent_until(length, zone=turn.zone, now=turn.now)
    await muting.mute(turn.tx, job, until=until)
    shown = durations.until(until, zone=turn.zone, language=turn.language, now=turn.now)
    turn.toast.text = turn.text("handlers.toast-muted", number=job.number, until=shown)
    at = Span(shown, Style.INSTANT, at=until)
    said = spans(turn.language, "handlers.muted", number=job.number, title=job.title, until=at)
    row = tuple(
        button(turn.language, "mute", job=job.id, argument=argument, label=turn.text(label))
        for argument, label in OFFERED
        if argument != length
    )
    await turn.show(Report(spans=said, actions=(row,)), job_id=job.id)


async def _ring_again(turn: Turn, job: Job) -> None:
    await muting.mute(turn.tx, job, until=None)
    turn.toast.text = turn.text("handlers.toast-rings-again", number=job.number)
    said = spans(turn.language, "handlers.rings-again", number=job.number, title=job.title)
    await turn.show(Report(spans=said), job_id=job.id)
