"""What people trust the bot with, on a real cluster: each rollout is told as it went, once."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot.practice.telegram.values import Message
from tests.process.place import Chat
from tests.real_cluster.conftest import an_owner, kubeconfig_of
from tests.real_cluster.hands import Hands
from tests.real_cluster.manifests import NEVER_READY, NO_SUCH_TAG, STAYS, absent, deployment, job, shell, web

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.asyncio(loop_scope="package"),
    pytest.mark.usefixtures("under_way"),
]

MISSING = "'DATABASE_URL'"
#: Deployments of one pod that run well before anything is watched.
STANDING = ("updated", "crashes", "unpulled", "never-pulled", "undone", "survives")
CRASHES = f'echo "KeyError: {MISSING}" >&2; exit 3'


async def watched(
    kevin: Chat, hands: Hands, name: str, *, kind: str = "deployment", more: str = ""
) -> Message:
    """Say /watch and return the answer that names the object."""
    return await kevin.ask(f"/watch {kind} {name} -n {hands.namespace} {more}".rstrip(), expect=f"/{name}")


async def edited(kevin: Chat, watch: Message) -> None:
    """Wait until the answer shows progress."""
    await kevin.until(lambda: kevin.now(watch).text != watch.text or None)


async def document(kevin: Chat, verdict: Message, button: str) -> str:
    """Press a button of a verdict and return the file that comes."""
    await kevin.press(verdict, button)

    def look() -> Message | None:
        newer = (message for message in kevin.room.from_bot if message.id > verdict.id)
        return next((message for message in newer if message.document is not None), None)

    message = await kevin.until(look)
    assert message.document is not None
    _, content = kevin.town.telegram.world.files.find(message.document.file_id)
    return content.decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """The watches of rollouts that take their time (a soak, a registry): it runs while the other tests do."""

    first: Message
    update: Message
    unpulled: Message


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def under_way(kevin: Chat, hands: Hands, image: str, web_image: str) -> UnderWay:
    await hands.stand(*(deployment(name, shell(image, STAYS)) for name in STANDING))
    update = await watched(kevin, hands, "updated")
    await hands.set_variable("updated", "COLOUR", "green")
    await hands.make(deployment("web", web(web_image), replicas=2))
    first = await watched(kevin, hands, "web")
    unpulled = await watched(kevin, hands, "unpulled", more="strict")
    await hands.replace_container("unpulled", shell(absent(image), STAYS))
    return UnderWay(first=first, update=update, unpulled=unpulled)


async def test_a_program_that_ends_at_start_is_a_failure_with_its_words_while_the_old_one_serves(
    kevin: Chat, hands: Hands, image: str
) -> None:
    watch = await watched(kevin, hands, "crashes")
    await hands.replace_container("crashes", shell(image, CRASHES))
    verdict = await kevin.hear(f"❌ {hands.namespace}/crashes", after=watch)
    log = await document(kevin, verdict, "Logs")

    assert verdict.reply_to == watch.id
    assert "exit 3" in verdict.text
    assert f"KeyError: {MISSING}" in verdict.text
    assert "still serving" in verdict.text
    assert f"KeyError: {MISSING}" in log


async def test_an_image_that_may_not_be_pulled_is_a_failure_at_once(
    kevin: Chat, hands: Hands, image: str
) -> None:
    watch = await watched(kevin, hands, "never-pulled")
    await hands.replace_container("never-pulled", shell(absent(image), STAYS, imagePullPolicy="Never"))
    verdict = await kevin.hear(f"❌ {hands.namespace}/never-pulled", after=watch)

    assert "still serving" in verdict.text


async def test_a_job_that_ends_well_and_one_that_does_not(kevin: Chat, hands: Hands, image: str) -> None:
    await hands.make(job("import-good", shell(image, "sleep 5; echo imported", probe=None)))
    good = await watched(kevin, hands, "import-good", kind="job")
    await hands.make(job("import-bad", shell(image, "sleep 5; echo 'no such table'; exit 4", probe=None)))
    bad = await watched(kevin, hands, "import-bad", kind="job")
    done = await kevin.hear(f"✅ {hands.namespace}/import-good", after=good)
    failed = await kevin.hear(f"❌ {hands.namespace}/import-bad", after=bad)

    assert "through" in done.text
    assert "exit 4" in failed.text
    assert "no such table" in failed.text


async def test_a_rollout_that_is_taken_back_is_said_to_be_rolled_back(
    kevin: Chat, hands: Hands, image: str
) -> None:
    watch = await watched(kevin, hands, "undone")
    await hands.replace_container("undone", shell(image, STAYS, probe=NEVER_READY))
    await edited(kevin, watch)
    await hands.replace_container("undone", shell(image, STAYS))
    verdict = await kevin.hear("↩️", after=watch)

    assert verdict.reply_to == watch.id
    assert "undone" in verdict.text


async def test_a_bot_that_is_killed_in_the_middle_tells_the_end_once(
    kevin: Chat, hands: Hands, image: str
) -> None:
    watch = await watched(kevin, hands, "survives")
    await hands.set_variable("survives", "COLOUR", "blue")
    await edited(kevin, watch)
    await kevin.town.bot.kill()
    await kevin.town.bot.start_up()
    await kevin.hear(f"✅ {hands.namespace}/survives", after=watch)
    await kevin.ask("/help", expect="/watch")

    assert len([text for text in kevin.came("✅") if "survives" in text]) == 1


async def test_a_first_deployment_is_said_to_be_up(kevin: Chat, hands: Hands, under_way: UnderWay) -> None:
    up = await kevin.hear(f"✅ {hands.namespace}/web", after=under_way.first)

    assert "rolled out" in up.text
    assert up.reply_to == under_way.first.id


async def test_an_image_that_is_not_there_is_a_failure(
    kevin: Chat, hands: Hands, under_way: UnderWay
) -> None:
    verdict = await kevin.hear(f"❌ {hands.namespace}/unpulled", after=under_way.unpulled)

    assert verdict.reply_to == under_way.unpulled.id
    assert NO_SUCH_TAG in verdict.text
    assert "still serving" in verdict.text


async def test_an_update_is_waited_for_and_said_to_be_up(
    kevin: Chat, hands: Hands, under_way: UnderWay
) -> None:
    up = await kevin.hear(f"✅ {hands.namespace}/updated", after=under_way.update)

    assert "nothing is rolling out" in under_way.update.text
    assert "rolled out" in up.text
    assert up.reply_to == under_way.update.id


async def test_a_right_that_is_missing_is_named(hands: Hands, kubeconfig: str, tmp_path: Path) -> None:
    token = await hands.account_without_rights()
    limited = tmp_path / "limited"
    limited.touch(mode=0o600)
    limited.write_text(await kubeconfig_of(token, like=kubeconfig), encoding="utf-8")

    async with an_owner(tmp_path, str(limited)) as owner:
        answer = await owner.ask(f"/watch deployment hidden -n {hands.namespace}", expect=hands.namespace)

    assert "the right to get deployments" in answer.text
