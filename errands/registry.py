"""All errands: one line for each module."""

from errands import choosing, keepsakes, looking, watching
from errands.errand import ErrandKind

ERRANDS: tuple[ErrandKind, ...] = (
    *watching.KINDS,
    *looking.KINDS,
    *keepsakes.KINDS,
    *choosing.KINDS,
)
