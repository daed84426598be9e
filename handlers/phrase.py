"""What was said, as it was said: text, the command it came with, its moment, and the job it replies to.

A phrase can be kept and understood later as if no time had passed: its moment travels with it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.job import WatchSpec
from handlers.turn import Turn
from language.context import Context, Form
from language.intents import Intent, Refuse
from language.understand import understand
from storage import job_rows

#: Longer texts are nobody's wish; Telegram allows 4096 characters.
LONGEST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A sentence or the rest of a command. `job_id` is the job whose message was replied to."""

    text: str
    at: datetime
    form: Form = "plain"
    job_id: str | None = None

    def encode(self) -> dict[str, str]:
        """Return what a question keeps."""
        return {
            "text": self.text,
            "at": self.at.isoformat(),
            "form": self.form,
            "job": self.job_id or "",
        }

    def of_form(self, form: Form) -> "Phrase":
        """Return the same words, said in another way."""
        return replace(self, form=form)


_FORMS: tuple[Form, ...] = ("every", "at", "in", "cron", "watch", "plain", "change")


def kept_phrase(arguments: dict[str, str]) -> Phrase:
    """Return the phrase that `Phrase.encode` gave to a question."""
    return Phrase(
        text=arguments["text"],
        at=datetime.fromisoformat(arguments["at"]),
        form=form_named(arguments["form"]),
        job_id=arguments["job"] or None,
    )


def form_named(name: str) -> Form:
    """Return the form of this name, "plain" for a name of another version."""
    return next((form for form in _FORMS if form == name), "plain")


async def understood(turn: Turn, phrase: Phrase) -> Intent:
    """Return what the phrase means in this chat; one that is too long is refused, never cut."""
    if len(phrase.text) > LONGEST:
        arguments = (("most", str(LONGEST)), ("length", str(len(phrase.text))))
        return Refuse(key="handlers.too-long", arguments=arguments)
    return understand(phrase.text, await context_of(turn, phrase))


async def context_of(turn: Turn, phrase: Phrase) -> Context:
    """Return what `language` must know to understand the phrase."""
    return Context(
        zone=turn.zone,
        now=phrase.at,
        language=turn.language,
        form=phrase.form,
        kinds=turn.rooms.kinds,
        names=await _names(turn),
        reply=phrase.job_id is not None,
    )


async def _names(turn: Turn) -> tuple[str, ...]:
    """Return what the chat's jobs are called, so that "cancel api" and "how is api" are understood."""
    names: dict[str, None] = {}
    for job in await job_rows.list_living(turn.tx, turn.chat.id):
        names[job.title] = None
        if isinstance(job.spec, WatchSpec):
            names[job.spec.target.name] = None
    return tuple(names)
