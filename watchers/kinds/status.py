"""What a custom resource says of itself, read into one value."""

from dataclasses import dataclass

from cluster.snapshot import Json
from domain.watch import Note
from watchers import pods as reading
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
    """How a custom resource stands.

    `revision` is what makes a new round of it, beside its generation or, with `names_round`, alone;
    `is_busy` that its controller works on it and nothing is wrong.
    """

    state: Note
    is_good: bool = False
    is_paused: bool = False
    is_busy: bool = False
    revision: str = ""
    names_round: bool = False
    soak_s: float = 0.0
    troubles: tuple[Trouble, ...] = ()
    notes: tuple[Note, ...] = ()


def condition(thing: Json, kind: str) -> Json | None:
    """Return the condition of that type, None also for one about an older generation (Gateway API)."""
    found = reading.condition(thing, kind)
    return None if found is None or is_outdated(found, thing) else found


def is_outdated(status: Json, thing: Json) -> bool:
    """Whether a status or a condition says that it is about an older generation than the present one.

    Some write the number as text (helm#32615).
    """
    about = str(status.get("observedGeneration") or "")
    present = thing["metadata"].get("generation")
    return about.isdecimal() and present is not None and int(about) < int(present)


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
