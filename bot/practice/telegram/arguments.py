"""The parameters of one call, read strictly: what is not known is refused, what has the wrong type as well.

Telegram itself ignores parameters that it does not know; here a misspelt one is a 400, because it would be
a silent fault in production.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.practice.telegram.errors import bad_request


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came with a multipart request."""

    name: str
    content_type: str
    content: bytes


class Arguments:
    """What a call was given.

    Args:
        values: By name; texts from forms, any JSON value from a JSON body.
        uploads: Files by the name of their part.
    """

    def __init__(self, values: Mapping[str, Any], uploads: Mapping[str, Upload] | None = None) -> None:
        self._values = values
        self._uploads = dict(uploads or {})

    def refuse_others_than(self, known: frozenset[str]) -> None:
        """Refuse the call when it carries a parameter, or a file, that the method does not have."""
        for name in self._values:
            if name not in known:
                raise bad_request(f'unknown parameter "{name}"')
        attached = {str(value).removeprefix("attach://") for value in self._values.values()}
        for name in self._uploads:
            if name not in known and name not in attached:
                raise bad_request(f'unknown file "{name}"')

    def has(self, name: str) -> bool:
        """Say whether the parameter was given at all."""
        return self._values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """Return a text, "" when it was not given."""
        value = self._values.get(name, "")
        if isinstance(value, dict | list):
            raise bad_request(f'parameter "{name}" must be a string')
        return "" if value is None else str(value)

    def integer(self, name: str) -> int | None:
        """Return a number, None when it was not given."""
        if not self.has(name):
            return None
        value = self._values[name]
        try:
            return int(str(value))
        except ValueError:
            raise bad_request(f'parameter "{name}" must be an integer') from None

    def flag(self, name: str) -> bool:
        """Return a boolean, False when it was not given."""
        if not self.has(name):
            return False
        value = str(self._values[name]).lower()
        if value not in ("true", "false", "1", "0"):
            raise bad_request(f'parameter "{name}" must be a boolean')
        return value in ("true", "1")

    def array(self, name: str) -> list[Any]:
        """Return a JSON list, empty when it was not given."""
        value = self._json(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise bad_request(f'can\'t parse "{name}": expected an Array')
        return value

    def object(self, name: str, *, known: frozenset[str] | None = None) -> dict[str, Any]:
        """Return a JSON object, empty when it was not given; `known` are the only keys it may have."""
        value = self._json(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(f'can\'t parse "{name}": expected an Object')
        if known is not None and (unknown := value.keys() - known):
            raise bad_request(f'unknown field "{min(unknown)}" in "{name}"')
        return value

    def upload(self, name: str) -> Upload | None:
        """Return the file that the parameter holds or points to with `attach://`."""
        value = str(self._values.get(name) or "")
        return self._uploads.get(value.removeprefix("attach://") if value else name)

    def _json(self, name: str) -> Any:
        value = self._values.get(name)
        if value in (None, ""):
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f'can\'t parse "{name}" JSON object') from None
