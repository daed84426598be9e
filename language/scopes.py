"""Where cluster objects are said to be: "-n prod", "--context home", "in namespace prod", "in prod"."""

import re

FLAGS = {"-n": "namespace", "--namespace": "namespace", "--ns": "namespace", "--context": "context"}
IN = frozenset({"in", "im", "from", "aus"})
NAMESPACE_WORDS = frozenset({"namespace", "ns", "namensraum"})
CONTEXT_WORDS = frozenset({"context", "cluster", "kontext"})
FILLERS = frozenset(
    "the a an my our der die das den dem des meine mein unsere unser rollout roll-out of for rollouts vom "
    "von called named namens on auf".split()
)
NAME = re.compile(r"[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?", re.IGNORECASE)
#: Is in a scope that was only said with "in": "the weather in berlin" names no namespace for sure.
LOOSE = "loose"


def scoped(groups: list[list[str]]) -> tuple[dict[str, str], list[list[str]]]:
    """Return "-n prod", "--context x" and "in prod", which hold for all the names, and the words left."""
    scope: dict[str, str] = {}
    left: list[list[str]] = []
    for group in groups:
        rest: list[str] = []
        at = 0
        while at < len(group):
            taken = _flag(group, at, scope, has_name=bool(rest or left))
            if taken:
                at += taken
            else:
                rest.append(group[at])
                at += 1
        if rest:
            left.append(rest)
    return scope, left


def _flag(group: list[str], at: int, scope: dict[str, str], *, has_name: bool) -> int:
    """Store the flag at `at` and return how many words it takes; 0 when there is none."""
    flag, equals, value = group[at].partition("=")
    key = FLAGS.get(flag.lower())
    if key and equals and value:
        scope[key] = value
        return 1
    if key and at + 1 < len(group):
        scope[key] = group[at + 1]
        return 2
    if _is_namespace(group, at):
        scope["namespace"] = group[at + 1].lower()
        return 2
    if group[at].lower() in IN and has_name and at + 1 < len(group):
        words = [word.lower() for word in group[at + 1 : at + 4] if word.lower() not in FILLERS]
        raw = [word for word in group[at + 1 : at + 4] if word.lower() not in FILLERS]
        if len(words) > 1 and words[0] in NAMESPACE_WORDS | CONTEXT_WORDS:
            scope["namespace" if words[0] in NAMESPACE_WORDS else "context"] = raw[1]
            return len(group) - at
        if len(words) == 1 and NAME.fullmatch(words[0]):
            scope["namespace"] = scope[LOOSE] = raw[0].lower()
            return len(group) - at
    return 0


def _is_namespace(group: list[str], at: int) -> bool:
    """Return whether "namespace prod" is all that a group says."""
    is_alone = len(group) == at + 2 and all(word.lower() in FILLERS for word in group[:at])
    return is_alone and group[at].lower() in NAMESPACE_WORDS and bool(NAME.fullmatch(group[at + 1]))
