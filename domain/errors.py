"""Errors sorted by who acts on them. Each carries a key of the message catalogue and its arguments.

    NightjarError
    ├── UserError        the person can mend it: say what to type instead, change nothing
    ├── TransientError   it may work later: try again with back-off
    └── PermanentError   it will not work by itself: say so once, stop trying

A message that a person reads is looked up by `key` in `messages`; `str(error)` is for the log only.
"""


class NightjarError(Exception):
    """The root of all errors that the house raises on purpose.

    Args:
        key: Key of the sentence in the message catalogue.
        arguments: What the sentence names; plain text, never markup.
    """

    def __init__(self, key: str, /, **arguments: str | int) -> None:
        super().__init__(f"{key} {arguments}" if arguments else key)
        self.key = key
        self.arguments = arguments


class UserError(NightjarError):
    """What was asked cannot be done as it was said; the sentence says what to type instead."""


class TransientError(NightjarError):
    """It did not work now and may work later."""


class PermanentError(NightjarError):
    """It did not work and will not without somebody's help."""
