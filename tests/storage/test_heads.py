"""Who is next in each lane, asked in two ways that must agree."""

import random
from datetime import UTC, datetime, timedelta

from storage import deliveries
from storage.database import Database
from storage.moments import to_text

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def test_the_answers_asked_for_alone_are_those_among_all_heads(database: Database) -> None:
    chance = random.Random(7)  # rows, no secret
    writer = await database.writer()
    async with writer.transaction() as tx:
        for chat in range(1, 41):
            state = chance.choice(("ok", "ok", "blocked"))
            await tx.execute("INSERT INTO chat (id, kind, state) VALUES (?, 'private', ?)", chat, state)
        for number in range(600):
            await tx.execute(
                """INSERT INTO outbox (dedupe_key, chat_id, thread_id, kind, report, state, revision,
                                       not_before, message_id, created_at)
                   VALUES (?,?,?,?,'{}',?,?,?,?,'x')""",
                f"run:{number}",
                chance.randint(1, 45),
                chance.choice((None, None, 5)),
                chance.choice(("answer", "terminal", "terminal")),
                chance.choice(("pending", "pending", "sending", "unknown", "sent", "dead")),
                chance.choice((1, 1, 2)),
                chance.choice((None, None, to_text(NOON + timedelta(minutes=chance.randint(-5, 5))))),
                number,
            )

        heads = await deliveries.heads(tx, now=NOON)
        answers = await deliveries.answers(tx, now=NOON)

    assert set(answers) == {head for head in heads if head.is_answer}
    assert 5 < len(answers) < len(heads)
