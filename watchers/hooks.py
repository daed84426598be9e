"""Hooks that fail: a container whose `postStart` fails is stopped, and reads as one that has ended well.

What is killed for that mostly says "Completed, exit 0". Its waiting state names the hook for a moment, and an
event does for an hour: on newer kubelets without a word of what the hook said.
"""

from datetime import datetime

from cluster.snapshot import Json
from domain.redaction import redact
from watchers import sights
from watchers.crashes import FAILED_HOOK
from watchers.memory import ContainerMemory
from watchers.pods import Container
from watchers.sights import Look

_WAITING = "PostStartHookError"
_WORDLESS = "PostStartHook failed"
#: The whole command of the hook may stand in it, twice.
_LONGEST = 1000


def failed_hook(pod: Json, seen: Container, known: ContainerMemory, look: Look) -> str:
    """Return what is said of the hook that brought the container's last run to its end, "" where none did."""
    if seen.waiting == _WAITING:
        return _worded(seen.waiting_message)
    told = [one for one in sights.events_of(pod, look.events or ()) if _is_about(one, seen)]
    if not told:
        return known.hook
    return _worded(str(told[-1].get("message") or "")) if _is_of_last_run(told[-1], seen) else ""


def _is_about(event: Json, seen: Container) -> bool:
    if event.get("reason") != FAILED_HOOK:
        return False
    part = str((event.get("involvedObject") or {}).get("fieldPath") or "")
    return f"{{{seen.name}}}" in part or f'Container "{seen.name}"' in str(event.get("message") or "")


def _is_of_last_run(event: Json, seen: Container) -> bool:
    """Whether it was told since the run that ended last began: an app may crash after a good hook."""
    end = seen.ended or seen.last
    at: datetime | None = sights.event_at(event)
    return end is None or end.started_at is None or at is None or at >= end.started_at


def _worded(message: str) -> str:
    return redact(message)[:_LONGEST] or _WORDLESS
