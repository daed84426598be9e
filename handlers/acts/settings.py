"""/settings: one message that shows what is set, edited in place by its buttons; or set by words."""

from collections.abc import Awaitable, Callable
from itertools import islice

from domain.errors import UserError
from domain.report import Report
from handlers.acts import zones
from handlers.phrase import Phrase
from handlers.turn import Turn
from jobs import chat_settings, permission
from messages.settings_page import Set, settings_page
from storage import chats
from storage.chats import Chat
from storage.database import Transaction
from storage.questions import Question

#: More names than this do not fit into a row of buttons.
MOST_NAMES = 4

Setter = Callable[[Transaction, Chat, str], Awaitable[None]]

SETTERS: dict[str, Setter] = {
    "language": chat_settings.set_language,
    "quiet": chat_settings.set_quiet,
    "namespace": chat_settings.set_namespace,
    "context": chat_settings.set_context,
}

#: What people call them.
ALIASES = {
    "lang": "language",
    "sprache": "language",
    "ruhe": "quiet",
    "ruhezeit": "quiet",
    "quiet-hours": "quiet",
    "ns": "namespace",
    "namensraum": "namespace",
    "cluster": "context",
    "kontext": "context",
    "zone": "timezone",
    "zeitzone": "timezone",
    "tz": "timezone",
}

#: What people call the languages.
LANGUAGES = {"english": "en", "englisch": "en", "german": "de", "deutsch": "de"}


async def show_or_set(turn: Turn, name: str, value: str | None) -> tuple[Question, ...]:
    """Show all settings, or set one; return what waited for it and can go on now."""
    wanted = ALIASES.get(name.lower(), name.lower())
    if wanted == "timezone":
        return await show_or_take_zone(turn, value or "")
    if not wanted or value is None:
        await show(turn)
    else:
        await set_one(turn, wanted, value)
    return ()


async def show_or_take_zone(turn: Turn, place: str) -> tuple[Question, ...]:
    """Ask for the zone, or set the one that was named and return what waited for it.

    Raises:
        UserError: No such place.
    """
    if not place:
        await zones.ask_alone(turn)
        return ()
    waiting = await zones.take_place(turn, place)
    if waiting is None:
        raise UserError("settings.no-place", place=place[:60])
    return waiting


async def set_one(turn: Turn, name: str, value: str) -> None:
    """Set one and show the page as it is now; a typed cluster is set and answered by an errand.

    Raises:
        UserError: No such setting or value, or this person may not.
    """
    setter = SETTERS.get(name)
    if setter is None:
        raise UserError("settings.unknown", name=name[:40])
    await permission.check_may_set(turn.tx, person=turn.person, chat=turn.chat)
    if name == "context" and turn.pressed is None and (typed := chat_settings.name_meant(value)):
        # Buttons offer what CLUSTERS names; whether a typed one is there has to be looked up.
        await turn.send_for("choose-context", name=typed)
        return
    await setter(turn.tx, turn.chat, LANGUAGES.get(value.lower(), value) if name == "language" else value)
    chat = await chats.get(turn.tx, turn.chat.id)
    wants_zone = name == "quiet" and chat.quiet_from is not None and chat.zone is None
    if turn.pressed is not None or not wants_zone:
        await turn.show(_page(turn, chat))
    if wants_zone:  # a night somewhere: the hours begin to count once that is known
        await zones.ask(turn, Phrase(text="", at=turn.now))


async def show(turn: Turn) -> None:
    """Show the page."""
    await turn.show(_page(turn, turn.chat))


def _page(turn: Turn, chat: Chat) -> Report:
    return settings_page(
        chat.language,
        Set(
            zone=chat.zone or "",
            quiet=quiet_of(chat),
            namespace=chat.namespace,
            namespaces=_offered(turn.rooms.namespaces, chat.namespace),
            context=chat.context,
            contexts=_offered(turn.rooms.clusters, chat.context),
        ),
    )


def _offered(globs: tuple[str, ...], chosen: str) -> tuple[str, ...]:
    """Return the names without a wildcard that fit into a button, and the one that is set."""
    plain = (name for name in globs if not set(name) & set("*?["))
    names = dict.fromkeys((*islice(plain, MOST_NAMES), chosen))
    return tuple(name for name in names if name and ":" not in name)


def quiet_of(chat: Chat) -> str:
    """Return the quiet hours as buttons carry them: "22-07", with minutes "2230-0700", "" for none."""
    if chat.quiet_from is None or chat.quiet_until is None:
        return ""
    begin, end = chat.quiet_from.replace(":", ""), chat.quiet_until.replace(":", "")
    whole = begin.endswith("00") and end.endswith("00")
    return f"{begin[:2]}-{end[:2]}" if whole else f"{begin}-{end}"
