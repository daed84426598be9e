"""One bot for each file: an OS lock beside it, which the death of its holder releases (design 4.12)."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import PermanentError


@contextmanager
def only_bot(path: Path) -> Generator[None]:
    """Hold the lock of the database at `path` while the body runs.

    Raises:
        PermanentError: Another bot holds it; the sentence names its process.
    """
    lock = _lock_file(path)
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+", encoding="ascii") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            held.seek(0)
            raise PermanentError(
                "storage.second-bot", path=str(path), pid=held.read().strip() or "?"
            ) from error
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        yield


def bot_runs(path: Path) -> bool:
    """Tell whether a bot holds the lock of the database at `path` right now."""
    lock = _lock_file(path)
    if not lock.exists():
        return False
    with lock.open("a+", encoding="ascii") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def _lock_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")
