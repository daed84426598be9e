"""The script player: what is typed line by line, and the transcript that comes of it."""

import os
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiogram import Bot

from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.script import Patience, Player, lines_of
from bot.practice.telegram.server import BotApi
from domain.clock import ManualClock
from telemetry.nursery import Nursery
from tests.practice_telegram.conftest import bot_of
from tests.practice_telegram.echo import run_echo

IMPATIENT = Patience(answer_s=0.2, wait_s=0.4)


async def lines(script: str) -> AsyncIterable[str]:
    for line in script.splitlines():
        yield line


class Played:
    """Plays scripts and keeps what was printed."""

    def __init__(self, api: BotApi, seats: dict[str, tuple[Person, Room]]) -> None:
        self.api = api
        self.seats = seats
        self.printed: list[str] = []

    async def __call__(self, script: str, *, patience: Patience | None = None, language: str = "en") -> int:
        player = Player(
            self.api, seats=self.seats, write=self.printed.append, patience=patience, language=language
        )
        return await player.play(lines(script))


@pytest.fixture
async def play(api: BotApi, kevin: Person, chat: Room) -> AsyncIterator[Played]:
    ada = api.person("Ada")
    ops = api.group("Ops", kevin, ada)
    seats = {"Kevin": (kevin, chat), "Ada": (ada, api.private_chat(ada)), "Ada in Ops": (ada, ops)}
    async with bot_of(api) as bot, Nursery() as nursery:
        nursery.start(echo(bot), name="echo")
        await api.wait_for(lambda: api.is_polled or None)
        yield Played(api, seats)


async def echo(bot: Bot) -> None:
    with suppress(RuntimeError):
        await run_echo(bot)


async def test_a_failure_its_button_and_its_log_make_a_transcript(play: Played) -> None:
    code = await play("# a comment\n\n/fail\nwait for worker\npress Logs\nwait for The log\nexpect line 3\n")

    assert code == 0
    assert play.printed[:3] == [
        "you  /fail",
        "bot 🔔 ❌ worker <i>failed</i>",
        "     line 0: <b>not bold</b>",
    ]
    assert "     [Logs] [Refresh]" in play.printed
    assert play.printed[-11:-7] == [
        "you  [Logs]",
        "bot  (short message) Here they come",
        "bot 🔔 The log",
        "     file worker.log, 40 lines",
    ]
    assert play.printed[-1] == "     ┆ … 34 more lines"


async def test_an_edit_is_marked_and_does_not_ring(play: Played) -> None:
    code = await play("/fail\npress refresh\nwait for recovered")

    assert code == 0
    assert play.printed[-1] == "bot (edit) ✅ worker recovered"


async def test_a_quiet_message_has_no_bell(play: Played) -> None:
    await play("/quiet")

    assert play.printed == ["you  /quiet", "bot  psst"]


async def test_a_reply_goes_to_the_newest_message_of_the_bot(play: Played, chat: Room) -> None:
    await play("/quiet\nreply louder")

    assert chat.messages[2].reply_to == chat.messages[1].id


async def test_a_word_after_the_sign_is_said_whatever_it_looks_like(play: Played, chat: Room) -> None:
    await play("> wait 5\nas soon as possible\ndo you hear me")

    assert [message.text for message in chat.messages if message.sender.first_name == "Kevin"] == [
        "wait 5",
        "as soon as possible",
        "do you hear me",
    ]


async def test_other_people_speak_in_their_own_chats(play: Played) -> None:
    code = await play("as Ada\n/quiet\nas Ada in Ops\n/quiet\n")

    assert code == 0
    assert play.printed == ["Ada  /quiet", "bot to Ada psst", "Ada in Ops /quiet", "bot in Ops psst"]


async def test_waiting_in_vain_ends_the_script_with_the_transcript_so_far(play: Played) -> None:
    code = await play("/quiet\nwait for thunder\nnever said", patience=IMPATIENT)

    assert code == 1
    assert play.printed == [
        "you  /quiet",
        "bot  psst",
        "Line 2: waited 0.4 s for “thunder”, and it did not come.",
    ]


async def test_what_was_said_before_the_last_deed_is_not_waited_for(play: Played) -> None:
    code = await play("/quiet\nthanks\nwait for psst", patience=IMPATIENT)

    assert code == 1


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("press Logs", "Zeile 1: Keine Nachricht hat einen Knopf „Logs“."),
        ("reply logs", "Zeile 1: Es gibt keine Nachricht des Bots, auf die man antworten könnte."),
        ("/quiet\nexpect thunder", "Zeile 2: Im Gespräch bis hier fehlt „thunder“."),
    ],
)
async def test_what_cannot_be_done_is_said_in_the_language_asked_for(
    play: Played, script: str, sentence: str
) -> None:
    code = await play(script, patience=IMPATIENT, language="de")

    assert (code, play.printed[-1]) == (1, sentence)


async def test_a_control_is_called_by_a_part_of_its_name(play: Played) -> None:
    begun: list[str] = []

    async def begin() -> None:
        begun.append("worker")

    play.api.page.offer([("api goes well", begin), ("worker crashes", begin)])
    code = await play("do worker")

    assert (code, begun, play.printed) == (0, ["worker"], ["cluster: worker crashes"])


async def test_a_wait_is_in_seconds_of_the_clock(play: Played, clock: ManualClock) -> None:
    async with Nursery() as nursery:
        nursery.start(advance_when_asked(clock, play.api), name="time passes")
        code = await play("wait 90")

    assert (code, clock.now()) == (0, datetime(2026, 11, 23, 8, 1, 30, tzinfo=UTC))


async def advance_when_asked(clock: ManualClock, api: BotApi) -> None:
    await clock.settle()
    await clock.advance(seconds=90)


async def test_a_script_is_read_from_a_file(tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text("/help\nwait 5\n", "utf-8")

    assert [line async for line in lines_of(str(script))] == ["/help", "wait 5"]


async def test_a_script_is_read_from_what_is_piped_in(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.write(writing, "/help\nköln\n".encode())
    os.close(writing)
    with os.fdopen(reading) as piped:
        monkeypatch.setattr("sys.stdin", piped)

        assert [line async for line in lines_of("-")] == ["/help", "köln"]
