"""What a chat can set: zone, language, quiet hours, default namespace and context."""

import re
from zoneinfo import ZoneInfo, available_timezones

from domain.errors import UserError
from messages.sentences import LANGUAGES
from storage import chats
from storage.chats import Chat
from storage.database import Transaction

#: "22-07", "22:30 - 7", "2230-0700".
HOURS = re.compile(r"(\d{1,2})[:.h]?(\d{2})?\s*(?:-|–|to|bis|until)\s*(\d{1,2})[:.h]?(\d{2})?")

#: What Kubernetes calls a namespace or a context, loosely.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@:/-]{0,252}")

OFF = frozenset({"", "off", "none", "no", "aus", "keine", "-"})


async def set_zone(tx: Transaction, chat: Chat, zone: str) -> None:
    """Set the chat's zone; jobs that exist keep the zone that they were made in.

    Raises:
        UserError: There is no such zone.
    """
    if zone not in available_timezones():
        raise UserError("settings.no-zone", zone=zone[:60])
    ZoneInfo(zone)
    await chats.change(tx, chat.id, zone=zone)


async def set_language(tx: Transaction, chat: Chat, language: str) -> None:
    """Set the chat's language for good.

    Raises:
        UserError: The catalogue does not speak it.
    """
    if language not in LANGUAGES:
        raise UserError("settings.no-language", language=language[:20])
    await chats.change(tx, chat.id, language=language, language_set=1)


async def set_quiet(tx: Transaction, chat: Chat, hours: str) -> None:
    """Set the hours in which nothing rings ("22-07"), or none.

    Raises:
        UserError: That is no span of hours.
    """
    if hours.strip().lower() in OFF:
        await chats.change(tx, chat.id, quiet_from=None, quiet_until=None)
        return
    match = HOURS.fullmatch(hours.strip().lower())
    if match is None:
        raise UserError("settings.no-hours", hours=hours[:40])
    begin, end = _clock(match[1], match[2]), _clock(match[3], match[4])
    if begin is None or end is None or begin == end:
        raise UserError("settings.no-hours", hours=hours[:40])
    await chats.change(tx, chat.id, quiet_from=begin, quiet_until=end)


async def set_namespace(tx: Transaction, chat: Chat, namespace: str) -> None:
    """Set the namespace that is meant when none is named, or none."""
    await chats.change(tx, chat.id, namespace=name_meant(namespace))


async def set_context(tx: Transaction, chat: Chat, context: str) -> None:
    """Set the cluster that is meant when none is named, or none."""
    await chats.change(tx, chat.id, context=name_meant(context))


def name_meant(name: str) -> str:
    """Return the name that was said, "" for none.

    Raises:
        UserError: It can be no name in a cluster.
    """
    if name.strip().lower() in OFF:
        return ""
    if NAME.fullmatch(name.strip()) is None:
        raise UserError("settings.no-name", name=name[:60])
    return name.strip()


def _clock(hour: str, minute: str | None) -> str | None:
    if int(hour) > 23 or int(minute or 0) > 59:
        return None
    return f"{int(hour):02}:{int(minute or 0):02}"
