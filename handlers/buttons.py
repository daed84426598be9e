"""A pressed button: what it says is checked (who, where, whether the thing still is), then done.

Callback data comes from the client and is not to be trusted: a job's id from another chat, a word of an older
version, a question that was answered meanwhile are all met politely.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from sqlite3 import Row

from aiogram import Router
from aiogram.types import CallbackQuery

from domain.buttons import Press, number_in, unpack
from domain.errors import UserError
from domain.report import Report, decode_report
from handlers import deeds, edits
from handlers.acts import everything, lists_page, offers, settings, zones
from handlers.meaning import CHOOSE, go_on, mean
from handlers.phrase import Phrase, kept_phrase
from handlers.turn import Pressed, Turn
from jobs import finding
from storage import outbox, questions

#: What a button that is about no single job does; the text is its argument.
Act = Callable[[Turn, str], Awaitable[None]]


async def _turn_page(turn: Turn, argument: str) -> None:
    await lists_page.show(turn, number_in(argument) or 0)


async def _take_zone(turn: Turn, argument: str) -> None:
    turn.toast.text = argument
    await go_on(turn, await zones.take(turn, argument))


async def _ask_zone(turn: Turn, argument: str) -> None:
    del argument
    await zones.ask_alone(turn)


async def _set(turn: Turn, argument: str) -> None:
    name, _, value = argument.partition("=")
    await settings.set_one(turn, name, value)


async def _choose(turn: Turn, argument: str) -> None:
    """Understand the phrase that this button stands for, as of the moment the question's own was said."""
    first, _, choice = argument.partition("-")
    number = number_in(first)
    asked = None if number is None else await questions.get(turn.tx, number, chat_id=turn.chat.id)
    text = None if asked is None else asked.arguments.get(f"text{choice}")
    if asked is None or text is None:
        raise UserError("jobs.answered-already")
    if asked.origin.person_id != turn.person.id:
        raise UserError("jobs.not-asked")
    await questions.close(turn.tx, asked, answered=True)
    kept = kept_phrase(asked.arguments)
    await mean(turn.at(asked.origin), Phrase(text=text, at=kept.at, form=kept.form, job_id=kept.job_id))


#: Buttons about no single job.
_ACTS: dict[str, Act] = {
    "list": _turn_page,
    "resend": lists_page.send_again,
    "zone": _take_zone,
    "ask-zone": _ask_zone,
    "set": _set,
    CHOOSE: _choose,
    "pick": offers.pick,
    "wait": offers.wait,
    "edit": edits.apply,
    "leave": edits.leave,
    everything.CANCEL_ALL: everything.cancel,
    "undo-all": everything.undo,
}


def knows(word: str) -> bool:
    """Tell whether a button of this word does something that is about no single job."""
    return word in _ACTS or word == "card"


async def press(query: CallbackQuery, turn: Turn) -> None:
    """Do what the button says.

    Raises:
        UserError: It is stale, or not for this person.
    """
    said = unpack(query.data)
    if said is None:
        raise UserError("jobs.stale-button")
    turn = replace(turn, pressed=await _pressed(turn, said))
    if said.word in _ACTS:
        await _ACTS[said.word](turn, said.argument)
    else:
        await _with_job(turn, said)


async def _with_job(turn: Turn, said: Press) -> None:
    if not deeds.knows(said.word) and said.word != "card":
        raise UserError("jobs.stale-button")
    # A task does not know its job's id: the buttons of a brief or a reminder mean the message's own job.
    own = None if turn.pressed is None else turn.pressed.job_id
    job = await finding.by_id(turn.tx, said.job or own or "", chat=turn.chat)
    if said.word == "card":
        await lists_page.show_card(turn, job)
    else:
        await deeds.do(turn, said.word, job, argument=said.argument)


async def _pressed(turn: Turn, said: Press) -> Pressed | None:
    """Return the message whose button was pressed, while its row is kept (30 days).

    A finger can be faster than the answer that tells us the message's id: then it is the newest message on
    its way that has this very button.
    """
    if turn.origin.message_id is None:
        return None
    row = await outbox.row_of_message(turn.tx, chat_id=turn.chat.id, message_id=turn.origin.message_id)
    if row is not None:
        return _read(row)
    in_flight = map(_read, await outbox.rows_in_flight(turn.tx, turn.chat.id))
    return next((message for message in in_flight if _has_button(message.report, said)), None)


def _read(row: Row) -> Pressed:
    report = decode_report(row["report"])
    return Pressed(key=row["dedupe_key"], kind=row["kind"], job_id=row["job_id"], report=report)


def _has_button(report: Report, said: Press) -> bool:
    return any(
        Press(action.word, action.job, action.argument) == said for row in report.actions for action in row
    )


def router() -> Router:
    """Return the router of button presses; a router can be attached only once."""
    made = Router(name="buttons")
    made.callback_query.register(press)
    return made
