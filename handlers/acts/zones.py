"""The one question about the time zone: what was asked for is kept, and goes on once it is answered.

The answer is a button, a typed place or a shared location. What was kept is understood again as of the moment
it was said, also after a restart: it lies in the question's row.
"""

from zoneinfo import ZoneInfo

from domain.report import Report
from handlers.phrase import Phrase
from handlers.turn import Turn
from jobs import chat_settings, permission
from language import places
from messages.places import zone_question, zone_set
from storage import outbox, questions
from storage.chats import Chat
from storage.questions import Question

#: Word of the question.
ZONE = "zone"

#: A word that means several places is asked back with at most so many buttons.
MOST_PLACES = 14


async def ask(turn: Turn, phrase: Phrase) -> None:
    """Keep the phrase and ask for the zone."""
    key = await turn.answer(zone_question(turn.language, key="settings.ask-zone"))
    await _keep(turn, phrase, key)


async def ask_alone(turn: Turn) -> None:
    """Ask for the zone although nothing waits for it."""
    key = await turn.answer(
        zone_question(
            turn.language,
            key="settings.ask-zone-again",
            zone=turn.chat.zone or turn.text("settings.none"),
        )
    )
    await _keep(turn, Phrase(text="", at=turn.now), key)


async def take_place(turn: Turn, place: str) -> tuple[Question, ...] | None:
    """Set the zone that a typed place lies in, or ask which of several; None when it is no place."""
    found = places.zones_for(place, turn.language)
    if not found:
        return None
    if len(found) > 1:
        report = zone_question(
            turn.language, key="settings.which-zone", zones=found[:MOST_PLACES], place=place
        )
        await turn.answer(report, part=":zone")
        return ()
    return await take(turn, found[0])


async def take_location(turn: Turn, *, latitude: float, longitude: float) -> tuple[Question, ...]:
    """Set the zone of a shared location."""
    return await take(turn, places.zone_at(latitude, longitude))


async def take(turn: Turn, zone: str) -> tuple[Question, ...]:
    """Set the zone, say so where it was asked, and return what waited for it and can go on now.

    Raises:
        UserError: No such zone, or the group has one and this person may not change it.
    """
    if turn.chat.zone is not None:
        await permission.check_may_set(turn.tx, person=turn.person, chat=turn.chat)
    await chat_settings.set_zone(turn.tx, turn.chat, zone)
    clock = turn.now.astimezone(ZoneInfo(zone)).strftime("%H:%M")
    waiting = await questions.list_open(turn.tx, chat_id=turn.chat.id, word=ZONE)
    report = zone_set(turn.language, zone=zone, clock=clock, quiet=_begins_to_count(turn.chat))
    await _say_set(turn, waiting, report)
    answered = [question for question in waiting if await questions.close(turn.tx, question, answered=True)]
    return tuple(question for question in answered if question.arguments["text"])


def _begins_to_count(chat: Chat) -> tuple[str, str] | None:
    """Return the quiet hours that were set before anybody knew whose night is meant."""
    if chat.zone is not None or chat.quiet_from is None or chat.quiet_until is None:
        return None
    return chat.quiet_from, chat.quiet_until


async def _keep(turn: Turn, phrase: Phrase, key: str) -> None:
    """Let the phrase wait for the zone; a message that was edited meanwhile waits as it is now."""
    await questions.drop(turn.tx, turn.origin, words=(ZONE,), of_message=True)
    await questions.ask(
        turn.tx, word=ZONE, origin=turn.origin, arguments=phrase.encode(), outbox_key=key, now=turn.now
    )


async def _say_set(turn: Turn, waiting: tuple[Question, ...], report: Report) -> None:
    """Let the message that asked say the answer; without one, answer."""
    said = False
    for question in waiting:
        said = await outbox.revise(turn.tx, question.outbox_key, report) or said
    if turn.pressed is not None:
        said = await outbox.revise(turn.tx, turn.pressed.key, report) or said
    if not said:
        await turn.answer(report, part=":zone")
