"""What a kind reads from a snapshot: the judge knows no more about an object than a `View`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from cluster.snapshot import Json, Snapshot
from domain.watch import Figures, Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Kubernetes refuses to make what the new revision needs. `at` is since when, by the API's clock."""

    reason: str
    message: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The last word of something that comes to an end by itself; `cause` "" leaves it to its containers."""

    is_good: bool
    cause: str = ""
    reason: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A sign on the object itself, to be looked up in the table of rules.

    Attributes:
        subject: Tells two signs of one family apart (a node's pressures), and names what it is about.
        at: Since when, by the API's clock.
        due: The moment before which it is not fatal, by the API's clock.
        is_in_events: Whether only the events about the object give reason and message.
    """

    family: str
    reason: str = ""
    message: str = ""
    subject: str = ""
    at: datetime | None = None
    due: datetime | None = None
    is_in_events: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One object, read by its kind.

    Attributes:
        is_seen: Whether the controller has seen the latest generation; the rest may not be read before.
        revision: Key of the newest revision; "" while it is not made yet.
        template: A short print of what is to run: a held-back update changes it.
        came_back: Whether the newest revision shows that it was current before; False where nobody can know.
        before: Key of the revision that the newest one replaces, where the object itself names it.
        is_moving: Whether pods of another revision still stand beside it.
        new_pods: Of the newest revision, the departing too.
        figures: How far it is; `ready` is the API's word.
        is_complete: Whether the counters say that it is through.
        complete_at: Since when, by the API's clock.
        is_busy: Whether its controller works on it and nothing is wrong: then it has not fallen.
        min_ready_s: What the object itself asks a pod to hold.
        deadline: Update time of a progress deadline that has passed for this revision, "" when none has.
        lacks_pods: Whether it makes its pods itself and some are missing: only events say why.
        one_fails_all: Whether one fatal pod blocks the rest.
        counts_crashes: Whether containers that end are faults by themselves (they are not in a Job).
        comes_to_an_end: Whether it is done when it has ended, rather than when it keeps running.
        ending: Its own last word, None before.
        recurs: Whether another revision is bound to follow an ending (a CronJob's next run).
        cleans_up: Whether it is deleted by itself some time after it has ended.
        troubles: Signs on the object itself.
        soak_s: How long a good state must hold where no pods are looked at; None: the pods decide.
        state: How it stands, for kinds that roll nothing out.
        notes: What else a person should know.
        templates: Pod template of the newest revision and of the one before (or one of its pods).
    """

    uid: str
    revision: str
    version: str = ""
    previous_version: str = ""
    is_seen: bool = True
    template: str = ""
    came_back: bool = False
    before: str = ""
    is_moving: bool = False
    is_paused: bool = False
    is_zero: bool = False
    is_complete: bool = False
    complete_at: datetime | None = None
    is_busy: bool = False
    new_pods: tuple[Json, ...] = ()
    figures: Figures = field(default_factory=Figures)
    old_serving: int | None = None
    min_ready_s: float = 0.0
    deadline: str = ""
    refusal: Refusal | None = None
    lacks_pods: bool = False
    one_fails_all: bool = False
    counts_crashes: bool = True
    comes_to_an_end: bool = False
    ending: Ending | None = None
    recurs: bool = False
    cleans_up: bool = False
    troubles: tuple[Trouble, ...] = ()
    soak_s: float | None = None
    state: Note | None = None
    notes: tuple[Note, ...] = ()
    templates: tuple[Json, Json] | None = None


class Kind(Protocol):
    """One kind of object that can be watched."""

    @property
    def name(self) -> str:
        """The singular as kubectl writes it, in lower case."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Every other word for it: plurals, short names, with and without the API group."""

    def read(self, snapshot: Snapshot) -> View:
        """Return the view of an object that is there."""
