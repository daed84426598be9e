"""German words of the calendar: days, parts of a day, units, months, and how often."""

from typing import Any

WORKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)
WEEKDAY_NAMES = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
PART_NAMES = {
    "morgen": "morning",
    "früh": "morning",
    "vormittag": "forenoon",
    "mittag": "noon",
    "nachmittag": "afternoon",
    "abend": "evening",
    "nacht": "night",
}


def _weekdays() -> dict[str, tuple[int, ...]]:
    short = ("mo", "di", "mi", "do", "fr", "sa", "so")
    names: dict[str, tuple[int, ...]] = {
        f"{name}|{short[day]}|{short[day]}.": (day,) for day, name in enumerate(WEEKDAY_NAMES)
    }
    return names | {"sonnabend": (5,)}


def _weekdays_plural() -> dict[str, tuple[int, ...]]:
    names: dict[str, tuple[int, ...]] = {
        f"{name}s|{name}e|{name}en": (day,) for day, name in enumerate(WEEKDAY_NAMES)
    }
    return names | {
        "sonnabends": (5,),
        "werktags|wochentags|unter der woche|an werktagen|an wochentagen|werktage|werktagen|wochentage|"
        "arbeitstags|an arbeitstagen|arbeitstage|arbeitstagen|in der woche|wochentagen|werktäglich|arbeitstäglich|"
        "unter der wochen": WORKDAYS,
        "wochenends|an wochenenden|wochenenden|am wochenende immer": WEEKEND,
    }


def _dayparts() -> dict[str, tuple[tuple[int, ...], str, bool]]:
    parts: dict[str, tuple[tuple[int, ...], str, bool]] = {}
    for day, name in enumerate((*WEEKDAY_NAMES, "sonnabend")):
        for part, value in PART_NAMES.items():
            number = 5 if name == "sonnabend" else day
            parts[f"{name}{part}|{name} {part}"] = ((number,), value, False)
            parts[f"{name}{part}s|{name}s {part}s|{name} {part}s|{name}{part}e"] = ((number,), value, True)
    return parts


CALENDAR: dict[str, dict[str, Any]] = {
    "weekday": _weekdays(),
    "weekdays": _weekdays_plural(),
    "daypart": _dayparts(),
    "dayset": {
        "werktag|wochentag|arbeitstag|werktage|arbeitstage": WORKDAYS,
        "wochenende": WEEKEND,
        "wochenendtag": WEEKEND,
    },
    "weekdayof": {"werktag|arbeitstag|wochentag|werktage|arbeitstage": WORKDAYS, "wochenendtag": WEEKEND},
    "part": {
        "morgen|früh|morgens früh|frühmorgens": "morning",
        "vormittag": "forenoon",
        "mittag": "noon",
        "nachmittag": "afternoon",
        "abend": "evening",
        "nacht": "night",
        "mitternacht": "midnight",
    },
    "parts": {
        "morgens|frühs|in der früh|in der frühe|frühmorgens|des morgens": "morning",
        "vormittags": "forenoon",
        "mittags": "noon",
        "nachmittags": "afternoon",
        "abends|des abends": "evening",
        "nachts|des nachts": "night",
    },
    "partbehind": {"früh": "morning"},
    "noon": {"mitternacht": 0, "zwölf uhr mittags": 12, "mittag": 12},
    "inthe": {"am|in der|zur|zum|gegen|um|im": True},
    "unit": {
        "sekunde|sekunden|sek|sec": "second",
        "minute|minuten|min|mins|minütchen": "minute",
        "stunde|stunden|std|stdn|stündchen|h": "hour",
        "tag|tage|tagen|tages": "day",
        "woche|wochen": "week",
        "monat|monate|monaten|monats": "month",
        "quartal|quartale|quartals|vierteljahr|vierteljahre|vierteljahren": "quarter",
        "halbjahr|halbjahre|halbjahren": "halfyear",
        "jahr|jahre|jahren|jahres": "year",
        "viertelstunde|viertelstunden": "quarterhour",
        "dreiviertelstunde|dreiviertelstunden": "threequarterhour",
        "halbstunde|halbe stunde|halben stunde": "halfhour",
    },
    "unitletter": {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week"},
    "month": {
        "januar|jan|jänner|januars": 1,
        "februar|feb|feber": 2,
        "märz|mär|mrz": 3,
        "april|apr": 4,
        "mai": 5,
        "juni|jun|juno": 6,
        "juli|jul|julei": 7,
        "august|aug": 8,
        "september|sep|sept": 9,
        "oktober|okt": 10,
        "november|nov": 11,
        "dezember|dez": 12,
    },
    "special": {
        "heiligabend|heilig abend|heiliger abend": (12, 24),
        "weihnachten": (12, 25),
        "silvester|sylvester": (12, 31),
        "neujahr": (1, 1),
        "schalttag": (2, 29),
        "nikolaus": (12, 6),
    },
    "relday": {"heute": 0, "morgen": 1, "übermorgen": 2, "überübermorgen": 3},
    "relpart": {
        "heute abend|heut abend": (0, "evening"),
        "heute nacht": (0, "night"),
        "heute früh|heute morgen": (0, "morning"),
        "heute mittag": (0, "noon"),
        "heute nachmittag": (0, "afternoon"),
        "heute vormittag": (0, "forenoon"),
        "morgen früh": (1, "morning"),
        "später heute|heute später|heute noch|noch heute": (0, ""),
        "diesen abend": (0, "evening"),
    },
    "yesterday": {
        "gestern|vorgestern|letzte woche|letzten monat|letztes jahr|gestern abend|vorige woche": True
    },
    "every": {
        "jeden einzelnen|jede einzelne|jedes einzelne|jeden|jede|jedes|jeder|jedem|alle|aller|immer jeden|an jedem|an jeden|in jeder|zu jeder|zu jedem|"
        "immer alle|jeweils jeden|immer jede": 1,
        "immer|immer am|immer an|immer im|jeweils am|immer zum|immer zur|jeweils": 1,
    },
    "alle": {"alle|aller": True},
    "other": {"übernächsten|übernächste|übernächstes": 2},
    "freq": {
        "täglich|tgl|tgl.|tägl|tägl.|tagtäglich|einmal täglich|einmal am tag|einmal pro tag|1x täglich": (
            1,
            "day",
        ),
        "stündlich|stdl|stdl.|jede volle stunde|zu jeder vollen stunde|einmal pro stunde|einmal in der stunde": (
            1,
            "hour",
        ),
        "minütlich": (1, "minute"),
        "halbstündlich|halbstündig": (30, "minute"),
        "viertelstündlich": (15, "minute"),
        "dreiviertelstündlich": (45, "minute"),
        "wöchentlich|wtl|wtl.|wöch.|einmal pro woche|einmal die woche|einmal in der woche|einmal wöchentlich": (
            1,
            "week",
        ),
        "monatlich|mtl|mtl.|monatl|monatl.|einmal im monat|einmal pro monat|einmal monatlich": (1, "month"),
        "vierteljährlich|quartalsweise|dreimonatlich|einmal im quartal|einmal pro quartal": (3, "month"),
        "halbjährlich": (6, "month"),
        "jährlich|alljährlich|einmal im jahr|einmal pro jahr|einmal jährlich": (1, "year"),
        "zweistündlich": (2, "hour"),
        "dreistündlich": (3, "hour"),
        "vierstündlich": (4, "hour"),
        "sechsstündlich": (6, "hour"),
        "zwölfstündlich": (12, "hour"),
        "zweiwöchentlich|zweiwöchig|vierzehntägig|vierzehntäglich|14 tägig|14 täglich|14tägig|14-tägig|"
        "alle vierzehn tage|alle 14 tage": (2, "week"),
        "dreiwöchentlich|dreiwöchig": (3, "week"),
        "vierwöchentlich|vierwöchig": (4, "week"),
        "zweimonatlich": (2, "month"),
        "zweitägig|zweitäglich": (2, "day"),
        "zweijährlich": (2, "year"),
        "stundenweise": (1, "hour"),
    },
    "nightly": {
        "nächtlich|allnächtlich": "night",
        "allabendlich|allabends": "evening",
        "allmorgendlich": "morning",
    },
}
