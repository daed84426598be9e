"""Pages that were fetched lately, with what their servers call that version of them.

Asked with it, a server whose feed has not changed says so in a line (304) instead of sending it all again. In
memory only: after a restart everything is fetched once more.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

#: Addresses kept; the ones not asked for longest go first.
MOST = 50
#: Larger pages are not kept: fifty of them must not matter on a small machine.
MOST_BYTES = 300_000

#: What a server calls a version, and how it is asked about it.
_ASKED_AS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    body: bytes
    version: tuple[tuple[str, str], ...]


class Kept:
    """Pages by their address."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, _Page] = OrderedDict()

    def asking(self, address: str) -> dict[str, str]:
        """Return the headers that ask for the address only if it has changed; none for a new one."""
        page = self._pages.get(address)
        if page is None:
            return {}
        self._pages.move_to_end(address)  # it must still be there when the answer comes
        return dict(page.version)

    def unchanged(self, address: str) -> bytes | None:
        """Return what is there still; None when it was never kept."""
        page = self._pages.get(address)
        return None if page is None else page.body

    def keep(self, address: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Keep what was sent, if its server calls it something."""
        version = tuple((asked, headers[name]) for name, asked in _ASKED_AS.items() if name in headers)
        self._pages.pop(address, None)
        if version and len(body) <= MOST_BYTES:
            self._pages[address] = _Page(body=body, version=version)
        while len(self._pages) > MOST:
            self._pages.popitem(last=False)
