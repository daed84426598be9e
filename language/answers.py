"""Concrete answers to what was left open: "soon" → "in 1 hour", "twice a week" → two named days.

Each answer is a phrase of the same language that takes the open words' place; none needs a second question.
"""

from language.parts import Count, Open
from language.reader import Reader

WHEN = {
    "en": ("in 1 hour", "in 3 hours", "tomorrow at 9"),
    "de": ("in 1 Stunde", "in 3 Stunden", "morgen um 9"),
}
RATES = {
    "en": {
        (2, "day"): ("every day at 9:00 and 18:00",),
        (3, "day"): ("every day at 8:00, 13:00 and 19:00",),
        (2, "week"): ("every monday and thursday", "every tuesday and friday"),
        (3, "week"): ("every monday, wednesday and friday",),
        (2, "month"): ("on the 1st and 15th of each month",),
    },
    "de": {
        (2, "day"): ("täglich um 9:00 und 18:00 Uhr",),
        (3, "day"): ("täglich um 8:00, 13:00 und 19:00 Uhr",),
        (2, "week"): ("jeden Montag und Donnerstag", "jeden Dienstag und Freitag"),
        (3, "week"): ("jeden Montag, Mittwoch und Freitag",),
        (2, "month"): ("am 1. und 15. jedes Monats",),
    },
}
#: More times than these nobody lists.
MOST_OF_A_DAY = 13
MOST_OF_A_MONTH = 10
SPREAD = {
    "en": {"day": "every day at {}", "week": "every {}", "month": "on the {} of each month"},
    "de": {"day": "täglich um {} Uhr", "week": "jeden {}", "month": "am {} jedes Monats"},
}
WEEKDAYS = {
    "en": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
OPEN_RATES = {"biweekly": ("every 2 weeks", RATES["en"][2, "week"][0]), "bimonthly": ("every 2 months",)}
#: What "a few" may be: minutes come in fives.
FEW = {"minute": (5, 10, 15), "hour": (2, 3, 4)}
FEW_LONGER = (2, 3)
PLURALS = {
    "en": {unit: f"{unit}s" for unit in ("minute", "hour", "day", "week", "month")},
    "de": {"minute": "Minuten", "hour": "Stunden", "day": "Tage", "week": "Wochen", "month": "Monate"},
}
EVERY = {"en": "every", "de": "alle"}


def answers(item: Open | Count, r: Reader, place: tuple[int, int]) -> tuple[str, ...]:
    """Return phrases that may stand in the place of an open one; none where it cannot be guessed."""
    language = r.lexicon.locale.code
    if language not in WHEN:
        return ()
    if isinstance(item, Count):
        rates = (item.times,) if item.times else (2, 3)
        return tuple(
            phrase
            for n in rates
            for phrase in RATES[language].get((n, item.per)) or _spread(n, item.per, language)
        )
    if item.key == "language.when-exactly":
        return WHEN[language]
    if unit := r.get(place[1] - 1, "unit"):
        return _few(item.key, str(unit.value), r, place[0])
    return OPEN_RATES.get(r.tokens[place[0]].key, ()) if item.key == "language.how-often" else ()


def _spread(n: int, per: str, language: str) -> tuple[str, ...]:
    """Return so many times of a day from 8 to 20, days of a week, or dates of a month, evenly apart."""
    if per == "day" and n <= MOST_OF_A_DAY:
        pattern, found = SPREAD[language][per], [f"{8 + 12 * i // (n - 1)}:00" for i in range(n)]
    elif per == "week" and n < len(WEEKDAYS[language]):
        pattern, found = SPREAD[language][per], list(WEEKDAYS[language][:n])
    elif per == "month" and n <= MOST_OF_A_MONTH:
        pattern, found = SPREAD[language][per], [str(1 + 28 * i // n) for i in range(n)]
        found = [f"{day}." if language == "de" else f"{day}{_ending(day)}" for day in found]
    else:
        return ()
    joint = " und " if language == "de" else " and "
    return (pattern.format(joint.join([", ".join(found[:-1]), found[-1]])),)


def _ending(day: str) -> str:
    return {"1": "st", "2": "nd", "3": "rd"}.get(day[-1], "th") if day not in {"11", "12", "13"} else "th"


def _few(key: str, unit: str, r: Reader, start: int) -> tuple[str, ...]:
    language = r.lexicon.locale.code
    plural = PLURALS[language].get(unit)
    if plural is None or (key == "language.how-long" and r.get(start, "for") and not r.get(start, "in")):
        return ()
    is_repeated = key == "language.how-often"
    ending = "n" if language == "de" and not is_repeated and plural.endswith(("ge", "te")) else ""
    opener = EVERY[language] if is_repeated else "in"
    return tuple(f"{opener} {n} {plural}{ending}" for n in FEW.get(unit, FEW_LONGER))
