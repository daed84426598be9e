"""What Kubernetes refuses: a quota or an admission rule keeps the new revision's pods from being made.

A ReplicaSet says so in a condition; StatefulSets, DaemonSets and Jobs have none, and only the events about
them tell (FailedCreate). Those are read when pods have been missing for as long as a refusal is borne.
"""

from datetime import datetime

from cluster.snapshot import Json
from watchers import pods as reading
from watchers import rules
from watchers.case import Case
from watchers.memory import Memory, SignMemory
from watchers.moments import moment
from watchers.sights import event_at
from watchers.suspects import Suspect
from watchers.view import Refusal

#: Pods that are missing for so long have the events of their maker read.
MISSING_S = 15.0
_FAMILY = "refused"
_MAKING = frozenset({"FailedCreate", "SuccessfulCreate"})


def refusal(case: Case, memory: Memory) -> tuple[SignMemory, Suspect | None] | None:
    """Return the sign that pods are refused or missing, and what it is suspected of, if there is one."""
    known = next((one for one in memory.signs if one.family == _FAMILY), None)
    refused = case.view.refusal or _told_by_events(case, known)
    if refused is None:
        return (_missing(case, known), None) if case.view.lacks_pods else None
    rule = rules.find_rule(_FAMILY, refused.reason, refused.message)
    if rule is None or rule.fatal_after_s is None:
        return None
    since = _since(case, refused, known)
    sign = SignMemory(
        pod="", container="", family=_FAMILY, rule=rule.name, since=since, message=refused.message
    )
    suspect = Suspect(
        cause=rule.cause,
        since=since,
        fatal_at=since + rules.borne(rule.fatal_after_s, case.spec.patience),
        reason=refused.reason,
        message=refused.message,
    )
    return sign, suspect


def is_missing_long(sign: SignMemory, now: datetime) -> bool:
    """Whether pods have been missing for so long that the events should say why."""
    return sign.family == _FAMILY and not sign.rule and (now - sign.since).total_seconds() >= MISSING_S


def _since(case: Case, refused: Refusal, known: SignMemory | None) -> datetime:
    if known is not None and known.rule:
        return known.since
    # Events are read late on purpose, and the first look is late by nature: then the API's clock counts.
    by_api = case.first or case.view.refusal is None
    since = min(case.now, refused.at) if by_api and refused.at is not None else case.now
    return max(since, known.since) if known is not None and not case.first else since


def _told_by_events(case: Case, known: SignMemory | None) -> Refusal | None:
    """Return the refusal that the newest event about making pods tells, or the one that is known."""
    if not case.view.lacks_pods:
        return None
    if case.events is None:
        is_known = known is not None and bool(known.rule)
        return (
            Refusal(reason="FailedCreate", message=known.message) if known is not None and is_known else None
        )
    made = [one for one in case.events if _is_about(one, case) and one.get("reason") in _MAKING]
    newest = max(made, key=lambda one: str(event_at(one)), default=None)
    if newest is None or newest["reason"] != "FailedCreate":
        return None
    return Refusal(
        reason="FailedCreate",
        message=str(newest.get("message") or ""),
        at=moment(newest.get("firstTimestamp")) or event_at(newest),
    )


def _is_about(event: Json, case: Case) -> bool:
    thing = case.snapshot.object
    about = event.get("involvedObject") or {}
    return thing is not None and about.get("uid") == reading.uid(thing)


def _missing(case: Case, known: SignMemory | None) -> SignMemory:
    since = known.since if known is not None and not known.rule else case.now
    return SignMemory(pod="", container="", family=_FAMILY, rule="", since=since)
