"""Any other kind, by its conditions: kstatus' order, extended by words that many status fields hold.

kstatus calls an object without conditions "current": for who waits that is wrong, so it is progress until
its controller has said something. Ready=False may be a beginning or an end, nobody can tell: it warns when it
has stood for a while and fails nothing. What is known of some kinds better is in `known`.
"""

from dataclasses import dataclass, replace

from cluster.resources import Resource, in_full
from cluster.snapshot import Json, Snapshot
from domain.watch import Figures, Note
from watchers import pods as reading
from watchers.kinds.known import KNOWN
from watchers.kinds.reading import object_of
from watchers.kinds.status import BAD, GOOD, Status, condition, is_outdated, says, troubled
from watchers.versions import version
from watchers.view import View

#: Conditions that mean "it is done" where they are True, the first that is there counts.
POSITIVE = (
    "Ready",
    "Available",
    "Succeeded",
    "Healthy",
    "Synced",
    "Complete",
    "Completed",
    "Established",
    "Programmed",
    "Accepted",
)


@dataclass(frozen=True, slots=True)
class CustomResource:
    """A kind that the API server serves and we have no module for."""

    resource: Resource

    @property
    def name(self) -> str:
        """The full name, "certificates.v1.cert-manager.io"."""
        return self.resource.kind

    @property
    def aliases(self) -> tuple[str, ...]:
        """No other words: discovery knows them."""
        return ()

    def read(self, snapshot: Snapshot) -> View:
        """Return the view of the object in the snapshot."""
        thing = object_of(snapshot)
        known = KNOWN.get((self.resource.group, self.resource.plural), by_conditions)
        status = by_deletion(thing) or known(thing)
        template = (thing.get("spec") or {}).get("template") or {}
        return View(
            uid=reading.uid(thing),
            revision=_round(thing, status),
            version=version(template) if template else "",
            is_seen=not is_outdated(thing.get("status") or {}, thing),
            is_paused=status.is_paused,
            is_complete=status.is_good,
            is_busy=status.is_busy,
            figures=Figures(wanted=1, ready=int(status.is_good)),
            soak_s=status.soak_s,
            troubles=status.troubles,
            state=status.state,
            notes=status.notes,
        )


def custom(kind: str) -> CustomResource | None:
    """Return the kind of a full name, None for another word."""
    try:
        return CustomResource(in_full(kind))
    except KeyError:
        return None


def _round(thing: Json, status: Status) -> str:
    generation = "" if status.names_round else thing["metadata"].get("generation", "")
    return f"{generation} {status.revision}".strip() or "any"


def by_deletion(thing: Json) -> Status | None:
    """Return that it is on its way out, None for one that stays."""
    leaving = bool(thing["metadata"].get("deletionTimestamp"))
    return Status(state=Note(word="object-leaving")) if leaving else None


def by_conditions(thing: Json) -> Status:
    """Return what an object of no known kind says of itself, in kstatus' order."""
    for kind in ("Reconciling", "Progressing"):
        if (busy := condition(thing, kind)) is not None and busy.get("status") == "True":
            found = _positive(thing)
            if kind == "Reconciling" or found is None or found.get("status") != "True":
                return Status(state=says(busy), is_busy=True)
    for kind, reason in (("Stalled", "Stalled"), ("Failed", "Failed"), ("Degraded", "Degraded")):
        if (bad := condition(thing, kind)) is not None and bad.get("status") == "True":
            return troubled(reason, bad)
    found = _positive(thing)
    if found is None:
        return _by_word(thing)
    if found.get("status") == "True":
        return Status(is_good=True, state=says(found))
    status = troubled("NotReady", found)
    return status if found.get("status") == "False" else replace(status, troubles=())


def _positive(thing: Json) -> Json | None:
    found = (condition(thing, kind) for kind in POSITIVE)
    return next((one for one in found if one is not None), None)


def _by_word(thing: Json) -> Status:
    """Return what `status.phase`, `state` or `health` says; without any of them it has said nothing yet."""
    status = thing.get("status") or {}
    for field in ("phase", "state", "health", "status"):
        word = status.get(field)
        if not isinstance(word, str) or not word:
            continue
        state = Note(word="object-word", facts=(("field", field), ("word", word)))
        if word.lower() in BAD:
            said = {"message": str(status.get("message") or status.get("reason") or "")}
            return replace(troubled("Failed", said), state=state)
        return Status(is_good=word.lower() in GOOD, state=state)
    return Status(state=Note(word="object-silent"))
