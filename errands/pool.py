"""The worker pool: takes waiting errands, in order for each chat, eight at once, fifteen seconds each.

An errand that was interrupted by the end of the process is simply carried out again: its first half has no
effects, and its second half closes the row in the same transaction as its answer.
"""

from datetime import timedelta

import structlog

from domain.clock import Bell
from domain.errors import NightjarError, PermanentError, TransientError
from domain.report import Report, Severity
from errands.errand import Answer, Asked, ErrandKind, Ports, Settle
from messages.sentences import explain, spans
from storage import chats, errands, job_rows, outbox
from storage.database import Transaction
from storage.errands import Errand
from storage.faults import is_out_of_order
from telemetry import faultpoint
from telemetry.nursery import Nursery

log = structlog.get_logger(__name__)

AT_ONCE = 8
LONGEST_S = 15.0
#: After this long the chat is told that somebody is looking.
LOOKING_AFTER = timedelta(seconds=1.5)
#: An errand whose answer cannot be written is carried out again after this.
PAUSE = timedelta(seconds=5)
#: An answer that takes until the next turn although nothing rang: a row written by another process.
LOOK_AGAIN = timedelta(seconds=30)


class Pool:
    """Carries out errands until it is cancelled."""

    def __init__(self, kinds: tuple[ErrandKind, ...], ports: Ports, *, bell: Bell, nursery: Nursery) -> None:
        self._kinds = {kind.word: kind for kind in kinds}
        self._ports = ports
        self._bell = bell
        self._nursery = nursery
        self._busy: set[int] = set()

    async def run(self) -> None:
        """Take what waits, start it, sleep until there is more."""
        while True:
            for errand in await self._take():
                self._start(errand)
            await self._bell.wait(self._ports.clock.now() + LOOK_AGAIN)

    async def _take(self) -> tuple[Errand, ...]:
        async with self._ports.writer.reading() as tx:
            return await errands.waiting(
                tx, busy_chats=frozenset(self._busy), limit=max(0, AT_ONCE - len(self._busy))
            )

    def _start(self, errand: Errand) -> None:
        self._busy.add(errand.origin.chat_id)
        self._nursery.start(self._do(errand), name=f"errand {errand.id}")

    async def _do(self, errand: Errand) -> None:
        """Carry out one errand and let the chat's next one follow."""
        try:
            faultpoint.reach("errand.taken")
            asked = await self._asked(errand)
            await self._settle(asked, await self._carry_out(asked))
        except Exception as error:  # the outermost turn of an errand: it waits and is carried out again
            if is_out_of_order(error):
                log.error("the database cannot be written, trying again", reason=str(error))  # noqa: TRY400  # no fault of ours
            else:
                log.exception("an errand cannot be settled", errand=errand.id)
            await self._ports.clock.sleep_until(self._ports.clock.now() + PAUSE)
        finally:
            self._busy.discard(errand.origin.chat_id)
            self._bell.ring()

    async def _asked(self, errand: Errand) -> Asked:
        async with self._ports.writer.reading() as tx:
            return Asked(errand=errand, chat=await chats.get(tx, errand.origin.chat_id))

    async def _carry_out(self, asked: Asked) -> Settle | NightjarError:
        """Return the second half, or the error that takes its place."""
        kind = self._kinds.get(asked.errand.word)
        if kind is None:  # a row of another version
            return PermanentError("errands.broken")
        async with Nursery() as aside:
            aside.start(self._say_looking(asked, kind), name="looking")
            try:
                async with self._ports.clock.timeout(LONGEST_S):
                    return await kind.carry_out(asked, self._ports)
            except TimeoutError:
                return TransientError("errands.too-slow", seconds=int(LONGEST_S))
            except NightjarError as error:
                return error
            except Exception:
                log.exception("an errand failed", errand=asked.errand.id, word=asked.errand.word)
                return TransientError("errands.broken")

    async def _say_looking(self, asked: Asked, kind: ErrandKind) -> None:
        clock = self._ports.clock
        await clock.sleep_until(clock.now() + LOOKING_AFTER)
        async with self._ports.writer.transaction() as tx:
            named = (asked.argument(word) for word in ("name", "kind", "namespace"))
            name = next(filter(None, named), "") or await _title(tx, asked)
            report = Report(spans=spans(asked.language, kind.looking, name=name), severity=Severity.PROGRESS)
            await self._answer(tx, asked, Answer(report=report))

    async def _settle(self, asked: Asked, outcome: Settle | NightjarError) -> None:
        """Write result and answer in one transaction."""
        now = self._ports.clock.now()
        async with self._ports.writer.transaction() as tx:
            failed = isinstance(outcome, NightjarError)
            if not await errands.close(tx, asked.errand, failed=failed, now=now):
                return
            await self._conclude(tx, asked, outcome)
            faultpoint.reach("errand.settling")

    async def _conclude(self, tx: Transaction, asked: Asked, outcome: Settle | NightjarError) -> None:
        """Write the second half's answer, or what the error says; an answer that cannot be stored is one."""
        if not isinstance(outcome, NightjarError):
            try:
                async with tx.savepoint():
                    await self._answer(tx, asked, await outcome(tx, self._ports.clock.now()))
            except NightjarError as error:
                outcome = error
            except Exception as error:
                if is_out_of_order(error):
                    raise  # the file cannot be written now: the errand waits and is carried out again
                log.exception("an errand could not be settled", errand=asked.errand.id)
                outcome = TransientError("errands.broken")
            else:
                return
        said = Report(spans=explain(asked.language, outcome), severity=Severity.WARNING)
        await self._answer(tx, asked, Answer(report=said))

    async def _answer(self, tx: Transaction, asked: Asked, answer: Answer) -> None:
        errand = asked.errand
        parcel = outbox.answer_to(errand.origin, answer.report, key=errand.key, job_id=answer.job_id)
        await outbox.post_or_revise(tx, parcel, now=self._ports.clock.now())


async def _title(tx: Transaction, asked: Asked) -> str:
    """Return what the job is called that the errand is about, "" where it is about none."""
    try:
        return (await job_rows.get(tx, asked.argument("job"))).title
    except LookupError:
        return ""
