"""A place that a person names becomes a zone, or several to choose from; what is no place becomes none."""

import pytest

from language.places import zone_at, zones_for

PLACES = (
    ("Berlin", "Europe/Berlin"),
    ("münchen", "Europe/Berlin"),
    ("Munich", "Europe/Berlin"),
    ("Köln", "Europe/Berlin"),
    ("koeln", "Europe/Berlin"),
    ("Wien", "Europe/Vienna"),
    ("New York", "America/New_York"),
    ("new-york", "America/New_York"),
    ("San Francisco", "America/Los_Angeles"),
    ("Mailand", "Europe/Rome"),
    ("Zürich", "Europe/Zurich"),
    ("Germany", "Europe/Berlin"),
    ("Österreich", "Europe/Vienna"),
    ("Japan", "Asia/Tokyo"),
    ("Москва", "Europe/Moscow"),
    ("Europe/Paris", "Europe/Paris"),
    ("europe/paris", "Europe/Paris"),
    ("UTC", "UTC"),
)


@pytest.mark.parametrize(("place", "zone"), PLACES)
def test_a_city_or_a_small_country_is_one_zone(place: str, zone: str) -> None:
    assert zones_for(place, "de") == (zone,)


def test_a_wide_country_leaves_a_choice() -> None:
    zones = zones_for("Brasilien", "de")

    assert len(zones) > 1
    assert "America/Sao_Paulo" in zones


@pytest.mark.parametrize("place", ["", "blub", "tomorrow", "12345", "../etc/passwd"])
def test_what_is_no_place_has_no_zone(place: str) -> None:
    assert zones_for(place) == ()


def test_a_shared_location_has_a_zone_on_land_and_at_sea() -> None:
    assert zone_at(52.52, 13.40) == "Europe/Berlin"
    assert zone_at(0.0, -30.0).startswith("Etc/")
