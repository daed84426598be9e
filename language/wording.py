"""The words around a schedule: politeness, reminder frames, statements; what they say about where it stands.

A schedule at the head of a text or behind "remind me" is meant; one inside a "that" clause belongs to the
task. What is left as the task is cut out by `language.task_text`.
"""

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple

from language.lexicon import Lexicon
from language.reader import Reader

#: Signs that may stand between the words of a frame or at the ends of a task.
SOFT_SIGNS = frozenset(",:;-–—.!?…()[]*•>|`")
FOR = (("for",), ("fuer",))
#: Nobody puts more signs between two words.
MOST_SOFT = 8
#: Words of thanks and signs behind a schedule that still make it the end of a text.
LONGEST_ENDING = 40


class Frame(NamedTuple):
    """A reminder frame: the keys before and behind the task; `set_off` when a sign stands between them."""

    head: tuple[str, ...]
    tail: tuple[str, ...]
    set_off: bool = False


class Wordlist(NamedTuple):
    """A locale's frames and polite phrases by their first word, as keys; longest first."""

    frames: dict[str, tuple[Frame, ...]]
    polite: dict[str, tuple[tuple[str, ...], ...]]
    guards: frozenset[str]
    statement: frozenset[str]


@lru_cache(maxsize=16)
def wordlist(lexicon: Lexicon) -> Wordlist:
    """Return the locale's frames and polite phrases; built once for each language."""
    locale = lexicon.locale
    frames = []
    for frame in locale.frames:
        head, _, tail = frame.partition("…")
        frames.append(Frame(_words(lexicon, head), _words(lexicon, tail), head.rstrip().endswith(":")))
        if frames[-1].head[-1:] in FOR:  # "set a reminder for [tomorrow at 9] to call mum"
            frames += [Frame((*frames[-1].head, joint), ()) for joint in ("to", "that", "dass", "zu", "an")]
    frames.sort(key=lambda frame: (-len(frame.head), -len(frame.tail)))
    polite: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in sorted({_words(lexicon, phrase) for phrase in locale.polite}, key=len, reverse=True):
        polite[phrase[0]] = (*polite.get(phrase[0], ()), phrase)
    by_head: dict[str, tuple[Frame, ...]] = {}
    for each in frames:
        by_head[each.head[0]] = (*by_head.get(each.head[0], ()), each)
    return Wordlist(
        by_head,
        polite,
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

    def match(self, at: int, keys: tuple[str, ...]) -> int:
        """Return the token after the words `keys`, or 0; signs and "please" between them are passed over."""
        end = at
        for number, key in enumerate(keys):
            if number:
                end = self._over_softness(end, key)
            if end >= len(self._r.tokens) or self._r.tokens[end].key != key:
                return 0
            end += 1
        return end

    def _over_softness(self, at: int, key: str) -> int:
        """Return the next token that is no sign and, unless it is `key` itself, no "please"."""
        last = min(len(self._r.tokens), at + MOST_SOFT)
        while at < last and self._r.tokens[at].key != key:
            further = at + 1 if self.is_soft(at) else self._r.after(at, "please")
            if further == at:
                break
            at = further
        return at

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
        phrases = self._list.polite.get(self._r.tokens[at].key, ())
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
            end = self.match(at, frame.head)
            if end and (not frame.set_off or self.is_soft(end)):
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
            if found := self._r.get(here, "occasion"):
                steps.append((found.end, False))
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
        counts = any(self._r.get(at, each) for each in ("every", "number", "openamount", "relday", "this"))
        if self._r.get(at, "article") and not (counts or self._r.length(at)):
            return at > 0 and not self._r.get(at - 1, "on")
        return bool(at and self._r.get(at - 1, "article") and self._r.is_word(at - 1))

    def is_guarded(self, at: int, *, since: int = 0) -> bool:
        """Return whether a word before `at` opens a clause that time words belong to: "that", "whether"."""
        if at > since and self._r.get(at - 1, "than"):
            return True
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
    def is_frame_alone(self) -> bool:
        """Whether somebody wants to be reminded and does not say of what."""
        return any(end == len(self._r.tokens) and len(frame.head) > 1 for frame, end in self.frames_at(0))

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
