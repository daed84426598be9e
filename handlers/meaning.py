"""From words to deeds: what a phrase means is looked up in `language`, and done.

The one place that knows all intents; each is carried out by a module of `acts` or by a deed on a job.
"""

from dataclasses import replace

from domain.errors import UserError
from domain.report import Action, Report, Severity
from handlers import deeds
from handlers.acts import changing, creating, everything, help_page, lists_page, looking, settings
from handlers.phrase import Phrase, kept_phrase, understood
from handlers.turn import Toast, Turn
from jobs import finding
from language.intents import (
    Ask,
    Cancel,
    CancelAll,
    Change,
    Create,
    Find,
    Help,
    History,
    Intent,
    JobRef,
    ListJobs,
    Logs,
    Look,
    Mute,
    Pause,
    Refuse,
    Resume,
    Run,
    Settings,
    Skip,
    Talk,
    Watch,
)
from messages import help as help_text
from messages.buttons import button
from messages.sentences import spans, text
from storage import chats, questions
from storage.questions import Question

#: Word of the question whose answers are buttons with whole phrases.
CHOOSE = "choose"

#: Word of the question for a part of a sentence that was missing: "remind me to call mum" lacks the time.
MISSING = "missing"

#: Word of the question for what should have followed a command.
REST = "rest"

#: The deed that each intent about one job asks for.
_DEED_OF = {
    Cancel: "cancel",
    Pause: "pause",
    Resume: "resume",
    Skip: "skip-next",
    Run: "run",
    History: "history",
    Logs: "logs",
}


async def mean(turn: Turn, phrase: Phrase) -> None:
    """Understand the phrase and carry it out."""
    await carry_out(turn, await understood(turn, phrase), phrase)


async def mean_or_ask(turn: Turn, phrase: Phrase) -> None:
    """Understand what followed a command; one tapped in the menu comes alone, and is asked for the rest."""
    if phrase.text:
        await mean(turn, phrase)
        return
    key = await turn.answer(Report(spans=spans(turn.language, f"handlers.rest-{phrase.form}")))
    await questions.drop(turn.tx, turn.origin, words=(REST,))
    await questions.ask(
        turn.tx, word=REST, origin=turn.origin, arguments=phrase.encode(), outbox_key=key, now=turn.now
    )


async def carry_out(turn: Turn, intent: Intent, phrase: Phrase) -> None:
    """Do what was meant, or say why not."""
    match intent:
        case Create():
            await _create_or_change(turn, intent, phrase)
        case Watch():
            await looking.watch(turn, intent)
        case Look():
            await looking.look(turn, intent)
        case Change():
            await _change(turn, intent, phrase)
        case Cancel() | Pause() | Resume() | Skip() | Run() | History() | Logs():
            await deeds.do_to(turn, _DEED_OF[type(intent)], intent.ref, replied=phrase.job_id)
        case CancelAll():
            await everything.offer(turn, intent.kind)
        case Mute():
            await deeds.do_to(turn, "mute", intent.ref, replied=phrase.job_id, argument=intent.length)
        case Ask():
            await _ask(turn, intent, phrase)
        case _:
            await _answer(turn, intent, phrase)


async def _answer(
    turn: Turn, intent: ListJobs | Find | Settings | Help | Talk | Refuse, phrase: Phrase
) -> None:
    match intent:
        case ListJobs():
            await lists_page.show(turn)
        case Find():
            await lists_page.found(turn, intent.text)
        case Settings():
            await go_on(turn, await settings.show_or_set(turn, intent.name, intent.value))
        case Help():
            await help_page.show(turn)
        case Talk():
            await _talk(turn, intent, phrase)
        case Refuse():
            reason = spans(turn.language, intent.key, count=None, **dict(intent.arguments))
            await turn.answer(help_text.refused(reason, intent.examples))


async def go_on(turn: Turn, waiting: tuple[Question, ...]) -> None:
    """Carry out what was kept until the zone was known, as of the moment it was said.

    What fails of it is explained; the zone stays set, and the others go on.
    """
    chat = await chats.get(turn.tx, turn.chat.id)
    for part, question in enumerate(waiting):
        key = f"{turn.key}:kept{part}"
        kept = replace(turn, chat=chat, origin=question.origin, key=key, pressed=None, toast=Toast())
        try:
            async with turn.tx.savepoint():
                await mean(kept, kept_phrase(question.arguments))
        except UserError as error:
            said = "settings.passed-meanwhile" if error.key == "jobs.never-due" else error.key
            reason = spans(chat.language, said, count=None, **error.arguments)
            await kept.answer(Report(spans=reason, severity=Severity.WARNING))


async def _create_or_change(turn: Turn, intent: Create, phrase: Phrase) -> None:
    """A schedule without a task, in reply to a job's message, is a new schedule for that job."""
    if phrase.job_id is not None and not intent.task:
        await _change_replied(turn, phrase, phrase.job_id)
    else:
        await creating.create(turn, intent, phrase)


async def _change(turn: Turn, intent: Change, phrase: Phrase) -> None:
    if not intent.phrase:
        await deeds.do_to(turn, "change", intent.ref, replied=phrase.job_id)
        return
    alone = intent.ref == JobRef()
    if alone and phrase.job_id is not None:
        await _change_replied(turn, phrase, phrase.job_id)
        return
    found = await finding.candidates(turn.tx, intent.ref, chat=turn.chat)
    if len(found) == 1:
        wanted = Phrase(text=intent.phrase, at=phrase.at, job_id=found[0].id)
        await changing.change(turn, found[0], wanted)
    else:
        await deeds.do_to(turn, "change", intent.ref)


async def _change_replied(turn: Turn, phrase: Phrase, job_id: str) -> None:
    job = await finding.by_id(turn.tx, job_id, chat=turn.chat)
    await changing.change(turn, job, phrase)


async def _ask(turn: Turn, intent: Ask, phrase: Phrase) -> None:
    """Ask back; each button carries the number of a whole phrase, kept with the question.

    Without buttons the next thing said is taken as the part that was missing.
    """
    language = turn.language
    said = spans(language, intent.key, count=None, **dict(intent.arguments))
    texts = {f"text{number}": choice.text for number, choice in enumerate(intent.choices)}
    await questions.drop(turn.tx, turn.origin, words=(MISSING,))
    question = await questions.ask(
        turn.tx,
        word=CHOOSE if intent.choices else MISSING,
        origin=turn.origin,
        arguments={**phrase.encode(), **texts},
        outbox_key=turn.key,
        now=turn.now,
    )
    rows: tuple[tuple[Action, ...], ...] = tuple(
        (
            button(
                language,
                CHOOSE,
                argument=f"{question}-{number}",
                label=text(language, choice.label_key, count=None, **dict(choice.label_arguments)),
            ),
        )
        for number, choice in enumerate(intent.choices)
    )
    await turn.answer(Report(spans=said, actions=rows))


async def _talk(turn: Turn, intent: Talk, phrase: Phrase) -> None:
    """Thanks, yes and no need no answer; a greeting gets one; the rest gets the two nearest examples."""
    if intent.kind in {"thanks", "yes", "no"}:
        return
    if intent.kind == "hello":
        await turn.say("handlers.hello", name=turn.person.name or "🙂")
        return
    await help_page.not_understood(turn, phrase.text)
