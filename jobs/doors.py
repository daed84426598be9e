"""Letting people and chats in, and the one-time link that makes somebody the owner (design 7).

Only the hash of the link's code is stored: who reads the file cannot become the owner with it.
"""

import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta

from domain.errors import UserError
from storage import chats, people, settings
from storage.chats import Chat
from storage.database import Transaction
from storage.people import Person

#: Name of the stored hash and expiry.
OWNER_LINK = "owner-link"

#: A printed link opens the door this long; the next start prints a new one.
LINK_LASTS = timedelta(hours=1)


async def new_owner_link(tx: Transaction, *, now: datetime) -> str | None:
    """Return the code of a fresh one-time link, or None when there is an owner already; older codes end."""
    if await people.owner(tx) is not None:
        return None
    code = secrets.token_urlsafe(32)
    value = json.dumps({"sha256": _hash(code), "until": (now + LINK_LASTS).isoformat()})
    await settings.put(tx, OWNER_LINK, value)
    return code


async def open_with(tx: Transaction, code: str, *, person_id: int, now: datetime) -> bool:
    """Make the person owner if the code is the link's and in time; it works once."""
    stored = await settings.get(tx, OWNER_LINK)
    if stored is None:
        return False
    link = json.loads(stored)
    if now > datetime.fromisoformat(link["until"]) or not hmac.compare_digest(link["sha256"], _hash(code)):
        return False
    await settings.drop(tx, OWNER_LINK)
    await people.make_owner(tx, person_id)
    return True


async def let_person_in(tx: Transaction, person_id: int, *, by: Person) -> None:
    """Serve a person from now on.

    Raises:
        UserError: Only the owner may let people in.
    """
    _check_owner(by)
    await people.let_in(tx, person_id)


async def shut_person_out(tx: Transaction, person_id: int, *, by: Person) -> None:
    """Serve a person no more.

    Raises:
        UserError: Only the owner may, and not the owner.
    """
    _check_owner(by)
    if person_id == by.id:
        raise UserError("jobs.owner-stays")
    await people.shut_out(tx, person_id)


async def let_chat_in(tx: Transaction, chat: Chat, *, by: Person, allowed: bool = True) -> None:
    """Serve a group from now on, or no more.

    Raises:
        UserError: Only the owner may.
    """
    _check_owner(by)
    await chats.change(tx, chat.id, allowed=int(allowed))


def _check_owner(person: Person) -> None:
    if not person.is_owner:
        raise UserError("jobs.owner-only")


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
