"""One bot for each file, and one sender: OS locks beside it, which the death of their holder releases.

A bot holds its lock exclusively for all its life; whoever only looks whether one runs holds it shared for an
instant. A bot that starts in that instant finds a lock that can be shared, waits for it, and is not refused
(design 4.12). The turn to send is a lock of its own: others may send while no bot runs, one at a time.
"""

import fcntl
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from domain.errors import PermanentError

#: A look takes microseconds; whoever was stopped in the middle of one is not waited for longer than this.
LOOKS, LOOK_S = 500, 0.01


@contextmanager
def only_bot(path: Path) -> Generator[None]:
    """Hold the lock of the database at `path` while the body runs.

    Raises:
        PermanentError: Another bot holds it, and the sentence names its process; or no file can be there.
    """
    with _opened(path, "lock") as held:
        if not _taken_from_lookers(held):
            held.seek(0)
            raise PermanentError("storage.second-bot", path=str(path), pid=held.read().strip() or "?")
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        yield


def bot_runs(path: Path) -> bool:
    """Tell whether a bot holds the lock of the database at `path` right now; none is kept from starting."""
    lock = _beside(path, "lock")
    if not lock.exists():
        return False
    with lock.open(encoding="ascii") as look:
        return not _locks(look, fcntl.LOCK_SH)


@contextmanager
def turn_to_send(path: Path) -> Generator[bool]:
    """Yield whether the caller, and nobody else, may send for the database at `path` while the body runs.

    The bot waits for its turn and keeps it for life; the others must besides see that no bot runs.
    """
    with _opened(path, "sending") as held:
        yield _locks(held, fcntl.LOCK_EX)


def _taken_from_lookers(held: TextIO) -> bool:
    """Take the lock; False when somebody has it who does not merely look."""
    for _ in range(LOOKS):
        if _locks(held, fcntl.LOCK_EX):
            return True
        if not _locks(held, fcntl.LOCK_SH):
            return False
        fcntl.flock(held, fcntl.LOCK_UN)
        time.sleep(LOOK_S)
    return False


def _locks(held: TextIO, kind: int) -> bool:
    try:
        fcntl.flock(held, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _opened(path: Path, name: str) -> TextIO:
    if path.is_dir():
        raise PermanentError("storage.unusable", path=str(path), reason="it is a folder")
    lock = _beside(path, name)
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        return lock.open("a+", encoding="ascii")
    except OSError as error:
        raise PermanentError(
            "storage.unusable", path=str(path), reason=error.strerror or str(error)
        ) from error


def _beside(path: Path, name: str) -> Path:
    return path.with_name(f"{path.name}.{name}")
