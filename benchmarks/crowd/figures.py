"""The lines of the result, and how they are measured."""

import resource
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the result."""

    name: str
    value: float
    unit: str = ""
    bound: float | None = None

    @property
    def holds(self) -> bool:
        """Whether it is within its bound."""
        return self.bound is None or self.value <= self.bound

    def __str__(self) -> str:
        bound = (
            "" if self.bound is None else f"   (at most {self.bound:g}{'' if self.holds else ': EXCEEDED'})"
        )
        return f"{self.name:55} {self.value:8.1f} {self.unit}{bound}"


def rss_mb() -> float:
    """Return the memory of this process in MB: now where the system says it, else the most so far."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def at(taken: list[float], share: float) -> float:
    """Return a percentile in milliseconds."""
    return taken[min(len(taken) - 1, int(len(taken) * share))] * 1000 if taken else float("inf")
