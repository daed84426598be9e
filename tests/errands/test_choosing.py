"""Choosing a chat's cluster: one that is not there is refused at once, with the names of those that are."""

from domain.report import Severity
from messages.sentences import text
from tests.errands.house import CHAT, House


async def context_of(house: House) -> str:
    row = await house.one("SELECT context FROM chat WHERE id = ?", CHAT)
    assert row is not None
    return str(row["context"])


async def test_a_cluster_that_is_there_is_set_and_confirmed(house: House) -> None:
    house.cluster.there = ("prod", "staging")

    answer = await house.do("choose-context", name="staging")

    assert answer.text == text("en", "settings.context-set", name="staging")
    assert answer.severity is Severity.INFO
    assert await context_of(house) == "staging"


async def test_one_that_is_not_there_is_refused_with_those_that_are(house: House) -> None:
    house.cluster.there = ("prod", "staging")
    await house.do("choose-context", name="prod")

    answer = await house.do("choose-context", name="nowhere")

    assert "“nowhere”" in answer.text
    assert "prod, staging" in answer.text
    assert answer.severity is Severity.WARNING
    assert await context_of(house) == "prod"


async def test_where_there_is_only_the_current_one_there_is_nothing_to_choose(house: House) -> None:
    answer = await house.do("choose-context", name="nowhere")

    assert answer.text == text("en", "settings.one-context", name="nowhere")
    assert await context_of(house) == ""


async def test_many_are_not_all_listed(house: House) -> None:
    house.cluster.there = tuple(f"c{number}" for number in range(30))

    answer = await house.do("choose-context", name="nowhere")

    assert "c19, …" in answer.text
    assert "c20" not in answer.text


async def test_what_is_watched_next_is_watched_there(house: House) -> None:
    house.cluster.there = ("staging",)

    await house.ask("choose-context", name="staging")
    await house.do("watch", name="later", kind="deployment", wait="1")

    job = await house.one("SELECT spec FROM job")
    assert job is not None
    assert '"context":"staging"' in str(job["spec"]).replace(" ", "")
