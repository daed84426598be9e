"""`parse_mode=HTML`: Telegram's small HTML into text and entities, refused as strictly as Telegram does."""

import html
import re
from dataclasses import dataclass, field

from bot.practice.telegram.errors import ApiError, bad_request
from bot.practice.telegram.formatting import Formatted, read_entities
from bot.practice.telegram.values import Entity, utf16_length

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-time": "date_time",
}
_TOKEN = re.compile(
    r"<(?P<close>/)?(?P<tag>[A-Za-z-]+)(?P<rest>[^<>]*)>|&(?:#\d+|#x[0-9a-fA-F]+|lt|gt|amp|quot);"
)
_ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'))?")


def parse(source: str) -> Formatted:
    """Return the text and its entities.

    Raises:
        ApiError: A tag is unknown, not closed, or closed in the wrong order.
    """
    parser = _Parser(source)
    parser.run()
    entities = read_entities([entity.as_json() for entity in parser.entities if entity.length], parser.text)
    return Formatted(text=parser.text, entities=entities)


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int


@dataclass(slots=True)
class _Parser:
    source: str
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)

    def run(self) -> None:
        position = 0
        for token in _TOKEN.finditer(self.source):
            self._plain(position, token.start())
            position = token.end()
            if token["tag"] is None:
                self.text += html.unescape(token.group())
            elif token["close"]:
                self._end(token["tag"].lower(), token.start())
            else:
                self._begin(token["tag"].lower(), token["rest"], token.start())
        self._plain(position, len(self.source))
        if self.open:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')

    def _plain(self, start: int, end: int) -> None:
        piece = self.source[start:end]
        if "<" in piece:
            raise self._at(start + piece.index("<"), 'Unsupported start tag ""')
        self.text += piece

    def _begin(self, tag: str, rest: str, position: int) -> None:
        attributes = {
            match[1]: html.unescape(match[2] or match[3] or "") for match in _ATTRIBUTE.finditer(rest)
        }
        if tag == "span" and attributes.get("class") == "tg-spoiler":
            tag = "tg-spoiler"
        if tag not in _TYPES:
            raise self._at(position, f'Unsupported start tag "{tag}"')
        self.open.append(_Open(tag, attributes, utf16_length(self.text)))

    def _end(self, tag: str, position: int) -> None:
        if not self.open:
            raise self._at(position, "Unexpected end tag")
        opened = self.open.pop()
        if tag not in (opened.tag, "span" if opened.tag == "tg-spoiler" else opened.tag):
            raise self._at(position, f'Unmatched end tag, expected "</{opened.tag}>", found "</{tag}>"')
        self.entities.append(_entity(opened, utf16_length(self.text)))

    def _at(self, position: int, what: str) -> ApiError:
        return _refusal(f"{what} at byte offset {len(self.source[:position].encode())}")


def _entity(opened: _Open, end: int) -> Entity:
    kind, attributes = _TYPES[opened.tag], opened.attributes
    if kind == "blockquote" and "expandable" in attributes:
        kind = "expandable_blockquote"
    return Entity(
        type=kind,
        offset=opened.offset,
        length=end - opened.offset,
        url=attributes.get("href", "") if kind == "text_link" else "",
        unix_time=int(attributes.get("unix", "0")) if kind == "date_time" else None,
        date_time_format=attributes.get("format", "") if kind == "date_time" else "",
    )


def _refusal(text: str) -> ApiError:
    return bad_request(f"can't parse entities: {text}")
