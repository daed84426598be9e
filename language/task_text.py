"""The task: what is left of a text without its schedule, its politeness and its reminder frame.

Nothing is reworded or reordered (CONVENTIONS 13): the schedule is cut out, politeness and the frame ("remind
me to", "erinnere mich an … ") are taken off the ends, and the rest is the task as it was typed.
"""

import re

from language.lexicon import Lexicon
from language.reader import Reader
from language.wording import Frame, Wording

EDGE = re.compile(r"^[\s,:;\-–—.!?…|>*•)\]]+|[\s,:;\-–—…|>*•(\[]+$")
#: Polite phrases that are taken off a text at most.
MOST_STRIPS = 12
SPACE = re.compile(r"\s+")
SPACE_BEFORE = re.compile(r"\s+([,;:.!?])")
DOUBLED = re.compile(r"([,;:])(?:\s*[,;:])+|(?<!\.)\.(?=\.(?!\.))")
EMPTY = re.compile(r"\(\s*\)|\[\s*\]|\{\s*\}")


def task_text(r: Reader, ranges: tuple[tuple[int, int], ...]) -> str:
    """Return what is left of the text without the tokens of `ranges`, its politeness and its frame."""
    wording = Wording(r)
    kept, at = [], 0
    for first, last in sorted(ranges):
        start, end = _with_politeness(r, wording, first, last)
        kept.append(r.text[at : r.tokens[start].start] if start < len(r.tokens) else r.text[at:])
        at = max(at, r.tokens[end - 1].end if end else 0)
    kept.append(r.text[at:])
    text = " ".join(piece.strip() for piece in kept if piece.strip())
    return stripped(text, r.lexicon)


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
    text = SPACE.sub(" ", text).strip()
    text = DOUBLED.sub(lambda match: match[1] or "", SPACE_BEFORE.sub(r"\1", EMPTY.sub("", text)))
    text = EDGE.sub("", text)
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
    signs = next((i for i in range(len(r.tokens)) if not _is_ornament(r, i, "„“«”")), len(r.tokens))
    if signs:
        return r.text[r.tokens[signs - 1].end :]
    end = wording.polite_at(0)
    return r.text[r.tokens[end - 1].end :] if end and end < len(r.tokens) else None


def _is_ornament(r: Reader, at: int, but: str) -> bool:
    """Return whether an emoji or another sign that says nothing stands at `at`."""
    token = r.tokens[at]
    return token.kind == "sign" and not token.text.isascii() and token.text not in but


def _without_tail(r: Reader, wording: Wording) -> str | None:
    last = len(r.tokens) - 1
    while last > 0 and _is_ornament(r, last, "“”»…€£°"):
        last -= 1
    if last < len(r.tokens) - 1:
        return r.text[: r.tokens[last].end]
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
