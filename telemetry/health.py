"""What the parts of the bot say about themselves; `/healthz`, `/readyz` and `doctor` read it.

A part that has said nothing is not ready. What is wrong is a sentence for the operator.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(slots=True)
class Health:
    """The state of each part, by name, and when each loop last came round."""

    troubles: dict[str, str] = field(default_factory=dict)
    beats: dict[str, datetime] = field(default_factory=dict)
    #: A loop that has not come round for this long counts as dead.
    longest_silence: timedelta = timedelta(seconds=120)

    def well(self, part: str) -> None:
        """Note that the part works (again)."""
        self.troubles.pop(part, None)

    def trouble(self, part: str, sentence: str) -> None:
        """Note what is wrong with the part, in words."""
        self.troubles[part] = sentence

    def beat(self, part: str, *, now: datetime) -> None:
        """Note that a loop has come round."""
        self.beats[part] = now

    def silent(self, *, now: datetime) -> tuple[str, ...]:
        """Return the loops that have not come round for too long."""
        return tuple(sorted(part for part, at in self.beats.items() if now - at > self.longest_silence))
