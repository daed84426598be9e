"""The catalogue: every sentence a person can read, looked up by key, in the chat's language.

The files are gettext (`catalogue/LANGUAGE/ROOM.po`, msgid = key, msgstr = sentence with `{name}` gaps), read
with Babel when a language is first used, so that translators have ordinary tools and nothing is compiled.
A gap is filled with plain text or with a span; what fills it is never parsed.
"""

import gettext
import io
import string
from functools import cache
from importlib import resources

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from domain.errors import NightjarError
from domain.report import Span

LANGUAGES = ("en", "de")

#: What can fill a gap.
Filling = str | int | Span | tuple[Span, ...]


@cache
def _translations(language: str) -> gettext.GNUTranslations:
    """Return all sentences of one language; the rooms' files are one catalogue."""
    merged: gettext.GNUTranslations | None = None
    folder = resources.files("messages") / "catalogue" / language
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".po"):
            continue
        with file.open("rb") as po:
            compiled = io.BytesIO()
            write_mo(compiled, read_po(po, locale=language, abort_invalid=True))
        compiled.seek(0)
        translations = gettext.GNUTranslations(compiled)
        if merged is None:
            merged = translations
        else:
            merged._catalog.update(translations._catalog)  # type: ignore[attr-defined]  # noqa: SLF001  # gettext has no public way to join two catalogues
    if merged is None:
        raise LookupError(f"no catalogue for {language}")
    return merged


def known_language(code: str | None) -> str:
    """Return the catalogue's language for a client's language code ("de-AT" → "de"), English otherwise."""
    head = (code or "").replace("_", "-").split("-")[0].lower()
    return head if head in LANGUAGES else "en"


def template(language: str, key: str, *, count: int | None = None) -> str:
    """Return the sentence with its gaps open; `count` chooses the plural form of keys that have one.

    Raises:
        LookupError: The catalogue has no such key: a fault of ours, found by the tests.
    """
    translations = _translations(language)
    found = translations.gettext(key) if count is None else translations.ngettext(key, key, count)
    if found == key:
        raise LookupError(f"no sentence {key!r} in {language}")
    return found


def keys(prefix: str) -> tuple[str, ...]:
    """Return all keys that begin so: for a page that takes its sentences along."""
    held = _translations(LANGUAGES[0])._catalog  # type: ignore[attr-defined]  # noqa: SLF001  # as above
    return tuple(sorted(key for key in held if isinstance(key, str) and key.startswith(prefix)))


def text(language: str, key: str, /, *, count: int | None = None, **fillings: Filling) -> str:
    """Return the sentence as plain text."""
    return "".join(span.text for span in spans(language, key, count=count, **fillings))


def spans(language: str, key: str, /, *, count: int | None = None, **fillings: Filling) -> tuple[Span, ...]:
    """Return the sentence as spans: its own words as text, the gaps filled with what was given.

    Raises:
        LookupError: An unknown key, or a gap that was not filled.
    """
    if count is not None:
        fillings.setdefault("count", count)
    result: list[Span] = []
    for literal, gap, _, _ in string.Formatter().parse(template(language, key, count=count)):
        if literal:
            result.append(Span(literal))
        if gap is not None:
            result.extend(_filled(fillings[gap]))
    return tuple(result)


def explain(language: str, error: NightjarError) -> tuple[Span, ...]:
    """Return what an error says to a person."""
    fillings: dict[str, Filling] = {**error.arguments}
    return spans(language, error.key, count=None, **fillings)


def _filled(filling: Filling) -> tuple[Span, ...]:
    if isinstance(filling, tuple):
        return filling
    return (filling if isinstance(filling, Span) else Span(str(filling)),)
