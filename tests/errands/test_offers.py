"""What an errand asks back: every question stays open until its own button is pressed."""

from dataclasses import replace

from tests.errands.house import API, House, stands


async def test_each_of_two_questions_can_be_answered(house: House) -> None:
    web = replace(API, name="web")
    house.cluster.looks = [stands(replace(it, namespace=where)) for it in (API, web) for where in ("a", "b")]
    first, second = await house.ask("watch", name="api"), await house.ask("watch", name="web")
    await house.answered(first)
    await house.answered(second)

    asked = [await house.question(key) for key in (first, second)]

    assert [question and question[1]["name"] for question in asked] == ["api", "web"]


async def test_each_of_two_things_that_are_not_there_can_be_waited_for(house: House) -> None:
    first, second = await house.ask("watch", name="db"), await house.ask("watch", name="web")
    await house.answered(first)
    await house.answered(second)

    asked = [await house.question(key) for key in (first, second)]

    assert [question and question[1]["name"] for question in asked] == ["db", "web"]
