"""docs/record.py, the tool for bug reports: it needs nothing but Python and a `kubectl proxy`."""

import asyncio
import sys
from pathlib import Path

import pytest

from bot.practice.kubernetes.faults import Fault, FaultKind
from bot.practice.kubernetes.server import KubernetesApi
from bot.practice.kubernetes.tape import Tape
from domain.clock import SystemClock
from tests.practice_kubernetes.asking import NOON, a_pod

SCRIPT = Path(__file__).parents[2] / "docs" / "record.py"

#: Of the script's own clock: a broken stream is listed anew after half a second.
SECONDS = "2"


@pytest.mark.process
async def test_a_stream_that_breaks_is_listed_anew_and_the_file_is_a_recording(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl.gz"
    async with KubernetesApi(SystemClock()) as server:
        server.world.store.create("pods", a_pod("p0"), now=NOON)
        server.faults.add(Fault(kind=FaultKind.DROP, path="*/pods", watch=True))
        server.faults.add(Fault(kind=FaultKind.HTML_500, path="*/events"))
        arguments = ("--url", server.url, "--namespace", "prod", "--target", "Deployment/api")
        script = await asyncio.create_subprocess_exec(
            sys.executable, SCRIPT, *arguments, "--seconds", SECONDS, file
        )
        assert await script.wait() == 0

    tape = Tape.read(file)

    assert (tape.meta.kind, tape.meta.target, tape.meta.namespace) == ("Deployment", "api", "prod")
    assert [item["metadata"]["name"] for item in tape.lists["pods"]["items"]] == ["p0"]
    assert "events" in tape.lists
