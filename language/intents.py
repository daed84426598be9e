"""What a person can mean: one frozen value for each kind of intent.

Whatever is typed ends in one of these; what cannot be acted upon is an `Ask` (a question with buttons), a
`Refuse` (one clear sentence with examples) or a `Talk` (nothing to do). Sentences are catalogue keys with
arguments: no text that a person reads is made here.
"""

from dataclasses import dataclass
from typing import Literal

from domain.trigger import Trigger

Argument = str | int
Arguments = tuple[tuple[str, Argument], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRef:
    """Which job: by its number or by a part of its name; neither means the replied-to one, or "which?"."""

    number: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetPhrase:
    """A cluster object as it was named; what was left out is None."""

    kind: str | None = None
    name: str | None = None
    namespace: str | None = None
    context: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A button under a question: `text` is the complete phrase that is to be understood instead."""

    label_key: str
    label_arguments: Arguments = ()
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Create:
    """Do something at some time.

    Attributes:
        trigger: When.
        task: What, as typed, without schedule, command, politeness and reminder frame.
        words: The schedule phrase as typed.
        needs_zone: Whether the meaning depends on the chat's zone; "in 20 minutes" does not.
        task_name: "news" when the task asks for news on a topic, else "remind".
        topic: The bare topic of a news task.
        quiet: The wish is conditional ("whether there is news"): silence when there is none.
    """

    trigger: Trigger
    task: str
    words: str
    needs_zone: bool = True
    task_name: Literal["remind", "news"] = "remind"
    topic: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Report when something in the cluster is through, or goes wrong."""

    targets: tuple[TargetPhrase, ...]
    patience: Literal["strict", "patient"] | None = None
    lasting: bool = False
    until_condition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Say how something in the cluster is, now."""

    targets: tuple[TargetPhrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListJobs:
    """Show all jobs of the chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """Show the jobs whose name holds `text`."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """Take a job back."""

    ref: JobRef


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAll:
    """Take all jobs back, or all of a kind."""

    kind: Literal["", "watch", "schedule"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Give a job another schedule; `phrase` is the new one as typed, empty when it is to be asked for."""

    ref: JobRef
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Let a job rest."""

    ref: JobRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Let a resting job go on."""

    ref: JobRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """Leave out the next time of a job."""

    ref: JobRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """Let a watch be silent; `length` is what `language.silence` reads: seconds, "tomorrow", "off" or ""."""

    ref: JobRef
    length: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Run a job now."""

    ref: JobRef


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Show what a job did."""

    ref: JobRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Logs:
    """Show the logs that belong to a job."""

    ref: JobRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Show or set a setting of the chat: "timezone", "language"; "" for all, value None to show."""

    name: str = ""
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Say what can be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Nothing to do."""

    kind: Literal["thanks", "hello", "chatter", "yes", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A careful person would ask back: a question and, where they exist, its answers."""

    key: str
    arguments: Arguments = ()
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """It cannot be: one clear sentence, and examples near to what was typed."""

    key: str
    arguments: Arguments = ()
    examples: tuple[str, ...] = ()


Intent = (
    Create
    | Watch
    | Look
    | ListJobs
    | Find
    | Cancel
    | CancelAll
    | Change
    | Pause
    | Mute
    | Resume
    | Skip
    | Run
    | History
    | Logs
    | Settings
    | Help
    | Talk
    | Ask
    | Refuse
)
