"""Long texts become several messages: cut at a blank line, else a line, else a space, else anywhere.

Nothing is lost: the pieces joined are the text, and a mark that is cut goes on in the next piece. The limit
is in UTF-16 code units, the cuts lie between characters, so that no surrogate pair is ever divided.
"""

from delivery.formatting import Formatted, width

#: Where a text may be cut, best first; the separator stays with the piece before.
_SEAMS = ("\n\n", "\n", " ")

#: A seam in the first third of what fits would make a stub of a message; the next kind of seam is tried.
_EARLIEST = 3


def cut(message: Formatted, limit: int) -> tuple[Formatted, ...]:
    """Return the message in pieces of at most `limit` UTF-16 code units, their marks cut with them.

    Args:
        message: What is too long; one that fits comes back as a single piece.
        limit: At least 2, the width of the widest character.
    """
    pieces: list[Formatted] = []
    start = 0
    while True:
        end = _end_of_piece(message.text, start, limit)
        pieces.append(message.between(start, end))
        if end >= len(message.text):
            return tuple(pieces)
        start = end


def opening(message: Formatted, limit: int) -> Formatted:
    """Return the beginning of the message, at most `limit` wide, with an ellipsis where it was cut."""
    first = cut(message, limit - 2)[0]
    if len(first.text) == len(message.text):
        return message
    return first.trimmed() + Formatted(text=" …")


def _end_of_piece(text: str, start: int, limit: int) -> int:
    end = _furthest(text, start, limit)
    if end >= len(text):
        return len(text)
    earliest = start + max(1, (end - start) // _EARLIEST)
    for seam in _SEAMS:
        found = text.rfind(seam, start, end)
        if found >= earliest:
            return found + len(seam)
    return end


def _furthest(text: str, start: int, limit: int) -> int:
    """Return the last position up to which the text fits."""
    end = min(len(text), start + limit)
    while (excess := width(text[start:end]) - limit) > 0:
        end -= (excess + 1) // 2  # a character is at most two units wide, so this never goes too far by much
    return end
