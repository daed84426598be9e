"""Settings come from the environment and `.env`; what is wrong is named in one sentence."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings, load
from domain.errors import PermanentError
from messages.sentences import explain


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder: no `.env` of the developer is read."""
    monkeypatch.chdir(tmp_path)


def test_the_file_beside_the_program_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TELEGRAM_BOT_TOKEN=42:abc\nNAMESPACES=prod, team-*\nOWNER_ID=\n")

    settings = load()

    assert settings.telegram_bot_token.get_secret_value() == "42:abc"
    assert settings.namespaces == ("prod", "team-*")
    assert settings.owner_id is None


def test_feeds_are_separated_by_blanks_because_addresses_hold_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWS_FEEDS", "https://a.example/?q={topic},x\n https://b.example/rss")

    assert load().news_feeds == ("https://a.example/?q={topic},x", "https://b.example/rss")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OWNER_ID", "kevin"),
        ("HTTP_PORT", "99999"),
        ("MAX_JOBS", "0"),
        ("HTTP_PORT", "x"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("TELEGRAM_API_BASE", "api.telegram.org"),
        ("TELEGRAM_API_BASE", "ftp://127.0.0.1"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(PermanentError) as refused:
        load()

    said = "".join(span.text for span in explain("en", refused.value))
    assert name in said


@pytest.mark.parametrize("token", ["nonsense", "42:", "very secret:but with a blank"])
def test_a_token_that_cannot_be_one_is_refused_and_not_repeated(token: str) -> None:
    settings = Settings(_env_file=None, telegram_bot_token=SecretStr(token))

    with pytest.raises(PermanentError) as refused:
        settings.check_token()

    said = "".join(span.text for span in explain("en", refused.value))
    assert said.startswith("TELEGRAM_BOT_TOKEN does not look like a token")
    assert token not in said


@pytest.mark.parametrize("level", ["INFO", "Warning"])
def test_capitals_do_not_matter_in_the_level_of_the_log(monkeypatch: pytest.MonkeyPatch, level: str) -> None:
    monkeypatch.setenv("LOG_LEVEL", level)

    assert load().log_level == level.lower()


def test_a_file_of_settings_that_is_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfeT\x00")

    with pytest.raises(PermanentError) as refused:
        load()

    assert ".env" in "".join(span.text for span in explain("en", refused.value))


@pytest.mark.parametrize("name", ["PRACTICE_CLOCK", "FAULT_POINT"])
def test_practice_settings_are_refused_beside_a_server_that_is_not_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:1/clock")

    with pytest.raises(PermanentError, match=name):
        load()


def test_the_token_is_not_shown_when_settings_are_printed() -> None:
    settings = Settings(_env_file=None, telegram_bot_token="42:very-secret")

    assert "very-secret" not in repr(settings)
