"""A text as tokens: words, numbers and signs, each with its place in the text.

Places are what matters: the schedule is cut out of the text by them, and what is left is the task, exactly
as typed. Tokens inside quotation marks and web addresses are `quoted`: a title or a link is never a schedule.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

TOKEN = re.compile(
    r"(?P<link>https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.]+)"
    r"|(?P<number>[0-9]+)"
    r"|(?P<word>[½¼¾]|[^\W\d_]+(?:['’`][^\W\d_]+)*)"
    r"|(?P<sign>\S)"
)
QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "”": "”", "「": "」"}
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
APOSTROPHES = str.maketrans({"’": "'", "`": "'"})
OPENING = re.compile("[" + "".join(QUOTES) + "]")
#: A closing quotation mark farther away than this is not looked for.
LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign.

    `key` is the word as the lexicon knows it; `glued` means that nothing stands between it and the token
    before; `quoted` that it stands inside quotation marks or is an address.
    """

    kind: Literal["word", "number", "sign", "link"]
    text: str
    key: str
    start: int
    end: int
    glued: bool
    quoted: bool

    @property
    def value(self) -> int:
        """The value of a number of at most nine digits, -1 for a longer one."""
        return int(self.text) if len(self.text) <= 9 else -1


def fold_plain(word: str) -> str:
    """Return the key of a word without accents: "À" → "a"."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFD", word.casefold().translate(APOSTROPHES))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def fold_german(word: str) -> str:
    """Return the key of a German word: umlauts as they are spelled out."""
    if word.isascii():
        return word.lower()
    lowered = unicodedata.normalize("NFC", word).lower().translate(UMLAUTS)
    return fold_plain(lowered.replace("ssss", "ss"))  # "außßer"


def tokenise(text: str, fold: Callable[[str], str], *, elided: tuple[str, ...] = ()) -> tuple[Token, ...]:
    """Return the tokens of `text`.

    Args:
        text: What was typed.
        fold: Makes a word's key.
        elided: Heads that are written with an apostrophe and are words of their own ("d'" in "d'appeler").
    """
    quoted = _quoted_spans(text)
    opened = [first for first, _ in quoted]
    tokens: list[Token] = []
    end = -1
    for match in TOKEN.finditer(text):
        if match.start() < end:  # an apostrophe that was taken in
            continue
        for kind, begin, stop in _pieces(match, elided):
            piece = text[begin:stop]
            nearest = bisect_left(opened, begin) - 1
            inside = kind == "link" or (nearest >= 0 and begin < quoted[nearest][1])
            key = fold(piece) if kind == "word" else piece
            tokens.append(Token(kind, piece, key, begin, stop, begin == end, inside))  # type: ignore[arg-type]
            end = stop
    return tuple(tokens)


def _pieces(match: re.Match[str], elided: tuple[str, ...]) -> list[tuple[str, int, int]]:
    kind, begin, stop = str(match.lastgroup), match.start(), match.end()
    if kind == "word" and elided:
        word = match[0]
        if word.lower() in elided and match.string[stop : stop + 1] in ("'", "’"):
            return [(kind, begin, stop + 1)]  # rappelle-moi d'"…"
        cut = max(word.find("'"), word.find("’")) + 1
        if cut and word[: cut - 1].lower() in elided:
            return [(kind, begin, begin + cut), (kind, begin + cut, stop)]
    return [(kind, begin, stop)]


def _quoted_spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    end = -1
    for match in OPENING.finditer(text):
        begin = match.start()
        if begin <= end:
            continue
        found = [text.find(closer, begin + 1, begin + LONGEST_QUOTE) for closer in QUOTES[match[0]]]
        ends = [stop for stop in found if stop > 0]
        if ends:
            end = min(ends)
            spans.append((begin, end))
    return spans
