"""What a custom resource says of itself, read into one value."""

from dataclasses import dataclass

from cluster.snapshot import Json
from domain.watch import Note
from watchers.moments import moment
from watchers.view import Trouble

#: What `status.phase` and its likes are called when all is well, and when nothing will come any more.
GOOD = frozenset(
    {
        "ready",
        "healthy",
        "active",
        "available",
        "bound",
        "running",
        "succeeded",
        "success",
        "successful",
        "complete",
        "completed",
        "synced",
        "deployed",
        "online",
        "established",
        "finished",
        "ok",
    }
)
BAD = frozenset(
    {"failed", "failure", "error", "errored", "aborted", "rejected", "degraded", "crashed", "invalid"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How a custom resource stands; `revision` is what makes a new round of it beside its generation."""

    state: Note
    is_good: bool = False
    is_paused: bool = False
    revision: str = ""
    soak_s: float = 0.0
    troubles: tuple[Trouble, ...] = ()
    notes: tuple[Note, ...] = ()


def says(condition: Json) -> Note:
    """Return a condition as a remark: its type, status and reason."""
    facts = (
        ("condition", str(condition.get("type") or "")),
        ("status", str(condition.get("status") or "")),
        ("reason", str(condition.get("reason") or "")),
    )
    return Note(word="object-condition" if facts[2][1] else "object-condition-plain", facts=facts)


def troubled(reason: str, condition: Json) -> Status:
    """Return the status of an object whose condition is a sign of that reason in the table of rules."""
    trouble = Trouble(
        family="condition",
        reason=reason,
        message=str(condition.get("message") or condition.get("reason") or ""),
        at=moment(condition.get("lastTransitionTime")),
    )
    return Status(state=says(condition), troubles=(trouble,))
