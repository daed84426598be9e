"""What is thrown away, and after how long; the one place that deletes rows by age.

Small bites, a transaction for each, so that no writer waits for the whole. What is kept on purpose: the
newest slot of every job, whatever its age (due is computed from it, and a yearly job would run twice), rows
that are still on their way, and tombstones (their numbers are never used again).
"""

from datetime import datetime, timedelta

from storage.database import Transaction
from storage.moments import to_text

#: Rows that one call deletes at most.
BITE = 500

DAY = timedelta(days=1)

#: (age, rule): each rule names the rows that may go, `?1` is the moment before which they are old.
RULES: tuple[tuple[timedelta, str, str], ...] = (
    # Telegram keeps an update for 24 h, and may begin its numbers anew after a week of silence.
    (2 * DAY, "update_seen", "at < ?1"),
    (30 * DAY, "outbox", "state IN ('sent', 'dead') AND created_at < ?1 AND coalesce(sent_at, '') < ?1"),
    (30 * DAY, "errand", "state <> 'waiting' AND ended_at < ?1"),
    # A wish that waits for the chat's zone waits for ever; the buttons of all others are gone by then.
    (30 * DAY, "question", "(state <> 'open' OR word <> 'zone') AND created_at < ?1"),
    (14 * DAY, "evidence", "at < ?1"),
    (90 * DAY, "seen_item", "at < ?1"),
    (
        400 * DAY,
        "run",
        """ended_at < ?1 AND state NOT IN ('requested', 'claimed', 'running', 'interrupted')
           AND (slot IS NULL
                OR slot <> (SELECT max(slot) FROM run AS newest WHERE newest.job_id = run.job_id))""",
    ),
)

#: Tables without a rowid are deleted from by their keys.
KEYS = {"evidence": "(finding_id, word)", "seen_item": "(job_id, key)"}


async def prune(tx: Transaction, *, now: datetime) -> int:
    """Delete a bite of what is too old and return how many rows went; 0 when nothing is left to delete."""
    left = BITE
    for age, table, rule in RULES:
        if left > 0:
            left -= await _bite(tx, table, rule, before=now - age, limit=left)
    return BITE - left


async def _bite(tx: Transaction, table: str, rule: str, *, before: datetime, limit: int) -> int:
    key = KEYS.get(table, "(rowid)")
    columns = key.strip("()")
    return await tx.execute(
        f"DELETE FROM {table} WHERE {key} IN (SELECT {columns} FROM {table} WHERE {rule} LIMIT ?2)",  # noqa: S608  # constants of this module
        to_text(before),
        limit,
    )
