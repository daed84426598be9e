"""Who is alive, as far as that can be proven: only from the dead is a lease taken before its time."""

import os
import subprocess
import sys
from dataclasses import replace

from scheduling.owner import is_dead, this_process


def test_this_process_is_alive() -> None:
    me = this_process()

    assert not is_dead(str(me), me)


def test_a_process_is_dead_when_it_is_gone_younger_or_of_another_boot() -> None:
    me = this_process()
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()

    assert is_dead(str(replace(me, pid=gone.pid)), me)
    assert is_dead(str(replace(me, started="1")), me)
    assert is_dead(str(replace(me, boot_id="before")), me)


def test_of_what_cannot_be_proven_nobody_is_dead() -> None:
    me = this_process()

    assert not is_dead(str(replace(me, host="elsewhere", pid=2**22)), me)
    assert not is_dead(str(replace(me, pid=os.getppid(), started="unknown")), me)
    assert not is_dead(str(replace(me, boot_id="unknown")), me)
    assert not is_dead("", me)
    assert not is_dead("written by a later version", me)
