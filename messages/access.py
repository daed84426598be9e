"""What people are told at the door: strangers, the new owner, those who are let in."""

from domain.report import Span, Style
from messages.sentences import spans


def stranger(language: str, *, person_id: int) -> tuple[Span, ...]:
    """Return the one sentence that a stranger gets: their id, and how to be let in."""
    allow = Span(f"/allow {person_id}", Style.CODE)
    return spans(language, "access.stranger", id=Span(str(person_id), Style.CODE), allow=allow)
