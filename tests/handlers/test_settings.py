"""/settings and /timezone: one message, edited in place; places, zones, languages, quiet hours."""

from dataclasses import replace

import pytest

from handlers.dispatcher import build_dispatcher
from tests.handlers.house import FRIEND, OWNER, House


async def test_settings_are_one_message_that_its_buttons_edit(house: House) -> None:
    [page] = await house.say("/settings")

    [german] = await house.press(page, "set", argument="language=de")
    [quiet] = await house.press(german, "set", argument="quiet=22-07")

    assert page.key == german.key == quiet.key
    assert "Europe/Berlin" in page.text
    assert "Sprache: Deutsch" in german.text
    assert "22-07" in quiet.text
    assert "✓ 22-07" in [button.label for button in quiet.buttons]
    assert await house.value("SELECT quiet_until FROM chat WHERE id = ?", OWNER) == "07:00"


async def test_the_language_is_set_by_asking_for_it_and_confirmed_in_it(house: House) -> None:
    [german] = await house.say("sprich Deutsch")
    [english] = await house.say("in English please")

    assert "Sprache: Deutsch" in german.text
    assert "Language: English" in english.text
    assert await house.value("SELECT language FROM chat WHERE id = ?", OWNER) == "en"


@pytest.mark.parametrize(
    ("typed", "column", "value"),
    [
        ("/settings language german", "language", "de"),
        ("/settings quiet 22:30 - 6", "quiet_from", "22:30"),
        ("/settings namespace prod", "namespace", "prod"),
        ("/settings ns off", "namespace", ""),
        ("/settings timezone Tokyo", "zone", "Asia/Tokyo"),
        ("/settings cluster off", "context", ""),
        ("/timezone Europe/Vienna", "zone", "Europe/Vienna"),
        ("/timezone münchen", "zone", "Europe/Berlin"),
    ],
)
async def test_a_setting_can_be_typed(house: House, typed: str, column: str, value: str) -> None:
    await house.say(typed)

    assert await house.value(f"SELECT {column} FROM chat WHERE id = ?", OWNER) == value


@pytest.mark.parametrize(
    "typed",
    [
        "/settings language klingon",
        "/settings quiet always",
        "/settings quiet 25-7",
        "/settings quiet 22-22",
        "/settings namespace not;a name",
        "/settings cluster not;a name",
        "/settings colour blue",
        "/timezone Nowhere-upon-Nothing",
    ],
)
async def test_what_cannot_be_set_is_explained_and_changes_nothing(house: House, typed: str) -> None:
    before = await house.value("SELECT json_group_array(zone || language || namespace) FROM chat")

    [said] = await house.say(typed)

    assert said.report.severity == "warning"
    assert await house.value("SELECT json_group_array(zone || language || namespace) FROM chat") == before


async def test_a_typed_cluster_is_looked_up_before_it_is_set(house: House) -> None:
    answers = await house.say("/settings cluster nowhere")

    assert answers == []
    assert await house.errands() == [("choose-context", '{"name": "nowhere"}')]
    assert await house.value("SELECT context FROM chat WHERE id = ?", OWNER) == ""


async def test_the_language_follows_the_client_until_it_is_set(house: House) -> None:
    await house.let_in(FRIEND)

    [english] = await house.say("/list", person=FRIEND)
    [german] = await house.say("/list", person=FRIEND, user={"language_code": "de"})
    await house.say("/settings language en", person=FRIEND, user={"language_code": "de"})
    [chosen] = await house.say("/list", person=FRIEND, user={"language_code": "de"})

    assert "Nothing here yet" in english.text
    assert "Noch nichts da" in german.text
    assert "Nothing here yet" in chosen.text


async def test_timezone_alone_shows_the_zone_and_asks(house: House) -> None:
    [asked] = await house.say("/timezone")
    [answered] = await house.say("tokyo")

    assert "Europe/Berlin" in asked.text
    assert "zone" in asked.words
    assert answered.key == asked.key
    assert "Asia/Tokyo, where it is 20:00 now" in answered.text


async def test_a_country_with_several_zones_is_asked_back(house: House) -> None:
    [asked] = await house.say("/timezone Australia")
    [answered] = await house.press(asked, "zone", argument="Australia/Perth")

    assert len(asked.buttons) > 1
    assert answered.key == asked.key
    assert await house.value("SELECT zone FROM chat WHERE id = ?", OWNER) == "Australia/Perth"


async def test_a_location_sets_the_zone(house: House) -> None:
    [said] = await house.say(None, location={"latitude": 35.68, "longitude": 139.69})

    assert "Asia/Tokyo" in said.text


async def test_a_zone_that_does_not_exist_cannot_be_pressed(house: House) -> None:
    [asked] = await house.say("/timezone")

    await house.press_raw(asked, "j1:zone::../../etc/passwd")

    assert "no time zone" in await house.toast()
    assert await house.value("SELECT zone FROM chat WHERE id = ?", OWNER) == "Europe/Berlin"


@pytest.mark.parametrize("hours", ["99-3", "22-24:60", "7-7", "late"])
async def test_hours_that_are_none_are_repeated_as_they_were_typed(house: House, hours: str) -> None:
    [answer] = await house.say(f"/settings quiet {hours}")

    assert answer.text.startswith(f"“{hours}” is no span of hours.")


async def test_hours_with_minutes_are_shown_as_people_write_them(house: House) -> None:
    [page] = await house.say("/settings quiet 22:30-6:15")

    assert "22:30-06:15" in page.text


async def test_the_page_shows_the_cluster_that_is_meant_and_offers_those_that_are_named(house: House) -> None:
    house.rooms = replace(house.rooms, clusters=("prod", "staging", "lab-*"), namespaces=("shop", "team-*"))
    house.dispatcher = build_dispatcher(house.rooms)
    [page] = await house.say("/settings")

    [after] = await house.press(page, "set", argument="context=staging")

    offered = [button.argument for button in page.buttons if "context=" in button.argument]
    assert offered == ["context=", "context=prod", "context=staging"]
    assert "Default cluster: staging" in after.text
    assert "✓ staging" in [button.label for button in after.buttons]


async def test_one_cluster_needs_no_buttons(house: House) -> None:
    [page] = await house.say("/settings")

    assert "Default cluster: –" in page.text
    assert [button.argument for button in page.buttons if "context=" in button.argument] == []
