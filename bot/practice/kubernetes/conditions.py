"""Conditions of a Deployment, set as the deployment controller sets them.

The order of the list is history: a condition whose status or reason changes moves to the end. Clients that
read `conditions[0]` learn it here and not in production.
"""

from datetime import datetime

from bot.practice.kubernetes.objects import Manifest, stamp


def condition(kind: str, status: str, reason: str, message: str, *, now: datetime) -> Manifest:
    """Return a fresh condition."""
    return {
        "type": kind,
        "status": status,
        "lastUpdateTime": stamp(now),
        "lastTransitionTime": stamp(now),
        "reason": reason,
        "message": message,
    }


def found(conditions: list[Manifest], kind: str) -> Manifest | None:
    """Return the condition of that type."""
    return next((each for each in conditions if each["type"] == kind), None)


def with_condition(conditions: list[Manifest], made: Manifest) -> list[Manifest]:
    """Return the list with `made` in it; one of the same status and reason is left as it is."""
    current = found(conditions, made["type"])
    if current is not None and (current["status"], current["reason"]) == (made["status"], made["reason"]):
        return conditions
    if current is not None and current["status"] == made["status"]:
        made = {**made, "lastTransitionTime": current["lastTransitionTime"]}
    return [*without(conditions, made["type"]), made]


def without(conditions: list[Manifest], kind: str) -> list[Manifest]:
    """Return the list without that type."""
    return [each for each in conditions if each["type"] != kind]
