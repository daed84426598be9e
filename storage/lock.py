"""One bot for each file: an OS lock beside it, which the death of its holder releases (design 4.12)."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from domain.errors import PermanentError


@contextmanager
def only_bot(path: Path) -> Generator[None]:
    """Hold the lock of the database at `path` while the body runs.

    Raises:
        PermanentError: Another bot holds it, and the sentence names its process; or no file can be there.
    """
    with _opened(path) as held:
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


def _opened(path: Path) -> TextIO:
    if path.is_dir():
        raise PermanentError("storage.unusable", path=str(path), reason="it is a folder")
    lock = _lock_file(path)
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        return lock.open("a+", encoding="ascii")
    except OSError as error:
        raise PermanentError(
            "storage.unusable", path=str(path), reason=error.strerror or str(error)
        ) from error


def _lock_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")
