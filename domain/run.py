"""One execution of a job for one instant (the slot), and what a task gives back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.job import Job
from domain.report import Report


class RunState(StrEnum):
    """The life of a run (schedule-rules C12); only the database's trigger may decide what follows what."""

    #: A person asked for it; the next pass claims it.
    REQUESTED = "requested"
    CLAIMED = "claimed"
    RUNNING = "running"
    OK = "ok"
    OK_SILENT = "ok-silent"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    MISSED = "missed"
    SKIPPED_OVERLAP = "skipped-overlap"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who holds a lease: a process that can be proven dead (design 4.12)."""

    host: str
    boot_id: str
    pid: int
    started: str

    def __str__(self) -> str:
        return f"{self.host}:{self.boot_id}:{self.pid}:{self.started}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution. `slot` is None for a run that a person asked for: it consumes no slot."""

    id: int
    job: Job
    slot: datetime | None
    state: RunState
    attempt: int
    claimed_at: datetime
    lease_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that a task may know: what it must remember came in with `memory` (versioned JSON text).

    `seen` holds the keys of items that were already reported by this job.
    """

    text: str
    language: str
    zone: str
    slot: datetime
    seen: frozenset[str] = frozenset()
    memory: str = ""
    manual: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a task gives back; committed together with its items and its outbox row.

    Actions of the report that name no job are about the run's own.

    Attributes:
        report: None when there is nothing to say (the run is then `ok-silent`).
        seen: Keys of items that count as reported from now on.
        memory: Replaces the job's memory when not None.
        error: Catalogue key of a failure; the run is then `failed` and `report` says why, in one sentence.
        transient: Whether the failure may pass by itself, so that trying again makes sense.
    """

    report: Report | None
    seen: tuple[str, ...] = ()
    memory: str | None = None
    error: str = ""
    transient: bool = False
