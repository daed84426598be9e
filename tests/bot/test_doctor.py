"""Doctor says what is there, what is missing, and what to do; it changes nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path

from pydantic import SecretStr

from bot.doctor import examine
from bot.practice.demo import SCRIPT_BEGINS, Practice, practice
from bot.practice.kubernetes.access import Denial
from bot.practice.telegram import faults
from bot.settings import Settings
from domain.job import Origin, WatchSpec
from domain.watch import Beginning, Progress, Target, WatchPhase
from domain.watchtower import FirstLook
from storage import chats, job_rows, watches
from storage.migrating import open_database


@asynccontextmanager
async def a_world() -> AsyncIterator[Practice]:
    async with practice(SCRIPT_BEGINS, speed=1.0) as world:
        yield world


async def examined(settings: Settings) -> tuple[int, str]:
    out = StringIO()
    code = await asyncio.to_thread(examine, settings, out=out)
    return code, out.getvalue()


async def test_all_is_well_in_the_practice_world() -> None:
    async with a_world() as world:
        async with open_database(world.settings.database, migrate=True):
            pass

        code, said = await examined(world.settings)

    assert code == 0
    assert {line[0] for line in said.splitlines()} == {"✓"}
    assert "@nightjar_practice_bot" in said


async def test_a_token_that_telegram_does_not_know_is_ill() -> None:
    async with a_world() as world:
        world.telegram.faults.add(faults.unauthorized(), count=None)

        code, said = await examined(world.settings)

    assert code == 1
    assert "✗ Telegram does not know this token" in said


async def test_a_missing_right_is_named() -> None:
    async with a_world() as world:
        world.kubernetes.access.denials = (Denial(verb="get", resource="pods/log"),)

        code, said = await examined(world.settings)

    assert code == 0
    assert "! The right to get pods/log in namespace prod is missing" in said


async def test_a_kind_that_is_closed_is_named_with_the_rights_that_it_lacks() -> None:
    async with a_world() as world:
        world.kubernetes.access.denials = (Denial(verb="watch", resource="jobs"), Denial(resource="nodes"))

        code, said = await examined(world.settings)

    assert code == 0
    assert "! Not watched for want of a right: job (watch jobs -n prod)" in said
    assert "cronjob (watch jobs -n prod)" in said
    assert "node (get,list,watch nodes)" in said


async def test_watches_that_cannot_see_their_cluster_are_counted(tmp_path: Path) -> None:
    target = Target(kind="deployment", namespace="prod", name="api")
    spec = WatchSpec(target=target, until=SCRIPT_BEGINS + timedelta(days=1))
    origin = Origin(chat_id=1, person_id=1, thread_id=None, message_id=1)
    look = FirstLook(
        target=target,
        beginning=Beginning.ARMED,
        outcome=Progress(phase="armed"),
        uid="u",
        baseline="{}",
        memory="{}",
    )
    path = tmp_path / "nightjar.sqlite3"
    async with open_database(path, migrate=True) as database:
        writer = await database.writer()
        async with writer.transaction() as tx:
            await chats.meet(tx, 1, kind="private", title="", language="en")
            job = await job_rows.create(
                tx,
                origin=origin,
                spec=spec,
                title="prod/api",
                now=SCRIPT_BEGINS,
                origin_key="k",
                next_due_at=None,
            )
            await watches.begin(
                tx, job=job, look=look, phase=WatchPhase.ARMED, line_key="k", now=SCRIPT_BEGINS
            )
            await watches.set_lost(tx, job.id, SCRIPT_BEGINS)

    async with a_world() as world:
        _, said = await examined(world.settings.model_copy(update={"database": path}))

    assert "! Watches that cannot see their cluster now: 1." in said


async def test_without_anything_it_says_what_to_do(tmp_path: Path) -> None:
    database = tmp_path / "none.sqlite3"
    settings = Settings(
        _env_file=None,
        telegram_bot_token=SecretStr(""),
        database=database,
        kubeconfig=str(tmp_path / "none"),
        news_feeds=(),
    )

    code, said = await examined(settings)

    assert code == 1
    assert "@BotFather" in said
    assert "No cluster can be watched" in said
    assert not database.exists()


async def test_a_telegram_that_cannot_be_reached_is_named_and_nothing_is_promised(tmp_path: Path) -> None:
    settings = Settings(
        _env_file=None,
        telegram_bot_token=SecretStr("42:abc"),
        telegram_api_base="http://127.0.0.1:9",
        database=tmp_path / "none.sqlite3",
        kubeconfig=str(tmp_path / "none"),
        news_feeds=(),
    )

    _, said = await examined(settings)

    assert "✗ Telegram cannot be reached at http://127.0.0.1:9" in said
    assert "trying again" not in said
