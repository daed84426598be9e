"""Text and entities as they arrive from the bot: checked, trimmed, and completed with what Telegram detects.

Stricter than Telegram on purpose: entities that cross or nest in a way Telegram would silently repair are
refused, because a bot that sends them has miscounted. Offsets are UTF-16 code units.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.practice.telegram.errors import bad_request
from bot.practice.telegram.values import Account, Entity, utf16_length

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

#: Telegram reads this many entities and ignores the rest.
ENTITY_LIMIT = 100

_PLAIN = (
    "mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough "
    "spoiler blockquote expandable_blockquote code"
)
PLAIN_TYPES = frozenset(_PLAIN.split())
#: Types that carry a field of their own, and whether it must be there.
OWN_FIELD = {
    "pre": ("language", False),
    "text_link": ("url", True),
    "text_mention": ("user", True),
    "custom_emoji": ("custom_emoji_id", True),
    "date_time": ("unix_time", True),
}
#: Types that may neither hold others nor lie in others.
ALONE = frozenset({"code", "pre"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})

#: How a moment is to be shown: relative, or weekday, short or long date, short or long time.
DATE_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")

_DETECTED = (
    ("url", re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}]")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{3,31})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z]\w{3,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#\d*[^\W\d]\w*")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """A text with its entities, in order."""

    text: str
    entities: tuple[Entity, ...] = ()


def read_entities(values: Sequence[Any], text: str) -> tuple[Entity, ...]:
    """Return the entities of a JSON list, checked against the text that they belong to.

    Raises:
        ApiError: One is malformed, out of bounds, splits a character, crosses or wrongly nests in another.
    """
    entities = sorted(
        (_read(value) for value in values[:ENTITY_LIMIT]), key=lambda it: (it.offset, -it.length)
    )
    borders = _borders(text)
    for entity in entities:
        _check_bounds(entity, borders)
    _check_nesting(entities)
    return tuple(entities)


def trimmed(formatted: Formatted) -> Formatted:
    """Return the text without white space around it; entities are moved and cut with it."""
    text = formatted.text.replace("\r", "")
    kept = text.rstrip()
    first = min((entity.offset for entity in formatted.entities), default=len(text))
    lead = min(len(kept) - len(kept.lstrip(" \n")), first)
    kept = kept[lead:]
    end = utf16_length(kept)
    moved = (replace(entity, offset=entity.offset - lead) for entity in formatted.entities)
    cut = (replace(entity, length=min(entity.length, end - entity.offset)) for entity in moved)
    return Formatted(text=kept, entities=tuple(entity for entity in cut if entity.length > 0))


def with_detected(formatted: Formatted) -> Formatted:
    """Return the text with the links, commands and names in it marked, as every client sees them."""
    found = list(formatted.entities)
    for kind, pattern in _DETECTED:
        for match in pattern.finditer(formatted.text):
            start = utf16_length(formatted.text[: match.start()])
            candidate = Entity(type=kind, offset=start, length=utf16_length(match.group()))
            if all(_bears(other, candidate) for other in found):
                found.append(candidate)
    return Formatted(
        text=formatted.text, entities=tuple(sorted(found, key=lambda it: (it.offset, -it.length)))
    )


def _bears(given: Entity, detected: Entity) -> bool:
    """Say whether a detected entity may be where another one is."""
    if detected.end <= given.offset or given.end <= detected.offset:
        return True
    surrounds = given.offset <= detected.offset and detected.end <= given.end
    marks_words = (
        given.type in ("bold", "italic", "underline", "strikethrough", "spoiler") or given.type in QUOTES
    )
    return surrounds and marks_words


def _read(value: Any) -> Entity:
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        raise bad_request("can't parse MessageEntity: expected an Object with a type")
    kind, offset, length = value["type"], value.get("offset"), value.get("length")
    if type(offset) is not int or type(length) is not int:
        raise bad_request("can't parse MessageEntity: offset and length must be Integers")
    if kind not in PLAIN_TYPES and kind not in OWN_FIELD:
        raise bad_request(f'can\'t parse MessageEntity: unsupported type "{kind}"')
    own, needed = OWN_FIELD.get(kind, ("", False))
    if needed and not value.get(own):
        raise bad_request(f'can\'t parse MessageEntity: "{kind}" needs "{own}"')
    allowed = {"type", "offset", "length", own} | ({"date_time_format"} if kind == "date_time" else set())
    if unknown := {key for key in value if value[key] is not None} - allowed:
        raise bad_request(f'can\'t parse MessageEntity: "{kind}" has no "{min(unknown)}"')
    return _entity(kind, value)


def _entity(kind: str, value: dict[str, Any]) -> Entity:
    moment_format = str(value.get("date_time_format") or "")
    if not DATE_TIME_FORMAT.fullmatch(moment_format):
        raise bad_request("can't parse MessageEntity: wrong date_time_format specified")
    url = str(value.get("url") or "")
    if kind == "text_link" and not re.match(r"(https?|tg|mailto|tel):", url):
        raise bad_request(f"can't parse MessageEntity: the URL {url!r} cannot be opened")
    user = value.get("user") if kind == "text_mention" else None
    return Entity(
        type=kind,
        offset=value["offset"],
        length=value["length"],
        url=url,
        language=str(value.get("language") or ""),
        user=Account(id=int(user["id"]), first_name=str(user.get("first_name", ""))) if user else None,
        unix_time=value.get("unix_time"),
        date_time_format=moment_format,
        custom_emoji_id=str(value.get("custom_emoji_id") or ""),
    )


def _borders(text: str) -> set[int]:
    """Return the UTF-16 positions at which a character begins or the text ends."""
    borders, position = {0}, 0
    for character in text:
        position += 2 if ord(character) > 0xFFFF else 1
        borders.add(position)
    return borders


def _check_bounds(entity: Entity, borders: set[int]) -> None:
    end = max(borders)
    if entity.offset < 0 or entity.length <= 0:
        raise bad_request("can't parse entities: receive an entity with incorrect offset or length")
    if entity.offset >= end:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {entity.offset}")
    if entity.end > end:
        raise bad_request(
            f"entity beginning at UTF-16 offset {entity.offset} ends after the end of the text"
            f" at UTF-16 offset {entity.end}"
        )
    for position, verb in ((entity.offset, "begins"), (entity.end, "ends")):
        if position not in borders:
            raise bad_request(f"entity {verb} in a middle of a UTF-16 symbol at UTF-16 offset {position}")


def _check_nesting(entities: Sequence[Entity]) -> None:
    around: list[Entity] = []
    for entity in entities:
        around = [outer for outer in around if outer.end > entity.offset]
        for outer in around:
            if entity.end > outer.end:
                raise bad_request(f"can't parse entities: entities cross at UTF-16 offset {entity.offset}")
            _check_pair(outer, entity)
        around.append(entity)


def _check_pair(outer: Entity, inner: Entity) -> None:
    kinds = {outer.type, inner.type}
    # Only quotations may hold code; nothing lies in code.
    holds_code = inner.type in ALONE and outer.type in QUOTES
    if kinds & ALONE and not holds_code:
        raise bad_request(f"can't parse entities: {inner.type} can't be nested in {outer.type}")
    if kinds <= QUOTES:
        raise bad_request("can't parse entities: blockquotes can't be nested")
    if outer.type == inner.type:
        raise bad_request(f"can't parse entities: {inner.type} can't be nested in itself")
