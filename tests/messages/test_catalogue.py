"""The catalogue against itself and against the code: nothing is missing, nothing is left over."""

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from messages.sentences import LANGUAGES

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "messages" / "catalogue"
NOT_ROOMS = frozenset({"tests", "benchmarks", "docs"})

#: What a key looks like, and a key of which only a part is written down (the rest is put in when it runs).
KEY = re.compile(r"[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)+")
#: What looks like a key and is none: files, and names of Kubernetes' own.
NO_KEY = re.compile(r".+\.(html|css|js|sqlite3|batch)")

#: Calls that take a sentence by its key and fill its gaps with their keywords.
SPEAKERS = frozenset({"text", "spans", "say", "warn"})
#: The same for errors, which may carry more: what they carry stands in the log as well.
ERRORS = frozenset({"UserError", "TransientError", "PermanentError", "NightjarError"})
#: Keywords of those calls that fill no gap.
NO_GAPS = frozenset({"language"})


@cache
def messages(language: str) -> dict[str, Message]:
    """Return all sentences of a language, by key."""
    return {str(_key(message)): message for message in _all(language)}


def _all(language: str) -> tuple[Message, ...]:
    found: list[Message] = []
    for path in sorted((CATALOGUE / language).glob("*.po")):
        with path.open("rb") as file:
            found.extend(message for message in read_po(file, locale=language) if message.id)
    return tuple(found)


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else str(message.id)


def forms(message: Message) -> tuple[str, ...]:
    """Return the sentence, or its plural forms."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def gaps(sentence: str) -> set[str]:
    return {gap for _, gap, _, _ in string.Formatter().parse(sentence) if gap is not None}


@cache
def sources() -> tuple[ast.Module, ...]:
    """Return the code of all rooms."""
    rooms = {path.parent for path in ROOT.glob("*/__init__.py")} - {ROOT / name for name in NOT_ROOMS}
    return tuple(
        ast.parse(path.read_text(encoding="utf-8")) for room in rooms for path in sorted(room.rglob("*.py"))
    )


def _nodes() -> Iterator[ast.AST]:
    """Yield every node but what is named for other purposes: fault points, and the words of documentation."""
    for module in sources():
        stack: list[ast.AST] = [module]
        while stack:
            node = stack.pop()
            if isinstance(node, ast.Call) and _name(node) == "reach":
                continue
            yield node
            stack.extend(ast.iter_child_nodes(node))


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


@cache
def families() -> frozenset[str]:
    """Return what keys begin with, up to the first dot."""
    return frozenset(key.partition(".")[0] for key in messages("en"))


@cache
def literals() -> frozenset[str]:
    """Return all strings in the code that look like a key and begin as one."""
    return frozenset(
        node.value
        for node in _nodes()
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and KEY.fullmatch(node.value)
        and not NO_KEY.fullmatch(node.value)
        and node.value.partition(".")[0] in families()
    )


@cache
def patterns() -> frozenset[str]:
    """Return a regular expression for each key that is put together when it is needed."""
    found: set[str] = set()
    for node in _nodes():
        match node:
            case ast.JoinedStr(values=values):
                parts = [
                    re.escape(part.value)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                    else "[a-z0-9.-]+"
                    for part in values
                ]
                found.add("".join(parts))
            case ast.Call(args=[ast.Constant(value=str(prefix)), *_]) if _name(node) == "keys":
                found.add(re.escape(prefix) + ".+")
    heads = tuple(f"{family}\\." for family in families())
    return frozenset(pattern for pattern in found if pattern.startswith(heads))


def is_used(key: str) -> bool:
    return key in literals() or any(re.fullmatch(pattern, key) for pattern in patterns())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_twice(language: str) -> None:
    twice = [key for key, count in Counter(map(_key, _all(language))).items() if count > 1]

    assert not twice


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_says_something(language: str) -> None:
    mute = {key for key, message in messages(language).items() if not all(forms(message)) or message.fuzzy}

    assert not mute


def test_both_languages_have_the_same_keys() -> None:
    english, german = messages("en").keys(), messages("de").keys()

    assert english - german == set()
    assert german - english == set()


def test_both_languages_have_the_same_plurals() -> None:
    different = {
        key
        for key, message in messages("en").items()
        if key in messages("de") and len(forms(message)) != len(forms(messages("de")[key]))
    }

    assert not different


def test_both_languages_have_the_same_gaps() -> None:
    different = {
        key: (english, german)
        for key, message in messages("en").items()
        if key in messages("de")
        and (english := set().union(*map(gaps, forms(message))))
        != (german := set().union(*map(gaps, forms(messages("de")[key]))))
    }

    assert not different


def test_a_plural_counts() -> None:
    plurals = {key: message for key, message in messages("en").items() if len(forms(message)) > 1}

    assert plurals
    assert not {key for key, message in plurals.items() if "count" not in gaps(forms(message)[-1])}


#: What looks like a key and is an API group.
NO_KEYS = {"storage.k8s.io"}


def test_every_key_in_the_code_exists() -> None:
    assert len(literals()) > 100
    assert literals() - messages("en").keys() == NO_KEYS


def test_every_key_put_together_in_the_code_can_exist() -> None:
    fits_nothing = {
        pattern for pattern in patterns() if not any(re.fullmatch(pattern, key) for key in messages("en"))
    }

    assert patterns()
    assert not fits_nothing


def test_no_sentence_is_left_over() -> None:
    assert not {key for key in messages("en") if not is_used(key)}


def test_every_gap_is_filled_where_the_sentence_is_said() -> None:
    open_gaps = {
        f"{key}: {missing}"
        for key, filled in (*_said(SPEAKERS), *_said(ERRORS))
        if (missing := set().union(*map(gaps, forms(messages("en")[key]))) - filled)
    }

    assert not open_gaps


def test_nothing_is_handed_to_a_sentence_that_has_no_gap_for_it() -> None:
    superfluous = {
        f"{key}: {spare}"
        for key, filled in _said(SPEAKERS)
        if (spare := filled - NO_GAPS - {"count"} - set().union(*map(gaps, forms(messages("en")[key]))))
    }

    assert not superfluous


def _said(speakers: frozenset[str]) -> Iterator[tuple[str, set[str]]]:
    """Yield each key that is said with what its gaps are filled with, where the code shows both."""
    for node in _nodes():
        if not isinstance(node, ast.Call) or _name(node) not in speakers:
            continue
        keys = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant)]
        names = [keyword.arg for keyword in node.keywords]
        if None in names:
            continue  # **fillings: only running it shows what is in there
        for key in keys:
            if isinstance(key, str) and key in messages("en"):
                yield key, {name for name in names if name is not None}
