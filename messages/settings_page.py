"""/settings: one message, edited in place; what is set carries a tick."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.report import Action, Report
from messages.buttons import button
from messages.sentences import spans, text

#: Names of the languages in themselves, as buttons show them.
LANGUAGE_NAMES = (("en", "English"), ("de", "Deutsch"))

#: Quiet hours that are offered; others can be typed.
QUIET = ("", "22-07", "23-08")


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """What is set, and what can be chosen by a button; "" for what is not set.

    Attributes:
        quiet: As buttons carry it, "22-07".
        namespaces, contexts: Those that are offered.
    """

    zone: str
    quiet: str
    namespace: str
    namespaces: Sequence[str]
    context: str
    contexts: Sequence[str]


def settings_page(language: str, now: Set) -> Report:
    """Return the page: zone, language, quiet hours, default namespace and cluster."""
    none = text(language, "settings.none")
    said = spans(
        language,
        "settings.page",
        zone=now.zone or none,
        language=dict(LANGUAGE_NAMES)[language],
        quiet=_hours(now.quiet) or none,
        namespace=now.namespace or none,
        context=now.context or none,
    )
    rows: list[tuple[Action, ...]] = [
        (button(language, "ask-zone"),),
        tuple(_choice(language, "language", code, name, code == language) for code, name in LANGUAGE_NAMES),
        tuple(
            _choice(
                language, "quiet", hours, hours or text(language, "settings.no-quiet"), hours == now.quiet
            )
            for hours in QUIET
        ),
        _names(language, "namespace", now.namespaces, now.namespace),
        _names(language, "context", now.contexts, now.context),
    ]
    return Report(spans=said, actions=tuple(row for row in rows if row))


def _hours(quiet: str) -> str:
    """Return the span as people write it: "2230-0615" is 22:30-06:15; a button's argument has no colons."""
    return "-".join(f"{clock[:2]}:{clock[2:]}" if len(clock) == 4 else clock for clock in quiet.split("-"))


def _names(language: str, setting: str, offered: Sequence[str], chosen: str) -> tuple[Action, ...]:
    """Return a row with a button for none and one for each name; nothing where none is offered."""
    if not offered:
        return ()
    none = _choice(language, setting, "", text(language, f"settings.no-{setting}"), not chosen)
    return (none, *(_choice(language, setting, name, name, name == chosen) for name in offered))


def _choice(language: str, setting: str, value: str, label: str, chosen: bool) -> Action:  # noqa: FBT001  # one call each
    shown = f"✓ {label}" if chosen else label
    return button(language, "set", argument=f"{setting}={value}", label=shown)
