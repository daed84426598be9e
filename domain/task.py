"""What a due run does, as the runner sees it: the port between `scheduling` and `tasks`, joined in `bot`."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from domain.clock import Clock
from domain.job import TaskSpec
from domain.run import Inputs, Result


class Task(Protocol):
    """Does the work of one run; never sees the database.

    What it must know comes in with the inputs, what it must remember goes out with the result. It may be
    cancelled and run again at any point: nothing of it counts before the result is committed.
    """

    async def __call__(self, spec: TaskSpec, inputs: Inputs, clock: Clock) -> Result:
        """Return what is to be said and remembered.

        Raises:
            TransientError: It may work later; it is tried again.
            PermanentError: It will not work by itself.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskKind:
    """A task and how it is treated.

    Attributes:
        name: What a `TaskSpec` calls it.
        needs_network: Whether it takes one of the few places for work that waits on others.
        longest_grace: How late it may run at most; None leaves it to the period.
    """

    name: str
    run: Task
    needs_network: bool = False
    longest_grace: timedelta | None = None
