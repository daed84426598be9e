"""Job cards: what was understood, when it happens next, and what can be done about it.

The words of a schedule come in as text (they are made in `language`, a room beside this one). Moments are
INSTANT spans: Telegram shows each reader their own local time, the text is the job's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from domain.job import Job, JobState, ScheduleSpec, WatchSpec
from domain.report import Action, Report, Span, Style
from domain.trigger import Once
from messages import missed
from messages.buttons import button
from messages.sentences import Filling, spans, text

#: How many coming moments a card shows (design 1).
AHEAD = 3

PATTERNS = {"en": "EEE d MMM HH:mm", "de": "EEE d. MMM HH:mm"}
PATTERNS_WITH_YEAR = {"en": "EEE d MMM y HH:mm", "de": "EEE d. MMM y HH:mm"}
DAY_PATTERNS = {"en": "d MMM", "de": "d. MMM"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How a card is to be written: the language, the moment it is read, and the schedule in words.

    `moved` is the next run that a clock change moves, and how: "skipped" or "repeated".
    """

    language: str
    now: datetime
    words: str = ""
    upcoming: tuple[datetime, ...] = ()
    moved: tuple[datetime, str] | None = None


def instant(at: datetime, *, zone: ZoneInfo, language: str, now: datetime) -> Span:
    """Return a moment with its day: "Mon 30 Nov 09:00", with the year when it is another one."""
    local = at.astimezone(zone)
    same_year = local.year == now.astimezone(zone).year
    pattern = (PATTERNS if same_year else PATTERNS_WITH_YEAR)[language]
    return Span(_dotless(format_datetime(local, pattern, locale=language)), Style.INSTANT, at=at)


def upcoming_spans(
    moments: Sequence[datetime], *, zone: ZoneInfo, language: str, now: datetime
) -> tuple[Span, ...]:
    """Return the moments one after another; what repeats (time of day, day) is said once."""
    said: list[Span] = []
    before: datetime | None = None
    for at in moments:
        if before is not None:
            said.append(Span(" · "))
        said.append(_shortened(at, before, zone=zone, language=language, now=now))
        before = at
    return tuple(said)


def card(job: Job, wording: Wording, *, lead: str = "") -> Report:
    """Return the card of a job in whichever state it is; `lead` is a line above ("resumed")."""
    body = [*_lead(lead), *_what(job, wording)]
    return Report(spans=tuple(body), actions=actions_of(job, wording.language))


def cancelled(job: Job, wording: Wording) -> Report:
    """Return what the card of a cancelled job becomes: the job's name and [Undo]."""
    said = spans(wording.language, "cards.cancelled", number=job.number, title=title_of(job))
    return Report(spans=said, actions=((button(wording.language, "undo", job=job.id),),))


def actions_of(job: Job, language: str) -> tuple[tuple[Action, ...], ...]:
    """Return the buttons that fit the job's state; a job that has ended has at most [Undo]."""

    def row(*words: str) -> tuple[Action, ...]:
        return tuple(button(language, word, job=job.id) for word in words)

    if job.state is JobState.CANCELLED:
        return (row("undo"),)
    if job.state is JobState.DONE:
        return ()
    if job.spec is None:
        return (row("cancel"),)
    rests = job.state is not JobState.ACTIVE
    if isinstance(job.spec, WatchSpec):
        return (row("resume", "cancel"),) if rests else (row("report-now", "pause", "cancel"),)
    if rests:
        return (row("change"), row("resume", "cancel"))
    repeats = not isinstance(job.spec.trigger, Once)
    return (row("run", "change"), row(*(["skip-next"] if repeats else []), "pause", "cancel"))


def title_of(job: Job) -> str:
    """Return what the job is called: the target of a watch, else its title."""
    return str(job.spec.target) if isinstance(job.spec, WatchSpec) else job.title


def _lead(lead: str) -> tuple[Span, ...]:
    return (Span(lead, Style.BOLD), Span("\n")) if lead else ()


def _what(job: Job, wording: Wording) -> tuple[Span, ...]:
    match job.spec:
        case ScheduleSpec() as spec:
            return _schedule(job, spec, wording)
        case WatchSpec() as spec:
            return _watch(job, spec, wording)
        case None:
            return spans(wording.language, "cards.unreadable", number=job.number, title=job.title)


def _schedule(job: Job, spec: ScheduleSpec, wording: Wording) -> tuple[Span, ...]:
    language = wording.language
    key = f"cards.{spec.task.name}" if spec.task.name in {"remind", "news"} else "cards.task"
    said = [
        *spans(
            language,
            key,
            number=job.number,
            words=_when(spec, wording),
            zone=spec.trigger.zone.key,
            what=spec.task.text or job.title,
            reminder=Span(text(language, "cards.reminder"), Style.ITALIC),
            task=spec.task.name,
        )
    ]
    if job.state is JobState.ACTIVE and wording.upcoming:
        if not isinstance(spec.trigger, Once):
            said += [Span("\n"), *_next(spec, wording)]
        said += _moved(spec, wording)
    said += missed.line(spec, language)
    if job.state in {JobState.PAUSED, JobState.AUTO_PAUSED}:
        said += [Span("\n"), Span(text(language, "cards.paused"), Style.ITALIC)]
    elif spec.task.name == "news" and not isinstance(spec.trigger, Once):
        said += [Span("\n"), *spans(language, "cards.news-silent")]
    return tuple(said)


def _when(spec: ScheduleSpec, wording: Wording) -> Filling:
    """Return the schedule in words; of something that happens once, its moment."""
    if not isinstance(spec.trigger, Once):
        return wording.words
    return instant(spec.trigger.at, zone=spec.trigger.zone, language=wording.language, now=wording.now)


def _next(spec: ScheduleSpec, wording: Wording) -> tuple[Span, ...]:
    moments = upcoming_spans(
        wording.upcoming, zone=spec.trigger.zone, language=wording.language, now=wording.now
    )
    return spans(wording.language, "cards.next", moments=moments)


def _moved(spec: ScheduleSpec, wording: Wording) -> tuple[Span, ...]:
    """Return the line about the clock change, where there is one."""
    if wording.moved is None:
        return ()
    at, how = wording.moved
    moment = instant(at, zone=spec.trigger.zone, language=wording.language, now=wording.now)
    if isinstance(spec.trigger, Once):
        named = spec.trigger.skipped or at.astimezone(spec.trigger.zone).time()
        key = f"cards.clocks-{how}-once"
        return (Span("\n"), *spans(wording.language, key, moment=moment, named=named.strftime("%H:%M")))
    return (Span("\n"), *spans(wording.language, f"cards.clocks-{how}", moment=moment))


def _watch(job: Job, spec: WatchSpec, wording: Wording) -> tuple[Span, ...]:
    key = "cards.watch" if job.state is JobState.ACTIVE else "cards.watch-paused"
    return spans(wording.language, key, number=job.number, target=Span(str(spec.target), Style.BOLD))


def _shortened(
    at: datetime, before: datetime | None, *, zone: ZoneInfo, language: str, now: datetime
) -> Span:
    whole = instant(at, zone=zone, language=language, now=now)
    if before is None:
        return whole
    local, last = at.astimezone(zone), before.astimezone(zone)
    if local.date() == last.date():
        return Span(local.strftime("%H:%M"), Style.INSTANT, at=at)
    if local.time() == last.time() and local.year == last.year:
        day = format_datetime(local, DAY_PATTERNS[language], locale=language)
        return Span(_dotless(day), Style.INSTANT, at=at)
    return whole


def _dotless(moment: str) -> str:
    """Return German "Mo. 30. Nov. 09:00" without the dots of the short names; the day keeps its own."""
    return " ".join(part.rstrip(".") if part[:1].isalpha() else part for part in moment.split(" "))
