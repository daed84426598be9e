"""What the buttons under a verdict show: live while it is there, else what was kept, and only of this job."""

from dataclasses import replace

import pytest

from domain.watch import Beginning, Said, Word
from domain.watchtower import Keepsake
from messages.sentences import text
from tests.errands.house import API, CHAT, OTHER_CHAT, House, seen


async def a_failing_watch(house: House, *, chat: int, name: str, log: str) -> tuple[str, str]:
    """A watch that began with a warning, whose log was kept; returns its job and the finding's number."""
    target = replace(API, name=name)
    said = Said(word=Word.ALREADY_FAILING, uid=f"uid-{name}", revision="2", cause="crash")
    house.cluster.looks = [seen(target, Beginning.ALREADY_FAILING, said)]
    house.cluster.live = (Keepsake(word="logs", name=f"{name}.log", text=log),)
    await house.do("watch", chat=chat, name=name)
    house.cluster.live = ()
    finding = await house.one("SELECT * FROM finding ORDER BY id DESC LIMIT 1")
    assert finding is not None
    return finding["watch"], str(finding["id"])


async def test_what_was_kept_is_shown_when_the_pod_is_gone_and_says_so(house: House) -> None:
    job, finding = await a_failing_watch(house, chat=CHAT, name="api", log="KeyError: 'DATABASE_URL'")

    answer = await house.do("logs", job=job, finding=finding)

    assert "KeyError: 'DATABASE_URL'" in answer.text
    assert answer.files[0].name == "api.log"
    assert text("en", "errands.read-now") not in answer.text


async def test_what_lives_is_shown_before_what_was_kept(house: House) -> None:
    job, finding = await a_failing_watch(house, chat=CHAT, name="api", log="old")
    house.cluster.live = (Keepsake(word="logs", name="api.log", text="new"),)

    answer = await house.do("logs", job=job, finding=finding)

    assert answer.files[0].text == "new"
    assert text("en", "errands.read-now") in answer.text


@pytest.mark.parametrize("number", [None, "9" * 40])
async def test_a_forged_button_does_not_open_what_was_kept_for_another_chat(
    house: House, number: str | None
) -> None:
    _, secret = await a_failing_watch(house, chat=OTHER_CHAT, name="payroll", log="salaries")
    job, _ = await a_failing_watch(house, chat=CHAT, name="api", log="mine")

    answer = await house.do("logs", job=job, finding=number or secret)

    assert [file.text for file in answer.files] == ["mine"]
