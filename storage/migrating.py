"""Opening the file: forward-only migrations, after a copy, by `serve` alone.

A file that is newer, older (for others than `serve`) or broken is refused with a sentence and left as it is:
starting empty on a read error is how others lost their users' jobs (schedule-rules B23).
"""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from importlib import resources
from itertools import count
from pathlib import Path

from domain.errors import PermanentError
from storage.database import Database

#: SQLite's own field for "whose file is this": the letters NJAR.
APPLICATION_ID = 0x4E4A4152

#: SQLite's kinds of error that are about the place and not about us.
NO_PLACE = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)


def migrations() -> tuple[tuple[int, str], ...]:
    """Return every migration as (version, SQL), in order; the version is the number its file begins with."""
    folder = resources.files("storage") / "migrations"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name
    )
    return tuple((int(file.name.split("_")[0]), file.read_text(encoding="utf-8")) for file in files)


def newest_version() -> int:
    """Return the schema version that this program speaks."""
    return migrations()[-1][0]


def open_database(path: Path, *, migrate: bool, steps: tuple[tuple[int, str], ...] | None = None) -> Database:
    """Return the database at `path` with exactly this program's schema.

    Args:
        path: The file; made when it is missing and `migrate` is set.
        migrate: Whether an older or missing file may be brought up to date, after a copy beside it.
        steps: Every migration as (version, SQL), in order; this program's own when left out.

    Raises:
        PermanentError: The file is missing, older, newer, not Nightjar's, or broken, or cannot be written
            to; it is left as it is.
    """
    if not path.exists() and not migrate:
        raise PermanentError("storage.missing", path=str(path))
    steps = migrations() if steps is None else steps
    newest = steps[-1][0]
    version = glance(path, newest=newest)
    if path.exists():
        _check_pages(path)
    if version < newest:
        if not migrate:
            raise PermanentError("storage.older", path=str(path), version=version, newest=newest)
        with _said(path):
            _migrate(path, version, steps)
    return Database(path)


def glance(path: Path, *, newest: int | None = None) -> int:
    """Return the version of the file's schema, 0 without a file; takes no time, however large the file.

    Raises:
        PermanentError: At first sight it is newer, not Nightjar's, or broken.
    """
    version = _version_of(path) if path.exists() else 0
    newest = newest_version() if newest is None else newest
    if version > newest:
        raise PermanentError("storage.newer", path=str(path), version=version, newest=newest)
    return version


def backup(path: Path, target: Path) -> None:
    """Write a consistent copy of the live file to `target`.

    Raises:
        PermanentError: `target` exists already or cannot be made, or `path` is not a Nightjar file.
    """
    if not path.exists():
        raise PermanentError("storage.missing", path=str(path))
    _version_of(path)
    _check_pages(path)
    if target.exists():
        raise PermanentError("storage.copy-exists", path=str(target))
    part = target.with_name(f"{target.name}.part")  # what is broken off never looks like a copy
    part.unlink(missing_ok=True)
    try:
        with _said(target), closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _said(path: Path) -> Generator[None]:
    """Say in a sentence that nothing can be written at `path`: no such folder, no right, a full disk."""
    try:
        yield
    except OSError as error:
        raise PermanentError(
            "storage.unusable", path=str(path), reason=error.strerror or str(error)
        ) from error
    except sqlite3.OperationalError as error:
        if not _is_of_the_place(error):
            raise
        raise PermanentError("storage.unusable", path=str(path), reason=str(error)) from error


def _is_of_the_place(error: sqlite3.Error) -> bool:
    return error.sqlite_errorcode & 0xFF in NO_PLACE  # the low byte is the kind


def _version_of(path: Path) -> int:
    with _reading(path) as connection:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        owner = int(connection.execute("PRAGMA application_id").fetchone()[0])
        tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if tables and owner != APPLICATION_ID:
        raise PermanentError("storage.foreign", path=str(path))
    return version


def _check_pages(path: Path) -> None:
    """Refuse a damaged file; reads all of it."""
    with _reading(path) as connection:
        sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if sound != "ok":
        raise PermanentError("storage.broken", path=str(path), reason=" ".join(str(sound).split()))


@contextmanager
def _reading(path: Path) -> Generator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            yield connection
    except sqlite3.DatabaseError as error:
        if _is_of_the_place(error):
            raise PermanentError("storage.unusable", path=str(path), reason=str(error)) from error
        raise PermanentError("storage.broken", path=str(path), reason=str(error)) from error


def _migrate(path: Path, version: int, steps: tuple[tuple[int, str], ...]) -> None:
    if version > 0:
        backup(path, _free_name(path.with_name(f"{path.name}.v{version}")))
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        for number, sql in steps:
            if number > version:
                # One transaction for each migration: a crash in the middle leaves the version before.
                connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version={number};\nCOMMIT;")


def _free_name(wanted: Path) -> Path:
    """Return the name, or one with a number: a migration that was broken off left its copy behind."""
    names = (wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}") for number in count(1))
    return next(name for name in names if not name.exists())
