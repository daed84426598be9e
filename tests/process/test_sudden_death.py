"""Killed at every step and started again: nothing is lost, nothing is done twice, no repeat is unmarked.

Each story goes on through one kill after the other: the process that is started again is killed at the next
step. What it was doing when it died is what the next one finds.
"""

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.process.place import Chat
from tests.process.town import REPEAT, Town, town

pytestmark = pytest.mark.process

#: Keeps the servers of the other stories alive meanwhile.
beside_the_others = pytest.mark.asyncio(loop_scope="package")

ROOT = Path(__file__).parents[2]
BERLIN = ZoneInfo("Europe/Berlin")

IN_A_SCHEDULE = (
    "update.in-hand",
    "update.committed",
    "run.claimed",
    "run.running",
    "run.committed",
    "run.commit",
)
IN_AN_ERRAND = ("errand.taken", "errand.settling", "delivery.edited")
IN_A_VERDICT = (
    "watch.judged",
    "watch.told",
    "delivery.taken",
    "delivery.sending",
    "delivery.sent",
)


def test_every_fault_point_of_the_code_has_its_kill() -> None:
    rooms = {path.parent for path in ROOT.glob("*/__init__.py")} - {ROOT / "tests"}
    code = "\n".join(path.read_text() for room in rooms for path in room.rglob("*.py"))
    points = set(re.findall(r"""\breach\(["']([a-z.-]+)["']\)""", code))

    assert points == {*IN_A_SCHEDULE, *IN_AN_ERRAND, *IN_A_VERDICT}


def told(chat: Chat, words: str) -> None:
    """Assert that the chat was told, and that whatever it was told again is marked."""
    texts = chat.came(words)
    unmarked = [text for text in texts if not text.startswith(REPEAT)]
    assert texts, f"lost: {words}"
    assert len(unmarked) <= 1, f"twice and not marked: {texts}"


def told_once(chat: Chat, words: str) -> None:
    assert len(chat.came(words)) == 1, chat.came(words)


def nine_o_clock(town: Town, *, days: int) -> datetime:
    moment = town.clock.now().astimezone(BERLIN) + timedelta(days=days)
    return moment.replace(hour=9, minute=0, second=0, microsecond=0)


@beside_the_others
async def test_a_schedule_survives_a_kill_at_each_of_its_steps(tmp_path: Path) -> None:
    async with town(tmp_path) as world:
        kevin = world.owner

        # What was said, in a chat without a zone: kept, asked about once, and done after the answer.
        await world.bot.start_up(FAULT_POINT="update.in-hand")
        kevin.say("/every day 9am summarize news on fusion energy")
        await world.bot.wait_for_fault("update.in-hand")
        await world.bot.start(FAULT_POINT="update.committed")
        await world.bot.wait_for_fault("update.committed")
        silence = list(kevin.sent)
        await world.bot.start(FAULT_POINT="run.claimed")
        question = await kevin.hear("In which time zone")
        card = await kevin.ask("Berlin", expect="Next:")

        # One slot, killed while it is claimed, while it runs, and when its result is safe but not sent.
        world.move_to(nine_o_clock(world, days=1))
        await world.bot.wait_for_fault("run.claimed")
        await world.bot.start(FAULT_POINT="run.running")
        await world.bot.wait_for_fault("run.running")
        await world.bot.start(FAULT_POINT="run.committed")
        await world.bot.wait_for_fault("run.committed")

        # The next slot, killed when its task is done and nothing of it is safe.
        await world.bot.start(FAULT_POINT="run.commit")
        first = await kevin.hear("fusion energy ·", after=card)
        world.move_to(nine_o_clock(world, days=1))
        await world.bot.wait_for_fault("run.commit")
        await world.bot.start_up()
        await kevin.hear("fusion energy ·", after=first)
        listed = await kevin.ask("/list", expect="1 job here")

        assert silence == []
        assert question.labels
        assert "#1" in listed.text
        for words in ("In which time zone", "Next:"):
            told_once(kevin, words)
        assert len([text for text in kevin.came("fusion energy ·") if "new of" in text]) == 2
        assert world.counted("SELECT count(*) FROM job") == 1
        assert world.counted("SELECT count(*) FROM run") == 2
        assert world.counted("SELECT count(*) FROM run WHERE state = 'ok'") == 2


@beside_the_others
async def test_a_watch_begins_once_though_killed_at_each_step_of_its_errand(tmp_path: Path) -> None:
    async with town(tmp_path) as world:
        kevin = world.owner

        # The errand is in hand; then its answer is written and not committed.
        await world.bot.start_up(FAULT_POINT="errand.taken")
        kevin.say("/watch deployment worker")
        await world.bot.wait_for_fault("errand.taken")
        await world.bot.start(FAULT_POINT="errand.settling")
        await world.bot.wait_for_fault("errand.settling")
        begun_before_it_was_safe = world.counted("SELECT count(*) FROM job")

        # It rolls out; an edit is made and not noted.
        await world.bot.start(FAULT_POINT="delivery.edited")
        await kevin.hear("#1")
        world.roll_out("worker", "worker:2.0.1")
        await world.bot.wait_for_fault("delivery.edited")
        await world.bot.start_up()
        await kevin.hear("✅")
        listed = await kevin.ask("/list", expect="1 job here")

        assert begun_before_it_was_safe == 0
        assert "#1" in listed.text
        assert world.counted("SELECT count(*) FROM job") == 1
        assert world.counted("SELECT count(*) FROM errand") == 1
        assert len([sent for sent in kevin.sent if sent.message.reply_to is not None]) == 3
        told_once(kevin, "✅ prod/worker")


@beside_the_others
async def test_a_verdict_arrives_though_killed_at_each_of_its_steps(tmp_path: Path) -> None:
    async with town(tmp_path) as world:
        kevin = world.owner
        await world.bot.start_up(FAULT_POINT=IN_A_VERDICT[0])
        watch = await kevin.ask("/watch deployment worker", expect="nothing is rolling out")
        world.roll_out("worker", "worker:2.0")
        await world.bot.wait_for_fault(IN_A_VERDICT[0])
        told_before_it_was_safe = kevin.came("❌")

        # Known and not written, written and not taken, taken and not sent, sent and not noted.
        for point in IN_A_VERDICT[1:]:
            await world.bot.start(FAULT_POINT=point)
            await world.bot.wait_for_fault(point)
        before = len(kevin.came("❌"))
        await world.bot.start_up()
        await kevin.until(lambda: len(kevin.came("❌")) > before or None)
        verdict = await kevin.hear("❌")
        await kevin.press(verdict, "Logs")
        await kevin.hear("Logs of prod/worker", after=verdict)

        assert told_before_it_was_safe == []
        assert verdict.reply_to == watch.id
        assert world.counted("SELECT count(*) FROM finding WHERE word = 'failed'") == 1
        told(kevin, "the rollout of 2.0 failed")
        assert verdict.text.startswith(REPEAT)
