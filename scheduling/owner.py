"""Who this process is, and whether the process that holds a lease is provably dead.

Waiting for a lease to expire costs a minute after every crash; stealing one from a live process runs things
twice (schedule-rules B11). Dead is proven by another boot, a process id that is gone, or one that was given
to a younger process. Process ids mean something only inside their namespace, so a container's counts as a
host of its own: there nothing is proven, and the lease decides.
"""

import os
import platform
from pathlib import Path

from domain.run import Owner

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

#: What stands in place of a word that this system does not tell; it proves nothing.
UNKNOWN = "unknown"


def this_process() -> Owner:
    """Return the owner that stands for this process."""
    return Owner(host=_host(), boot_id=_boot_id(), pid=os.getpid(), started=_started(os.getpid()))


def is_dead(owner: str, me: Owner) -> bool:
    """Tell whether the stored owner is a process that cannot come back, as seen from `me`."""
    host, _, rest = owner.partition(":")
    boot_id, _, rest = rest.partition(":")
    pid, _, started = rest.partition(":")
    if host != me.host or not pid.isdecimal() or UNKNOWN in (boot_id, me.boot_id):
        return False
    if boot_id != me.boot_id:
        return True
    now_started = _started(int(pid))
    return not _exists(int(pid)) or (UNKNOWN not in (started, now_started) and started != now_started)


def _host() -> str:
    try:
        namespace = Path("/proc/self/ns/pid").readlink().name.strip("pid:[]")
    except OSError:
        namespace = UNKNOWN
    return f"{platform.node().replace(':', '-')}/{namespace}"


def _boot_id() -> str:
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return UNKNOWN


def _started(pid: int) -> str:
    """Return the process's start in ticks since boot: field 22; the name before it may hold ")"."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return UNKNOWN
    return stat.rpartition(")")[2].split()[19]


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
