"""How long something is to be silent, read from the end of what was said."""

import pytest

from language.silence import split


@pytest.mark.parametrize(
    ("said", "rest", "length"),
    [
        ("7", "7", ""),
        ("7 2h", "7", "7200"),
        ("api for 90 minutes", "api", "5400"),
        ("api für 2 Stunden", "api", "7200"),
        ("api für eine Stunde", "api", "3600"),
        ("7 for an hour", "7", "3600"),
        ("7 3 d", "7", "259200"),
        ("7 until tomorrow", "7", "tomorrow"),
        ("api bis morgen", "api", "tomorrow"),
        ("7 off", "7", "off"),
        ("2h", "", "7200"),
        ("tomorrow", "", "tomorrow"),
        ("", "", ""),
        ("web-2h", "web-2h", ""),
        ("api2", "api2", ""),
        ("7 0h", "7", ""),
    ],
)
def test_the_time_stands_at_the_end(said: str, rest: str, length: str) -> None:
    assert split(said) == (rest, length)
