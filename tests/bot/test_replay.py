"""`nightjar replay`: recordings as bytes through stream, snapshot and judge."""

import gzip
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.practice.kubernetes.recorded_world import RecordedWorld
from bot.replay import run_replay
from domain.errors import UserError
from tests.watchers.recordings import FOLDER, MORE, NAMES, meta_of, path_of

_WITHOUT_VERDICT = frozenset({"paused", "armed"})


def replayed(name: str, *, start: float | None = None) -> list[dict[str, Any]]:
    out = io.StringIO()
    begins = float(meta_of(name)["expect"]["from"]) if start is None else start
    assert run_replay(path_of(name), start=begins, out=out) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize("name", [*NAMES, *MORE])
def test_every_recording_is_judged_as_it_expects(name: str) -> None:
    expect = meta_of(name)["expect"]

    lines = replayed(name)

    verdicts = [line for line in lines if line["kind"] == "verdict"]
    if expect["verdict"] in _WITHOUT_VERDICT:
        assert not verdicts
        return
    *before, last = verdicts
    assert (last["verdict"], last["cause"]) == (expect["verdict"], expect["cause"])
    assert expect["not_before"] <= last["t"] <= expect["by"]
    assert {line["verdict"] for line in before} <= set(expect["first"])
    named = {key: expect[key] for key in ("pod", "container", "exit_code", "old_serving") if key in expect}
    assert named.items() <= last.items()
    assert expect.get("log", "") in "\n".join(last.get("log", ()))


def test_a_held_back_update_is_warned_of_in_its_minute() -> None:
    since = meta_of("paused")["expect"]["since"]

    warnings = [line for line in replayed("paused") if line["kind"] == "warning"]

    assert [line["verdict"] for line in warnings] == ["paused"]
    assert since + 60 <= warnings[0]["t"] <= since + 65


def test_a_watch_that_begins_before_the_object_is_there_sees_it_come() -> None:
    lines = replayed("crash-at-start", start=0.0)

    assert lines[0]["text"].splitlines()[0].endswith("it is not there yet.")
    assert [(line["verdict"], line["cause"]) for line in lines if line["kind"] == "verdict"] == [
        ("failed", "crash")
    ]


def test_a_watch_that_begins_after_the_failure_says_so_at_once() -> None:
    lines = replayed("crash-at-start", start=95.0)

    assert (lines[0]["kind"], lines[0]["verdict"], lines[0]["cause"]) == (
        "warning",
        "already-failing",
        "crash",
    )
    assert lines[0]["t"] == 95.0


def test_the_lines_are_in_the_order_of_their_time_and_json_each() -> None:
    lines = replayed("update-good")

    assert [line["t"] for line in lines] == sorted(line["t"] for line in lines)
    assert {line["kind"] for line in lines} == {"progress", "verdict"}
    assert all(line["text"] for line in lines)


def test_a_quoted_log_is_never_what_an_endpoint_answers_instead() -> None:
    quoted = [line for name in NAMES for out in replayed(name) for line in out.get("log", ())]

    assert quoted
    assert not [line for line in quoted if "unable to retrieve container logs" in line]


def test_what_is_no_recording_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "notes.jsonl.gz"
    file.write_text("not gzip")

    with pytest.raises(UserError) as refused:
        run_replay(file, start=0.0, out=io.StringIO())

    assert refused.value.key == "replay.no-recording"


def _recording(folder: Path, *lines: dict[str, Any]) -> Path:
    file = folder / "made.jsonl.gz"
    file.write_bytes(gzip.compress("".join(json.dumps(line) + "\n" for line in lines).encode()))
    return file


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ((), "it is empty"),
        (({"a": 1},), "it lacks 'meta'"),
        (({"meta": {**meta_of("armed"), "target": {"kind": "Cheese", "name": "brie"}}},), "Cheese"),
    ],
)
def test_a_file_that_lacks_something_is_refused_by_what_it_lacks(
    tmp_path: Path, lines: tuple[dict[str, Any], ...], reason: str
) -> None:
    with pytest.raises(UserError) as refused:
        run_replay(_recording(tmp_path, *lines), start=0.0, out=io.StringIO())

    assert reason in str(refused.value.arguments["reason"])


def _broken_off(name: str, folder: Path, *, t: float) -> Path:
    """Return the recording as one whose streams broke at `t` and were listed anew, a second later."""
    world = RecordedWorld(FOLDER / f"{name}.jsonl.gz")
    with gzip.open(FOLDER / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    unseen = [line for line in lines if t < line.get("t", 0.0) <= t + 1 and line.get("type") != "LIST"]
    kept = [line for line in lines if line not in unseen]
    gone = {"kind": "Status", "code": 410, "reason": "Expired"}
    for resource in world.resources:
        listed = world.list_at(resource, t + 1)
        # A list leaves out what every item is.
        plain = [
            {k: v for k, v in item.items() if k not in {"kind", "apiVersion"}} for item in listed["items"]
        ]
        kept += [
            {"t": t, "resource": resource, "type": "ERROR", "object": gone},
            {"t": t + 1, "resource": resource, "type": "LIST", "object": {**listed, "items": plain}},
        ]
    head, *rest = kept
    return _recording(folder, head, *sorted(rest, key=lambda line: line["t"]))


@pytest.mark.parametrize(
    ("name", "t"),
    [("update-bad-tag", 25.0), ("crash-at-start", 4.0), ("superseded", 22.0), ("recreated", 14.2)],
)
def test_a_recording_whose_streams_broke_and_were_listed_anew_is_judged_the_same(
    name: str, t: float, tmp_path: Path
) -> None:
    start = float(meta_of(name)["expect"]["from"])
    out = io.StringIO()

    assert run_replay(_broken_off(name, tmp_path, t=t), start=start, out=out) == 0

    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    told = [(line["verdict"], line["cause"]) for line in lines if line["kind"] == "verdict"]
    last = next(line for line in reversed(lines) if line["kind"] == "verdict")
    whole = [line for line in replayed(name) if line["kind"] == "verdict"]
    assert told == [(line["verdict"], line["cause"]) for line in whole]
    assert abs(last["t"] - whole[-1]["t"]) <= 1.0


@pytest.mark.parametrize("start", [float("nan"), float("inf"), 1e300])
def test_a_start_that_is_no_moment_is_refused_in_a_sentence(start: float) -> None:
    with pytest.raises(UserError):
        run_replay(FOLDER / "armed.jsonl.gz", start=start, out=io.StringIO())


def test_a_watch_that_begins_after_the_end_is_told_how_it_stands() -> None:
    (line,) = replayed("armed", start=99_999.0)

    assert (line["t"], line["kind"], line["verdict"]) == (99_999.0, "progress", None)


@pytest.mark.process
def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    file = FOLDER / "update-crashes.jsonl.gz"
    command = f"{sys.executable} -u -m bot.cli replay {file} | head -n 1"

    played = subprocess.run(  # a pipe of the shell is what is tried
        command, shell=True, capture_output=True, text=True, check=True, cwd=FOLDER.parents[2]
    )

    assert json.loads(played.stdout)["kind"] == "progress"
    assert played.stderr == ""


@pytest.mark.process
def test_the_command_line_prints_nothing_but_json_lines() -> None:
    file = FOLDER / "scaled-to-zero.jsonl.gz"
    command = [sys.executable, "-m", "bot.cli", "replay", "--from", "1.5", str(file)]

    played = subprocess.run(command, capture_output=True, text=True, check=True, cwd=FOLDER.parents[2])

    lines = [json.loads(line) for line in played.stdout.splitlines()]
    assert (lines[0]["t"], lines[0]["kind"], lines[0]["verdict"], lines[0]["cause"]) == (
        1.5,
        "verdict",
        "done",
        "scaled-to-zero",
    )
