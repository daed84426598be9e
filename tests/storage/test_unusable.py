"""A place where no database can live is refused with a sentence, by whoever comes first to it."""

import resource
from pathlib import Path

import pytest

from domain.errors import PermanentError
from storage.lock import only_bot
from storage.migrating import backup, open_database


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(PermanentError, match=r"storage\.unusable"), only_bot(tmp_path):
        pass


def test_the_folder_one_stands_in_is_no_database() -> None:
    with pytest.raises(PermanentError, match=r"storage\.unusable"), only_bot(Path()):
        pass


def test_a_place_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(PermanentError, match=r"storage\.unusable"), only_bot(tmp_path / "file" / "x.sqlite3"):
        pass


def test_a_database_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(PermanentError, match=r"storage\.unusable"):
        open_database(tmp_path / "file" / "x.sqlite3", migrate=True)


def test_a_backup_of_nothing_says_that_there_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(PermanentError, match=r"storage\.missing"):
        backup(tmp_path / "none.sqlite3", tmp_path / "copy.sqlite3")

    assert list(tmp_path.iterdir()) == []


def test_a_backup_into_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    open_database(tmp_path / "ours.sqlite3", migrate=True)

    with pytest.raises(PermanentError, match=r"storage\.unusable"):
        backup(tmp_path / "ours.sqlite3", tmp_path / "no" / "copy.sqlite3")


def test_a_file_that_cannot_be_opened_is_not_called_broken(tmp_path: Path) -> None:
    with pytest.raises(PermanentError, match=r"storage\.unusable"):
        open_database(tmp_path, migrate=False)


def test_a_backup_that_finds_no_room_leaves_nothing_that_looks_like_one(tmp_path: Path) -> None:
    open_database(tmp_path / "ours.sqlite3", migrate=True)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))

    try:
        with pytest.raises(PermanentError, match=r"storage\.unusable"):
            backup(tmp_path / "ours.sqlite3", tmp_path / "copy.sqlite3")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert list(tmp_path.glob("copy*")) == []


def test_what_a_broken_off_backup_left_is_in_nobodys_way(tmp_path: Path) -> None:
    open_database(tmp_path / "ours.sqlite3", migrate=True)
    (tmp_path / "copy.sqlite3.part").write_bytes(b"torn")

    backup(tmp_path / "ours.sqlite3", tmp_path / "copy.sqlite3")

    assert (tmp_path / "copy.sqlite3").exists()
    assert not (tmp_path / "copy.sqlite3.part").exists()
