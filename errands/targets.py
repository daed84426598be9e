"""Which object is meant: named → the chat's default namespace → the only match → buttons (design 7)."""

import json
import re
from dataclasses import replace
from datetime import datetime

from domain.errors import UserError
from domain.report import Action, Report
from domain.watch import Target
from errands.errand import Answer, Asked, Ports
from messages.sentences import spans
from storage import questions
from storage.database import Transaction

#: What is waited for that is nowhere and whose kind nobody named.
FALLBACK_KIND = "deployment"

#: What Kubernetes takes for the name of a namespace (RFC 1123).
NAMESPACE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")

#: More than these do not fit on a phone; the rest has to be named.
MOST_CHOICES = 8


async def matching(asked: Asked, ports: Ports) -> tuple[Target, ...]:
    """Return the objects that the words can mean; one where they are clear, none where nothing is there."""
    home = asked.argument("namespace") or asked.chat.namespace
    found = await _find(asked, ports, namespace=home or None)
    if not found and home and not asked.argument("namespace"):
        found = await _find(asked, ports, namespace=None)
    return found


def meaning_namespace(asked: Asked) -> Asked:
    """Return the errand so that a namespace alone ("-n prod") means all that is in it."""
    if asked.argument("kind") or asked.argument("name") or not asked.argument("namespace"):
        return asked
    meant = {"kind": "namespace", "name": asked.argument("namespace"), "namespace": ""}
    arguments = {**asked.errand.arguments, **meant}
    return replace(asked, errand=replace(asked.errand, arguments=arguments))


async def missing(asked: Asked, ports: Ports) -> Target:
    """Return what to wait for when the words match nothing; "" is the namespace of its context.

    Raises:
        UserError: They name a kind alone, and there is none of it, or a namespace that can never be.
    """
    home = asked.argument("namespace")
    if home and NAMESPACE.fullmatch(home) is None:
        raise UserError("settings.no-name", name=home[:60])
    if not asked.argument("name"):
        kind = await ports.tower.called(asked.argument("kind"), context=_context(asked))
        raise UserError("errands.none-of-kind", kind=kind)
    return Target(
        kind=asked.argument("kind") or FALLBACK_KIND,
        namespace=asked.argument("namespace") or asked.chat.namespace,
        name=asked.argument("name"),
        context=_context(asked),
    )


async def ask_which(asked: Asked, found: tuple[Target, ...], tx: Transaction, now: datetime) -> Answer:
    """Ask with a button for each object; what was asked for is kept with the question."""
    arguments = {**asked.errand.arguments, "errand": asked.errand.word}
    for index, target in enumerate(found[:MOST_CHOICES]):
        arguments[str(index)] = json.dumps(target.encode())
    await questions.ask(
        tx,
        word="pick",
        origin=asked.errand.origin,
        arguments=arguments,
        outbox_key=asked.errand.key,
        now=now,
    )
    actions = tuple(
        (Action(word="pick", label=f"{target.kind} {target}", argument=str(index)),)
        for index, target in enumerate(found[:MOST_CHOICES])
    )
    return Answer(report=Report(spans=spans(asked.language, "errands.which"), actions=actions))


async def _find(asked: Asked, ports: Ports, *, namespace: str | None) -> tuple[Target, ...]:
    return await ports.tower.find(
        kind=asked.argument("kind") or None,
        name=asked.argument("name") or None,
        namespace=namespace,
        context=_context(asked),
    )


def _context(asked: Asked) -> str:
    return asked.argument("context") or asked.chat.context
