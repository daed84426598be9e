"""The words of watching: target, outcome, finding, and what the judge says.

The judge itself lives in `watchers`; here are the values that cross rooms and are stored.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self


class Patience(StrEnum):
    """How long a bad sign is borne; scales times and counts by 0.5, 1 and 3 (watch-rules 0.1, 12)."""

    STRICT = "strict"
    NORMAL = "normal"
    PATIENT = "patient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One object of a cluster.

    `kind` is the singular as in kubectl, lower case ("deployment"). `context` is the kubeconfig's context,
    "" for the cluster that the bot itself lives in or the current context.
    """

    kind: str
    namespace: str
    name: str
    context: str = ""

    def __str__(self) -> str:
        return f"{self.namespace}/{self.name}" if self.namespace else self.name

    @property
    def is_namespace(self) -> bool:
        """Whether it stands for all workloads of a namespace."""
        return self.kind == "namespace"

    def encode(self) -> dict[str, str]:
        """Return the stored form."""
        return {"kind": self.kind, "namespace": self.namespace, "name": self.name, "context": self.context}

    @classmethod
    def decode(cls, value: dict[str, str]) -> Self:
        """Return the target that `encode` stored."""
        return cls(**value)


class WatchPhase(StrEnum):
    """Where a watch stands."""

    #: Written, its first look not taken yet.
    BEGINNING = "beginning"
    #: Nothing is rolling; the next revision is waited for.
    ARMED = "armed"
    #: A revision is being judged.
    ROLLING = "rolling"
    #: The verdict is out; a silent look-out follows.
    GUARD = "guard"
    ENDED = "ended"


class Beginning(StrEnum):
    """How a watch begins: the first that fits at the first look (design 7)."""

    NOT_THERE = "not-there"
    FINISHED = "finished"
    ALREADY_FAILING = "already-failing"
    ROLLING = "rolling"
    ARMED = "armed"


class Word(StrEnum):
    """What an outcome is called; a finding is unique by it."""

    # verdicts
    DONE = "done"
    FAILED = "failed"
    ROLLED_BACK = "rolled-back"
    DELETED = "deleted"
    EXPIRED = "expired"
    # warnings
    PARTLY = "partly"
    SHAKY = "shaky"
    PAUSED = "paused"
    ALREADY_FAILING = "already-failing"
    LOST_SIGHT = "lost-sight"
    SIGHT_REGAINED = "sight-regained"
    # of a lasting watch: what stood has fallen by itself, is up again, falls again and again
    DEGRADED = "degraded"
    RECOVERED = "recovered"
    FLAPPING = "flapping"


VERDICTS = frozenset({Word.DONE, Word.FAILED, Word.ROLLED_BACK, Word.DELETED, Word.EXPIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How far a rollout is, in pods: wanted, of the new revision, ready, available, of the old one left."""

    wanted: int = 0
    updated: int = 0
    ready: int = 0
    available: int = 0
    old: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that a rollout changed: `word` is the catalogue's (`watch.change.…`).

    `container` is "" where there is only one; `before` and `after` are short, redacted, and hold no value of
    the environment.
    """

    word: str
    container: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why the judge says so.

    Attributes:
        pod, container: The most useful one to look at; None where no container is to blame.
        exit_code: Of the container's last end.
        ends: How often containers of that kind have ended.
        message: What the cluster said, as it said it (a pull error, a quota, a probe).
        log: The lines quoted, redacted; filled in at the verdict, not by the judge.
        telling: Those of the log's lines that tell why, at most three; filled in with `log`.
        old_serving: Ready pods of the revision before; None when there is none.
        old_version: Image tag of the revision before.
        reason: The state's own word for it ("OOMKilled", "ErrImagePull", …); "" where there is none.
        same_each_time: Whether every end known had the same signature.
        image: The image of that container, as the template names it.
        memory_limit: Of that container ("512Mi"), "" when it has none.
        probe: What a failing probe asks ("GET :8080/ready"), "" where no probe is to blame.
        bad_pods: How many pods of the revision show this sign.
        changes: What the new revision's template has that the one before had not.
        error_lines: Error lines found in the new pods' logs; filled in at a good verdict, not by the judge.
    """

    pod: str | None = None
    container: str | None = None
    exit_code: int | None = None
    ends: int = 0
    message: str = ""
    log: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    old_serving: int | None = None
    old_version: str = ""
    reason: str = ""
    same_each_time: bool = False
    image: str = ""
    memory_limit: str = ""
    probe: str = ""
    bad_pods: int = 0
    changes: tuple[Change, ...] = ()
    error_lines: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark on an object: a word of the catalogue (`watch.note.…`), what it names, and a moment."""

    word: str
    facts: tuple[tuple[str, str], ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Not decided yet: edited in place, never rings.

    `phase` is one of the catalogue's progress words (rolling, soaking, armed, not-seen-yet, gone, …);
    `suspect` the cause of the worst soft suspect, if any. `state` is how an object stands that rolls nothing
    out (a claim, a node, a custom resource); `notes` are remarks beside the figures.
    """

    phase: str
    version: str = ""
    figures: Figures = field(default_factory=Figures)
    since: datetime | None = None
    suspect: str = ""
    message: str = ""
    state: Note | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A warning or a verdict: something that is worth a new message.

    `uid` and `revision` name the object and the revision it is about, `cause` is a word of
    recordings/README.md ("crash", "oom", …) or empty, `began_at` is when that revision began to roll.
    `episode` counts within the revision: the same word may be said again only in another episode.
    `soaked_s` is how long a good state has held, `after_failure` whether a failed verdict is taken back,
    `suspect` the cause of the worst suspect where the word itself has another one. `times` and
    `within_s` are how often and in how long it fell, where it flaps. `state` and `notes` are those of
    `Progress`.
    """

    word: Word
    uid: str
    revision: str
    cause: str = ""
    version: str = ""
    previous_version: str = ""
    figures: Figures = field(default_factory=Figures)
    evidence: Evidence = field(default_factory=Evidence)
    began_at: datetime | None = None
    episode: int = 1
    soaked_s: float = 0.0
    after_failure: bool = False
    suspect: str = ""
    times: int = 0
    within_s: float = 0.0
    state: Note | None = None
    notes: tuple[Note, ...] = ()

    @property
    def is_verdict(self) -> bool:
        """Whether it decides a revision, rather than warns about it."""
        return self.word in VERDICTS


Outcome = Progress | Said
