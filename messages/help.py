"""/start and /help: what can be said, with examples that can be typed as they stand."""

from collections.abc import Sequence

from domain.report import Report, Span, Style
from messages.sentences import spans, text

#: Examples of /help, by catalogue key; each is a whole sentence.
EXAMPLES = (
    "help.example-watch",
    "help.example-always",
    "help.example-namespace",
    "help.example-every",
    "help.example-check",
    "help.example-in",
    "help.example-how",
)


def start(language: str, *, name: str, owner: bool) -> Report:
    """Return the greeting; the owner is also told how to let others in."""
    said = [*spans(language, "help.start", name=name), *_examples(language)]
    if owner:
        said += [Span("\n\n"), *spans(language, "help.start-owner")]
    return Report(spans=tuple(said))


def page(language: str, commands: Sequence[tuple[str, str]]) -> Report:
    """Return the help: examples first, then every command with its summary."""
    said = [*spans(language, "help.head"), *_examples(language), Span("\n")]
    for usage, summary in commands:
        said += [Span("\n"), Span(usage, Style.CODE), Span(f" – {summary}")]
    said += [Span("\n\n"), *spans(language, "help.foot")]
    return Report(spans=tuple(said))


def not_understood(language: str, examples: Sequence[str]) -> Report:
    """Return, in one short message, that this was not understood and what is near to it."""
    said = [*spans(language, "help.not-understood")]
    for example in examples:
        said += [Span("\n"), Span(example, Style.CODE)]
    return Report(spans=tuple(said))


def refused(reason: tuple[Span, ...], examples: Sequence[str]) -> Report:
    """Return why something cannot be, and examples near to what was typed."""
    said = [*reason]
    for example in examples:
        said += [Span("\n"), Span(example, Style.CODE)]
    return Report(spans=tuple(said))


def examples(language: str) -> tuple[str, ...]:
    """Return the examples that a newcomer sees."""
    return tuple(text(language, key) for key in EXAMPLES)


def _examples(language: str) -> tuple[Span, ...]:
    return tuple(span for key in EXAMPLES for span in (Span("\n"), Span(text(language, key), Style.CODE)))
