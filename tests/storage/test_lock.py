"""Who is the bot of a file, who may send for it, and that looking keeps nobody out."""

import subprocess
import sys
import threading
from pathlib import Path

from storage.lock import bot_runs, only_bot, turn_to_send

#: Looks whether a bot runs, again and again, until it is killed.
LOOKER = """
import sys
from pathlib import Path
from storage.lock import bot_runs
bot_runs(Path(sys.argv[1]))
print("looking", flush=True)
while True:
    bot_runs(Path(sys.argv[1]))
"""

#: Holds the lock as somebody who looks does, until it is told to go on.
SLOW_LOOKER = """
import fcntl, sys
with open(sys.argv[1] + ".lock") as look:
    fcntl.flock(look, fcntl.LOCK_SH)
    print("looking", flush=True)
    sys.stdin.readline()
"""


def a_process(code: str, path: Path) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, stdin=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"looking\n"
    return process


def test_a_bot_starts_while_others_look_whether_one_runs(path: Path) -> None:
    with only_bot(path):
        pass
    lookers = [a_process(LOOKER, path) for _ in range(2)]

    for _ in range(200):
        with only_bot(path):
            assert bot_runs(path)

    for looker in lookers:
        looker.kill()
        looker.communicate()


def test_a_bot_that_starts_in_the_instant_of_a_look_waits_for_its_end(path: Path) -> None:
    with only_bot(path):
        pass
    looker = a_process(SLOW_LOOKER, path)
    began = threading.Event()

    def start() -> None:
        with only_bot(path):
            began.set()

    bot = threading.Thread(target=start)
    bot.start()
    while_looked_at = began.is_set()
    looker.communicate(b"\n")
    bot.join()

    assert not while_looked_at
    assert began.is_set()


def test_where_no_bot_ever_ran_none_runs_and_looking_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "nightjar.sqlite3"

    assert not bot_runs(path)
    assert list(tmp_path.iterdir()) == []


def test_one_at_a_time_has_the_turn_to_send(path: Path) -> None:
    with turn_to_send(path) as mine, turn_to_send(path) as theirs:
        pass
    with turn_to_send(path) as afterwards:
        pass

    assert (mine, theirs, afterwards) == (True, False, True)


def test_whoever_only_sends_is_no_bot(path: Path) -> None:
    with turn_to_send(path), only_bot(path):
        assert bot_runs(path)
    with turn_to_send(path):
        assert not bot_runs(path)
