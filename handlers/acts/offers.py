"""What an errand offered with buttons: which object is meant, and to wait for one that is not there.

The errand kept what was asked for as a question under its answer's key; pressing sends for it once more.
"""

import json

from domain.buttons import number_in
from domain.errors import UserError
from handlers.turn import Turn
from storage import questions
from storage.questions import Question


async def pick(turn: Turn, argument: str) -> None:
    """Do what was asked with the object that this button names."""
    question = await _asked(turn)
    chosen = question.arguments.get(argument) if number_in(argument) is not None else None
    if chosen is None:
        raise UserError("jobs.stale-button")
    await _send_again(turn, question, json.loads(chosen))


async def wait(turn: Turn, argument: str) -> None:
    """Watch for the object that is not there yet."""
    del argument
    await _send_again(turn, await _asked(turn), {})


async def _asked(turn: Turn) -> Question:
    """Return the open question that the pressed message asks.

    Raises:
        UserError: It was answered, is too old, or was put to somebody else.
    """
    key = "" if turn.pressed is None else turn.pressed.key
    question = await questions.asked_in(turn.tx, chat_id=turn.chat.id, outbox_key=key)
    if question is None:
        raise UserError("jobs.answered-already")
    if question.origin.person_id != turn.person.id:
        raise UserError("jobs.not-asked")
    return question


async def _send_again(turn: Turn, question: Question, chosen: dict[str, str]) -> None:
    await questions.close(turn.tx, question, answered=True)
    arguments = {**question.arguments, **chosen}
    word = arguments.pop("errand")
    await turn.at(question.origin).send_for(word, part=0, **arguments)
