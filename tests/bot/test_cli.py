"""The command line: quick to help, one sentence for what is wrong, never a traceback."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from bot import cli
from bot.parsing import parse_one

#: Libraries that take longer to load than --help may take in all.
HEAVY = {"aiogram", "pydantic", "kubernetes_asyncio", "dateparser", "babel", "aiohttp", "structlog"}


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom bot.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert "usage: nightjar" in said
    assert not HEAVY & set(said.split("LOADED ")[1].split())


def test_a_known_error_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE", str(tmp_path / "none.sqlite3"))

    code = cli.main(["backup", str(tmp_path / "copy.sqlite3")])

    said = capsys.readouterr().err
    assert code == cli.FAILED
    assert said.count("\n") == 1
    assert "Traceback" not in said


def test_parse_without_a_sentence_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["parse"])

    assert ended.value.code == 2  # as usual for command lines
    assert 'nightjar parse "every monday 9am' in capsys.readouterr().err


def test_parse_prints_words_times_and_the_intent() -> None:
    out = StringIO()

    parse_one(
        "every monday 9am summarize news on fusion energy",
        zone="Europe/Berlin",
        now="2026-11-22T18:00:00+01:00",
        language="en",
        form="plain",
        out=out,
    )

    said = out.getvalue()
    assert "2026-11-23T09:00:00+01:00" in said
    intent = json.loads(said[said.index("{") :])
    assert (intent["kind"], intent["topic"]) == ("create", "fusion energy")


@pytest.mark.parametrize(
    ("option", "value"), [("--tz", "Mars/Olympus"), ("--now", "soon"), ("--lang", "klingon")]
)
def test_parse_refuses_what_is_no_zone_no_moment_and_no_language(
    option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = cli.main(["parse", "at 8", option, value])

    said = capsys.readouterr().err
    assert code == 2  # as usual for command lines
    assert value in said
    assert said.count("\n") == 1


def test_parse_ends_quietly_when_nobody_reads_on() -> None:
    lines = b'{"text": "x", "tz": "UTC", "now": "2026-11-22T18:00:00+01:00"}\n' * 2000
    parse = [sys.executable, "-c", "from bot.cli import main; raise SystemExit(main(['parse', '--jsonl']))"]
    with subprocess.Popen(
        parse, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        running.stdout.close()

        _, said = running.communicate(lines)

    assert (running.returncode, said) == (0, b"")
