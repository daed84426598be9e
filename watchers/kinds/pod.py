"""Pod: a bare one is done when it has ended well, or, if it should keep running, when it stays Ready.

A pod may jump from creating to completed without ever being Ready (kubectl#1451): its phase decides first.
"""

from cluster.snapshot import Json, Snapshot
from domain.watch import Figures
from watchers import pods as reading
from watchers.kinds.reading import object_of, ready_at
from watchers.versions import version
from watchers.view import Ending, View


class Pod:
    """A Pod of v1."""

    name = "pod"
    aliases = ("pods", "po")

    def read(self, snapshot: Snapshot) -> View:
        """Return the view of the Pod in the snapshot."""
        pod = object_of(snapshot)
        ready = 1 if reading.is_ready(pod) else 0
        return View(
            uid=reading.uid(pod),
            revision=reading.uid(pod),
            version=version(pod),
            is_complete=bool(ready) and _keeps_running(pod),
            complete_at=ready_at((pod,)),
            new_pods=(pod,),
            figures=Figures(wanted=1, updated=1, ready=ready, available=ready),
            ending=_ending(pod),
            counts_crashes=_restarts(pod),
            comes_to_an_end=not _keeps_running(pod),
            one_fails_all=True,
        )


def _keeps_running(pod: Json) -> bool:
    return bool(pod["spec"].get("restartPolicy", "Always") == "Always")


def _restarts(pod: Json) -> bool:
    return bool(pod["spec"].get("restartPolicy", "Always") != "Never")


def _ending(pod: Json) -> Ending | None:
    status = pod.get("status") or {}
    match status.get("phase"):
        case "Succeeded":
            return Ending(is_good=True)
        case "Failed":
            cause = reading.taken_away(pod)
            return Ending(
                is_good=False,
                cause=cause,
                reason=str(status.get("reason") or ""),
                message=str(status.get("message") or ""),
            )
        case _:
            return None
