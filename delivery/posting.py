"""One message of an outbox row on its way: noted, sent, and noted again.

`sending` is committed before the call and `sent` only with a message id. Where the end of a call is not
known, the message is sent once more after ten seconds, and says that it may be a repeat: `sendMessage` has no
idempotency key, so "exactly once" cannot be had, and a verdict is better said twice than not at all
(design 4.6).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from delivery.calls import sending
from delivery.fates import HINDRANCES, End, Fate
from delivery.office import Office
from delivery.quiet import is_quiet
from delivery.sheets import Sheet, compose
from domain.report import decode_report
from storage import deliveries, delivery_states
from storage.database import Transaction
from storage.deliveries import Letter, Part
from telemetry.faultpoint import reach

log = structlog.get_logger(__name__)

#: A repeat waits so long: an answer that is merely late should not be overtaken.
REPEAT_AFTER = timedelta(seconds=10)

#: Calls whose end is not known: the first and one repeat.
MOST_UNKNOWN = 2

#: The same, when it was our own death that hid the end: most likely the call was not even made. Bounded, so
#: that a process that dies while sending does not say the same thing for ever.
MOST_DEATHS = 5

#: For whoever looks at a stuck row: who holds it, and until when that is to be believed.
LEASE = timedelta(minutes=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    letter: Letter
    part: Part
    sheet: Sheet
    reply_to: int | None


class Posting:
    """Sends rows, a message at a time."""

    def __init__(self, office: Office, *, owner: str) -> None:
        self._office = office
        self._owner = owner

    async def recover(self, *, but: frozenset[int] = frozenset()) -> None:
        """Find what a dead process had in hand (all rows but these): nobody knows whether that arrived."""
        async with self._office.writer.transaction() as tx:
            for letter, part in await deliveries.in_hand(tx):
                if letter.id not in but:
                    await self._died_over(tx, letter, part)

    async def post(self, row_id: int) -> None:
        """Send the row's next message."""
        taken = await self._office.together.run(lambda tx: self._take(tx, row_id))
        if taken is None:
            return
        reach("delivery.sending")
        fate = await self._office.call(
            sending(taken.letter, taken.sheet, reply_to=taken.reply_to, silent=self._is_silent(taken))
        )
        reach("delivery.sent")
        await self._office.together.run(lambda tx: self._settle(tx, taken, fate))

    async def may_repeat(self, row_id: int) -> bool:
        """Say whether Telegram is there to receive a repeat; if not, the lane waits and nothing is spent."""
        fate = await self._office.is_answered()
        if fate.end is End.ARRIVED:
            return True
        async with self._office.writer.transaction() as tx:
            letter = await deliveries.letter(tx, row_id)
            if letter is not None:
                ours = fate.end in (End.FLOOD, End.UNAUTHORIZED)
                await self._office.hindered(tx, letter, fate if ours else replace(fate, end=End.NEVER_LEFT))
        return False

    async def _take(self, tx: Transaction, row_id: int) -> _Taken | None:
        letter = await deliveries.letter(tx, row_id)
        if letter is None or letter.state not in ("pending", "unknown"):
            return None
        parts = await self._parts(tx, letter)
        part = next((part for part in parts if part.state in ("pending", "unknown")), None)
        if part is None:
            await delivery_states.bury(tx, row_id, error="nothing to say")
            log.error("a report says nothing", row=row_id)
            return None
        reach("delivery.taken")
        sheet = Sheet.decode(part.payload)
        until = self._office.clock.now() + LEASE
        await delivery_states.begin(
            tx, row_id, part, repeat=sheet.repeat, owner=self._owner, lease_until=until
        )
        return _Taken(letter=letter, part=part, sheet=sheet, reply_to=await _reply(tx, letter, part))

    async def _parts(self, tx: Transaction, letter: Letter) -> Sequence[Part]:
        """Return the row's parts; made anew as long as nothing of it can have arrived and it was revised."""
        parts = await deliveries.parts(tx, letter.id)
        stored = [Sheet.decode(part.payload) for part in parts]
        touched = any(part.state not in ("pending", "dead") for part in parts)
        if touched or any(sheet.repeat or sheet.revision == letter.revision for sheet in stored):
            return parts
        try:
            report = decode_report(letter.report)
        except (ValueError, KeyError, TypeError):
            log.exception("a report cannot be read", row=letter.id)
            return ()
        sheets = compose(report, revision=letter.revision, language=letter.language)
        await delivery_states.store_parts(tx, letter.id, [sheet.encode() for sheet in sheets])
        return await deliveries.parts(tx, letter.id)

    def _is_silent(self, taken: _Taken) -> bool:
        """Only the first part rings, and at night nothing does."""
        letter = taken.letter
        if letter.silent or taken.part.number > 0:
            return True
        return is_quiet(
            self._office.clock.now(), zone=letter.zone, start=letter.quiet_from, end=letter.quiet_until
        )

    # --- what became of it

    async def _settle(self, tx: Transaction, taken: _Taken, fate: Fate) -> None:
        letter, part = taken.letter, taken.part
        match fate.end:
            case End.ARRIVED if fate.message_id is not None:
                await self._arrived(tx, taken, fate.message_id)
            case end if end in HINDRANCES:
                await delivery_states.put_back(tx, letter.id, part, error=fate.words)
                await self._office.hindered(tx, letter, fate)
            case End.NOT_KNOWN | End.SERVER_FAULT | End.ARRIVED:
                await self._not_known(tx, taken, fate)
            case _:
                await self._refused(tx, taken, fate)

    async def _arrived(self, tx: Transaction, taken: _Taken, message_id: int) -> None:
        letter = taken.letter
        whole = await delivery_states.part_sent(
            tx,
            letter.id,
            taken.part.number,
            message_id=message_id,
            payload=taken.sheet.sent().encode(),
            now=self._office.clock.now(),
        )
        if whole:
            await delivery_states.shown(tx, letter.id, taken.sheet.revision)
        self._office.lanes.went_well(letter.lane)

    async def _not_known(self, tx: Transaction, taken: _Taken, fate: Fate) -> None:
        """Plan the one repeat; a server's own error is no proof of anything and costs none."""
        letter, number = taken.letter, taken.part.number
        counts = fate.end is not End.SERVER_FAULT
        await _mark(tx, letter, taken.part)
        if counts and letter.attempts + 1 >= MOST_UNKNOWN:
            log.error("nobody knows whether a message arrived", row=letter.id, part=number, reason=fate.words)
            await delivery_states.pass_over(tx, letter.id, number, error=fate.words)
        else:
            now = self._office.clock.now()
            again_at = now + REPEAT_AFTER
            if not counts:
                again_at = max(again_at, self._office.lanes.stumbled(letter.lane, now=now))
            await delivery_states.not_known(
                tx, letter.id, number, again_at=again_at, counts=counts, error=fate.words
            )

    async def _died_over(self, tx: Transaction, letter: Letter, part: Part) -> None:
        error = "the process died while sending"
        await _mark(tx, letter, part)
        if letter.attempts >= MOST_DEATHS:
            log.error("a message was in hand at every death", row=letter.id, deaths=letter.attempts)
            await delivery_states.pass_over(tx, letter.id, part.number, error=error)
        else:
            again_at = self._office.clock.now() + REPEAT_AFTER
            await delivery_states.not_known(
                tx, letter.id, part.number, again_at=again_at, counts=True, error=error
            )

    async def _refused(self, tx: Transaction, taken: _Taken, fate: Fate) -> None:
        """Mend the message once in the way that the refusal asks for; else give it up, visibly."""
        letter, part = taken.letter, taken.part
        mended = await self._mended(tx, taken, fate.end)
        if mended is None:
            log.error("Telegram refuses a message", row=letter.id, reason=fate.words)
            await delivery_states.pass_over(tx, letter.id, part.number, error=fate.words)
            return
        log.warning("a message is sent in another form", row=letter.id, reason=fate.words)
        await delivery_states.put_back(tx, letter.id, part, error=fate.words)
        await delivery_states.rewrite_part(tx, letter.id, part.number, mended.encode())

    async def _mended(self, tx: Transaction, taken: _Taken, end: End) -> Sheet | None:
        letter, sheet = taken.letter, taken.sheet
        mended: Sheet | None = None
        match end:
            case End.BAD_ENTITIES:
                mended = sheet.plain()
            case End.BAD_BUTTONS:
                mended = sheet.bare()
            case End.TOO_LONG:
                mended = sheet.shorter(letter.language)
            case End.TOO_LARGE:
                mended = sheet.smaller()
            case End.NO_THREAD if letter.thread_id is not None:
                await delivery_states.forget_thread(tx, letter.id)
                mended = replace(sheet, notes=(*sheet.notes, "delivery.topic-gone"))
            case End.NO_REPLY if taken.reply_to is not None:
                await delivery_states.forget_reply(tx, letter.id)
                mended = sheet
        return mended


async def _mark(tx: Transaction, letter: Letter, part: Part) -> None:
    """Let the part say from now on that it may be a repeat, whenever and by whomever it is sent again."""
    sheet = replace(Sheet.decode(part.payload), repeat=True)
    await delivery_states.rewrite_part(tx, letter.id, part.number, sheet.encode())


async def _reply(tx: Transaction, letter: Letter, part: Part) -> int | None:
    """Return the message that the row replies to; only its first part does."""
    if part.number > 0:
        return None
    if letter.reply_to is not None or letter.reply_key is None:
        return letter.reply_to
    return await deliveries.message_of(tx, letter.reply_key, chat_id=letter.chat_id)
