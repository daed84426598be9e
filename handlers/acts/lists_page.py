"""/list, page by page, and jobs found by a part of their name."""

from domain.job import Job, JobState, ScheduleSpec
from domain.trigger import Once
from handlers.showing import card_of
from handlers.turn import Turn
from jobs import finding
from language.intents import JobRef
from language.render import render
from messages import lists
from messages.lists import Reader, Row
from storage import deliveries, delivery_states, listings
from storage.listings import Listed


async def show(turn: Turn, page: int = 0) -> None:
    """Show one page of the chat's jobs; a page that is gone by now shows the last one."""
    total = await listings.count(turn.tx, turn.chat.id)
    lost = len(await deliveries.undelivered(turn.tx, turn.chat.id))
    if total == 0:
        await turn.show(lists.with_lost(lists.empty_list(turn.language), turn.language, lost=lost))
        return
    pages = -(-total // lists.PAGE)
    page = max(0, min(page, pages - 1))
    found = await listings.page(turn.tx, turn.chat.id, skip=page * lists.PAGE, limit=lists.PAGE)
    reader = Reader(language=turn.language, zone=turn.zone, now=turn.now)
    rows = tuple(_row(listed, turn) for listed in found)
    report = lists.job_list(rows, reader, page=page, pages=pages, total=total)
    await turn.show(lists.with_lost(report, turn.language, lost=lost))


async def send_again(turn: Turn, argument: str) -> None:
    """Send what this chat did not get once more; pressing twice is pressing once."""
    del argument
    count = await delivery_states.send_again(turn.tx, turn.chat.id, now=turn.now)
    turn.toast.text = turn.text("handlers.sent-again" if count else "handlers.nothing-lost", number=count)
    if turn.pressed is not None:
        await show(turn)


async def found(turn: Turn, name: str) -> None:
    """Show the jobs that are called so: the card of the only one, else the question which."""
    jobs = await finding.candidates(turn.tx, JobRef(name=name), chat=turn.chat)
    if len(jobs) == 1:
        await show_card(turn, jobs[0])
        return
    report = lists.which(jobs[: lists.PAGE], language=turn.language, word="card", key="handlers.which-card")
    await turn.answer(report)


async def show_card(turn: Turn, job: Job) -> None:
    """Show the card of one job."""
    await turn.answer(card_of(job, turn), job_id=job.id)


def _row(listed: Listed, turn: Turn) -> Row:
    return Row(
        job=listed.job,
        words=_words(listed.job, turn),
        phase=listed.phase or "",
        last=listed.last_state or "",
        last_at=listed.last_at,
        muted_until=listed.muted_until,
        troubles=_troubles(listed),
    )


def _words(job: Job, turn: Turn) -> str:
    """Return how the job repeats, with its zone where that is not the chat's; "" for once and for watches."""
    spec = job.spec
    if not isinstance(spec, ScheduleSpec) or isinstance(spec.trigger, Once):
        return ""
    elsewhere = spec.trigger.zone.key != turn.zone.key
    return render(spec.trigger, language=turn.language, now=turn.now, with_zone=elsewhere)


def _troubles(listed: Listed) -> tuple[tuple[str, tuple[tuple[str, str | int], ...]], ...]:
    """Return what is wrong with the job, as catalogue keys."""
    found: list[tuple[str, tuple[tuple[str, str | int], ...]]] = []
    if listed.job.spec is None:
        found.append(("lists.unreadable", ()))
    if listed.failures:
        found.append(("lists.failing", (("times", listed.failures),)))
    if listed.job.state is JobState.AUTO_PAUSED:
        found.append(("lists.auto-paused", ()))
    if listed.lost_at is not None:
        found.append(("lists.lost-sight", ()))
    if listed.undelivered:
        found.append(("lists.undelivered", (("number", listed.undelivered),)))
    return tuple(found)
