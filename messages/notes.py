"""How an object stands that rolls nothing out, and remarks beside a rollout's figures, in words.

What a cluster calls things (a condition, a node, a reason) stands as code and is never taken for our words.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.report import Span, Style
from domain.watch import Note
from messages import durations
from messages.causes import telling
from messages.sentences import Filling, spans

#: Facts that are the cluster's words.
_CODE = frozenset(
    {"condition", "reason", "wanted", "now", "nodes", "pod", "word", "revision", "host", "address"}
)
UTC = ZoneInfo("UTC")


def note(language: str, said: Note, *, now: datetime, zone: ZoneInfo = UTC) -> tuple[Span, ...]:
    """Return a remark."""
    fillings: dict[str, Filling] = {key: _fact(key, value) for key, value in said.facts}
    if said.at is not None:
        shown = (durations.until if said.at > now else durations.since)(
            said.at, zone=zone, language=language, now=now
        )
        fillings["at"] = Span(shown, Style.INSTANT, at=said.at)
    undated = ".undated" if said.word in _DATED and said.at is None else ""
    counted = _COUNTED.get(said.word)
    count = int(dict(said.facts)[counted]) if counted is not None else None
    return spans(language, f"watch.note.{said.word}{undated}", count=count, **fillings)


#: Remarks with a moment that may be unknown.
_DATED = frozenset({"cron-ran-well", "cron-ran-badly"})
#: Remarks that have a plural, and what of.
_COUNTED = {"job-failures": "failed"}


def notes(language: str, said: tuple[Note, ...], *, now: datetime, zone: ZoneInfo = UTC) -> tuple[Span, ...]:
    """Return remarks, a line each, each line begun anew."""
    return tuple(span for one in said for span in (Span("\n"), *note(language, one, now=now, zone=zone)))


def _fact(key: str, value: str) -> Filling:
    return Span(telling(value) or "–", Style.CODE) if key in _CODE else value
