"""What is measured of an engine, and how: CPU from the kernel, percentiles of many."""

import os
from dataclasses import dataclass, field
from pathlib import Path

TICKS_S = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True, kw_only=True)
class Figures:
    """What one engine did. Lateness is in seconds after the slot."""

    first_pass_s: float = 0.0
    idle_cpu_s: float = 0.0
    steady: list[float] = field(default_factory=list)
    burst: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)


def cpu_s(pid: int) -> float:
    """Return the CPU seconds that the process has used, in user and in kernel mode, all threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_S


def percentile(values: list[float], share: float) -> float:
    """Return the smallest value that so large a share of them does not exceed."""
    if not values:
        return float("inf")
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * share // 1) - 1)]
