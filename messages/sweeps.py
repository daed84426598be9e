"""Many jobs cancelled at once: the question, what became of it, and what came back."""

from collections.abc import Sequence

from domain.job import Job
from domain.report import Report, Span, Style
from messages.buttons import button
from messages.cards import title_of
from messages.sentences import spans, text

#: More jobs are counted, not named.
MOST_NAMED = 12


def asked(jobs: Sequence[Job], *, language: str, question: int) -> Report:
    """Return the question whether all of these are to go, with one button."""
    label = text(language, "button.cancel-all", number=len(jobs))
    action = button(language, "cancel-all", argument=str(question), label=label)
    said = (*spans(language, "lists.cancel-all", count=len(jobs)), *_named(jobs, language))
    return Report(spans=said, actions=((action,),))


def cancelled(jobs: Sequence[Job], *, language: str, moment: str) -> Report:
    """Return which jobs were cancelled, with [Undo]."""
    said = (*spans(language, "lists.cancelled-all", count=len(jobs)), *_named(jobs, language))
    return Report(spans=said, actions=((button(language, "undo-all", argument=moment),),))


def undone(back: Sequence[Job], reasons: Sequence[str], *, language: str) -> Report:
    """Return which jobs are back, and the reasons why others are not."""
    said = [*spans(language, "lists.undone-all", count=len(back)), *_named(back, language)]
    return Report(spans=(*said, *(Span(f"\n⚠ {reason}") for reason in reasons)))


def _named(jobs: Sequence[Job], language: str) -> tuple[Span, ...]:
    said: list[Span] = []
    for job in jobs[:MOST_NAMED]:
        said += [Span("\n"), Span(f"#{job.number}", Style.BOLD), Span(f" {title_of(job)}")]
    if len(jobs) > MOST_NAMED:
        said += [Span("\n"), *spans(language, "lists.and-more", count=len(jobs) - MOST_NAMED)]
    return tuple(said)
