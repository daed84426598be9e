"""Cluster objects as people name them: "deployment api", "deploy/api", "prod/api", "-n prod api"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from language.context import Context
from language.intents import TargetPhrase
from language.lexicon import slips

NAME = re.compile(r"[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?", re.IGNORECASE)
#: What is offered for a word that is like no kind at all.
FIRST_KIND = "deployment"
MOST_SLIPS = 2
#: Nobody names so many things at once.
MOST_WORDS = 100
FLAGS = {"-n": "namespace", "--namespace": "namespace", "--ns": "namespace", "--context": "context"}
SEPARATORS = frozenset({"and", "und", "&", "+", "sowie", "plus"})
FILLERS = frozenset(
    "the a an my our der die das den dem des meine mein unsere unser rollout roll-out of for rollouts vom "
    "von called named namens on auf".split()
)
IN = frozenset({"in", "im", "from", "aus"})
NAMESPACE_WORDS = frozenset({"namespace", "ns", "namensraum"})
CONTEXT_WORDS = frozenset({"context", "cluster", "kontext"})
LASTING = frozenset(
    {"always", "immer", "forever", "dauerhaft", "permanently", "continuously", "dauernd", "ständig"}
)
PATIENCE = {
    "patient": "patient",
    "patiently": "patient",
    "geduldig": "patient",
    "strict": "strict",
    "strictly": "strict",
    "streng": "strict",
    "ungeduldig": "strict",
}
CONDITION = re.compile(r"(?:until|bis|for|--for)?\s*condition=(?P<condition>[\w=.-]+)", re.IGNORECASE)
#: What services are called everywhere; other plain words are asked about before anything is looked up.
SERVICE_WORDS = frozenset(
    "api web app db worker frontend backend server gateway auth redis postgres postgresql mysql mongodb "
    "nginx ingress proxy cache queue scheduler rabbitmq kafka grafana prometheus loki traefik keycloak "
    "minio vault argocd elasticsearch webapp shop checkout payments billing".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is to be watched or looked at; `is_sure` when it can hardly be anything but cluster objects."""

    targets: tuple[TargetPhrase, ...]
    is_sure: bool
    lasting: bool = False
    patience: str | None = None
    until_condition: str | None = None


def aim(text: str, context: Context) -> Aim | None:
    """Return the objects that `text` names, or None when it is not a list of names."""
    condition = CONDITION.search(text)
    if condition:
        text = text[: condition.start()] + " " + text[condition.end() :]
    words = [word.strip(",.;:!?\"'“”„`()") for word in _spaced(text).split()]
    words = [word for word in words if word]
    if len(words) > MOST_WORDS:
        return None
    lasting = any(word.lower() in LASTING for word in words)
    patience = next((PATIENCE[word.lower()] for word in words if word.lower() in PATIENCE), None)
    words = [word for word in words if word.lower() not in LASTING and word.lower() not in PATIENCE]
    groups = list(_groups(words))
    scope, groups = _flags(groups)
    groups = [part for group in groups for part in _several(group, context)]
    targets = [_target(group, context) for group in groups]
    if any(target is None for target in targets):
        return None
    found = tuple(_scoped(target, scope) for target in targets if target is not None)
    if not found and scope:
        found = (_scoped(TargetPhrase(kind=None), scope),)
    if not found:
        return None
    return Aim(
        targets=found,
        is_sure=bool(scope) or all(_is_sure(target, context) for target in found),
        lasting=lasting,
        patience=patience,
        until_condition=condition["condition"] if condition else None,
    )


class UnknownKind(NamedTuple):
    """A word that stands where a kind should, the known kind that it is most like, and the name behind it."""

    word: str
    nearest: str
    name: str


def unknown_kind(text: str, context: Context) -> UnknownKind | None:
    """Return the word of "banana api" that is no kind of object, or None where it is not that."""
    words = [word for word in text.split() if word.lower() not in FILLERS]
    if len(words) < 2 or not all(NAME.fullmatch(word) for word in words[:2]):
        return None
    word, name = words[:2]
    near = [(slips(word.lower(), alias), alias) for alias in context.kind_of]
    distance, alias = min(near, default=(MOST_SLIPS + 1, ""))
    return UnknownKind(word, alias if distance <= MOST_SLIPS else FIRST_KIND, name.lower())


def _spaced(text: str) -> str:
    return re.sub(r"[,;]", " & ", text)


def _groups(words: list[str]) -> Iterator[list[str]]:
    """Split the words at "and" and commas."""
    group: list[str] = []
    for word in words:
        if word.lower() in SEPARATORS:
            if group:
                yield group
            group = []
        else:
            group.append(word)
    if group:
        yield group


def _several(words: list[str], context: Context) -> list[list[str]]:
    """Split what kubectl takes as several: "deploy/api deploy/db", "deployment api db", names we know."""
    words = [word for word in words if word.lower() not in FILLERS]
    kinds = context.kind_of
    if len(words) < 2:
        return [words] if words else []
    if all("/" in word for word in words):
        return [[word] for word in words]
    kind, *names = words
    if kind.lower() in kinds and len(names) > 1 and not any(name.lower() in kinds for name in names):
        return [[kind, name] for name in names]
    alone = [_named(None, word) for word in words if word.lower() not in kinds]
    if len(alone) == len(words) and all(target and _is_sure(target, context) for target in alone):
        return [[word] for word in words]
    return [words]


def _flags(groups: list[list[str]]) -> tuple[dict[str, str], list[list[str]]]:
    """Take "-n prod", "--context x" and "in namespace prod" out; they hold for all the names."""
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
    if group[at].lower() in IN and has_name and at + 1 < len(group):
        words = [word.lower() for word in group[at + 1 : at + 4] if word.lower() not in FILLERS]
        raw = [word for word in group[at + 1 : at + 4] if word.lower() not in FILLERS]
        if len(words) > 1 and words[0] in NAMESPACE_WORDS | CONTEXT_WORDS:
            scope["namespace" if words[0] in NAMESPACE_WORDS else "context"] = raw[1]
            return len(group) - at
        if len(words) == 1 and NAME.fullmatch(words[0]):
            scope["namespace"] = raw[0].lower()
            return len(group) - at
    return 0


def _target(words: list[str], context: Context) -> TargetPhrase | None:
    """Return the object that a few words name."""
    words = [word for word in words if word.lower() not in FILLERS]
    kinds = context.kind_of
    if not words or len(words) > 2:
        return None
    if len(words) == 2:
        first, second = words
        if first.lower() in kinds and "/" not in second:
            return _named(kinds[first.lower()], second)
        if first.lower() in kinds:
            inner = _target([second], context)
            return replace(inner, kind=inner.kind or kinds[first.lower()]) if inner else None
        if second.lower() in kinds:  # "api deployment"
            return _named(kinds[second.lower()], first)
        return None
    word = words[0]
    if word.lower() in kinds:
        return TargetPhrase(kind=kinds[word.lower()])
    head, slash, tail = word.partition("/")
    if not slash:
        return _named(None, word)
    if head.lower() in kinds:
        return _named(kinds[head.lower()], tail)
    if "/" in tail:  # prod/deploy/api
        inner = _target([tail], context) if tail.count("/") == 1 else None
        return replace(inner, namespace=head.lower()) if inner and NAME.fullmatch(head) else None
    found = _named(None, tail)
    return replace(found, namespace=head.lower()) if found and NAME.fullmatch(head) else None


def _named(kind: str | None, name: str) -> TargetPhrase | None:
    return TargetPhrase(kind=kind, name=name.lower()) if NAME.fullmatch(name) else None


def _scoped(target: TargetPhrase, scope: dict[str, str]) -> TargetPhrase:
    namespace = target.namespace or scope.get("namespace")
    return replace(target, namespace=namespace, context=target.context or scope.get("context"))


def _is_sure(target: TargetPhrase, context: Context) -> bool:
    if target.kind or target.namespace or target.name is None:
        return target.name is not None
    known = {name.lower() for name in context.names}
    known |= {name.rsplit("/", 1)[-1] for name in known}
    has_mark = "-" in target.name and any(part in SERVICE_WORDS for part in target.name.split("-"))
    return target.name in known or target.name in SERVICE_WORDS or has_mark or target.name[-1:].isdigit()
