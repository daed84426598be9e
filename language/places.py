"""Where a place's clocks are: cities and countries by name, in any language of the bot, and positions.

The names are CLDR's (Babel): each zone's own city and every country, plus the largest cities that have no
zone of their own. A position is looked up in tzfpy's polygons. Loaded at the first question, in about 0.2 s.
"""

from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from language.tokens import fold_german, fold_plain

LANGUAGES = ("en", "de", "es", "fr", "ru", "pt")

#: Large cities that are not the example city of their zone, in the spellings people use.
MORE_CITIES = {
    "Europe/Berlin": "munich münchen monaco munique cologne köln hamburg frankfurt stuttgart düsseldorf "
    "leipzig dresden hanover hannover nuremberg nürnberg bremen bonn essen dortmund freiburg germany",
    "Europe/Zurich": "geneva genf genève basel bern berne lausanne zürich",
    "Europe/Vienna": "graz linz salzburg innsbruck",
    "Europe/Paris": "lyon marseille toulouse nice bordeaux lille strasbourg straßburg",
    "Europe/London": "manchester edinburgh birmingham glasgow liverpool bristol leeds england scotland uk",
    "Europe/Madrid": "barcelona valencia sevilla seville bilbao malaga",
    "Europe/Rome": "milan mailand milano turin naples neapel napoli florence florenz venice venedig",
    "Europe/Amsterdam": "rotterdam utrecht eindhoven",
    "Europe/Warsaw": "krakow krakau gdansk danzig wroclaw breslau poznan",
    "Europe/Lisbon": "porto",
    "Europe/Moscow": "petersburg",
    "Europe/Istanbul": "ankara izmir",
    "America/New_York": "boston washington miami philadelphia atlanta nyc baltimore orlando pittsburgh",
    "America/Chicago": "houston dallas austin minneapolis nashville milwaukee",
    "America/Denver": "boulder albuquerque",
    "America/Los_Angeles": "seattle portland sacramento oakland la sf",
    "America/Toronto": "montreal ottawa quebec",
    "America/Vancouver": "victoria",
    "America/Edmonton": "calgary",
    "America/Sao_Paulo": "brasilia curitiba",
    "America/Mexico_City": "guadalajara cdmx",
    "Asia/Kolkata": "delhi mumbai bombay bangalore bengaluru chennai hyderabad pune",
    "Asia/Shanghai": "beijing peking pekín pékin shenzhen guangzhou hangzhou",
    "Asia/Tokyo": "osaka kyoto nagoya",
    "Asia/Dubai": "sharjah",
    "Asia/Jerusalem": "haifa",
    "Asia/Ho_Chi_Minh": "hanoi saigon",
    "Australia/Sydney": "canberra",
    "Africa/Johannesburg": "pretoria durban",
}
PHRASES = {
    "san francisco": "America/Los_Angeles",
    "san diego": "America/Los_Angeles",
    "silicon valley": "America/Los_Angeles",
    "las vegas": "America/Los_Angeles",
    "new delhi": "Asia/Kolkata",
    "tel aviv": "Asia/Jerusalem",
    "cape town": "Africa/Johannesburg",
    "st petersburg": "Europe/Moscow",
    "rio de janeiro": "America/Sao_Paulo",
    "abu dhabi": "Asia/Dubai",
    "the hague": "Europe/Amsterdam",
    "den haag": "Europe/Amsterdam",
    "salt lake city": "America/Denver",
    "new orleans": "America/Chicago",
    "san antonio": "America/Chicago",
    "washington dc": "America/New_York",
    "frankfurt am main": "Europe/Berlin",
}


def _folds(name: str) -> set[str]:
    cleaned = " ".join(name.replace("_", " ").replace("-", " ").replace(".", "").split())
    return {fold_plain(cleaned), fold_german(cleaned)}


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    """Return the zones by folded name: cities first, countries where no city has the name."""
    table: dict[str, tuple[str, ...]] = {}
    zones = available_timezones()
    for language in LANGUAGES:
        table.update(_countries(language, zones))
    for zone in sorted(get_global("zone_territories")):
        if zone in zones:
            table.update(dict.fromkeys(_folds(zone.rsplit("/", 1)[-1]), (zone,)))
    for language in LANGUAGES:
        for zone, names in Locale.parse(language).time_zones.items():
            if zone in zones and "city" in names and not zone.startswith("Etc/"):
                table.update(dict.fromkeys(_folds(names["city"]), (zone,)))
    for zone, cities in MORE_CITIES.items():
        for city in cities.split():
            table.update(dict.fromkeys(_folds(city), (zone,)))
    table.update({name: (zone,) for name, zone in PHRASES.items()})
    return table


@lru_cache(maxsize=1)
def _by_case() -> dict[str, str]:
    """Return the zones by their name in small letters; asking the system for them takes milliseconds."""
    return {zone.lower(): zone for zone in available_timezones()}


def _countries(language: str, zones: set[str]) -> dict[str, tuple[str, ...]]:
    territory_zones = get_global("territory_zones")
    table: dict[str, tuple[str, ...]] = {}
    for territory, name in Locale.parse(language).territories.items():
        found = tuple(zone for zone in territory_zones.get(territory, ()) if zone in zones)
        if found and len(territory) == 2:
            table.update(dict.fromkeys(_folds(name), _distinct(found)))
    return table


def _distinct(zones: tuple[str, ...]) -> tuple[str, ...]:
    """Return one zone where CLDR lists several that Germany-like countries share today."""
    return zones[:1] if zones[0] == "Europe/Berlin" else zones


def zones_for(place: str, language: str = "en") -> tuple[str, ...]:
    """Return the zones a place may be in: one for a city, several for a wide country, none when unknown.

    Args:
        place: A city, a country or an IANA name, in any of the bot's languages.
        language: The language it is most likely typed in; decides how umlauts are read.
    """
    cleaned = place.strip().strip("/")
    if (exact := _by_case().get(cleaned.replace(" ", "_").lower())) and (
        "/" in exact or exact in {"UTC", "GMT"}
    ):
        return (exact,)
    table = _table()
    folds = sorted(_folds(cleaned), reverse=language == "de")
    return next((table[fold] for fold in folds if fold in table), ())


def zone_at(latitude: float, longitude: float) -> str:
    """Return the zone of a position; seas have theirs as well."""
    import tzfpy  # noqa: PLC0415  # unpacks its polygons when imported

    return str(tzfpy.get_tz(longitude, latitude) or "Etc/UTC")
