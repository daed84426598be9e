"""Job: its own conditions decide, and the early ones count (SuccessCriteriaMet, FailureTarget).

A pod that fails below backoffLimit is progress; what keeps a pod from ever starting (image, configuration,
volume, node) is not, for no backoffLimit is touched by it.
"""

from cluster.snapshot import Json, Snapshot
from domain.watch import Figures, Note
from watchers import pods as reading
from watchers.kinds.reading import fingerprint, number, object_of
from watchers.moments import moment
from watchers.versions import version
from watchers.view import Ending, View

_GOOD = ("Complete", "SuccessCriteriaMet")
_BAD = ("Failed", "FailureTarget")


class Job:
    """A Job of batch/v1."""

    name = "job"
    aliases = ("jobs", "job.batch", "jobs.batch")

    def read(self, snapshot: Snapshot) -> View:
        """Return the view of the Job in the snapshot."""
        thing = object_of(snapshot)
        spec, status = thing["spec"], thing.get("status") or {}
        ending = _ending(thing)
        wanted = number(spec.get("completions"), number(spec.get("parallelism"), 1))
        return View(
            uid=reading.uid(thing),
            revision=reading.uid(thing),
            version=version(spec["template"]),
            template=fingerprint(spec["template"]),
            is_paused=bool(spec.get("suspend")),
            complete_at=moment(status.get("completionTime")),
            new_pods=snapshot.pods,
            figures=Figures(
                wanted=wanted,
                updated=number(status.get("active"), 0),
                ready=number(status.get("succeeded"), 0),
            ),
            ending=ending,
            lacks_pods=not snapshot.pods and ending is None and not spec.get("suspend"),
            counts_crashes=False,
            comes_to_an_end=True,
            cleans_up=spec.get("ttlSecondsAfterFinished") is not None,
            notes=_notes(spec, status),
        )


def _notes(spec: Json, status: Json) -> tuple[Note, ...]:
    """Return what has failed so far: below its limit that is progress, but worth a word."""
    found = []
    if failed := number(status.get("failed"), 0):
        limit = str(number(spec.get("backoffLimit"), 6))
        found.append(Note(word="job-failures", facts=(("failed", str(failed)), ("limit", limit))))
    if indexes := str(status.get("failedIndexes") or ""):
        found.append(Note(word="job-indexes", facts=(("indexes", indexes),)))
    return tuple(found)


def _ending(thing: Json) -> Ending | None:
    for kind in (*_GOOD, *_BAD):
        found = reading.condition(thing, kind)
        if found is None or found.get("status") != "True":
            continue
        if kind in _GOOD:
            return Ending(is_good=True)
        reason = str(found.get("reason") or "")
        cause = "job-deadline" if reason == "DeadlineExceeded" else "job-failed"
        return Ending(is_good=False, cause=cause, reason=reason, message=str(found.get("message") or ""))
    return None
