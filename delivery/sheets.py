"""A report becomes sheets: one for each message, small enough for Telegram, stored before the first is sent.

Too long for one message: up to three, numbered. Longer still: a file with the text, and its beginning as the
caption. The buttons are under the last one.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Self

from delivery.formatting import Formatted, Mark, formatted, width
from delivery.keyboards import Buttons, buttons
from delivery.splitting import cut, opening
from domain.report import File, Report, Style
from messages import sentences

#: What Telegram takes, in UTF-16 code units.
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

#: Kept free for what may have to stand above or below a text: "possibly a repeat", "(2/3)".
ROOM = 240

MOST_PARTS = 3

#: A file below this size that is too large for Telegram is not made smaller: then something else is wrong.
SMALLEST_SHRUNK = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One message: a text, or a document with a caption.

    Attributes:
        revision: Of the row, when this was made of it.
        content: Of the document; dropped once it is sent, its `digest` stays.
        repeat: Whether it may be in the chat already.
        notes: Catalogue keys of lines above the text.
    """

    revision: int
    text: str = ""
    marks: tuple[Mark, ...] = ()
    file_name: str = ""
    content: str = ""
    digest: str = ""
    buttons: Buttons = ()
    repeat: bool = False
    notes: tuple[str, ...] = ()

    def encode(self) -> str:
        """Return the stored form."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def decode(cls, stored: str) -> Self:
        """Return the sheet that `encode` stored."""
        value = json.loads(stored)
        marks = tuple(Mark(**mark | {"style": Style(mark["style"])}) for mark in value.pop("marks"))
        rows = tuple(tuple((label, data) for label, data in row) for row in value.pop("buttons"))
        return cls(**value | {"marks": marks, "buttons": rows, "notes": tuple(value["notes"])})

    def words(self, language: str) -> Formatted:
        """Return text or caption as it is sent: with what must be said about it above."""
        keys = (*(("delivery.repeat",) if self.repeat else ()), *self.notes)
        above = Formatted(text="")
        for key in keys:
            line = sentences.text(language, key)
            above += Formatted(text=line, marks=(Mark(start=0, end=len(line), style=Style.ITALIC),))
            above += Formatted(text="\n")
        return (above + Formatted(text=self.text, marks=self.marks)).trimmed()

    def sent(self) -> "Sheet":
        """Return it without the content, which the chat has now."""
        return replace(self, content="")

    def becomes(self, other: "Sheet") -> bool:
        """Say whether an edit can make this message show `other`: a text stays a text, a file the file."""
        return (self.file_name, self.digest) == (other.file_name, other.digest)

    def plain(self) -> "Sheet | None":
        """Return it without styles; None when it has none."""
        return replace(self, marks=()) if self.marks else None

    def bare(self) -> "Sheet | None":
        """Return it without buttons; None when it has none."""
        return replace(self, buttons=()) if self.buttons else None

    def shorter(self, language: str) -> "Sheet | None":
        """Return a text as a file, a file with next to no caption; None when it is short already."""
        if not self.file_name:
            whole = Formatted(text=self.text, marks=self.marks)
            return replace(_text_as_file(whole, self.revision, language), buttons=self.buttons)
        short = opening(Formatted(text=self.text), CAPTION_LIMIT // 4)
        return replace(self, text=short.text, marks=()) if short.text != self.text else None

    def smaller(self) -> "Sheet | None":
        """Return it with the last half of its file; None when that is not the trouble."""
        if len(self.content) < SMALLEST_SHRUNK:
            return None
        tail = self.content[len(self.content) // 2 :]
        notes = tuple(dict.fromkeys((*self.notes, "delivery.shortened")))
        return replace(self, content=tail, notes=notes)


def compose(report: Report, *, revision: int, language: str) -> tuple[Sheet, ...]:
    """Return the messages that the report becomes; none when it says nothing at all."""
    body = formatted(report.spans)
    files = tuple(_file(file, revision) for file in report.files if file.text)
    if files and width(body.text) <= CAPTION_LIMIT - ROOM:
        sheets = (replace(files[0], text=body.text, marks=body.marks), *files[1:])
    elif body.text:
        sheets = (*_texts(body, revision, language), *files)
    else:
        sheets = files
    if not sheets:
        return ()
    return (*sheets[:-1], replace(sheets[-1], buttons=buttons(report.actions)))


def _texts(body: Formatted, revision: int, language: str) -> tuple[Sheet, ...]:
    pieces = [piece.trimmed() for piece in cut(body, TEXT_LIMIT - ROOM)]
    pieces = [piece for piece in pieces if piece.text]
    if len(pieces) == 1:
        return (Sheet(revision=revision, text=pieces[0].text, marks=pieces[0].marks),)
    if len(pieces) > MOST_PARTS:
        return (_text_as_file(body, revision, language),)
    numbers = (
        sentences.text(language, "delivery.number", part=number, parts=len(pieces))
        for number in range(1, len(pieces) + 1)
    )
    return tuple(
        Sheet(revision=revision, text=f"{piece.text}\n{number}", marks=piece.marks)
        for piece, number in zip(pieces, numbers, strict=True)
    )


def _text_as_file(body: Formatted, revision: int, language: str) -> Sheet:
    note = Formatted(text="\n" + sentences.text(language, "delivery.too-long"))
    caption = opening(body, CAPTION_LIMIT - ROOM - width(note.text)) + note
    name = sentences.text(language, "delivery.file-name")
    made = _file(File(name=name, text=body.text), revision)
    return replace(made, text=caption.text, marks=caption.marks)


def _file(file: File, revision: int) -> Sheet:
    digest = hashlib.sha256(_bytes(file.text)).hexdigest()
    return Sheet(revision=revision, file_name=file.name or "file.txt", content=file.text, digest=digest)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")
