"""One row of the table of rules: a sign, its cause, and how long it is borne."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: a sign, its cause, and how long it is borne.

    Attributes:
        name: Unique; stored in memory.
        family: What is looked at: pull, config, start (a container's waiting or ended state), creating,
            unscheduled (a pod's, with its events), kubelet (a pod's node), evicted, refused (of the new
            ReplicaSet); of an object itself:
            claim and address (with their events), endpoints, node, schedule, ordinal, condition.
        reasons: The reasons it is about; empty: every one of the family.
        pattern: What the message must hold, ignoring case; empty: anything.
        fatal_after_s: How long it is borne; None: never fatal by itself, only a suspect.
        fatal_sightings: Fatal at that sighting too; 0: by time alone.
        noticed_after_s: No suspect at all before: it stands for a moment in every good course.
        warns_after_s: Not fatal, but worth a warning after this; None: never.
        cause: A word of recordings/README.md; "" is no sign at all.
    """

    name: str
    family: str
    cause: str
    reasons: tuple[str, ...] = ()
    pattern: str = ""
    fatal_after_s: float | None = None
    fatal_sightings: int = 0
    noticed_after_s: float = 0.0
    warns_after_s: float | None = None

    def fits(self, reason: str, message: str) -> bool:
        """Whether the row is about this reason and message."""
        if self.reasons and reason not in self.reasons:
            return False
        return not self.pattern or re.search(self.pattern, message, re.IGNORECASE) is not None
