"""Signs other than an ended container: images, configuration, start, volumes, scheduling, readiness.

A sign keeps the moment of its first sight through changes of its wording (ErrImagePull and ImagePullBackOff
alternate every 12 to 15 s) and is forgotten when its state is gone. Volumes and scale-ups show in events
only, which are read on demand: between two readings the sign keeps the row that the last one gave it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cluster.snapshot import Json
from domain.redaction import redact
from watchers import pods as reading
from watchers import rules
from watchers.memory import SignMemory
from watchers.pods import Container
from watchers.sights import Look, Sight, events_of
from watchers.suspects import Suspect

#: What a message of the back-off says too little with, where the pull error before it said more.
_BACKOFF_ONLY = "Back-off pulling image"
#: Families whose rows only events can tell apart.
SHOWN_BY_EVENTS = frozenset({"creating", "unscheduled", "claim", "address"})


def remembered(before: Sequence[SignMemory], pod: Json, seen: Sight, look: Look) -> SignMemory:
    """Return the sign with the moment at which it was first seen."""
    known = next((one for one in before if _is_same(one, pod, seen)), None)
    message = _fuller(known, seen)
    rule = _rule(known, seen, message, look)
    message = redact(message)  # it is stored, and registries name the account and its token
    if known is None:
        since = min(look.now, seen.at) if look.first and seen.at is not None else look.now
        return SignMemory(
            pod=reading.uid(pod),
            container=seen.container_name,
            family=seen.family,
            rule=rule,
            since=since,
            reason=seen.reason,
            message=message,
        )
    again = seen.reason == "ErrImagePull" and known.reason != "ErrImagePull"
    reason = known.reason if seen.family in SHOWN_BY_EVENTS and look.events is None else seen.reason
    return replace(known, rule=rule, sightings=known.sightings + again, reason=reason, message=message)


def suspect(sign: SignMemory, pod: Json, seen: Sight, look: Look) -> Suspect | None:
    """Return what the sign is suspected of, None when it is no fault (yet)."""
    if sign.family == "not-ready":
        return _unready(sign, pod, seen, look)
    if not sign.rule:
        return None
    rule = rules.rule_named(sign.rule)
    if not rule.cause:
        return None
    if (look.now - sign.since).total_seconds() < rule.noticed_after_s:
        return None
    fatal_at = None
    if rule.fatal_after_s is not None:
        fatal_at = sign.since + rules.borne(rule.fatal_after_s, look.patience)
        if rule.fatal_sightings and sign.sightings >= rules.counted(rule.fatal_sightings, look.patience):
            fatal_at = min(fatal_at, look.now)
    return _suspect(rule.cause, sign, pod, seen, fatal_at=fatal_at)


def is_stuck(sign: SignMemory, now: datetime) -> bool:
    """Whether only events can say more about the sign, and it stands long enough to read them."""
    return sign.family in SHOWN_BY_EVENTS and (now - sign.since).total_seconds() >= rules.STUCK_S


def _is_same(known: SignMemory, pod: Json, seen: Sight) -> bool:
    return (
        known.pod == reading.uid(pod)
        and known.container == seen.container_name
        and known.family == seen.family
    )


def _fuller(known: SignMemory | None, seen: Sight) -> str:
    """Return the message that says more: an old kubelet's back-off message has lost the cause."""
    if known is None or not known.message:
        return seen.message
    if seen.family == "pull" and seen.message.startswith(_BACKOFF_ONLY) and "Err" not in seen.message:
        return known.message
    return seen.message or known.message


def _rule(known: SignMemory | None, seen: Sight, message: str, look: Look) -> str:
    if seen.family == "not-ready":
        return ""
    if seen.family in SHOWN_BY_EVENTS and look.events is None and known is not None and known.rule:
        return known.rule
    found = rules.find_rule(seen.family, seen.reason, message)
    return found.name if found is not None else ""


def _unready(sign: SignMemory, pod: Json, seen: Sight, look: Look) -> Suspect | None:
    if seen.container is None:
        return None
    budget_s = rules.NOT_READY_BUDGETS * reading.probe_budget_s(seen.container)
    fatal_at = sign.since + rules.borne(max(budget_s, rules.NOT_READY_S), look.patience)
    return replace(
        _suspect("not-ready", sign, pod, seen, fatal_at=fatal_at),
        message=_unhealthy(pod, look),
        probe=_asked(seen.container),
    )


def _asked(container: Container) -> str:
    startup = reading.probe_text(container, "startupProbe")
    return reading.probe_text(container, "readinessProbe") or startup


def _unhealthy(pod: Json, look: Look) -> str:
    texts = [
        str(one.get("message") or "")
        for one in events_of(pod, look.events or ())
        if one.get("reason") == "Unhealthy" and "iveness" not in str(one.get("message") or "")
    ]
    return texts[-1] if texts else ""


def _suspect(cause: str, sign: SignMemory, pod: Json, seen: Sight, *, fatal_at: datetime | None) -> Suspect:
    spec = seen.container.spec if seen.container is not None else {}
    return Suspect(
        cause=cause,
        since=sign.since,
        fatal_at=fatal_at,
        pod=reading.name(pod),
        pod_uid=reading.uid(pod),
        container=sign.container,
        reason=sign.reason,
        message=sign.message,
        image=str(spec.get("image", "")),
    )
