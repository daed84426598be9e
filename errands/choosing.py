"""Choosing a chat's cluster: only the kubeconfig knows which there are, and no handler reads it."""

from datetime import datetime
from functools import partial

from domain.errors import UserError
from domain.report import Report
from errands.errand import Answer, Asked, ErrandKind, Ports, Settle
from jobs import chat_settings
from messages.sentences import spans
from storage.database import Transaction

#: More names than these are no help on a phone.
MOST_NAMES = 20


async def choose_context(asked: Asked, ports: Ports) -> Settle:
    """Set the cluster that is meant when none is named, if it is one that may be seen.

    Raises:
        UserError: It is not; the sentence names those that are, and no others.
    """
    name = asked.argument("name")
    there = await ports.tower.contexts()
    if name in there:
        return partial(_set, asked, name)
    if not there:
        raise UserError("settings.one-context", name=name[:60])
    names = ", ".join((*there[:MOST_NAMES], "…") if len(there) > MOST_NAMES else there)
    raise UserError("settings.no-such-context", name=name[:60], names=names)


async def _set(asked: Asked, name: str, tx: Transaction, _: datetime) -> Answer:
    await chat_settings.set_context(tx, asked.chat, name)
    return Answer(report=Report(spans=spans(asked.language, "settings.context-set", name=name)))


KINDS = (
    ErrandKind(word="choose-context", looking="errands.looking.choose-context", carry_out=choose_context),
)
