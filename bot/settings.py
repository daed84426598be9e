"""What can be set, from the environment and `.env`; the README's table is generated from this class.

Imported late: pydantic takes longer to load than `nightjar --help` may take in all.
"""

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from yarl import URL

from domain.errors import PermanentError

#: Hosts that never leave the machine: only with them are the practice settings allowed.
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

#: What every token looks like: the bot's number, a colon, a secret without blanks.
TOKEN = re.compile(r"[0-9]+:\S+")

Words = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """Every setting is an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    telegram_bot_token: SecretStr = Field(
        default=SecretStr(""),
        description="The bot's token, from @BotFather. The only setting that is needed.",
    )
    telegram_api_base: str = Field(
        default="https://api.telegram.org", description="Another Bot API server, such as one of your own."
    )
    owner_id: int | None = Field(
        default=None,
        description="Telegram id of the owner. Without it the first start prints a one-time link for it.",
    )
    database: Path = Field(
        default=Path("nightjar.sqlite3"), description="The SQLite file that holds all state."
    )
    kubeconfig: str | None = Field(
        default=None, description="The kubeconfig, as for kubectl. Without one: the pod's service account."
    )
    clusters: Words = Field(
        default=(),
        description="Contexts of the kubeconfig that may be watched, as globs separated by commas. "
        "Empty: the current context, or the cluster that the bot runs in.",
    )
    namespaces: Words = Field(
        default=("*",), description="Namespaces that any chat may see, as globs separated by commas."
    )
    news_feeds: Words = Field(
        default=(
            (
                "https://news.google.com/rss/search"
                "?q={topic}+when:{days}d&hl={lang}&gl={country}&ceid={country}:{lang}"
            ),
            "https://hn.algolia.com/api/v1/search_by_date?tags=story&query={topic}",
        ),
        description="Where news is looked for: RSS, Atom or Hacker News searches, separated by blanks or "
        "line breaks, with {topic}, {lang}, {country} and {days} (since the last look).",
    )
    max_jobs: int = Field(default=50, ge=1, description="How many active jobs one person may have.")
    http_host: str = Field(
        default="127.0.0.1", description="Where /healthz, /readyz and /metrics are served."
    )
    http_port: int = Field(default=8080, ge=0, le=65535, description="Their port; 0 switches them off.")
    ping_url: str = Field(
        default="",
        description="A monitor that is pinged every minute and gives alarm when that stops, such as a check "
        "of healthchecks.io: /start is added at the start, /fail when something is wrong.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="debug, info, warning or error."
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="text for people, json for machines."
    )
    practice_clock: str = Field(default="", description="Practice servers only: address of their clock.")
    fault_point: str = Field(
        default="", description="Practice servers only: where the process holds to be killed."
    )

    @field_validator("clusters", "namespaces", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("news_feeds", mode="before")
    @classmethod
    def _split_at_blanks(cls, value: object) -> object:
        return tuple(value.split()) if isinstance(value, str) else value

    @field_validator("owner_id", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _in_small_letters(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("telegram_api_base")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not _is_address(value):
            raise ValueError("it takes an address such as https://api.telegram.org")
        return value

    @field_validator("ping_url")
    @classmethod
    def _is_an_address_or_nothing(cls, value: str) -> str:
        if value and not _is_address(value):
            raise ValueError("it takes an address such as https://hc-ping.com/…")
        return value

    @model_validator(mode="after")
    def _practice_stays_on_loopback(self) -> Self:
        if (self.practice_clock or self.fault_point) and not self.is_practice:
            raise ValueError("PRACTICE_CLOCK and FAULT_POINT work with loopback servers only")
        return self

    def check_token(self) -> None:
        """Refuse a token that cannot be one; a missing one is for the caller to explain.

        Raises:
            PermanentError: It does not look like `123456:ABC…`.
        """
        token = self.telegram_bot_token.get_secret_value()
        if token and not TOKEN.fullmatch(token):
            raise PermanentError("operator.bad-token")

    @property
    def is_practice(self) -> bool:
        """Whether the Bot API server is on this machine, so that nothing said leaves it."""
        clock = URL(self.practice_clock or "http://127.0.0.1")
        return URL(self.telegram_api_base).host in LOOPBACK and clock.host in LOOPBACK


def _is_address(value: str) -> bool:
    return URL(value).scheme in {"http", "https"} and bool(URL(value).host)


def load() -> Settings:
    """Return the settings of the environment and `.env`.

    Raises:
        PermanentError: One is not right; the sentence names it and says why.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "PRACTICE_CLOCK, FAULT_POINT"
        reason = first["msg"].removeprefix("Value error, ")
        raise PermanentError("operator.bad-setting", name=name, reason=reason) from error
    except UnicodeDecodeError as error:
        raise PermanentError("operator.bad-env-file") from error
