"""Beginning a watch: the first look at the cluster, and the five beginnings of design 7."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from domain.errors import UserError
from domain.job import Job, JobState, WatchSpec
from domain.report import Report, Span
from domain.watch import Beginning, Patience, Said, Target, WatchPhase
from domain.watchtower import FirstLook, Keepsake
from errands import targets
from errands.errand import Answer, Asked, ErrandKind, Ports, Settle
from jobs import changing, creating
from messages import watching
from messages.sentences import spans
from storage import findings, job_rows, questions, watches
from storage.database import Transaction
from storage.watches import Watch

#: How long an armed watch waits for the next revision.
ARMED_FOR = timedelta(hours=24)

PHASES = {
    Beginning.NOT_THERE: WatchPhase.ARMED,
    Beginning.FINISHED: WatchPhase.ENDED,
    Beginning.ALREADY_FAILING: WatchPhase.ARMED,
    Beginning.ROLLING: WatchPhase.ROLLING,
    Beginning.ARMED: WatchPhase.ARMED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What the first half saw: the look, and what the buttons of a warning or verdict will show."""

    look: FirstLook
    keepsakes: tuple[Keepsake, ...] = ()


async def watch(asked: Asked, ports: Ports) -> Settle:
    """Begin a watch of what the words mean."""
    asked = targets.meaning_namespace(asked)
    if not asked.argument("name") and not asked.argument("kind"):
        raise UserError("errands.no-name")
    found = await targets.matching(asked, ports)
    if len(found) > 1:
        return partial(targets.ask_which, asked, found)
    target = found[0] if found else await targets.missing(asked, ports)
    return partial(_begin, asked, await _look(target, ports, asked), ports)


async def watch_again(asked: Asked, ports: Ports) -> Settle:
    """Begin a new watch of what an earlier one was about."""
    async with ports.writer.reading() as tx:
        job = await _job(tx, asked)
    if not isinstance(job.spec, WatchSpec):
        raise UserError("errands.no-watch", number=job.number)
    asked = _as_before(asked, job.spec)
    return partial(_begin, asked, await _look(job.spec.target, ports, asked), ports)


def _as_before(asked: Asked, spec: WatchSpec) -> Asked:
    """Return the errand with all that was wished of the earlier watch."""
    wished = {
        "patience": str(spec.patience),
        "lasting": "1" if spec.lasting else "",
        "until_condition": spec.condition,
    }
    return replace(asked, errand=replace(asked.errand, arguments={**asked.errand.arguments, **wished}))


async def _look(target: Target, ports: Ports, asked: Asked) -> _Seen:
    look = await ports.tower.first_look(
        target,
        lasting=_is_lasting(asked),
        condition=asked.argument("until_condition"),
        patience=_patience(asked),
    )
    if isinstance(look.outcome, Said):
        return _Seen(look=look, keepsakes=await ports.tower.keepsakes(look.target, look.outcome))
    return _Seen(look=look)


async def _begin(asked: Asked, seen: _Seen, ports: Ports, tx: Transaction, now: datetime) -> Answer:
    """Write the watch, or say why there is none."""
    look = seen.look
    running = await watches.running_on(
        tx,
        chat_id=asked.errand.origin.chat_id,
        target=look.target,
        condition=asked.argument("until_condition"),
    )
    if running is not None:
        return await _already(asked, running, tx)
    if look.beginning is Beginning.NOT_THERE and not asked.argument("wait"):
        return await _offer_to_wait(asked, look, tx, now)
    job = await _create(asked, look, tx, now, most=ports.max_jobs)
    finding_id = await _record(job, seen, tx, now)
    if look.beginning is Beginning.FINISHED:
        await job_rows.end(tx, job.id, JobState.DONE, now=now)
    report = watching.beginning(
        job, look, language=asked.language, zone=asked.zone, now=now, finding_id=finding_id
    )
    return Answer(report=report, job_id=job.id)


def _is_lasting(asked: Asked) -> bool:
    return asked.argument("lasting") == "1"


def _patience(asked: Asked) -> Patience:
    return Patience(asked.argument("patience") or Patience.NORMAL)


async def _already(asked: Asked, running: Watch, tx: Transaction) -> Answer:
    """Say that it is watched; what is wished of it beside (for ever, another patience) holds from now on."""
    changed = []
    job, spec = running.job, running.job.spec
    if isinstance(spec, WatchSpec) and _is_lasting(asked) and not spec.lasting:
        job = await changing.make_lasting(tx, job)
        changed.append("errands.lasting-now")
    if isinstance(spec, WatchSpec) and asked.argument("patience") and _patience(asked) != spec.patience:
        job = await changing.set_patience(tx, job, _patience(asked))
        changed.append(f"errands.patience-now.{_patience(asked)}")
    lines: list[Span] = []
    for key in changed or ["errands.already-watched"]:
        said = spans(asked.language, key, count=None, number=job.number, target=job.title)
        lines += [*((Span("\n"),) if lines else ()), *said]
    return Answer(report=Report(spans=tuple(lines)), job_id=job.id)


async def _create(asked: Asked, look: FirstLook, tx: Transaction, now: datetime, *, most: int) -> Job:
    spec = WatchSpec(
        target=look.target,
        until=now + ARMED_FOR,
        patience=_patience(asked),
        lasting=_is_lasting(asked),
        wait_for_it=look.beginning is Beginning.NOT_THERE,
        condition=asked.argument("until_condition"),
    )
    who = creating.Asked(origin=asked.errand.origin, key=asked.errand.key, now=now, most=most)
    job = await creating.watch(tx, spec, title=str(look.target), asked=who)
    phase = PHASES[look.beginning]
    await watches.begin(tx, job=job, look=look, phase=phase, line_key=asked.errand.key, now=now)
    return job


async def _record(job: Job, seen: _Seen, tx: Transaction, now: datetime) -> int | None:
    """Store what was said at once as a finding, so that it is not said again and its buttons work."""
    if not isinstance(seen.look.outcome, Said):
        return None
    finding_id = await findings.record(tx, job.id, seen.look.outcome, now=now)
    if finding_id is not None:
        await findings.keep(tx, finding_id, seen.keepsakes, now=now)
    return finding_id


async def _offer_to_wait(asked: Asked, look: FirstLook, tx: Transaction, now: datetime) -> Answer:
    """Say that it is not there; what was asked for is kept for the button."""
    await questions.ask(
        tx,
        word="wait",
        origin=asked.errand.origin,
        arguments={**asked.errand.arguments, **look.target.encode(), "wait": "1", "errand": "watch"},
        outbox_key=asked.errand.key,
        now=now,
    )
    return Answer(report=watching.not_there(look, language=asked.language))


async def _job(tx: Transaction, asked: Asked) -> Job:
    try:
        return await job_rows.get(tx, asked.argument("job"))
    except LookupError as error:
        raise UserError("errands.job-is-gone") from error


KINDS = (
    ErrandKind(word="watch", looking="errands.looking.watch", carry_out=watch),
    ErrandKind(word="watch-again", looking="errands.looking.watch", carry_out=watch_again),
)
