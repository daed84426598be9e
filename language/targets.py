"""Cluster objects as people name them: "deployment api", "deploy/api", "prod/api", "-n prod api"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from language.conditions import Condition, condition_in
from language.context import Context
from language.intents import TargetPhrase
from language.lexicon import slips
from language.scopes import FILLERS, LOOSE, NAME, NAMESPACE_WORDS, scoped

#: What is offered for a word that is like no kind at all.
FIRST_KIND = "deployment"
MOST_SLIPS = 2
#: Nobody names so many things at once.
MOST_WORDS = 100
SEPARATORS = frozenset({"and", "und", "&", "+", "sowie", "plus"})
ALL = frozenset({"all", "alle", "every", "jeden", "jede"})
#: "Everything in prod" is the namespace.
EVERYTHING = [[word] for word in ("everything", "all", "alles", "anything")]
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
#: A kind with its group, as kubectl writes it; no namespace has a dot.
FULL_KIND = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+", re.IGNORECASE)
#: What services are called everywhere; other plain words are asked about before anything is looked up.
SERVICE_WORDS = frozenset(
    "api web app db worker frontend backend server gateway auth redis postgres postgresql mysql mongodb "
    "nginx ingress proxy cache queue scheduler rabbitmq kafka grafana prometheus loki traefik keycloak "
    "minio vault argocd elasticsearch webapp shop checkout payments billing".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is to be watched or looked at; `is_sure` when it can hardly be anything but cluster objects.

    `flawed` is a condition that cannot be waited for.
    """

    targets: tuple[TargetPhrase, ...]
    is_sure: bool
    lasting: bool = False
    patience: str | None = None
    until_condition: str | None = None
    flawed: Condition | None = None


def aim(text: str, context: Context) -> Aim | None:
    """Return the objects that `text` names, or None when it is not a list of names."""
    condition = condition_in(text)
    if condition is None:
        return _aim(text, context)
    found = _aim(condition.around, context)
    if not condition.said and (found is None or not _names_something(found)):
        # "/watch deployment until": a name like any other.
        return _aim(text, context)
    if found is None:
        return None
    if condition.flaw:
        return replace(found, flawed=condition)
    return replace(found, until_condition=condition.wanted)


def _names_something(found: Aim) -> bool:
    return any(target.name or target.namespace for target in found.targets)


def _aim(text: str, context: Context) -> Aim | None:
    words = [word.strip(",.;:!?\"'“”„`()") for word in _spaced(text).split()]
    words = [word for word in words if word]
    if len(words) > MOST_WORDS:
        return None
    lasting = any(word.lower() in LASTING for word in words)
    patience = next((PATIENCE[word.lower()] for word in words if word.lower() in PATIENCE), None)
    words = [word for word in words if word.lower() not in LASTING and word.lower() not in PATIENCE]
    groups = list(_groups(words))
    scope, groups = scoped(groups)
    groups = list(_of_one_kind([part for group in groups for part in _several(group, context)], context))
    if scope.get("namespace") and [word.lower() for group in groups for word in group] in EVERYTHING:
        groups = []
    named = [_target(group, context) for group in groups]
    targets = [target for target in named if target is not None]
    if len(targets) < len(named) or not (targets or scope):
        return None
    targets = targets or [TargetPhrase()]
    is_sure = bool(scope) and (LOOSE not in scope or all(target.kind for target in targets))
    return Aim(
        targets=tuple(_scoped(target, scope) for target in targets),
        is_sure=is_sure or all(_is_sure(target, context) for target in targets),
        lasting=lasting,
        patience=patience,
    )


class UnknownKind(NamedTuple):
    """A word that stands where a kind should, the known kind that it is most like, and the name behind it."""

    word: str
    nearest: str
    name: str
    is_slip: bool


def unknown_kind(text: str, context: Context) -> UnknownKind | None:
    """Return the word of "banana api" that is no kind of object, or None where it is not that."""
    words = [word for word in text.split() if word.lower() not in FILLERS]
    if len(words) < 2 or not all(NAME.fullmatch(word) for word in words[:2]):
        return None
    word, name = words[:2]
    near = [(slips(word.lower(), alias), alias) for alias in context.kind_of]
    distance, alias = min(near, default=(MOST_SLIPS + 1, ""))
    is_slip = distance <= MOST_SLIPS
    return UnknownKind(word, alias if is_slip else FIRST_KIND, name.lower(), is_slip)


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


def _of_one_kind(groups: list[list[str]], context: Context) -> Iterator[list[str]]:
    """Carry a kind past "and": "deployment api and worker" names two of them, "deploy/api and worker" not."""
    kind: str | None = None
    for group in groups:
        plain = len(group) == 1 and "/" not in group[0] and group[0].lower() not in context.kind_of
        yield [kind, *group] if kind and plain else group
        if not plain:
            kind = group[0] if len(group) == 2 and group[0].lower() in context.kind_of else None


def _target(words: list[str], context: Context) -> TargetPhrase | None:
    """Return the object that a few words name."""
    words = [word for word in words if word.lower() not in FILLERS]
    if len(words) > 1 and words[0].lower() in ALL:
        words = words[1:]
    if len(words) == 2:
        return _of_kind(words[0], words[1], context)
    return _single(words[0], context) if len(words) == 1 else None


def _of_kind(first: str, second: str, context: Context) -> TargetPhrase | None:
    """Return "deployment api", "deployment prod/api" or "api deployment"."""
    kinds = context.kind_of
    if first.lower() in kinds:
        inner = _single(second, context) if "/" in second else _named(None, second)
        return replace(inner, kind=inner.kind or kinds[first.lower()]) if inner else None
    if second.lower() in kinds:
        return _named(kinds[second.lower()], first)
    return _named(first.lower(), second) if FULL_KIND.fullmatch(first) else None


def _single(word: str, context: Context) -> TargetPhrase | None:
    """Return "api", "deploy/api", "prod/api", "prod/deploy/api", "ns/prod" or a kind alone."""
    kinds = context.kind_of
    if word.lower() in kinds:
        return TargetPhrase(kind=kinds[word.lower()])
    head, slash, tail = word.partition("/")
    if not slash:
        return _named(None, word)
    if head.lower() in kinds:
        return _named(kinds[head.lower()], tail)
    if FULL_KIND.fullmatch(head):
        return _named(head.lower(), tail)
    if not NAME.fullmatch(head) or tail.count("/") > 1:
        return None
    if head.lower() in NAMESPACE_WORDS:
        return TargetPhrase(namespace=tail.lower()) if NAME.fullmatch(tail) else None
    inner = _single(tail, context) if "/" in tail else _named(None, tail)
    return replace(inner, namespace=head.lower()) if inner else None


def _named(kind: str | None, name: str) -> TargetPhrase | None:
    return TargetPhrase(kind=kind, name=name.lower()) if NAME.fullmatch(name) else None


def _scoped(target: TargetPhrase, scope: dict[str, str]) -> TargetPhrase:
    namespace = target.namespace or scope.get("namespace")
    return replace(target, namespace=namespace, context=target.context or scope.get("context"))


def _is_sure(target: TargetPhrase, context: Context) -> bool:
    if target.name is None:
        return target.kind is None and target.namespace is not None
    if target.kind or target.namespace:
        return True
    known = {name.lower() for name in context.names}
    known |= {name.rsplit("/", 1)[-1] for name in known}
    has_mark = "-" in target.name and any(part in SERVICE_WORDS for part in target.name.split("-"))
    return target.name in known or target.name in SERVICE_WORDS or has_mark or target.name[-1:].isdigit()
