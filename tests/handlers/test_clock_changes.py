"""The card of a job names the clock change that moves it, in the chat's language, and no other."""

import pytest

from tests.handlers.house import House


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "every day at 2:30 check the backup",
            "Clocks go forward: on Sun 28 Mar 2027 03:00 instead of the usual time.",
        ),
        (
            "every sunday in october at 2:30 check the backup",
            "Clocks go back: on Sun 31 Oct 2027 02:30 the first time only.",
        ),
    ],
)
async def test_the_card_names_the_clock_change_that_moves_the_job(house: House, text: str, line: str) -> None:
    await house.say("/settings timezone Europe/Berlin")

    [card] = await house.say(text)

    assert line in card.text.splitlines()


async def test_the_card_names_it_in_german(house: House) -> None:
    await house.say("/settings timezone Europe/Berlin")
    await house.say("/settings language de")

    [card] = await house.say("täglich um 2:30 Sicherung prüfen")

    assert (
        "Die Uhr wird vorgestellt: So 28. März 2027 03:00 statt zur üblichen Zeit." in card.text.splitlines()
    )


async def test_a_job_that_no_clock_change_touches_has_no_such_line(house: House) -> None:
    await house.say("/settings timezone Europe/Berlin")

    [card] = await house.say("every day at 9 water the plants")

    assert "Clocks" not in card.text


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        (
            "en",
            "on 28 march 2027 at 2:30 check the backup",
            "There is no 02:30 on that day: the clocks go forward. It becomes Sun 28 Mar 2027 03:00.",
        ),
        (
            "en",
            "on 31 october 2027 at 2:30 check the backup",
            "02:30 comes twice on that day, because the clocks go back: I take the first.",
        ),
        (
            "de",
            "am 28. März 2027 um 2:30 Uhr Sicherung prüfen",
            "02:30 gibt es an dem Tag nicht: Die Uhr wird vorgestellt. Es wird So 28. März 2027 03:00.",
        ),
    ],
)
async def test_the_card_of_one_moment_says_what_a_clock_change_makes_of_it(
    house: House, language: str, text: str, line: str
) -> None:
    await house.say("/settings timezone Europe/Berlin")
    await house.say(f"/settings language {language}")

    [card] = await house.say(text)

    assert line in card.text.splitlines()
