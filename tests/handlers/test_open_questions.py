"""What is said after a question that was left open: an answer is taken, anything else is heard for itself."""

import pytest

from tests.handlers.house import OWNER, House, Said


async def test_thanks_are_no_answer_to_a_question(house: House) -> None:
    await house.say("/watch")

    answers = await house.say("thanks!")

    assert answers == []
    assert await house.errands() == []


async def test_a_hello_is_no_answer_to_a_question(house: House) -> None:
    await house.say("/watch")

    [answer] = await house.say("hello")

    assert answer.text.startswith("Hello P1001!")


async def test_a_question_is_over_when_the_command_was_said_again_in_full(house: House) -> None:
    await house.say("/watch")
    await house.say("/watch deployment api")

    [answer] = await house.say("worker")

    assert answer.text.startswith("I did not get that.")
    assert [word for word, _ in await house.errands()] == ["watch"]


async def test_words_that_miss_twice_do_not_pile_up(house: House) -> None:
    await house.say("/watch banana banana api")
    await house.say("😀 😀 😀")

    await house.say("/list")
    [answer] = await house.say("remind me in 20 minutes to check the oven")

    assert "Reminder: check the oven" in answer.text


async def test_an_answer_in_full_needs_nothing_of_what_missed(house: House) -> None:
    await house.say("/watch banana banana api")

    await house.say("deployment api")

    [(word, arguments)] = await house.errands()
    assert word == "watch"
    assert '"api"' in arguments


async def test_the_same_question_is_not_asked_for_ever(house: House) -> None:
    await house.say("/watch banana banana api")

    answers = [
        (await house.say(said))[-1] for said in ("😀 😀 😀", "well well well", "how is it going there")
    ]

    assert [answer.text.startswith("What shall I watch?") for answer in answers].count(True) <= 1


async def test_a_question_about_the_cluster_is_not_taken_for_the_name(house: House) -> None:
    await house.say("/watch")
    await house.say("banana banana api")

    [answer] = await house.say("how is nothing?")

    assert answer.text.startswith("Is nothing something in the cluster?")


@pytest.mark.parametrize("command", ["/every day at 9 ", "/in 20 minutes ", ""])
async def test_what_is_too_long_is_refused_with_a_sentence_and_not_cut(house: House, command: str) -> None:
    [answer] = await house.say(command + "wörd " * 500)

    assert "at most 1000 characters" in answer.text
    assert await house.jobs() == ()


async def test_nobody_has_the_number_nought(house: House) -> None:
    [answer] = await house.say("/allow 0")

    assert answer.text.startswith("Whom?")


async def test_the_answer_may_come_after_thanks(house: House) -> None:
    await house.say("/every")
    await house.say("thanks!")

    answer: Said = (await house.say("monday 9am water the plants"))[-1]

    assert "Reminder: water the plants" in answer.text
    assert len(await house.jobs(OWNER)) == 1


async def test_until_what_is_answered_with_the_condition_alone(house: House) -> None:
    [asked] = await house.say("/watch pod api until condition=")

    await house.say("condition=Ready")

    assert asked.text.startswith("Until what? Say for example: /watch pod api until condition=Ready")
    [(word, arguments)] = await house.errands()
    assert (word, '"until_condition": "Ready"' in arguments) == ("watch", True)
