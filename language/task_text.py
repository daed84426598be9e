"""The task: what is left of a text without its schedule, its politeness and its reminder frame.

Nothing is reworded or reordered (CONVENTIONS 13): the schedule is cut out, politeness and the frame ("remind
me to", "erinnere mich an … ") are taken off the ends, and the rest is the task as it was typed.
"""

import re

from language.lexicon import Lexicon
from language.reader import Reader
from language.wording import Frame, Wording

EDGE = re.compile(r"^[\s,:;\-–—.!?…|>*•)\]]+|[\s,:;\-–—…|>*•(\[]+$")
#: Signs at the end of a text that belong to it; between a task and its schedule they only join.
ENDING = re.compile(r"[;…]+\s*$")
#: Polite phrases that are taken off a text at most.
MOST_STRIPS = 12
SPACE = re.compile(r"[^\S\n]+")
LINE_END = re.compile(r"\s*\n\s*")
#: Signs that join two pieces of a text: one of them is enough.
JOINING = (",", ";", ":", ".")
#: No space stands before these.
CLOSING = (*JOINING, "!", "?", ")", "]")
BRACKETS = ("()", "[]", "{}")


def task_text(r: Reader, ranges: tuple[tuple[int, int], ...]) -> str:
    """Return what is left of the text without the tokens of `ranges`, its politeness and its frame."""
    wording = Wording(r)
    kept, at = [], 0
    for first, last in sorted(ranges):
        start, end = _with_politeness(r, wording, first, last)
        kept.append(r.text[at : r.tokens[start].start] if start < len(r.tokens) else r.text[at:])
        at = max(at, r.tokens[end - 1].end if end else 0)
    kept.append(r.text[at:])
    task = stripped(_joined(kept), r.lexicon)
    ending = ENDING.search(r.text)
    is_last = ending is not None and r.text[: ending.start()].endswith(task) and bool(task)
    return task + ending[0].strip() if ending is not None and is_last else task


def _joined(pieces: list[str]) -> str:
    """Return the pieces around a schedule as one text, without the signs that set it off."""
    joined = ""
    for each in pieces:
        piece = each.strip()
        if joined and joined[-1:] + piece[:1] in BRACKETS:
            joined, piece = joined[:-1].rstrip(), piece[1:].lstrip()
        piece = piece.lstrip("".join(JOINING) + " ") if joined.endswith(JOINING) else piece
        space = " " if joined and piece and not piece.startswith(CLOSING) else ""
        joined += space + piece
    return joined


def _with_politeness(r: Reader, wording: Wording, start: int, end: int) -> tuple[int, int]:
    """Widen a range by the single polite words beside it: "prüf bitte alle vier Stunden"."""
    while start and not r.tokens[start - 1].quoted and r.get(start - 1, "please"):
        start -= 1
    if start > 1 and r.after(start - 2, "namely") == start:  # "lies den Pegel vor, und zwar [stündlich]"
        start -= 2
    if start and r.get(start - 1, "forlead") and all(wording.is_soft(i) for i in range(end, len(r.tokens))):
        start -= 1  # "set a reminder to call mum for [tomorrow at 9]"
    while end < len(r.tokens) and r.get(end, "please"):
        end = wording.polite_at(end) or end + 1
    return start, end


def stripped(text: str, lexicon: Lexicon) -> str:
    """Return a text without politeness and reminder frame at its ends, quotation marks around all of it."""
    text = _tidy(text)
    framed = False
    for _ in range(MOST_STRIPS):
        if not text:
            break
        r = Reader(text, lexicon, mends=False)
        wording = Wording(r)
        shorter = _without_head(r, wording) if not framed or not _keeps_head(r) else None
        if shorter is None and not framed:
            shorter = _without_frame(r, wording)
            framed = shorter is not None
        shorter = shorter if shorter is not None else _without_tail(r, wording)
        if shorter is None or not _tidy(shorter):
            return "" if shorter is not None and not framed else text
        text = _tidy(shorter)
    return text


def _keeps_head(r: Reader) -> bool:
    return not r.get(0, "please")


def _tidy(text: str) -> str:
    text = EDGE.sub("", LINE_END.sub("\n", SPACE.sub(" ", text)))
    pairs = (('"', '"'), ("“", "”"), ("„", "“"), ("«", "»"), ("'", "'"), ("(", ")"))
    for opener, closer in pairs:
        inner = text[1:-1]
        if (
            len(text) > 2
            and text[0] == opener
            and text[-1] == closer
            and opener not in inner
            and closer not in inner
        ):
            return inner.strip()
    return text


def _without_head(r: Reader, wording: Wording) -> str | None:
    """Return the text behind a polite phrase at its head, with the emoji around that: "Hi bot 👋"."""
    first = _after_ornaments(r, 0)
    end = wording.polite_at(first)
    if not end or end >= len(r.tokens):
        return None
    end = end if r.get(first, "please") else _after_ornaments(r, end)
    return r.text[r.tokens[end - 1].end :]


def _after_ornaments(r: Reader, at: int) -> int:
    """Return the first token from `at` on that is no emoji or other sign that says nothing."""
    while at < len(r.tokens) and r.tokens[at].kind == "sign" and not r.tokens[at].text.isascii():
        if r.tokens[at].text in "„“«”":
            break
        at += 1
    return at


def _without_tail(r: Reader, wording: Wording) -> str | None:
    for start in range(max(1, len(r.tokens) - 6), len(r.tokens)):
        end = wording.polite_at(start)
        if end and all(wording.is_soft(i) for i in range(end, len(r.tokens))) and _ends_politely(r, start):
            return r.text[: r.tokens[start].start]
    return None


def _ends_politely(r: Reader, start: int) -> bool:
    """Return whether a phrase is polite at the end as well: only thanks and please are."""
    return bool(r.get(start, "please") or r.get(start, "thanks"))


def _without_frame(r: Reader, wording: Wording) -> str | None:
    for frame, end in wording.frames_at(0):
        if end >= len(r.tokens):
            continue
        stop = _tail_start(r, wording, frame, end)
        if stop is None:
            continue
        return r.text[r.tokens[end].start : r.tokens[stop - 1].end] if stop > end else None
    return None


def _tail_start(r: Reader, wording: Wording, frame: Frame, end: int) -> int | None:
    """Return the token before which the task ends; None when the frame's second half is missing."""
    if not frame.tail:
        return len(r.tokens)
    for start in range(end, len(r.tokens)):
        behind = wording.match(start, frame.tail)
        if behind and all(wording.is_soft(i) or r.get(i, "please") for i in range(behind, len(r.tokens))):
            return start
    return None
