"""Cron expressions in a text: five fields, bare, behind the word "cron", in backticks, or "@daily"."""

import re

from domain.trigger import cron
from language.clocks import Got
from language.parts import CronFields
from language.reader import Reader

FIELD = re.compile(r"[\d*][\d*,/\-#LW?]*|(?:[A-Za-z]{3})(?:[-,][A-Za-z]{3})*(?:#\d)?|\?|L", re.IGNORECASE)
ALIAS = re.compile(r"@(?:hourly|daily|midnight|weekly|monthly|yearly|annually)\b", re.IGNORECASE)
NAMES = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:[-,#/].*)?",
    re.IGNORECASE,
)
PUNCTUATED = re.compile(r"[*/,\-]")


def fields_at(r: Reader, at: int, *, said: bool = False) -> Got | None:
    """Return the cron expression at token `at`.

    `said`: the word or the command "cron" stood before it, so that five plain fields are one as well.
    """
    begin = r.tokens[at].start
    while begin < len(r.text) and r.text[begin] in "`\"'“„ ":
        begin += 1
    if alias := ALIAS.match(r.text, begin):
        return Got(CronFields(rule=cron(alias[0]), text=alias[0]), _token_at(r, at, alias.end()))
    words = list(re.finditer(r"[^\s`]+", r.text[begin : begin + 200]))[:6]
    fields = [word[0].strip("\"'“”:;") if i >= 4 else word[0] for i, word in enumerate(words)]
    looks = [_is_field(field) for field in fields]
    if len(fields) < 5 or not all(looks[:5]):
        return _broken(r, at, begin, fields, said=said)
    is_long = len(fields) > 5 and all(looks) and "*" in fields[5]
    if not said and not is_long and not any("*" in field for field in fields[:5]):
        return None
    stop = begin + words[4].start() + len(fields[4])
    text = " ".join(fields[:5])
    ticked = "`" in r.text[begin - 1 : begin]
    if len(fields) > 5 and not ticked and _is_sixth_field(fields):
        return Got(CronFields(rule=None, text=" ".join(fields)), _token_at(r, at, begin + words[5].end()))
    try:
        rule = cron(text)
    except ValueError:
        rule = None
    return Got(CronFields(rule=rule, text=text), _token_at(r, at, stop))


def _broken(r: Reader, at: int, begin: int, fields: list[str], *, said: bool) -> Got | None:
    """Return what is not a cron expression although it was announced as one."""
    if not said:
        return None
    end = _token_at(r, at, begin + sum(len(field) + 1 for field in fields[:5]) - 1)
    return Got(CronFields(rule=None, text=" ".join(fields[:5])), max(end, at + 1))


def _is_field(text: str) -> bool:
    if text[:1].isalpha():
        return bool(NAMES.fullmatch(text)) or text.upper() == "L"
    return bool(re.fullmatch(r"[\d*?][\d*,/\-#LWA-Za-z]*", text))


def _is_sixth_field(fields: list[str]) -> bool:
    """Return whether a sixth field makes it an expression with seconds, rather than a number in the task."""
    sixth = fields[5]
    if not _is_field(sixth) or sixth[:1].isalpha():
        return False
    return bool(PUNCTUATED.search(sixth)) or fields[4].startswith("*")


def _token_at(r: Reader, at: int, position: int) -> int:
    while at < len(r.tokens) and r.tokens[at].start < position:
        at += 1
    while at < len(r.tokens) and r.tokens[at].text == "`":
        at += 1
    return at
