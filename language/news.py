"""Whether a task asks for news, and on what: "summarize news on X", "was gibt es Neues zu X"."""

import re
from typing import NamedTuple


class NewsWish(NamedTuple):
    """The bare topic, and whether silence is wanted when there is nothing new."""

    topic: str
    quiet: bool


TOPIC = r"\s+(?P<topic>.+)"
ASKS = tuple(
    re.compile(pattern + TOPIC, re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"\bnews(?:\s+(?:items?|articles?|stories|updates?))?\s+(?:on|about|regarding|concerning|in|around)",
        r"\bnews(?:\s+(?:items?|articles?))?\s+(?:from|related\s+to|over|for|zu|zum|zur|über|ueber|von|aus|bei)",
        r"\b(?:headlines|latest|updates?|developments?)\s+(?:on|about|regarding|concerning)",
        r"\bwhat(?:'s|’s|\s+is)\s+new\s+(?:in|with|about|on|around|at|regarding)",
        r"\b(?:anything|something)\s+new\s+(?:on|about|in|with|regarding)",
        r"\b(?:nachrichten|neuigkeiten|meldungen|schlagzeilen|neues)\s+(?:über|ueber|zu|zum|zur|von|vom|aus)",
        r"\b(?:nachrichten|neuigkeiten|meldungen|schlagzeilen|neues)\s+(?:rund\s+um|bezüglich|bei|in|im|betreffend)",
        r"\b(?:nachrichtenüberblick|nachrichtenüberblicke|presseschau|newsüberblick)\s+(?:über|zu|zum|zur|von|aus)",
    )
)
CONDITION = re.compile(
    r"\b(?:if|whether|in\s+case)\s+(?:there\s*(?:is|are|'s|’s)|anything|something|we\s+have|you\s+(?:see|find))"
    r"|\b(?:ob|falls|wenn)\s+(?:es\b|etwas|was|irgendetwas|irgendwas|neue|neues)|\bonly\s+(?:if|when)\b|\bnur\s+wenn\b",
    re.IGNORECASE,
)
#: Where a topic ends: at a second wish.
TAIL = re.compile(
    r"(?:\s*[,;.]\s*|\s+)(?:(?:and|und|then|dann)\s+(?:then\s+|dann\s+)?(?:send|tell|give|let|brief|report|summari[sz]e|"
    r"notify|show|write|mail|post|keep|inform|schick|schicke|gib|sag|sage|fass|fasse|melde|meld|zeig|zeige|berichte|"
    r"informiere|schreib)\b.*|(?:gibt|vorliegen|hat|sind)\b.*$|zusammen(?:fassen|fasst|gefasst)?\s*$"
    r"|(?:as|in|into)\s+(?:a\s+)?(?:brief|short|bullet|three|five|few)\b.*|(?:please|bitte|for\s+me|für\s+mich)\s*$)"
    r"|\s*[?!.;]+\s*$|\s*,\s*(?:und|and|aber|but)\b.*$",
    re.IGNORECASE | re.DOTALL,
)


def news_wish(task: str) -> NewsWish | None:
    """Return the news that a task asks for, or None."""
    for ask in ASKS:
        if match := ask.search(task):
            topic = _bare(match["topic"])
            if topic:
                return NewsWish(topic, CONDITION.search(task) is not None)
    return None


def _bare(topic: str) -> str:
    """Return the topic without a second wish, quotation marks and signs around it."""
    before = ""
    while topic != before:
        before = topic
        topic = TAIL.sub("", topic).strip(" \t\n,;:.!?\"'“”„")
    return topic
