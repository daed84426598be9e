"""Text and links from outside, made harmless: no markup, nothing invisible, nothing that turns the writing.

What comes out is the text of a span and never parsed again; this is about what a reader would be shown
(schedule-rules E6): tags, zero-width and bidirectional characters, links that are not http.
"""

import html
import re
import unicodedata
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

LONGEST_TITLE = 200
LONGEST_LINK = 2000

_TAG = re.compile(r"<[a-zA-Z/!?][^<>]{0,2000}>")
#: Parameters that say where a reader came from, not what they read.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_cid|mc_eid|igshid|ref_src|amp", re.IGNORECASE)
#: Control, format (zero width, direction), surrogate, private use, unassigned.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def plain(text: str, *, longest: int = LONGEST_TITLE) -> str:
    """Return what a person would read of the text, on one line."""
    without_tags = _TAG.sub(" ", html.unescape(_TAG.sub(" ", text)))
    spaced = re.sub(r"\s+", " ", without_tags)
    visible = "".join(sign for sign in spaced if unicodedata.category(sign) not in _INVISIBLE).strip()
    visible = re.sub(r" +", " ", visible)
    return visible if len(visible) <= longest else visible[: longest - 1].rstrip() + "…"


def web_link(address: str) -> str | None:
    """Return the address when it is one that a browser opens without harm, else None."""
    candidate = "".join(sign for sign in address.strip() if unicodedata.category(sign) not in _INVISIBLE)
    try:
        parts = urlsplit(candidate)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or len(candidate) > LONGEST_LINK or " " in candidate:
        return None
    return candidate


def canonical(address: str) -> str:
    """Return the address without what varies between copies of the same link."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("amp.")
    port = f":{parts.port}" if parts.port and parts.port not in {80, 443} else ""
    query = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name)
    )
    path = parts.path.rstrip("/").removesuffix("/amp")
    return urlunsplit(("https", host + port, path, urlencode(query), ""))
