"""Pieces that the messages about watches are made of: names, figures, reasons, rows of buttons."""

from datetime import datetime, timedelta

from domain.report import Action, Span, Style
from domain.watch import Figures, Said, Target, Word
from messages import causes, durations
from messages.sentences import Filling, spans, text

#: Buttons that show what was read at a verdict.
EVIDENCE = ("logs", "previous", "events", "describe")


def reasons(language: str, target: Target, outcome: Said) -> list[Span]:
    """Return the cause, the log lines, the hint and what still serves, a line each."""
    lines: list[Span] = []
    for part in (
        causes.sentence(language, outcome.cause, outcome.evidence, target),
        quote(outcome.evidence.telling),
        causes.hint(language, outcome.cause, outcome.evidence),
        changed(language, outcome),
        _serving(language, outcome),
        _note(language, target, outcome),
    ):
        if part:
            lines += [Span("\n"), *part]
    return lines


def quote(lines: tuple[str, ...]) -> tuple[Span, ...]:
    """Return log lines as a quotation, nothing without any; the whole log is behind [Logs]."""
    return (Span("\n".join(lines), Style.QUOTE),) if lines else ()


def changed(language: str, outcome: Said) -> tuple[Span, ...]:
    """Return what the rollout changed, for it mostly is why it failed."""
    if outcome.word not in {Word.FAILED, Word.PARTLY, Word.ALREADY_FAILING}:
        return ()
    told: list[Span] = []
    for one in outcome.evidence.changes:
        key = f"watch.change.{one.word}"
        before, after = code(one.before), code(one.after)
        where = (code(one.container), Span(" ")) if one.container else ()
        told += [*((Span(" · "),) if told else ()), *where]
        told += spans(language, key, count=None, before=before, after=after)
    return spans(language, "watch.changed", changes=tuple(told)) if told else ()


def _serving(language: str, outcome: Said) -> tuple[Span, ...]:
    """Return whether the version before still serves: the first question a person has."""
    serving, before = outcome.evidence.old_serving, outcome.evidence.old_version
    if serving is None or outcome.word not in {Word.FAILED, Word.PARTLY, Word.ALREADY_FAILING}:
        return ()
    wanted = outcome.figures.wanted
    if serving == 0:
        nothing = outcome.figures.ready == 0
        return spans(language, "watch.nothing-serves" if nothing else "watch.old-gone", version=before)
    return spans(language, "watch.still-serving", version=before, serving=serving, wanted=wanted)


def _note(language: str, target: Target, outcome: Said) -> tuple[Span, ...]:
    if outcome.word is Word.PAUSED and target.kind == "deployment":
        command = f"kubectl rollout resume {target.kind}/{target.name} -n {target.namespace}"
        return spans(language, "watch.resume-with", command=code(command))
    return ()


def figures_line(language: str, figures: Figures) -> tuple[Span, ...]:
    """Return how far a rollout is: "updated 2/3, ready 1/3"."""
    fillings: dict[str, Filling] = {
        "updated": figures.updated,
        "ready": figures.ready,
        "wanted": figures.wanted,
        "old": figures.old,
    }
    return spans(
        language, "watch.figures.with-old" if figures.old else "watch.figures", count=None, **fillings
    )


def names(target: Target, outcome: Said) -> dict[str, Filling]:
    """Return what every headline may name."""
    figures = outcome.figures
    return {
        "target": bold(target),
        "kind": target.kind,
        "version": outcome.version,
        "previous": outcome.previous_version,
        "ready": figures.ready,
        "wanted": figures.wanted,
        "soaked": durations.duration(timedelta(seconds=outcome.soaked_s)),
    }


def took(outcome: Said, now: datetime) -> str:
    """Return how long the revision took, "" when nobody saw it begin, without the soak."""
    if outcome.began_at is None:
        return ""
    return durations.duration(now - outcome.began_at - timedelta(seconds=outcome.soaked_s))


def row(language: str, words: tuple[str, ...], *, job: str = "", argument: str = "") -> tuple[Action, ...]:
    """Return a row of buttons for one job."""
    return tuple(
        Action(word=word, label=text(language, f"watch.button.{word}"), job=job, argument=argument)
        for word in words
    )


def bold(target: Target) -> Span:
    """Return the target's name."""
    return Span(str(target), Style.BOLD)


def code(words: str) -> Span:
    """Return words of the cluster, or for a shell."""
    return Span(words, Style.CODE)
