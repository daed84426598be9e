"""The way in: `understand(text, context)` turns what a person typed into an intent.

Pure and total: no I/O, no clock, and no text raises. What cannot be understood is an `Ask`, a `Refuse` or a
`Talk`.
"""

from language.context import Context
from language.intents import Intent, Talk


def understand(text: str, context: Context) -> Intent:
    """Return what `text` means in the chat that `context` describes."""
    del text, context
    return Talk(kind="chatter")
