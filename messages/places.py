"""The one question about the time zone, and what is said once it is known."""

from collections.abc import Sequence

from babel import Locale

from domain.report import Report, Span, Style
from messages.buttons import button
from messages.sentences import spans

#: Zones that are offered first, by the chat's language; everybody else types a city or shares a location.
LIKELY = {
    "en": (
        "Europe/London",
        "America/New_York",
        "America/Los_Angeles",
        "Europe/Berlin",
        "Asia/Kolkata",
        "UTC",
    ),
    "de": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/London", "UTC"),
}

#: Zones in a row of buttons.
ROW = 2


def zone_question(language: str, *, key: str, zones: Sequence[str] = (), **fillings: str) -> Report:
    """Return the question, with buttons for `zones` or for those that are likely in this language."""
    offered = tuple(zones) or LIKELY[language]
    buttons = tuple(button(language, "zone", argument=zone, label=_label(zone, language)) for zone in offered)
    rows = tuple(buttons[start : start + ROW] for start in range(0, len(buttons), ROW))
    return Report(spans=spans(language, key, count=None, **fillings), actions=rows)


def zone_set(language: str, *, zone: str, clock: str, quiet: tuple[str, str] | None = None) -> Report:
    """Return that the zone is known now, with the local time as a proof, and which quiet hours count now."""
    said = spans(language, "settings.zone-set", zone=Span(zone, Style.BOLD), clock=clock)
    if quiet is not None:
        said = (*said, Span("\n"), *spans(language, "settings.quiet-counts", begin=quiet[0], end=quiet[1]))
    return Report(spans=said)


def _label(zone: str, language: str) -> str:
    """Return what the zone's city is called in this language ("Wien"), as CLDR knows it."""
    plain = zone.rsplit("/", maxsplit=1)[-1].replace("_", " ")
    named = Locale.parse(language).time_zones.get(zone, {})
    return str(named.get("city", plain))
