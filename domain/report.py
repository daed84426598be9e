"""What is to be said: spans, actions and files, without a word of Telegram.

A report is made in the chat's language when it is committed, stored as JSON in its outbox row, and turned
into text and entities only when it is sent. Text from outside (logs, names, news) is always the text of a
span and is never parsed as markup.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

#: Version of the stored form; a reader lifts older ones and refuses newer ones.
VERSION = 1


class Severity(StrEnum):
    """How much a report wants to be noticed."""

    INFO = "info"
    PROGRESS = "progress"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


class Style(StrEnum):
    """What a span is."""

    TEXT = "text"
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    PRE = "pre"
    #: A quotation that folds when it is long: log lines.
    QUOTE = "quote"
    LINK = "link"
    #: A moment; Telegram shows it in each reader's own local time, the text is for everybody else.
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text with one style.

    `url` belongs to LINK, `at` (aware) to INSTANT.
    """

    text: str
    style: Style = Style.TEXT
    url: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A button: a word that the handlers know, the job it is about, an argument, and its label.

    `word`, `job` and `argument` together must fit into 58 bytes and hold no colon: they travel in
    callback data.
    """

    word: str
    label: str
    job: str = ""
    argument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A document that travels with the report; `name` is what the person sees."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is to be said, once, in one chat.

    `actions` are rows of buttons. A report with `files` is sent as those documents, the text as caption of
    the first when it fits, else as a message before them.
    """

    spans: tuple[Span, ...]
    severity: Severity = Severity.INFO
    actions: tuple[tuple[Action, ...], ...] = ()
    files: tuple[File, ...] = ()

    @property
    def text(self) -> str:
        """The report as plain text, without its actions and files."""
        return "".join(span.text for span in self.spans)


def encode_report(report: Report) -> str:
    """Return the stored form: JSON with a version."""
    stored = {
        "v": VERSION,
        "severity": report.severity,
        "spans": [_encode_span(span) for span in report.spans],
        "actions": [[_encode_action(action) for action in row] for row in report.actions],
        "files": [{"name": file.name, "text": file.text} for file in report.files],
    }
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))


def decode_report(stored: str) -> Report:
    """Return the report that `encode_report` stored.

    Raises:
        ValueError: The text is not a report, or one of a newer version.
    """
    value = json.loads(stored)
    if not isinstance(value, dict) or value.get("v") != VERSION:
        raise ValueError("not a report of this version")
    return Report(
        spans=tuple(_decode_spans(value["spans"])),
        severity=Severity(value["severity"]),
        actions=tuple(tuple(Action(**action) for action in row) for row in value["actions"]),
        files=tuple(File(**file) for file in value["files"]),
    )


def _encode_action(action: Action) -> dict[str, str]:
    return {"word": action.word, "label": action.label, "job": action.job, "argument": action.argument}


def _encode_span(span: Span) -> dict[str, str]:
    stored = {"text": span.text}
    if span.style is not Style.TEXT:
        stored["style"] = span.style
    if span.url is not None:
        stored["url"] = span.url
    if span.at is not None:
        stored["at"] = span.at.isoformat()
    return stored


def _decode_spans(stored: Iterable[dict[str, Any]]) -> Iterable[Span]:
    for span in stored:
        at = datetime.fromisoformat(span["at"]) if "at" in span else None
        yield Span(span["text"], Style(span.get("style", Style.TEXT)), span.get("url"), at)
