"""Spans become text and marks, marks become Telegram's entities; nothing is ever parsed as markup.

There is no parse mode in this house: the underscores of a pod's name and the backticks of a log line are
letters. Positions are counted in characters up to the last step, where they become UTF-16 code units, so that
nothing here can cut a character in two. Telegram trims messages and reads at most 100 entities.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from aiogram.enums import MessageEntityType
from aiogram.types import MessageEntity

from domain.report import Span, Style

#: Telegram ignores the rest.
MOST_ENTITIES = 100

#: A quotation with more than this folds. Clients show about three lines of a folded one.
OPEN_QUOTE_LINES = 5
OPEN_QUOTE_WIDTH = 400

#: Weekday, long date, short time: what a reader in another zone needs to understand a moment.
FULL_MOMENT = "wDt"

#: Telegram opens no others and refuses the message.
_OPENABLE = re.compile(r"(https?://|tg://|mailto:|tel:)", re.IGNORECASE)

_CLOCK_TIME = re.compile(r"\d{1,2}[:.]\d{2}")

#: Control characters become spaces and lone surrogates (from undecodable bytes) a sign: neither can be sent.
_CLEAN = dict.fromkeys((*range(32), 127), " ") | dict.fromkeys(
    range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}"
)
_CLEAN |= {ord(kept): kept for kept in "\t\n"}

#: Indentation inside these means something.
_VERBATIM = frozenset({Style.PRE, Style.QUOTE, Style.CODE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A style from character `start` to character `end`; `url` of a link, `at` (Unix time) of a moment."""

    start: int
    end: int
    style: Style
    url: str = ""
    at: int | None = None

    def looks_like(self, other: "Mark") -> bool:
        """Say whether both are the same but for their place."""
        return (self.style, self.url, self.at) == (other.style, other.url, other.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """A text and its marks, which do not overlap, in order."""

    text: str
    marks: tuple[Mark, ...] = ()

    def __add__(self, other: "Formatted") -> "Formatted":
        moved = tuple(_moved(mark, len(self.text)) for mark in other.marks)
        return Formatted(text=self.text + other.text, marks=(*self.marks, *moved))

    def between(self, start: int, end: int) -> "Formatted":
        """Return a piece of the text with what the marks cover of it."""
        inside = (mark for mark in self.marks if mark.start < end and mark.end > start)
        clipped = (replace(mark, start=max(mark.start, start), end=min(mark.end, end)) for mark in inside)
        return Formatted(text=self.text[start:end], marks=tuple(_moved(mark, -start) for mark in clipped))

    def trimmed(self) -> "Formatted":
        """Return it without white space around it, and with no mark on white space that Telegram trims."""
        lead = len(self.text) - len(self.text.lstrip())
        piece = self.between(lead, max(lead, len(self.text.rstrip())))
        tight = (_tightened(mark, piece.text) for mark in piece.marks)
        return Formatted(text=piece.text, marks=tuple(mark for mark in tight if mark.start < mark.end))


def width(text: str) -> int:
    """Return the length as Telegram counts: UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def formatted(spans: Iterable[Span]) -> Formatted:
    """Return the spans as one text; neighbours that look the same become one mark."""
    pieces: list[str] = []
    marks: list[Mark] = []
    at = 0
    for span in spans:
        text = _clean(span.text)
        mark = _mark(span, at, at + len(text))
        pieces.append(text)
        at += len(text)
        if mark is None or not text:
            continue
        if marks and marks[-1].end == mark.start and marks[-1].looks_like(mark):
            marks[-1] = replace(marks[-1], end=mark.end)
        else:
            marks.append(mark)
    return Formatted(text="".join(pieces), marks=tuple(marks)).trimmed()


def entities(message: Formatted) -> list[MessageEntity]:
    """Return the marks as Telegram's entities, at most 100."""
    found: list[MessageEntity] = []
    offset = position = 0
    for mark in message.marks[:MOST_ENTITIES]:
        offset += width(message.text[position : mark.start])
        covered = message.text[mark.start : mark.end]
        length = width(covered)
        found.append(_entity(mark, covered, offset=offset, length=length))
        offset, position = offset + length, mark.end
    return found


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEAN)


def _mark(span: Span, start: int, end: int) -> Mark | None:
    match span.style:
        case Style.TEXT:
            return None
        case Style.LINK:
            url = (span.url or "").strip()
            return Mark(start=start, end=end, style=Style.LINK, url=url) if _OPENABLE.match(url) else None
        case Style.INSTANT:
            if span.at is None:
                return None
            return Mark(start=start, end=end, style=Style.INSTANT, at=int(span.at.timestamp()))
        case style:
            return Mark(start=start, end=end, style=style)


def _moved(mark: Mark, by: int) -> Mark:
    return replace(mark, start=mark.start + by, end=mark.end + by)


def _tightened(mark: Mark, text: str) -> Mark:
    covered = text[mark.start : mark.end]
    lead = len(covered) - len(covered.lstrip("\n" if mark.style in _VERBATIM else None))
    trail = len(covered) - len(covered.rstrip())
    return replace(mark, start=mark.start + lead, end=max(mark.start + lead, mark.end - trail))


def _entity(mark: Mark, covered: str, *, offset: int, length: int) -> MessageEntity:
    match mark.style:
        case Style.LINK:
            return MessageEntity(type=MessageEntityType.TEXT_LINK, offset=offset, length=length, url=mark.url)
        case Style.INSTANT:
            # "since Tuesday" stays as it is said (and can be tapped); a clock time is shown in the
            # reader's own zone.
            shown = FULL_MOMENT if _CLOCK_TIME.search(covered) else None
            return MessageEntity(
                type=MessageEntityType.DATE_TIME,
                offset=offset,
                length=length,
                unix_time=mark.at,
                date_time_format=shown,
            )
        case Style.QUOTE:
            folds = covered.count("\n") >= OPEN_QUOTE_LINES or length > OPEN_QUOTE_WIDTH
            kind = MessageEntityType.EXPANDABLE_BLOCKQUOTE if folds else MessageEntityType.BLOCKQUOTE
            return MessageEntity(type=kind, offset=offset, length=length)
        case _:
            return MessageEntity(type=_PLAIN_KINDS[mark.style], offset=offset, length=length)


_PLAIN_KINDS = {
    Style.BOLD: MessageEntityType.BOLD,
    Style.ITALIC: MessageEntityType.ITALIC,
    Style.CODE: MessageEntityType.CODE,
    Style.PRE: MessageEntityType.PRE,
}
