"""What every test has: logs as plain lines, and a browser where there is one."""

import os
from pathlib import Path

import pytest
import structlog

# The console's coloured tracebacks take seconds to draw.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["event"]),
    ]
)

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the browser's tests out where no browser is, unless NIGHTJAR_BROWSER=required (as in CI)."""
    if CHROMIUM.exists() or os.environ.get("NIGHTJAR_BROWSER") == "required":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium: on Debian, apt-get install chromium"))
