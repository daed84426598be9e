"""The pool: in order for each chat, eight at once, fifteen seconds each, once although interrupted."""

from dataclasses import replace

from domain.errors import PermanentError
from domain.report import Severity, decode_report
from messages.sentences import text
from tests.errands.house import CHAT, OTHER_CHAT, House, stands


async def test_what_a_chat_asks_is_answered_in_order(house: House) -> None:
    house.cluster.hold("api")
    slow = await house.ask("look", name="api")
    quick = await house.ask("look", name="worker")
    await house.looking("api")
    before = await house.state(quick)

    house.cluster.held.pop("api").set()
    await house.answered(quick)

    assert before == "waiting"
    answers = await house.all("SELECT dedupe_key FROM outbox ORDER BY id")
    assert [row["dedupe_key"] for row in answers] == [slow, quick]


async def test_a_slow_errand_delays_no_other_chat(house: House) -> None:
    house.cluster.hold("api")
    slow = await house.ask("look", name="api")
    await house.looking("api")

    answer = await house.do("look", chat=OTHER_CHAT, name="worker")

    assert "worker" in answer.text
    assert await house.state(slow) == "waiting"


async def test_eight_are_in_hand_at_once_and_the_ninth_follows(house: House) -> None:
    names = [f"app-{number}" for number in range(1, 10)]
    for number, name in enumerate(names, start=1):
        house.cluster.hold(name)
        await house.ask("look", chat=100 * number, name=name)
    await house.looking(*names[:8])

    house.cluster.held["app-3"].set()

    await house.looking("app-1", "app-2", *names[3:])


async def test_what_takes_too_long_ends_with_a_sentence_and_the_next_follows(house: House) -> None:
    house.cluster.hold("api")
    hangs = await house.ask("watch", name="api")
    follows = await house.ask("look", name="worker")
    await house.looking("api")

    await house.clock.advance(seconds=14)
    early = await house.state(hangs)
    await house.clock.advance(seconds=2)
    answer = await house.answered(hangs)
    await house.answered(follows)

    assert early == "waiting"
    assert answer.text == text("en", "errands.too-slow", seconds=15)
    assert answer.severity is Severity.WARNING
    assert await house.state(hangs) == "failed"
    assert await house.all("SELECT * FROM job") == ()


async def test_who_waits_is_told_that_somebody_looks_and_the_answer_edits_that(house: House) -> None:
    house.cluster.hold("api")
    key = await house.ask("look", name="api")
    await house.looking("api")
    await house.clock.advance(seconds=1)
    early = await house.one("SELECT * FROM outbox WHERE dedupe_key = ?", key)
    await house.clock.advance(seconds=1)

    row = await house.until(lambda: house.one("SELECT * FROM outbox WHERE dedupe_key = ?", key))
    house.cluster.held.pop("api").set()
    answer = await house.answered(key)

    assert early is None
    assert decode_report(row["report"]).text == text("en", "errands.looking.look", name="api")
    assert "1.4.2" in answer.text
    assert len(await house.all("SELECT * FROM outbox")) == 1
    assert (await house.answer_row(key))["revision"] == row["revision"] + 1


async def test_a_quick_answer_comes_without_a_word_before(house: House) -> None:
    key = await house.ask("look", name="api")
    await house.answered(key)

    await house.clock.advance(seconds=10)

    assert (await house.answer_row(key))["revision"] == 1


async def test_an_errand_that_was_interrupted_is_carried_out_once_by_the_next_process(house: House) -> None:
    house.cluster.hold("api")
    key = await house.ask("watch", name="api")
    await house.looking("api")
    await house.clock.advance(seconds=2)
    await house.until(lambda: house.one("SELECT * FROM outbox WHERE dedupe_key = ?", key))

    await house.die()
    house.cluster.held.pop("api").set()
    await house.start()
    answer = await house.answered(key)

    assert "#1" in answer.text
    assert len(await house.all("SELECT * FROM job")) == 1
    assert len(await house.all("SELECT * FROM outbox")) == 1


async def test_a_refusal_of_the_cluster_is_the_answer(house: House) -> None:
    house.cluster.error = PermanentError(
        "cluster.denied", verb="list", resource="deployments.apps", namespace="prod"
    )

    answer = await house.do("watch", name="api")

    assert answer.text == text(
        "en", "cluster.denied", verb="list", resource="deployments.apps", namespace="prod"
    )


async def test_a_fault_of_ours_is_said_and_stops_nobody(house: House) -> None:
    house.cluster.error = RuntimeError("a fault of ours")
    broken = await house.do("look", name="api")
    house.cluster.error = None
    after = await house.do("look", name="api")

    assert broken.text == text("en", "errands.broken")
    assert "1.4.2" in after.text


async def test_an_errand_of_another_version_is_answered_and_does_not_block_the_chat(house: House) -> None:
    unknown = await house.do("dance")
    after = await house.do("look", name="api")

    assert unknown.text == text("en", "errands.broken")
    assert "1.4.2" in after.text


async def test_the_same_errand_written_twice_is_one(house: House) -> None:
    key = await house.ask("watch", name="api")
    await house.answered(key)
    house._asked = 0

    again = await house.ask("watch", name="api")
    await house.do("look", name="api")

    assert again == key
    assert len(await house.all("SELECT * FROM job WHERE chat_id = ?", CHAT)) == 1


async def test_an_answer_that_cannot_be_stored_leaves_nothing_and_is_tried_again_later(house: House) -> None:
    async with house.writer.transaction() as tx:
        await tx.execute("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'full'); END")
    key = await house.ask("watch", name="api")
    await house.rests()
    state, jobs = await house.state(key), await house.all("SELECT * FROM job")

    async with house.writer.transaction() as tx:
        await tx.execute("DROP TRIGGER full")
    await house.clock.advance(seconds=5)
    answer = await house.answered(key)

    assert (state, jobs) == ("waiting", ())
    assert "#1" in answer.text
    assert house.cluster.finds == 2


async def test_an_answer_that_can_never_be_stored_does_not_block_the_chat_for_ever(house: House) -> None:
    house.cluster.looks = [replace(stands(), version="\ud800")]
    broken = await house.do("look", name="api")
    house.cluster.looks = [stands()]
    after = await house.do("look", name="api")

    assert broken.text == text("en", "errands.broken")
    assert "1.4.2" in after.text


async def test_a_kind_without_any_object_is_said_and_nothing_without_a_name_is_waited_for(
    house: House,
) -> None:
    house.cluster.looks = []

    watched = await house.do("watch", kind="certificates.cert-manager.io")
    looked = await house.do("look", kind="certificates.cert-manager.io")

    assert watched.actions == ()
    assert watched.text == looked.text == text("en", "errands.none-of-kind", kind="certificate")


async def test_who_waits_reads_what_is_looked_at_and_no_id(house: House) -> None:
    await house.do("watch", name="api")
    job = await house.one("SELECT id FROM job")
    assert job is not None
    house.cluster.hold("")

    key = await house.ask("report-now", job=job["id"])
    await house.looking("")
    await house.clock.advance(seconds=2)
    row = await house.until(lambda: house.one("SELECT * FROM outbox WHERE dedupe_key = ?", key))

    assert decode_report(row["report"]).text == text("en", "errands.looking.look", name="prod/api")
