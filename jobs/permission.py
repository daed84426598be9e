"""Who may do what with a job or a chat (design 7).

In a group anyone let in may list, run and fetch logs; the creator, a chat administrator or the owner may
change and cancel. Who administers is known from the last time that Telegram was asked.
"""

from domain.errors import UserError
from domain.job import Job
from storage import administrators
from storage.chats import Chat
from storage.database import Transaction
from storage.people import Person


async def check_sees(job: Job, chat: Chat) -> None:
    """Refuse a job of another chat: a forwarded button or a guessed id reaches nothing.

    Raises:
        UserError: The job belongs elsewhere.
    """
    if job.origin.chat_id != chat.id:
        raise UserError("jobs.not-here")


async def check_may_change(tx: Transaction, job: Job, *, person: Person, chat: Chat) -> None:
    """Refuse who may not change or cancel this job.

    Raises:
        UserError: The job belongs elsewhere, or to somebody else.
    """
    await check_sees(job, chat)
    if job.origin.person_id != person.id and not await may_lead(tx, person=person, chat=chat):
        raise UserError("jobs.not-yours", number=job.number)


async def check_may_set(tx: Transaction, *, person: Person, chat: Chat) -> None:
    """Refuse who may not change the settings of this chat.

    Raises:
        UserError: A group's settings belong to its administrators.
    """
    if not await may_lead(tx, person=person, chat=chat):
        raise UserError("jobs.administrators-only")


async def may_lead(tx: Transaction, *, person: Person, chat: Chat) -> bool:
    """Tell whether the chat is theirs: a private one, a group they administer; all are the owner's."""
    return chat.is_private or person.is_owner or await administrators.includes(tx, chat.id, person.id)
