"""Contracts of the open sets: every command is in /help and the menus, every button has its words."""

import re
from datetime import timedelta
from importlib import resources

import pytest
from aiogram.types import BotCommand

from domain.buttons import pack
from domain.job import Job, Origin, WatchSpec
from domain.watch import Target
from errands.registry import ERRANDS
from handlers import buttons, deeds
from handlers.command import Command
from handlers.commands import COMMANDS
from handlers.menus import MOST_ENTRIES, Scope, menus, sync_menus
from jobs import creating
from jobs.creating import Asked
from messages.sentences import LANGUAGES, text
from tests.handlers.house import OWNER, House

EVERYTHING = (
    "allow at cancel cron every help history in list missed mute pause resume run settings skip start "
    "timezone watch"
)


def test_the_commands_of_the_design_are_there_and_no_others() -> None:
    assert " ".join(sorted(command.name for command in COMMANDS)) == EVERYTHING


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_has_a_usage_that_names_it_and_a_summary_that_telegram_takes(
    command: Command, language: str
) -> None:
    assert text(language, f"command.{command.name}.usage").startswith(f"/{command.name}")
    assert 3 <= len(text(language, f"command.{command.name}.summary")) <= 256


@pytest.mark.parametrize("language", LANGUAGES)
async def test_help_names_every_command(house: House, language: str) -> None:
    await house.do("UPDATE chat SET language = ?, language_set = 1 WHERE id = ?", language, OWNER)

    [said] = await house.say("/help")

    for command in COMMANDS:
        assert text(language, f"command.{command.name}.summary") in said.text


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_a_command_alone_is_answered_and_breaks_nothing(house: House, command: Command) -> None:
    said = await house.say(f"/{command.name}@nightjar_bot")

    assert len(said) == 1 or await house.errands()
    assert not any("on my side" in one.text for one in said)


@pytest.mark.parametrize("deed", deeds.DEEDS, ids=lambda deed: deed.word)
def test_a_deed_fits_into_a_button_with_a_job_and_a_row_number(deed: deeds.Deed) -> None:
    assert len(pack(deed.word, "abc123", "9" * 19).encode()) <= 64


def test_every_button_that_the_catalogue_labels_does_something() -> None:
    labels = _keys("button.") | _keys("watch.button.")

    assert {word for word in labels if not (deeds.knows(word) or buttons.knows(word))} == set()


async def test_every_errand_that_is_written_is_one_that_is_carried_out(house: House) -> None:
    carried_out = {kind.word for kind in ERRANDS}
    job = await _a_watch(house)
    [page] = await house.say("/settings")

    for deed in deeds.DEEDS:
        await house.press_raw(page, pack(deed.word, job.id))
    await house.say("/watch api")
    await house.say("how is api?")

    written = {word for word, _ in await house.errands()}
    assert len(written) >= 8
    assert written <= carried_out


def test_there_is_a_menu_for_both_kinds_of_chat_in_each_language_and_without_one() -> None:
    kinds = {(menu.scope.type, menu.language) for menu in menus()}

    assert kinds == {
        (kind, language)
        for kind in ("all_private_chats", "all_group_chats")
        for language in (None, *LANGUAGES)
    }
    assert all(0 < len(menu.entries) <= MOST_ENTRIES for menu in menus())


async def test_menus_are_written_only_when_they_differ() -> None:
    telegram = Menus()

    first = await sync_menus(telegram)
    second = await sync_menus(telegram)

    assert (first, second) == (6, 0)


class Menus:
    """Telegram's memory of menus."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str | None], list[BotCommand]] = {}

    async def get_my_commands(
        self, scope: Scope | None = None, language_code: str | None = None
    ) -> list[BotCommand]:
        assert scope is not None
        return self._kept.get((scope.type, language_code), [])

    async def set_my_commands(
        self, commands: list[BotCommand], scope: Scope | None = None, language_code: str | None = None
    ) -> bool:
        assert scope is not None
        self._kept[scope.type, language_code] = commands
        return True


def _keys(prefix: str) -> set[str]:
    files = (resources.files("messages") / "catalogue" / "en").iterdir()
    found = re.compile(rf'^msgid "{re.escape(prefix)}(?P<word>[^"]+)"', re.MULTILINE)
    return {match["word"] for file in files for match in found.finditer(file.read_text(encoding="utf-8"))}


async def _a_watch(house: House) -> Job:
    target = Target(kind="deployment", namespace="prod", name="api")
    spec = WatchSpec(target=target, until=house.clock.now() + timedelta(days=1))
    origin = Origin(chat_id=OWNER, person_id=OWNER)
    asked = Asked(origin=origin, key="update:1:0", now=house.clock.now(), most=9)
    async with house.writer.transaction() as tx:
        return await creating.watch(tx, spec, title="prod/api", asked=asked)
