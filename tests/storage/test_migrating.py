"""A file that is not exactly ours is refused with a sentence and left as it is (schedule-rules B23)."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from domain.errors import PermanentError
from messages.sentences import LANGUAGES, explain
from storage.migrating import APPLICATION_ID, backup, migrations, newest_version, open_database

ONE = (1, "CREATE TABLE thing (name TEXT) STRICT;")
TWO = (2, "ALTER TABLE thing ADD COLUMN colour TEXT;")
BROKEN = (2, "ALTER TABLE thing ADD COLUMN colour TEXT; SELECT * FROM nothing;")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def ask(path: Path, sql: str) -> object:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchone()[0]


def refusal(path: Path, *, migrate: bool) -> str:
    """Open the file, which must fail, and return the key of what is said."""
    with pytest.raises(PermanentError) as caught:
        open_database(path, migrate=migrate)
    assert all("{" not in "".join(s.text for s in explain(language, caught.value)) for language in LANGUAGES)
    return caught.value.key


def test_a_missing_file_is_made_with_the_newest_schema(path: Path) -> None:
    open_database(path, migrate=True)

    assert ask(path, "PRAGMA user_version") == newest_version()
    assert ask(path, "PRAGMA application_id") == APPLICATION_ID
    assert ask(path, "PRAGMA journal_mode") == "wal"


def test_a_missing_file_is_not_made_by_those_who_do_not_serve(path: Path) -> None:
    assert refusal(path, migrate=False) == "storage.missing"
    assert not path.exists()


@pytest.mark.parametrize("migrate", [True, False])
def test_a_newer_file_is_refused_and_left_as_it_is(path: Path, migrate: bool) -> None:  # noqa: FBT001  # both
    open_database(path, migrate=True)
    execute(path, "PRAGMA user_version = 999")
    before = digest(path)

    assert refusal(path, migrate=migrate) == "storage.newer"
    assert digest(path) == before


def test_an_older_file_is_refused_by_those_who_do_not_serve(path: Path) -> None:
    open_database(path, migrate=True, steps=(ONE,))
    before = digest(path)

    with pytest.raises(PermanentError, match=r"storage\.older"):
        open_database(path, migrate=False, steps=(ONE, TWO))

    assert digest(path) == before


@pytest.mark.parametrize("migrate", [True, False])
@pytest.mark.parametrize("content", [b"not a database", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_broken_file_is_refused_and_left_as_it_is(path: Path, content: bytes, migrate: bool) -> None:  # noqa: FBT001  # both
    path.write_bytes(content)

    assert refusal(path, migrate=migrate) == "storage.broken"
    assert path.read_bytes() == content


def test_a_file_with_a_torn_page_is_refused_and_left_as_it_is(path: Path) -> None:
    open_database(path, migrate=True)
    execute(path, *(f"INSERT INTO setting VALUES ('{number}', '{'x' * 900}')" for number in range(200)))
    torn = bytearray(path.read_bytes())
    torn[-3 * 4096 :] = b"\xa5" * 3 * 4096
    path.write_bytes(torn)

    assert refusal(path, migrate=True) == "storage.broken"
    assert path.read_bytes() == bytes(torn)


@pytest.mark.parametrize("migrate", [True, False])
def test_somebody_elses_database_is_refused_and_left_as_it_is(path: Path, migrate: bool) -> None:  # noqa: FBT001  # both
    execute(path, "CREATE TABLE theirs (x)", "INSERT INTO theirs VALUES (1)")
    before = digest(path)

    assert refusal(path, migrate=migrate) == "storage.foreign"
    assert digest(path) == before


def test_an_older_file_is_copied_before_it_is_brought_up_to_date(path: Path) -> None:
    open_database(path, migrate=True, steps=(ONE,))
    execute(path, "INSERT INTO thing VALUES ('kept')")

    open_database(path, migrate=True, steps=(ONE, TWO))

    copy = path.with_name(f"{path.name}.v1")
    assert ask(copy, "PRAGMA user_version") == 1
    assert ask(copy, "SELECT name FROM thing") == "kept"
    assert ask(path, "SELECT name || coalesce(colour, '?') FROM thing") == "kept?"
    assert ask(path, "PRAGMA user_version") == 2


def test_a_migration_that_breaks_leaves_the_version_before_and_can_be_tried_again(path: Path) -> None:
    open_database(path, migrate=True, steps=(ONE,))
    execute(path, "INSERT INTO thing VALUES ('kept')")

    with pytest.raises(sqlite3.OperationalError):
        open_database(path, migrate=True, steps=(ONE, BROKEN))
    assert ask(path, "PRAGMA user_version") == 1
    assert ask(path, "SELECT count(*) FROM pragma_table_info('thing')") == 1
    open_database(path, migrate=True, steps=(ONE, TWO))

    assert ask(path, "SELECT name FROM thing") == "kept"
    assert path.with_name(f"{path.name}.v1-2").exists()


def test_a_file_that_is_up_to_date_is_not_copied(path: Path) -> None:
    open_database(path, migrate=True)

    open_database(path, migrate=True)

    assert not list(path.parent.glob("*.v*"))


def test_migrations_are_numbered_without_gaps() -> None:
    assert [version for version, _ in migrations()] == list(range(1, newest_version() + 1))


def test_a_backup_is_a_whole_file_and_overwrites_nothing(path: Path, tmp_path: Path) -> None:
    open_database(path, migrate=True)
    execute(path, "INSERT INTO setting VALUES ('a', 'b')")

    backup(path, tmp_path / "copy")

    assert ask(tmp_path / "copy", "SELECT value FROM setting") == "b"
    with pytest.raises(PermanentError, match=r"storage\.copy-exists"):
        backup(path, tmp_path / "copy")
