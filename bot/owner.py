"""The one-time link that makes somebody the owner, printed at the start while there is none."""

import sys

from handlers.rooms import Rooms
from jobs.doors import new_owner_link
from messages.sentences import text


async def announce_owner_link(rooms: Rooms) -> str | None:
    """Print the link and return it; None when the settings or the file name an owner already."""
    if rooms.owner_id is not None:
        return None
    async with rooms.writer.transaction() as tx:
        code = await new_owner_link(tx, now=rooms.clock.now())
    if code is None:
        return None
    link = f"https://t.me/{rooms.username}?start={code}"
    # Printed, not logged: whoever reads the log later must not find a key in it.
    print(text("en", "operator.owner-link", link=link), file=sys.stderr, flush=True)
    return link
