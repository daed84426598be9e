"""Which updates were carried out: the same one twice has its effects once."""

from datetime import datetime

from storage.database import Transaction
from storage.moments import to_text


async def first_time(tx: Transaction, update_id: int, *, now: datetime) -> bool:
    """Note the update in the transaction of its effects; False when it was carried out before."""
    return (
        await tx.execute(
            "INSERT INTO update_seen (update_id, at) VALUES (?,?) ON CONFLICT DO NOTHING",
            update_id,
            to_text(now),
        )
        == 1
    )
