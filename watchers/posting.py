"""A watch's word into the outbox: to where it was asked for, and without a ring while the watch is muted."""

from datetime import datetime

from domain.report import Report
from storage import outbox
from storage.database import Transaction
from storage.outbox import Parcel, RowKind
from storage.watches import Watch


async def post(
    tx: Transaction,
    watch: Watch,
    report: Report,
    *,
    key: str,
    now: datetime,
    reply_key: str | None = None,
    silent: bool = False,
) -> None:
    """Post what the watch says, once for each key."""
    origin = watch.job.origin
    parcel = Parcel(
        key=key,
        chat_id=origin.chat_id,
        thread_id=origin.thread_id,
        report=report,
        kind=RowKind.TERMINAL,
        job_id=watch.job.id,
        reply_key=reply_key,
        silent=silent or watch.is_silent(now),
    )
    await outbox.post(tx, parcel, now=now)
