"""How long something is to be silent: "mute 7", "mute api for 2 h", "schalte 7 bis morgen stumm".

Only what stands at the end of the words is read, so that a name that holds a number stays a name.
"""

import re

#: Nothing was said about the time, or that silence is to end.
DEFAULT, OFF, TOMORROW = "", "off", "tomorrow"

_HOURS = re.compile(
    r"(?:\b(?:for|für)\s+)?(?:(?P<count>\d{1,4})\s*|(?P<one>an|a|one|eine|einen|ein)\s+)"
    r"(?P<unit>m|min|mins|minutes?|minuten?|h|hrs?|hours?|std|stunden?|d|days?|tage?n?)\.?$",
    re.IGNORECASE,
)
_TOMORROW = re.compile(r"(?:^|\s)(?:(?:until|till|bis)\s+)?(?:tomorrow|morgen(?:\s+früh)?)$", re.IGNORECASE)
_OFF = re.compile(r"(?:^|\s)(?:off|aus)$", re.IGNORECASE)
_SECONDS = {"m": 60, "h": 3600, "s": 3600, "d": 86400, "t": 86400}


def split(said: str) -> tuple[str, str]:
    """Return what is left of the words without the time, and the time: seconds, "tomorrow", "off" or ""."""
    words = " ".join(said.split()).strip(" .!?,")
    for pattern, length in ((_TOMORROW, TOMORROW), (_OFF, OFF)):
        if match := pattern.search(words):
            return words[: match.start()].strip(), length
    match = _HOURS.search(words)
    # A number directly behind a word belongs to it: "mute web-2h".
    if match is None or (match.start() and not words[match.start() - 1].isspace()):
        return words, DEFAULT
    seconds = int(match["count"] or 1) * _SECONDS[match["unit"][0].lower()]
    return words[: match.start()].strip(), str(seconds) if seconds else DEFAULT
