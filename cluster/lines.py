"""Cuts a stream of bytes into lines, of any length.

The line reader of the HTTP library stops at 4 MB; an event can be longer (a padded object of 6 MB was met).
The pieces of an unfinished line are kept apart and joined once, so that a long line costs its length.
"""


class Lines:
    """Collects pieces and gives back whole lines, without their ends."""

    def __init__(self) -> None:
        self._rest: list[bytes] = []

    def feed(self, piece: bytes) -> list[bytes]:
        """Take the next piece and return the lines that it completes; empty lines are left out."""
        head, *more = piece.split(b"\n")
        self._rest.append(head)
        if not more:
            return []
        first = b"".join(self._rest)
        self._rest = [more.pop()]
        return [line for line in (first, *more) if line.strip()]
