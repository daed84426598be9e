"""Signs on the object itself: a claim that is not provided, a node that is down, a condition that says no.

They are looked up in the same table as those of pods, and borne as long as it says. Some are told by events
alone; those are read when the sign has stood for a while, and between two readings it keeps the row that the
last one gave it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cluster.snapshot import Json
from domain.redaction import redact
from watchers import rules, sights, signs
from watchers.case import Case
from watchers.memory import Memory, SignMemory
from watchers.observing import Observation
from watchers.rule import Rule
from watchers.suspects import Suspect
from watchers.view import Trouble


def with_standing(case: Case, memory: Memory, seen: Observation) -> Observation:
    """Return the observation with the signs of the object; `memory` is that of the look before."""
    found = tuple(_one(case, memory, trouble) for trouble in case.view.troubles)
    own = tuple(sign for sign, _ in found)
    suspects = tuple(suspect for _, suspect in found if suspect is not None)
    seen = replace(
        seen,
        memory=replace(
            seen.memory,
            signs=(*seen.memory.signs, *own),
            cleans_up=case.view.cleans_up,
        ),
        suspects=(*seen.suspects, *suspects),
        stuck=seen.stuck or any(signs.is_stuck(sign, case.now) for sign in own),
    )
    return seen if case.view.soak_s is None else _without_pods(case, memory, seen)


def _without_pods(case: Case, memory: Memory, seen: Observation) -> Observation:
    """Return the observation of an object whose own word counts: it is well since it has said so."""
    is_well = case.view.is_complete and not seen.fatal(case.now)
    since = (memory.complete_since or _since_by_api(case) or case.now) if is_well else None
    figures = case.view.figures
    return replace(
        seen,
        memory=replace(seen.memory, complete_since=since),
        pods=figures.wanted,
        ready=figures.ready,
        well=0,
        clean_since=since,
    )


def _since_by_api(case: Case) -> datetime | None:
    """Return since when it has been complete by the API's clock, which counts at the first look only."""
    at = case.view.complete_at
    return min(case.now, at) if case.first and at is not None else None


def _one(case: Case, memory: Memory, trouble: Trouble) -> tuple[SignMemory, Suspect | None]:
    known = next(
        (
            one
            for one in memory.signs
            if (one.pod, one.family, one.container) == ("", trouble.family, trouble.subject)
        ),
        None,
    )
    rule, trouble = _rule(case, trouble, known)
    sign = SignMemory(
        pod="",
        container=trouble.subject,
        family=trouble.family,
        rule=rule.name if rule is not None else "",
        since=_since(case, trouble, known, rule),
        reason=trouble.reason,
        message=redact(trouble.message),
    )
    return sign, _suspect(case, trouble, rule, sign) if rule is not None and rule.cause else None


def _rule(case: Case, trouble: Trouble, known: SignMemory | None) -> tuple[Rule | None, Trouble]:
    """Return the row of a sign, and the sign with its words: those of an event where only events tell."""
    if not trouble.is_in_events:
        return rules.find_rule(trouble.family, trouble.reason, trouble.message), trouble
    if case.events is None:
        if known is None or not known.rule:
            return None, trouble
        return rules.rule_named(known.rule), replace(trouble, reason=known.reason, message=known.message)
    for event in reversed(_about(case, case.events)):
        reason, message = str(event.get("reason") or ""), str(event.get("message") or "")
        if (rule := rules.find_rule(trouble.family, reason, message)) is not None:
            return rule, replace(trouble, reason=reason, message=message)
    return None, trouble


def _about(case: Case, events: Sequence[Json]) -> list[Json]:
    thing = case.snapshot.object
    return sights.events_of(thing, events) if thing is not None else []


def _since(case: Case, trouble: Trouble, known: SignMemory | None, rule: Rule | None) -> datetime:
    was_other = known is not None and not trouble.is_in_events and known.rule != (rule.name if rule else "")
    if known is not None and not was_other:
        return known.since
    return min(case.now, trouble.at) if case.first and trouble.at is not None else case.now


def _suspect(case: Case, trouble: Trouble, rule: Rule, sign: SignMemory) -> Suspect:
    return Suspect(
        cause=rule.cause,
        since=sign.since,
        fatal_at=_fatal_at(case, trouble, rule, sign),
        warns_at=_after(case, sign.since, rule.warns_after_s),
        pod=trouble.subject if trouble.family == "ordinal" else "",
        reason=trouble.reason,
        message=trouble.message,
    )


def _fatal_at(case: Case, trouble: Trouble, rule: Rule, sign: SignMemory) -> datetime | None:
    """Return from when on it decides: never before it has stood as long as it is borne."""
    borne = _after(case, sign.since, rule.fatal_after_s)
    return max(trouble.due, borne) if trouble.due is not None and borne is not None else borne


def _after(case: Case, since: datetime, seconds: float | None) -> datetime | None:
    return None if seconds is None else since + rules.borne(seconds, case.spec.patience)
