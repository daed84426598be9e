"""Which lines of a log tell why a run ended: the ones that a verdict shows open.

A telephone folds a long quotation after three lines, and the line that tells is mostly the last: of a
traceback the exception, of a chain of them the one at the bottom, else the last error, else the last lines.
"""

import re
from collections.abc import Sequence

TELLING_LINES = 3
TELLING_WIDTH = 130

#: A line that a program writes when it is in trouble: by its level, as loggers write it (plain, logfmt, JSON,
#: nginx and its like in brackets, klog by a letter before the date). "0 errors" and "error_log" are no level.
ERROR = re.compile(
    r"\b(?:ERROR|FATAL|CRITICAL|SEVERE|PANIC)\b|^(?:Traceback|panic:|Exception\b)"
    r"|\blevel=\"?(?i:error|fatal|critical|panic)\b"
    r"|\"(?:level|severity|lvl|levelname|log\.level)\"\s*:\s*\"(?i:error|fatal|critical|panic|emergency|alert)\""
    r"|\[(?:error|crit|alert|emerg|fatal)\]|^[EF]\d{4} \d\d:\d\d:\d\d"
)
_THROWN = re.compile(
    r"^(?:Caused by: |Uncaught |Unhandled |Exception in thread \S+ )?"
    r"(?:[\w$]+[.:]{1,2})*(?:[A-Z]\w*)?(?:Error|Exception|Exit|Fault)\b"
    r"|^(?:panic|fatal error|fatal): |^thread '.*' panicked at"
)
_TRACE = "Traceback (most recent call last):"
#: Where in the program it was: of use to who has the source, and in the whole log.
_FRAME = re.compile(
    r"""^\s+(?:at\b|File\s"|\.\.\.\s\d+\smore|/\S+:\d+)|^goroutine\s|^[\w./*()]+\(.*\)$|^Node\.js\sv"""
)


def telling(lines: Sequence[str]) -> tuple[str, ...]:
    """Return at most three lines, short enough that no client folds them."""
    start = max(_thrown(lines), default=None)
    if start is None:
        start = max((at for at, line in enumerate(lines) if ERROR.search(line)), default=None)
    shown = lines[-TELLING_LINES:] if start is None else [one for one in lines[start:] if _is_worth(one)]
    return tuple(
        line if len(line) <= TELLING_WIDTH else f"{line[:TELLING_WIDTH]}…" for line in shown[:TELLING_LINES]
    )


def _thrown(lines: Sequence[str]) -> list[int]:
    """Return where something was thrown: a traceback's exception may have any name."""
    found = [at for at, line in enumerate(lines) if _THROWN.search(line)]
    for at, line in enumerate(lines):
        if line.startswith(_TRACE):
            rest = range(at + 1, len(lines))
            found += [end for end in rest if lines[end].strip() and not lines[end][0].isspace()][:1]
    return found


def _is_worth(line: str) -> bool:
    return bool(line.strip()) and not _FRAME.search(line)
