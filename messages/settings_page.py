"""/settings: one message, edited in place; what is set carries a tick."""

from collections.abc import Sequence

from domain.report import Action, Report
from messages.buttons import button
from messages.sentences import spans, text

#: Names of the languages in themselves, as buttons show them.
LANGUAGE_NAMES = (("en", "English"), ("de", "Deutsch"))

#: Quiet hours that are offered; others can be typed.
QUIET = ("", "22-07", "23-08")


def settings_page(
    language: str, *, zone: str | None, quiet: str, namespace: str, namespaces: Sequence[str]
) -> Report:
    """Return the page: zone, language, quiet hours, default namespace; `quiet` as "22-07", "" for none."""
    said = spans(
        language,
        "settings.page",
        zone=zone or text(language, "settings.none"),
        language=dict(LANGUAGE_NAMES)[language],
        quiet=quiet or text(language, "settings.none"),
        namespace=namespace or text(language, "settings.none"),
    )
    rows: list[tuple[Action, ...]] = [
        (button(language, "ask-zone"),),
        tuple(_choice(language, "language", code, name, code == language) for code, name in LANGUAGE_NAMES),
        tuple(
            _choice(language, "quiet", hours, hours or text(language, "settings.no-quiet"), hours == quiet)
            for hours in QUIET
        ),
    ]
    if namespaces:
        anywhere = _choice(language, "namespace", "", text(language, "settings.no-namespace"), not namespace)
        named = tuple(_choice(language, "namespace", name, name, name == namespace) for name in namespaces)
        rows.append((anywhere, *named))
    return Report(spans=said, actions=tuple(rows))


def _choice(language: str, setting: str, value: str, label: str, chosen: bool) -> Action:  # noqa: FBT001  # one call each
    shown = f"✓ {label}" if chosen else label
    return button(language, "set", argument=f"{setting}={value}", label=shown)
