"""What people type: commands, plain sentences, replies, answers to a question, a shared location."""

from dataclasses import replace
from datetime import timedelta

from aiogram import F, Router
from aiogram.types import Message

from domain.errors import UserError
from domain.job import JobState
from handlers import command
from handlers.acts import changing, help_page, zones
from handlers.commands import COMMANDS
from handlers.filters import Addressed, Named, Wordless, mentions, read_command, said_in
from handlers.meaning import MISSING, REST, carry_out, go_on
from handlers.phrase import Phrase, form_named, kept_phrase, understood
from handlers.turn import Turn
from jobs import finding
from language.intents import Ask, Change, Create, Intent, Refuse, Talk, Watch
from storage import outbox, questions
from storage.questions import Question

#: What is said later than this after a question is not taken for its answer without a reply.
BELIEVED_ANSWER = timedelta(hours=1)


def router() -> Router:
    """Return the router of messages; a router can be attached only once."""
    made = Router(name="speech")
    for entry in COMMANDS:
        made.message.register(_runner(entry), Named(entry.name))
    made.message.register(take_location, F.location)
    made.message.register(listen, Addressed())
    made.message.register(cannot_read, Wordless())
    return made


def _runner(entry: command.Command) -> "command.Runner":
    async def run(message: Message, turn: Turn, rest: str) -> None:
        replied = await _replied_to(turn, message)
        job_id = None if replied is None else replied[1]
        await _move_on(turn)
        await entry.handle(turn, Phrase(text=_with_person(entry, rest, message), at=turn.now, job_id=job_id))

    return run


async def cannot_read(message: Message, turn: Turn) -> None:
    """Say that only words are understood; of several pictures sent together, once."""
    album = message.media_group_id
    one = turn if album is None else replace(turn, key=f"album:{turn.chat.id}:{album}")
    await one.say("handlers.words-only")


async def listen(message: Message, turn: Turn, said: str) -> None:
    """Take a sentence: as the answer to an open question, as a reply about a job, or as a wish of its own."""
    if said.startswith("/"):
        await _unknown_command(turn, said)
        return
    replied = await _replied_to(turn, message)
    phrase = Phrase(text=said, at=turn.now, job_id=None if replied is None else replied[1])
    question = await _question(turn, replied)
    if question is None or not await _answered(turn, question, phrase):
        await _mean_by_itself(turn, phrase, to_us=_speaks_to_us(turn, message))


async def _mean_by_itself(turn: Turn, phrase: Phrase, *, to_us: bool) -> None:
    intent = await understood(turn, phrase)
    if isinstance(intent, Talk) and not to_us:
        return  # a group sighs under a verdict; nobody asked
    if not isinstance(intent, Talk):
        await _move_on(turn)
    await carry_out(turn, intent, phrase)


async def _move_on(turn: Turn) -> None:
    """Give up what was missing from earlier words: the person has gone on to something else."""
    await questions.drop(turn.tx, turn.origin, words=(REST, MISSING))


def _speaks_to_us(turn: Turn, message: Message) -> bool:
    return turn.chat.is_private or mentions(said_in(message) or "", turn.rooms.username)


async def take_location(message: Message, turn: Turn) -> None:
    """Set the zone of a shared location, where the bot has asked for it or in private."""
    place = message.location
    asked = await questions.list_open(turn.tx, chat_id=turn.chat.id, word=zones.ZONE)
    if place is not None and (asked or turn.chat.is_private):
        waiting = await zones.take_location(turn, latitude=place.latitude, longitude=place.longitude)
        await go_on(turn, waiting)


async def _answered(turn: Turn, question: Question, phrase: Phrase) -> bool:
    """Take the phrase as the answer to an open question; False when it is something else."""
    if question.word == zones.ZONE:
        return await _answered_zone(turn, phrase)
    if question.word == changing.CHANGE:
        return await _answered_change(turn, question, phrase)
    if question.word == REST:
        return await _answered_rest(turn, question, phrase)
    if question.word == MISSING:
        return await _answered_missing(turn, question, phrase)
    return False


async def _answered_rest(turn: Turn, question: Question, phrase: Phrase) -> bool:
    """Take what should have followed a command, unless it means something else on its own."""
    wanted = phrase.of_form(form_named(question.arguments["form"]))
    return await _carried_out(turn, question, (wanted,), phrase)


async def _answered_missing(turn: Turn, question: Question, phrase: Phrase) -> bool:
    """Take the part that was missing, or all of it said anew, unless it means something else on its own."""
    form = form_named(question.arguments["form"])
    whole = Phrase(text=f"{question.arguments['text']} {phrase.text}", at=phrase.at, form=form)
    anew = () if form == "plain" else (phrase.of_form(form),)
    return await _carried_out(turn, question, (whole, *anew), phrase)


async def _carried_out(turn: Turn, question: Question, wanted: tuple[Phrase, ...], said: Phrase) -> bool:
    """Carry out the first reading that makes a job; else say what is amiss if that is news, and only once."""
    alone = await understood(turn, said)
    if isinstance(alone, Talk) and alone.kind != "chatter":
        return False
    for reading in wanted:
        intent = await understood(turn, reading)
        if isinstance(intent, (Create, Watch)):
            await questions.close(turn.tx, question, answered=True)
            await carry_out(turn, intent, reading)
            return True
    await questions.close(turn.tx, question, answered=False)
    intent = await understood(turn, wanted[0])
    before = await understood(turn, kept_phrase(question.arguments))
    helps_on = isinstance(intent, Refuse) or (isinstance(intent, Ask) and _key(intent) != _key(before))
    if _means_something(alone) or not helps_on:
        return False
    await carry_out(turn, intent, wanted[0])
    return True


def _means_something(alone: Intent) -> bool:
    """Tell whether a sentence stands by itself: a wish, or one that is asked back about with answers."""
    if isinstance(alone, Ask):
        return bool(alone.choices)
    return not isinstance(alone, (Talk, Refuse))


def _key(intent: Intent) -> str:
    return intent.key if isinstance(intent, Ask) else ""


async def _answered_zone(turn: Turn, phrase: Phrase) -> bool:
    waiting = await zones.take_place(turn, phrase.text)
    if waiting is not None:
        await go_on(turn, waiting)
        return True
    alone = await understood(turn, phrase)
    if _means_something(alone) or (isinstance(alone, Talk) and alone.kind != "chatter"):
        return False
    raise UserError("settings.no-place", place=phrase.text[:60])


async def _answered_change(turn: Turn, question: Question, phrase: Phrase) -> bool:
    job = await finding.by_id(turn.tx, question.arguments["job"], chat=turn.chat)
    if (
        job.state is JobState.CANCELLED
    ):  # there is nothing to change any more: what is said is a wish of its own
        await questions.close(turn.tx, question, answered=False)
        return False
    wanted = await understood(turn, replace(phrase, job_id=job.id))
    is_text = isinstance(wanted, Talk) and wanted.kind == "chatter" and len(phrase.text.split()) > 1
    if not (is_text or isinstance(wanted, (Change, Create, Ask, Refuse))):
        return False
    await changing.change(turn, job, phrase)
    await questions.close(turn.tx, question, answered=True)
    return True


async def _question(turn: Turn, replied: tuple[str, str | None] | None) -> Question | None:
    """Return the question that is being answered: the one replied to; in private else the newest."""
    if replied is not None:
        asked = await questions.asked_in(turn.tx, chat_id=turn.chat.id, outbox_key=replied[0])
        if asked is not None or replied[1] is not None:
            return asked
    if not turn.chat.is_private:
        return None
    asked_of = await questions.open_for(turn.tx, chat_id=turn.chat.id, person_id=turn.person.id)
    return next((question for question in asked_of if _takes_words(question, turn)), None)


def _takes_words(question: Question, turn: Turn) -> bool:
    """Tell whether what is said next can be meant as the answer; the zone is waited for however long."""
    recent = turn.now - question.asked_at < BELIEVED_ANSWER
    return question.word == zones.ZONE or (recent and question.word in {changing.CHANGE, REST, MISSING})


async def _replied_to(turn: Turn, message: Message) -> tuple[str, str | None] | None:
    """Return key and job of the bot's message that this one replies to."""
    replied = message.reply_to_message
    if replied is None:
        return None
    row = await outbox.row_of_message(turn.tx, chat_id=turn.chat.id, message_id=replied.message_id)
    return None if row is None else (row["dedupe_key"], row["job_id"])


async def _unknown_command(turn: Turn, said: str) -> None:
    """Answer a command that there is not; in groups it is another bot's unless it names us."""
    slash = read_command(said)
    if slash is not None and (turn.chat.is_private or slash.bot is not None):
        await help_page.not_understood(turn, said)


def _with_person(entry: command.Command, rest: str, message: Message) -> str:
    """Return what follows /allow; in reply to somebody's message their id."""
    replied = message.reply_to_message
    if entry.name != "allow" or replied is None or replied.from_user is None or replied.from_user.is_bot:
        return rest
    return f"{rest} {replied.from_user.id}".strip()
