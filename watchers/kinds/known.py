"""Custom resources that are known better than by their conditions: a row for each, by group and plural.

Sources: the health checks that Argo CD ships for these kinds, Flux' own documents on conditions, and the
issues that watch-rules A.1 names. What a row does not know it leaves to the words that are there.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cluster.snapshot import Json
from domain.watch import Note
from watchers import rules
from watchers.kinds.status import Status, condition, says, troubled
from watchers.moments import moment

#: Reasons of Ready=False after which Flux does not come through by itself.
_FLUX_BAD = frozenset(
    {
        "HealthCheckFailed",
        "BuildFailed",
        "InstallFailed",
        "UpgradeFailed",
        "UninstallFailed",
        "RollbackFailed",
        "TestFailed",
        "ReconciliationFailed",
        "ArtifactFailed",
        "ValidationFailed",
        "PruneFailed",
    }
)
_NOTHING = Note(word="object-silent")


def rollout(thing: Json) -> Status:
    """Argo Rollout: Healthy, and the stable ReplicaSet is that of the present template.

    Its round is that template's hash: an autoscaler raises the generation, and that arms nothing.
    """
    status: Mapping[str, Any] = thing.get("status") or {}
    phase = str(status.get("phase") or "")
    revision = str(status.get("currentPodHash") or "")
    state = _step(thing, status) or _word("phase", phase)
    if phase in {"Degraded", "Error"}:
        said = {"message": str(status.get("message") or phase)}
        bad = replace(troubled("Failed", said), state=_word("phase", phase), revision=revision)
        return replace(bad, names_round=bool(revision))
    is_good = phase == "Healthy" and str(status.get("stableRS") or "") == revision
    return Status(
        state=_word("phase", phase) if is_good else state,
        is_good=is_good,
        # `controllerPause` without a condition is one that has been lifted.
        is_paused=phase == "Paused" and bool(status.get("pauseConditions")),
        is_busy=phase == "Progressing",
        revision=revision,
        names_round=bool(revision),
        soak_s=rules.SOAK_S,
    )


def certificate(thing: Json) -> Status:
    """cert-manager Certificate: Issuing is looked at first; that it is not Ready at first is normal."""
    issuing = condition(thing, "Issuing") or {}
    ready = condition(thing, "Ready")
    if issuing.get("status") == "True":
        # A renewal: the one that is there is valid until it comes.
        return Status(state=says(issuing), is_busy=ready is not None and ready.get("status") == "True")
    if issuing.get("reason") == "Failed":
        return troubled("Failed", issuing)
    if ready is None:
        return Status(state=_NOTHING)
    if ready.get("status") != "True":
        return Status(state=says(ready))
    until = moment((thing.get("status") or {}).get("notAfter"))
    state = Note(word="certificate-until", at=until) if until is not None else says(ready)
    return Status(state=state, is_good=True)


def flux(thing: Json) -> Status:
    """Flux Kustomization and HelmRelease: what was applied is what was tried last."""
    status: Mapping[str, Any] = thing.get("status") or {}
    tried = str(status.get("lastAttemptedRevision") or "")
    if (thing.get("spec") or {}).get("suspend"):
        return Status(state=Note(word="object-suspended"), is_good=True, is_paused=True, revision=tried)
    busy, stalled, ready = (condition(thing, kind) or {} for kind in ("Reconciling", "Stalled", "Ready"))
    if stalled.get("status") == "True":
        return replace(troubled("Stalled", stalled), revision=tried)
    if busy.get("status") == "True" or not ready:
        return Status(state=says(busy) if busy else _NOTHING, is_busy=bool(busy), revision=tried)
    applied = str(status.get("lastAppliedRevision") or tried)
    if ready.get("status") == "True":
        return Status(state=_applied(ready, applied), is_good=applied == tried, revision=tried)
    if ready.get("status") == "False" and ready.get("reason") in _FLUX_BAD:
        return replace(troubled("Failed", ready), revision=tried)
    return Status(state=says(ready), revision=tried)


def application(thing: Json) -> Status:
    """Argo CD Application: the last operation has succeeded, and what it brought is healthy.

    Its status is no subresource, so each refresh raises the generation (argo-cd#22967): its round is what an
    operation brings, and each one that a person starts.
    """
    status: Mapping[str, Any] = thing.get("status") or {}
    operation: Mapping[str, Any] = status.get("operationState") or {}
    found = _operated(status, operation)
    phase = str(operation.get("phase") or "")
    return replace(
        found, revision=_operation(status, operation, is_running=phase == "Running"), names_round=True
    )


def _operated(status: Mapping[str, Any], operation: Mapping[str, Any]) -> Status:
    health = str((status.get("health") or {}).get("status") or "")
    phase = str(operation.get("phase") or "")
    state = Note(word="application", facts=(("phase", phase or "–"), ("health", health or "–")))
    if phase in {"Failed", "Error"}:
        said = {"message": str(operation.get("message") or phase)}
        return replace(troubled("Failed", said), state=state)
    if phase in {"Running", "Terminating"}:
        return Status(state=state, is_busy=True)
    if health == "Degraded":
        said = {"message": str((status.get("health") or {}).get("message") or health)}
        return replace(troubled("Degraded", said), state=state)
    synced: Mapping[str, Any] = status.get("sync") or {}
    is_synced = (
        phase == "Succeeded" and _commits(operation.get("syncResult")) == _commits(synced)
        if operation
        else synced.get("status") == "Synced"
    )
    return Status(state=state, is_good=is_synced and health == "Healthy")


def _commits(source: Mapping[str, Any] | None) -> str:
    """Return what was compared or synced: one revision, or one for each source."""
    found = source or {}
    return str(found.get("revision") or "") or " ".join(str(one) for one in found.get("revisions") or ())


def _operation(status: Mapping[str, Any], operation: Mapping[str, Any], *, is_running: bool) -> str:
    asked: Mapping[str, Any] = operation.get("operation") or {}
    # An operation that has just begun has brought nothing yet.
    to_come = _commits(asked.get("sync")) or _commits(status.get("sync")) if is_running else ""
    by_itself = bool((asked.get("initiatedBy") or {}).get("automated"))
    started = "" if by_itself or not asked else str(operation.get("startedAt") or "")
    return f"{_commits(operation.get('syncResult')) or to_come} {started}".strip()


def _step(thing: Json, status: Mapping[str, Any]) -> Note | None:
    """Return how far a canary is, None for one without steps."""
    index = status.get("currentStepIndex")
    weight = (((status.get("canary") or {}).get("weights") or {}).get("canary") or {}).get("weight")
    if index is None:
        return None
    wanted = (thing.get("spec") or {}).get("replicas", 1)
    updated = f"{status.get('updatedReplicas') or 0}/{wanted}"
    facts = (("step", str(index)), ("weight", "–" if weight is None else str(weight)), ("updated", updated))
    return Note(word="rollout-step", facts=facts)


def _word(field: str, word: str) -> Note:
    return Note(word="object-word", facts=(("field", field), ("word", word))) if word else _NOTHING


def _applied(ready: Json, revision: str) -> Note:
    return Note(word="flux-applied", facts=(("revision", revision),)) if revision else says(ready)


KNOWN: Mapping[tuple[str, str], Callable[[Json], Status]] = {
    ("argoproj.io", "rollouts"): rollout,
    ("argoproj.io", "applications"): application,
    ("cert-manager.io", "certificates"): certificate,
    ("kustomize.toolkit.fluxcd.io", "kustomizations"): flux,
    ("helm.toolkit.fluxcd.io", "helmreleases"): flux,
}

#: What people call them; a server that does not serve them says so.
WORDS = (
    ("certificate", "certificates.cert-manager.io"),
    ("certificates", "certificates.cert-manager.io"),
    ("kustomization", "kustomizations.kustomize.toolkit.fluxcd.io"),
    ("kustomizations", "kustomizations.kustomize.toolkit.fluxcd.io"),
    ("helmrelease", "helmreleases.helm.toolkit.fluxcd.io"),
    ("helmreleases", "helmreleases.helm.toolkit.fluxcd.io"),
)
