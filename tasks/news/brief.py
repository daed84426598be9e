"""The brief as it is read (schedule-rules E8): what is new of how much, each with link, place and time.

Titles and names are spans, so that nothing in them is ever markup.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.errors import NightjarError
from domain.report import Report, Span, Style
from domain.run import Inputs
from messages import local_time
from messages.sentences import explain, spans, text
from tasks.news.items import Item
from tasks.news.sources import Source

#: A source that did not answer, and why.
Failure = tuple[Source, NightjarError]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many items there were in all, and how many new ones wait for the next brief."""

    total: int
    waiting: int


def brief(
    inputs: Inputs, shown: Sequence[Item], figures: Figures, *, failures: Sequence[Failure], now: datetime
) -> Report:
    """Return what is new."""
    new, total = str(len(shown) + figures.waiting), str(figures.total)
    said = [*_title(inputs, text(inputs.language, "news.count", new=new, total=total))]
    for item in shown:
        said += [Span("\n• "), _headline(item), Span(f" — {_place_and_time(item, inputs, now)}")]
    if figures.waiting:
        said += [Span("\n"), *spans(inputs.language, "news.more", count=figures.waiting)]
    return Report(spans=(*said, *_missing(inputs, failures)))


def nothing_new(
    inputs: Inputs, *, since: datetime | None, total: int, failures: Sequence[Failure], now: datetime
) -> Report:
    """Return that there is nothing new, for somebody who asked for it."""
    language = inputs.language
    if since is None:
        said = spans(language, "news.none", topic=_bold(inputs))
    else:
        at = local_time.short(since, zone=_zone(inputs), language=language, now=now)
        said = spans(language, "news.nothing-since", topic=_bold(inputs), since=at, total=str(total))
    return Report(spans=(*said, *_missing(inputs, failures)))


def still_looking(inputs: Inputs, *, checks: int, failures: Sequence[Failure]) -> Report:
    """Return the weekly sign of life of a job that found nothing."""
    said = spans(inputs.language, "news.still-looking", topic=_bold(inputs), count=checks)
    return Report(spans=(*said, *_missing(inputs, failures)))


def all_failed(inputs: Inputs, failures: Sequence[Failure]) -> Report:
    """Return that no source answered, and what each said."""
    return Report(spans=spans(inputs.language, "news.all-failed", reasons=tuple(_reasons(inputs, failures))))


def _title(inputs: Inputs, count: str) -> tuple[Span, ...]:
    day = local_time.day(inputs.slot, zone=_zone(inputs), language=inputs.language)
    clock = local_time.time_of_day(inputs.slot, zone=_zone(inputs))
    return (_bold(inputs), Span(f" · {day}, {clock} · {count}"))


def _headline(item: Item) -> Span:
    return Span(item.title) if item.link is None else Span(item.title, Style.LINK, url=item.link)


def _place_and_time(item: Item, inputs: Inputs, now: datetime) -> str:
    if item.published is None:
        return item.host
    at = local_time.short(item.published, zone=_zone(inputs), language=inputs.language, now=now)
    return f"{item.host}, {at}"


def _missing(inputs: Inputs, failures: Sequence[Failure]) -> tuple[Span, ...]:
    if not failures:
        return ()
    reasons = tuple(_reasons(inputs, failures))
    return (Span("\n"), *spans(inputs.language, "news.some-failed", reasons=reasons))


def _reasons(inputs: Inputs, failures: Sequence[Failure]) -> list[Span]:
    said: list[Span] = []
    for number, (source, error) in enumerate(failures):
        said += [
            Span(f"{', ' if number else ''}{source.name} ("),
            *explain(inputs.language, error),
            Span(")"),
        ]
    return said


def _bold(inputs: Inputs) -> Span:
    return Span(inputs.text, Style.BOLD)


def _zone(inputs: Inputs) -> ZoneInfo:
    return ZoneInfo(inputs.zone)
