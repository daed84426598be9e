"""What `language` must know about a chat to understand a sentence; it knows nothing else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

Form = Literal["every", "at", "in", "cron", "watch", "plain", "change"]

#: What kubectl calls the kinds, for callers that have no registry at hand.
KUBECTL_KINDS = (
    ("deployment", "deployment"),
    ("deployments", "deployment"),
    ("deploy", "deployment"),
    ("deployment.apps", "deployment"),
    ("statefulset", "statefulset"),
    ("statefulsets", "statefulset"),
    ("sts", "statefulset"),
    ("daemonset", "daemonset"),
    ("daemonsets", "daemonset"),
    ("ds", "daemonset"),
    ("job", "job"),
    ("jobs", "job"),
    ("cronjob", "cronjob"),
    ("cronjobs", "cronjob"),
    ("cj", "cronjob"),
    ("pod", "pod"),
    ("pods", "pod"),
    ("po", "pod"),
    ("node", "node"),
    ("no", "node"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The chat a sentence was typed in.

    Attributes:
        zone: The chat's zone; UTC where it has none (see `Create.needs_zone`).
        now: Aware; the moment the sentence is understood at.
        language: Two letters: the chat's language, tried first.
        form: The command the text was typed after, or "plain".
        kinds: (alias, kind) pairs of the things that can be watched.
        names: Names of jobs and targets that this chat knows.
        reply: Whether the text replies to a message about a job.
    """

    zone: ZoneInfo
    now: datetime
    language: str = "en"
    form: Form = "plain"
    kinds: tuple[tuple[str, str], ...] = KUBECTL_KINDS
    names: tuple[str, ...] = ()
    reply: bool = False

    @property
    def kind_of(self) -> dict[str, str]:
        """The kinds by alias."""
        return dict(self.kinds)
