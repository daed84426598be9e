"""The words around a schedule: politeness, reminder frames, and the task text that is left.

Nothing is reworded or reordered (CONVENTIONS 13): the schedule is cut out, politeness and the frame ("remind
me to", "erinnere mich an … ") are taken off the ends, and the rest is the task as it was typed.
"""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple

from language.lexicon import Lexicon
from language.reader import Reader

#: Signs that may stand between the words of a frame or at the ends of a task.
SOFT_SIGNS = frozenset(",:;-–—.!?…()[]*•>|`")
EDGE = re.compile(r"^[\s,:;\-–—.!?…|>*•)\]]+|[\s,:;\-–—…|>*•(\[]+$")
FOR = (("for",), ("fuer",))
#: Words of thanks and signs behind a schedule that still make it the end of a text.
LONGEST_ENDING = 40
#: Polite phrases that are taken off a text at most.
MOST_STRIPS = 12
SPACE = re.compile(r"\s+")
SPACE_BEFORE = re.compile(r"\s+([,;:.!?])")
DOUBLED = re.compile(r"([,;:])(?:\s*[,;:])+|(?<!\.)\.(?=\.(?!\.))")
EMPTY = re.compile(r"\(\s*\)|\[\s*\]|\{\s*\}")


class Frame(NamedTuple):
    """A reminder frame: the keys before and behind the task."""

    head: tuple[str, ...]
    tail: tuple[str, ...]


class Wordlist(NamedTuple):
    """A locale's frames (by their first word) and polite phrases, as keys; longest first."""

    frames: dict[str, tuple[Frame, ...]]
    polite: tuple[tuple[str, ...], ...]
    guards: frozenset[str]
    statement: frozenset[str]


@lru_cache(maxsize=16)
def wordlist(lexicon: Lexicon) -> Wordlist:
    """Return the locale's frames and polite phrases; built once for each language."""
    locale = lexicon.locale
    frames = []
    for frame in locale.frames:
        head, _, tail = frame.partition("…")
        frames.append(Frame(_words(lexicon, head), _words(lexicon, tail)))
        if frames[-1].head[-1:] in FOR:  # "set a reminder for [tomorrow at 9] to call mum"
            frames += [Frame((*frames[-1].head, joint), ()) for joint in ("to", "that", "dass", "zu", "an")]
    frames.sort(key=lambda frame: (-len(frame.head), -len(frame.tail)))
    polite = sorted({_words(lexicon, phrase) for phrase in locale.polite}, key=len, reverse=True)
    by_head: dict[str, tuple[Frame, ...]] = {}
    for each in frames:
        by_head[each.head[0]] = (*by_head.get(each.head[0], ()), each)
    return Wordlist(
        by_head,
        tuple(polite),
        frozenset(lexicon.keys(locale.task_guards)),
        frozenset(lexicon.keys(locale.statement)),
    )


def _words(lexicon: Lexicon, phrase: str) -> tuple[str, ...]:
    if phrase.endswith("'"):  # "rappelle-moi d'…": the head of a word that the task goes on with
        return _words(lexicon, phrase + "x")[:-1]
    return tuple(key for key in lexicon.keys(phrase) if key not in SOFT_SIGNS)


class Wording:
    """What the words around the schedule say about where it stands."""

    def __init__(self, r: Reader) -> None:
        self._r = r
        self._list = wordlist(r.lexicon)
        self._polite_by_head: dict[str, list[tuple[str, ...]]] = {}
        for phrase in self._list.polite:
            self._polite_by_head.setdefault(phrase[0], []).append(phrase)

    def match(self, at: int, keys: tuple[str, ...]) -> int:
        """Return the token after the words `keys`, or 0; signs between them are passed over."""
        end = at
        for number, key in enumerate(keys):
            while number and self.is_soft(end):
                end += 1
            if end >= len(self._r.tokens) or self._r.tokens[end].key != key:
                return 0
            end += 1
        return end

    def is_soft(self, at: int) -> bool:
        """Return whether a sign stands at `at` that ends or joins nothing."""
        if at >= len(self._r.tokens):
            return False
        token = self._r.tokens[at]
        if token.text == "\ue000":  # the middle of a long text
            return False
        return token.kind == "sign" and (token.text in SOFT_SIGNS or not token.text.isascii())

    def polite_at(self, at: int) -> int:
        """Return the token after a polite phrase, or 0."""
        if at >= len(self._r.tokens):
            return 0
        phrases = self._polite_by_head.get(self._r.tokens[at].key, ())
        return next((end for phrase in phrases if (end := self.match(at, phrase))), 0)

    def after_politeness(self) -> int:
        """Return the first token that is not politeness: "hi bot, please …"."""
        at = 0
        while (end := self.polite_at(at)) or (at and self.is_soft(at) and not self._r.is_sign(at, "-")):
            at = end or at + 1
        return at if at < len(self._r.tokens) else 0

    def frames_at(self, at: int) -> Iterable[tuple[Frame, int]]:
        """Yield the frames that begin at a token, longest first, with the token after their head."""
        key = self._r.tokens[at].key if at < len(self._r.tokens) else ""
        for frame in self._list.frames.get(key, ()):
            if end := self.match(at, frame.head):
                yield frame, end

    def reach(self, at: int) -> dict[int, bool]:
        """Return the tokens that only politeness, frames and signs lead to; True where a frame was passed."""
        reached = {at: False}
        todo = [at]
        while todo:
            here = todo.pop()
            steps = [(here + 1, False)] if self.is_soft(here) else []
            if end := self.polite_at(here):
                steps.append((end, False))
            steps += [(end, True) for _, end in self.frames_at(here)]
            for end, framed in steps:
                if end not in reached or (framed and not reached[end]):
                    reached[end] = framed or reached[here]
                    todo.append(end)
        return reached

    @cached_property
    def heads(self) -> dict[int, bool]:
        """The tokens that may be called the beginning of what is said."""
        return self.reach(0)

    def position(self, start: int, end: int) -> str:
        """Return where a run stands: "start", "frame", "end" or "middle"."""
        if start in self.heads:
            return "frame" if self.heads[start] else "start"
        is_near = len(self._r.tokens) - end <= LONGEST_ENDING
        return "end" if is_near and len(self._r.tokens) in self.reach(end) else "middle"

    def is_linked(self, end: int, start: int) -> bool:
        """Return whether only politeness and frames stand between two runs."""
        return end <= start <= end + LONGEST_ENDING and start in self.reach(end)

    def is_behind_article(self, at: int) -> bool:
        """Return whether an article claims what begins at `at` for a noun: "the sunday matinee"."""
        if self._r.get(at, "article") and not (
            self._r.get(at, "every") or self._r.get(at, "number") or self._r.length(at)
        ):
            return at > 0 and not self._r.get(at - 1, "on")
        return bool(at and self._r.get(at - 1, "article") and self._r.is_word(at - 1))

    def is_guarded(self, at: int, *, since: int = 0) -> bool:
        """Return whether a word before `at` opens a clause that time words belong to: "that", "whether"."""
        return any(self._r.tokens[i].key in self._list.guards for i in range(since, at))

    @cached_property
    def frame(self) -> Frame | None:
        """The reminder frame of the text, wherever it stands."""
        for at in range(min(len(self._r.tokens), 60)):
            for frame, _ in self.frames_at(at):
                if len(frame.head) > 1:
                    return frame
        return None

    @property
    def has_frame(self) -> bool:
        """Whether somebody wants to be reminded."""
        return self.frame is not None

    @property
    def names_an_action(self) -> bool:
        """Whether the frame is followed by something to do, rather than by what it is about."""
        about = {"about", "of", "that", "an", "ans", "dass", "for", "fuer", "wegen"}
        return self.frame is None or self.frame.head[-1] not in about

    def is_forecast(self, at: int) -> bool:
        """Return whether a word before `at` looks ahead itself: "forecast for the next 3 days"."""
        return any(self._r.get(i, "forecast") for i in range(at))

    def is_statement(self, at: int) -> bool:
        """Return whether what begins at `at` tells something instead of asking for it."""
        while self.is_soft(at):
            at += 1
        if self._r.get(at, "wanting"):
            return False
        return at < len(self._r.tokens) and self._r.tokens[at].key in self._list.statement


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
        r = Reader(text, lexicon)
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
    if r.tokens[0].kind == "sign" and not r.tokens[0].text.isascii() and r.tokens[0].text not in "„“«”":
        return r.text[r.tokens[0].end :]
    end = wording.polite_at(0)
    return r.text[r.tokens[end - 1].end :] if end and end < len(r.tokens) else None


def _without_tail(r: Reader, wording: Wording) -> str | None:
    last = len(r.tokens) - 1
    if last > 0 and r.tokens[last].kind == "sign":
        sign = r.tokens[last].text
        if not sign.isascii() and sign not in "“”»…€£°":
            return r.text[: r.tokens[last].start]
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
