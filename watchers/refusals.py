"""What Kubernetes refuses: a quota or an admission rule keeps the new revision's pods from being made."""

from watchers import rules
from watchers.case import Case
from watchers.memory import Memory, SignMemory
from watchers.suspects import Suspect


def refusal(case: Case, memory: Memory) -> tuple[SignMemory, Suspect] | None:
    """Return the sign that Kubernetes refuses the new revision's pods, if it does."""
    refused = case.view.refusal
    if refused is None:
        return None
    known = next((one for one in memory.signs if one.family == "refused"), None)
    since = known.since if known is not None else case.now
    if known is None and case.first and refused.at is not None:
        since = min(since, refused.at)
    rule = rules.find_rule("refused", refused.reason, refused.message)
    if rule is None or rule.fatal_after_s is None:
        return None
    sign = SignMemory(
        pod="", container="", family="refused", rule=rule.name, since=since, message=refused.message
    )
    suspect = Suspect(
        cause=rule.cause,
        since=since,
        fatal_at=since + rules.borne(rule.fatal_after_s, case.spec.patience),
        reason=refused.reason,
        message=refused.message,
    )
    return sign, suspect
