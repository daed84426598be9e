"""All tasks: to add one, write its module and its line here."""

from domain.task import TaskKind
from tasks import remind
from tasks.equipment import Equipment, Fetch, Member
from tasks.news import task as news

TASKS: tuple[Member, ...] = (remind.MEMBER, news.MEMBER)


def build_tasks(fetch: Fetch, *, feeds: tuple[str, ...]) -> tuple[TaskKind, ...]:
    """Return every task, ready to run."""
    equipment = Equipment(fetch=fetch, feeds=feeds)
    return tuple(
        TaskKind(
            name=member.name,
            run=member.build(equipment),
            needs_network=member.needs_network,
            longest_grace=member.longest_grace,
        )
        for member in TASKS
    )
