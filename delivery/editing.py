"""A row whose text changed after it was sent: its message is edited in place.

Edits are idempotent, so any failure may be repeated freely, and "message is not modified" is success: it can
even follow an edit that succeeded (tdlib #624). Where an edit cannot show the new text (a file instead of a
text, more messages than before) the old message is deleted and the report sent anew.
"""

from dataclasses import dataclass, replace

import structlog
from aiogram.methods import DeleteMessage

from delivery.calls import editing
from delivery.fates import HINDRANCES, End, Fate
from delivery.office import Office
from delivery.sheets import Sheet, compose
from domain.report import decode_report
from storage import deliveries, delivery_states
from storage.deliveries import Letter, Part
from telemetry.faultpoint import reach

log = structlog.get_logger(__name__)

_DONE = frozenset({End.ARRIVED, End.NOT_MODIFIED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What the chat shows, and what it is to show."""

    letter: Letter
    old: tuple[tuple[Part, Sheet], ...]
    new: tuple[Sheet, ...]

    @property
    def is_in_place(self) -> bool:
        """Whether edits alone can do it."""
        return len(self.old) == len(self.new) and all(
            part.message_id is not None and before.becomes(after)
            for (part, before), after in zip(self.old, self.new, strict=True)
        )


class Editing:
    """Brings sent messages up to date."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def edit(self, row_id: int) -> bool:
        """Let the row's messages show its latest revision; False when that is still to be done."""
        plan = await self._plan(row_id)
        if plan is None:
            return True
        if not plan.is_in_place:
            return await self._replace(plan)
        for (part, before), after in zip(plan.old, plan.new, strict=True):
            if (before.text, before.marks, before.buttons) == (after.text, after.marks, after.buttons):
                continue
            fate = await self._edit_one(plan.letter, part, after)
            if fate.end not in _DONE:
                return await self._failed(plan, fate)
        reach("delivery.edited")
        await self._done(plan)
        return True

    async def _plan(self, row_id: int) -> _Plan | None:
        async with self._office.writer.reading() as tx:
            letter = await deliveries.letter(tx, row_id)
            if letter is None or letter.state != "sent":
                return None
            parts = await deliveries.parts(tx, row_id)
        try:
            report = decode_report(letter.report)
        except (ValueError, KeyError, TypeError):
            log.exception("a report cannot be read", row=row_id)
            new: tuple[Sheet, ...] = ()
        else:
            new = compose(report, revision=letter.revision, language=letter.language)
        old = tuple((part, Sheet.decode(part.payload)) for part in parts)
        if not new:  # nothing to say is no reason to take away what was said
            new = tuple(replace(sheet, revision=letter.revision) for _, sheet in old)
        return _Plan(letter=letter, old=old, new=_keeping_notes(old, new))

    async def _edit_one(self, letter: Letter, part: Part, sheet: Sheet) -> Fate:
        message_id = part.message_id or 0
        fate = await self._office.call(editing(letter, sheet, message_id=message_id))
        if fate.end is End.BAD_ENTITIES:
            log.error("Telegram refuses the styles of an edit", row=letter.id, reason=fate.words)
            fate = await self._office.call(editing(letter, replace(sheet, marks=()), message_id=message_id))
        if fate.end is End.ARRIVED and fate.message_id is None:  # "ok", and no message to show for it
            return replace(fate, end=End.NOT_KNOWN)
        return fate

    async def _done(self, plan: _Plan) -> None:
        async with self._office.writer.transaction() as tx:
            for (part, _), sheet in zip(plan.old, plan.new, strict=True):
                await delivery_states.rewrite_part(tx, plan.letter.id, part.number, sheet.sent().encode())
            await delivery_states.shown(tx, plan.letter.id, plan.letter.revision)
        self._office.lanes.went_well(plan.letter.lane)

    async def _failed(self, plan: _Plan, fate: Fate) -> bool:
        letter = plan.letter
        async with self._office.writer.transaction() as tx:
            if fate.end in HINDRANCES:
                await self._office.hindered(tx, letter, fate)
                return False
            if fate.end in (End.NOT_KNOWN, End.SERVER_FAULT):
                self._office.lanes.stumbled(letter.lane, now=self._office.clock.now())
                return False
            if fate.end is End.NO_TARGET:  # somebody deleted it; what replaces it was no reason to ring
                await delivery_states.begin_anew(tx, letter.id, silent=True)
                return True
            log.error("Telegram refuses an edit", row=letter.id, reason=fate.words)
            await delivery_states.shown(tx, letter.id, letter.revision)
            return True

    async def _replace(self, plan: _Plan) -> bool:
        """Take the old messages away, as far as Telegram lets us, and have the report sent anew."""
        letter = plan.letter
        lost = False
        for part, _ in plan.old:
            if part.message_id is None:
                lost = True  # the chat has moved: its messages cannot be edited any more
                continue
            fate = await self._office.call(DeleteMessage(chat_id=letter.chat_id, message_id=part.message_id))
            if fate.end in HINDRANCES:
                return await self._failed(plan, fate)
        async with self._office.writer.transaction() as tx:
            await delivery_states.begin_anew(tx, letter.id, silent=letter.silent or lost)
        return True


def _keeping_notes(old: tuple[tuple[Part, Sheet], ...], new: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """What had to be said about a message ("possibly a repeat") stays true when its text changes."""
    if len(old) != len(new):
        return new
    pairs = zip(old, new, strict=True)
    return tuple(replace(after, repeat=before.repeat, notes=before.notes) for (_, before), after in pairs)
