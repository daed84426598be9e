"""What becomes of missed runs, in words: the page of /missed, and the line on a card."""

from domain.job import Job, MissedPolicy, ScheduleSpec
from domain.lateness import ANY_TIME
from domain.report import Report, Span
from messages.buttons import button
from messages.sentences import spans, text


def page(job: Job, spec: ScheduleSpec, language: str) -> Report:
    """Return what was decided, with a button for everything else, and how a bound is said."""
    said = [*spans(language, "missed.head", number=job.number, title=job.title, what=_words(spec, language))]
    said += [Span("\n"), *spans(language, "missed.hint", number=job.number)]
    wishes = [str(policy) for policy in MissedPolicy if policy is not spec.missed]
    if spec.not_after is not None:
        wishes.append(ANY_TIME)
    row = (
        button(language, "missed", job=job.id, argument=wish, label=text(language, f"missed.to-{wish}"))
        for wish in wishes
    )
    return Report(spans=tuple(said), actions=(tuple(row),))


def line(spec: ScheduleSpec, language: str) -> tuple[Span, ...]:
    """Return the card's line, where it is not the usual."""
    if spec.missed is MissedPolicy.LATEST and spec.not_after is None:
        return ()
    return (Span("\n"), *spans(language, "missed.line", what=_words(spec, language)))


def _words(spec: ScheduleSpec, language: str) -> str:
    words = text(language, f"missed.{spec.missed}")
    return words if spec.not_after is None else words + text(language, "missed.bound", time=spec.not_after)
