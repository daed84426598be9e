"""Which job is meant: a number, a part of a name, the message replied to, or a button's id."""

from domain.errors import UserError
from domain.job import Job, WatchSpec
from language.intents import JobRef
from storage import job_rows
from storage.chats import Chat
from storage.database import Transaction


async def by_id(tx: Transaction, job_id: str, *, chat: Chat) -> Job:
    """Return the job that a button of this chat names.

    Raises:
        UserError: There is no such job here (any more).
    """
    try:
        job = await job_rows.get(tx, job_id)
    except LookupError as error:
        raise UserError("jobs.gone") from error
    if job.origin.chat_id != chat.id:
        raise UserError("jobs.not-here")
    return job


async def candidates(tx: Transaction, ref: JobRef, *, chat: Chat) -> tuple[Job, ...]:
    """Return the jobs that the words can mean: exactly one for a number, all living ones for no words at all.

    Raises:
        UserError: None fits; the sentence says what to do instead.
    """
    if ref.number is not None:
        return (await by_number(tx, ref.number, chat=chat),)
    living = tuple(await job_rows.list_living(tx, chat.id))
    if not living:
        raise UserError("jobs.none")
    if ref.name is None:
        return living
    found = tuple(job for job in living if _is_called(job, ref.name))
    if not found:
        raise UserError("jobs.no-name", name=ref.name)
    exact = tuple(job for job in found if job.title.casefold() == ref.name.casefold())
    return exact if len(exact) == 1 else found


async def by_number(tx: Transaction, number: int, *, chat: Chat) -> Job:
    """Return the chat's job with this number, whatever its state.

    Raises:
        UserError: There was never such a number here.
    """
    job = await job_rows.by_number(tx, chat.id, number)
    if job is None:
        raise UserError("jobs.no-number", number=number)
    return job


def _is_called(job: Job, name: str) -> bool:
    target = f"{job.spec.target.kind} {job.spec.target}" if isinstance(job.spec, WatchSpec) else ""
    known = f"{job.title} {target}".casefold()
    return all(word in known for word in name.casefold().split())
