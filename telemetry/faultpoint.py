"""Named places at which a test may kill the process: the process announces the place and holds still.

Active only when the composition root arms one, which it does for loopback servers alone. A held process
does nothing more: the whole interpreter stands, so that what the kill finds is exactly this step.
"""

import os
import signal
import sys

_armed: set[str] = set()


def arm(name: str) -> None:
    """Hold the process the next time it comes to the place called `name`."""
    _armed.add(name)


def reach(name: str) -> None:
    """Announce the place and hold the process until it is killed, when this place is armed."""
    if name in _armed:
        _armed.discard(name)
        sys.stderr.write(f"FAULT POINT {name}\n")
        sys.stderr.flush()
        os.kill(os.getpid(), signal.SIGSTOP)
