"""German. Words are spelled with umlauts here; "ae", "oe", "ue" and "ss" are understood as well."""

from fractions import Fraction
from typing import Any

from language.lexicon import Locale, Spoken
from language.locales.de_which import WHICH
from language.tokens import fold_german

ONES = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    "siebzehn achtzehn neunzehn"
).split()
TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
ORDINAL_STEMS = (
    "erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft dreizehnt vierzehnt fünfzehnt "
    "sechzehnt siebzehnt achtzehnt neunzehnt"
).split()
ENDINGS = ("e", "en", "er", "es", "em")
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


def _head(one: int) -> str:
    return "ein" if one == 1 else ONES[one]


def _numbers() -> dict[str, int]:
    numbers = {word: value for value, word in enumerate(ONES)}
    for tens, word in enumerate(TENS, 2):
        numbers[word] = tens * 10
        for one in range(1, 10):
            numbers[f"{_head(one)}und{word}"] = tens * 10 + one
    return numbers | {"zwo": 2, "hundert|einhundert": 100, "ein dutzend|dutzend": 12}


def _inflected(stem: str) -> str:
    return "|".join(stem + ending for ending in ENDINGS)


def _ordinals() -> dict[str, int]:
    ordinals = {_inflected(stem): value for value, stem in enumerate(ORDINAL_STEMS, 1)}
    for tens, word in ((20, "zwanzig"), (30, "dreißig")):
        ordinals[_inflected(f"{word}st")] = tens
        for one in range(1, 10):
            ordinals[_inflected(f"{_head(one)}und{word}st")] = tens + one
    ordinals[_inflected("siebent")] = 7
    for value, stem in (
        (-1, "letzt"),
        (-2, "vorletzt"),
        (-2, "zweitletzt"),
        (-3, "drittletzt"),
        (-3, "vorvorletzt"),
        (-4, "viertletzt"),
        (-5, "fünftletzt"),
        (-6, "sechstletzt"),
        (-7, "siebtletzt"),
    ):
        ordinals[_inflected(stem)] = value
    return ordinals


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


WORDS: dict[str, dict[str, Any]] = {
    "number": _numbers(),
    "ordinal": _ordinals(),
    "one": {"ein|eine|einer|einem|einen|eines|ner|ne|nem|nen": 1},
    "half": {"halbe|halben|halber|halbes|einhalb": True},
    "andhalf": {"einhalb|und eine halbe|und einhalb|und ein halb|und eine halbe": Fraction(1, 2)},
    "mixed": {
        "anderthalb|eineinhalb|einundeinhalb": Fraction(3, 2),
        "zweieinhalb|zweiundeinhalb": Fraction(5, 2),
        "dreieinhalb": Fraction(7, 2),
        "viereinhalb": Fraction(9, 2),
        "fünfeinhalb": Fraction(11, 2),
        "sechseinhalb": Fraction(13, 2),
        "siebeneinhalb": Fraction(15, 2),
        "eineinviertel": Fraction(5, 4),
    },
    "quarterof": {"viertel": Fraction(1, 4), "dreiviertel|drei viertel": Fraction(3, 4)},
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
    "openfreq": {"halbwöchentlich|halbmonatlich": True},
    "per": {"am|pro|im|die|in der|jede|jeden|täglich|wöchentlich|monatlich|jährlich|je": True},
    "once": {
        "einmal": 1,
        "zweimal": 2,
        "dreimal": 3,
        "viermal": 4,
        "fünfmal": 5,
        "sechsmal": 6,
        "siebenmal": 7,
        "achtmal": 8,
        "neunmal": 9,
        "zehnmal": 10,
        "zwölfmal": 12,
        "zwanzigmal": 20,
    },
    "times": {"mal|x|male": True},
    "severaltimes": {"mehrmals|mehrfach|öfter|öfters|häufiger|etliche male|einige male": True},
    "at": {
        "um|@|ab um|so um|gegen|so gegen|um ca|um ca.|um etwa|um ungefähr|um circa|ca. um|etwa um|"
        "ungefähr um|punkt|um punkt|um genau|pünktlich um|kurz um|zirka um|"
        "um rund": True
    },
    "on": {
        "am|an|zum|im|in der|den|der|des|dem|die|an den|an dem|jeweils am|jeweils|das|auf|bei|in|zur|"
        "an einem|am jeweils|immer am": True
    },
    "the": {"der|die|das|den|dem": True},
    "in": {
        "in|nach|binnen|innerhalb von|in ca|in ca.|in etwa|in ungefähr|in circa|in genau|in rund|"
        "in spätestens": True
    },
    "fromnow": {"ab jetzt|von jetzt an|später|ab heute": True},
    "fromday": {"ab|nach|von": True},
    "from": {
        "ab|ab dem|beginnend|beginnend am|beginnend ab|beginnend mit|startend|von|vom|von der|vom dem|"
        "ab kommendem|angefangen|anfangend|angefangen am|los geht es am|erstmals|erstmals am|start|start am|"
        "beginn|beginn am|ab der|ab den|erstmalig am|zum ersten mal am|das erste mal am|startet am|"
        "beginnend um|startend um|startend am|gültig ab": True
    },
    "opensince": {"ab jetzt|ab sofort|von jetzt an|ab heute": True},
    "until": {
        "bis|bis zum|bis einschließlich|bis inklusive|bis inkl|bis inkl.|bis spätestens|bis zur|bis am|"
        "bis um|bis einschließlich zum|bis einschl|bis und mit|bis dem|bis zu": True
    },
    "inclusive": {"einschließlich|inklusive|inkl|inkl.|einschl|einschl.": True},
    "onwards": {"an": True},
    "openuntil": {
        "bis auf weiteres|bis ich stopp sage|bis ich stop sage|bis ich halt sage|bis auf widerruf|"
        "bis ich es abbreche|bis ich es beende|bis ich abbreche|für immer|dauerhaft|unbegrenzt|"
        "bis ich nein sage|bis ich was anderes sage|bis ich es stoppe|bis ich absage|"
        "bis ich sage dass es reicht": True
    },
    "to": {"bis|-|–|—|bis zum|‑": True},
    "between": {"zwischen|zwischen dem|zwischen den": True},
    "window": {"von|zwischen|ab": True},
    "except": {
        "außer|außer am|außer an|außer im|außer den|ausgenommen|ausgenommen am|ohne|nur nicht|nur nicht am|"
        "nicht am|aber nicht|aber nicht am|bis auf|mit ausnahme von|mit ausnahme|außer in der|außer zum|"
        "abgesehen von|nicht aber|jedoch nicht|jedoch nicht am|aber nicht an|ausser|ausser am": True
    },
    "and": {"und|&|+|sowie|als auch|und auch|und dann": True, "/": True},
    "or": {"oder|entweder": True},
    "for": {
        "für|für die nächsten|für die kommenden|die nächsten|die kommenden|in den nächsten|in der nächsten|in der kommenden|"
        "in den kommenden|während der nächsten|lang": True
    },
    "forlong": {"lang|über": True},
    "forcount": {
        "für|für die nächsten|die nächsten|an den nächsten|nur|die kommenden|an den kommenden|"
        "insgesamt|genau": True
    },
    "next": {"nächsten|nächste|nächster|nächstes|nächstem": "next"},
    "this": {"diesen|diese|dieser|dieses|diesem|kommenden|kommende|kommender|kommendes|kommendem": "this"},
    "last": {"letzten|letzte": True},
    "ofmonth": {
        "im monat|des monats|jeden monats|eines jeden monats|in jedem monat|jedes monats|jeden monat|"
        "eines monats|pro monat|monatlich|vom monat|aller monate": "every",
        "dieses monats|diesen monats|diesen monat|in diesem monat": "this",
        "nächsten monat|nächsten monats|im nächsten monat|kommenden monat|des nächsten monats|"
        "kommenden monats|im kommenden monat|des kommenden monats": "next",
    },
    "ofquarter": {
        "im quartal|des quartals|jeden quartals|jedes quartals|in jedem quartal|eines jeden quartals|"
        "pro quartal|eines quartals|jedes quartal": "every",
        "dieses quartals|diesen quartals": "this",
        "nächsten quartals|des nächsten quartals": "next",
    },
    "ofyear": {
        "im jahr|des jahres|jedes jahr|jeden jahres|in jedem jahr|jedes jahres|eines jahres|"
        "eines jeden jahres": "every",
        "dieses jahres|dieses jahr|diesen jahres|in diesem jahr": "this",
        "nächstes jahr|nächsten jahres|im nächsten jahr": "next",
    },
    "of": {"im|des|in": True},
    "endof": {
        "ende|am ende|zum ende|am ende des|ende des|zum ende des|am ende der|ende der": -1,
        "anfang|am anfang|zum anfang|am anfang des|anfang des|zu beginn des|beginn des|zu beginn|am beginn des|"
        "zum beginn des|am anfang der|anfang der": 1,
    },
    "endword": {
        "monatsende|monatsendes|monatsultimo|ultimo": ("month", -1),
        "monatsanfang|monatsbeginn|monatserster|monatsersten": ("month", 1),
        "quartalsende": ("quarter", -1),
        "quartalsanfang|quartalsbeginn": ("quarter", 1),
        "jahresende": ("year", -1),
        "jahresanfang|jahresbeginn": ("year", 1),
        "wochenanfang|wochenbeginn": ("week", 1),
    },
    "period": {
        "monats|jeden monats|monat|jedes monats|jeden monat|eines jeden monats|eines monats|des monats": (
            "month",
            "every",
        ),
        "dieses monats|diesen monats|diesen monat": ("month", "this"),
        "nächsten monats|nächsten monat|kommenden monats": ("month", "next"),
        "jahres|jeden jahres|jedes jahres|des jahres": ("year", "every"),
        "dieses jahres": ("year", "this"),
        "nächsten jahres": ("year", "next"),
        "quartals|jeden quartals|jedes quartals|des quartals|jedes quartal": ("quarter", "every"),
        "dieses quartals": ("quarter", "this"),
        "woche|der woche|jeder woche": ("week", "every"),
        "dieser woche": ("week", "this"),
        "nächster woche|nächste woche|der nächsten woche": ("week", "next"),
    },
    "dayof": {"tag|kalendertag": True},
    "meridiem": {"am|a.m.": 0, "pm|p.m.": 12},
    "uhr": {"uhr|h|uhr genau|u": True},
    "minutemark": {
        "nach|minuten nach|nach der vollen stunde|minuten nach der vollen stunde|min nach|nach der vollen|"
        "minuten nach der vollen|minuten nach voll": 1,
        "vor|minuten vor|vor der vollen stunde|minuten vor der vollen stunde|min vor|vor der vollen|"
        "minuten vor der vollen": -1,
    },
    "minutefixed": {
        "halb|zur halben stunde": 30,
        "viertel nach": 15,
        "viertel vor|dreiviertel": 45,
        "zur vollen stunde|zur vollen|zur ganzen stunde": 0,
    },
    "minuteat": {"minute|zur minute|in minute": True},
    "noise": {
        "und zwar|zwar|ungefähr|etwa|ca|ca.|circa|rum|herum|so|genau|punkt|pünktlich|rund|immer|jeweils|bitte|dann|nur|mal|doch|"
        "spätestens|früh genug|noch|zirka|in etwa|gegen|oder so|stets|ortszeit|regelmäßig|exakt|schon|erst|"
        "bereits|wieder|eben|halt|wiederholt|wiederkehrend|wiederhole": True
    },
    "measure": {
        "km|kg|mg|ml|cl|dl|cm|mm|gb|mb|tb|kb|euro|eur|cent|prozent|grad|kcal|watt|kwh|kw|kilometer|meter|"
        "liter|gramm|kilo": True
    },
    "sincepast": {"von|vom|seit": True},
    "than": {"als": True},
    "namely": {"und zwar": True},
    "occasion": {
        "vor der arbeit|nach der arbeit|nach feierabend|vor der schule|nach der schule|vor dem frühstück|"
        "nach dem frühstück|zum frühstück|vor dem essen|nach dem essen|zum essen|vor dem mittagessen|"
        "nach dem mittagessen|vor dem abendessen|nach dem abendessen|vor dem schlafen|vor dem schlafengehen|"
        "vorm schlafen|vorm schlafengehen|vorm essen|nach dem aufstehen|vor dem zubettgehen|im büro|zu hause": True
    },
    "time": {"zeit|ortszeit": True},
    "openamount": {
        "ein paar|paar|einige|einigen|mehrere|mehreren|wenige|wenigen|etliche|etlichen|manche|viele|"
        "vielen|x|n|einer handvoll|eine handvoll": True
    },
    "openday": {
        "bald|demnächst|irgendwann|gelegentlich|später|nachher|ab und zu|ab und an|hin und wieder|von zeit zu zeit|"
        "manchmal|regelmäßig|öfter|öfters|oft|häufig|eines tages|mal wieder|in kürze|in bälde|zwischendurch|"
        "irgendwann mal|dann und wann|alle naselang|immer wieder|immer mal wieder|bei gelegenheit|zeitnah|"
        "in absehbarer zeit|alle jubeljahre|so bald wie möglich|möglichst bald|sobald wie möglich|"
        "in nächster zeit|in regelmäßigen abständen|die tage|dieser tage|ein andermal|mehrmals": True
    },
    "behind": {"rum|herum|oder so|pünktlich|spätestens|ortszeit|genau|in etwa": True},
    "please": {"bitte|bitte schön|doch bitte|bitte mal|mal bitte|mal": True},
    "thanks": {
        "danke|danke dir|danke schön|dankeschön|vielen dank|besten dank|danke im voraus|merci|thx|lg|"
        "danke sehr|vielen lieben dank|bot|ok|okay|wenn möglich|falls möglich|wenn es geht|wenn du kannst|"
        "ja|gruß|nightjar|das wäre toll|das wäre super|tschüss": True
    },
    "forecast": {
        "vorhersage|wettervorhersage|wetter|wetterbericht|prognose|ausblick|plan|speiseplan|termine|"
        "kalender|aussichten|veranstaltungen": True
    },
    "wanting": {
        "ich brauche|ich möchte|ich will|ich hätte gern|ich hätte gerne|wir brauchen|wir möchten|ich muss": True
    },
    "being": {
        "ist|sind|war|waren|wird|werden|wurde|wurden|hat|haben|hatte|hatten|bin|bist|scheint|wirkt|"
        "geht|ging|läuft|lief|hängt|hing|fehlt|gab": True
    },
    "question": {"was|wer|warum|wie|wo|welche|welcher|welches|wann|ist|sind|war|hat|habe|haben|wieso": True},
    "untiltoday": {
        "für den rest des tages|den rest des tages|bis zum ende des tages|bis ende des tages|bis tagesende|"
        "bis zum tagesende|bis heute abend": True
    },
    "forlead": {"für|für den|für die": True},
    "article": {
        "der|die|das|den|dem|des|ein|eine|einen|einem|einer|mein|meine|meinen|unser|unsere|dein|seine|"
        "vom|beim|fürs|vors|übers": True
    },
    "cron": {"cron|crontab|cronausdruck|cron ausdruck": True},
    "inaweek": {
        "in einer woche|in 1 woche|über eine woche": 1,
        "in zwei wochen|in 2 wochen|in 14 tagen": 2,
        "in drei wochen|in 3 wochen": 3,
        "in acht tagen|in 8 tagen": 1,
    },
    "weekof": {
        "nächste woche|kommende woche|in der nächsten woche|der nächsten woche|nächster woche|"
        "in der kommenden woche|der kommenden woche": 1,
        "diese woche|in dieser woche|dieser woche": 0,
        "übernächste woche|übernächster woche|in der übernächsten woche": 2,
    },
    "zone": {
        "utc|gmt|weltzeit|z": "UTC",
        "mez|mesz|cet|cest|mitteleuropäische zeit|mitteleuropäischer zeit|deutscher zeit|deutsche zeit": "Europe/Berlin",
        "oez|osteuropäischer zeit|eet|eest": "Europe/Helsinki",
        "westeuropäischer zeit|wez": "Europe/Lisbon",
        "britischer zeit|englischer zeit|bst": "Europe/London",
        "ostküstenzeit|eastern|eastern time|est|edt|et|us-ostküstenzeit|ostküste": "America/New_York",
        "westküstenzeit|pacific|pacific time|pst|pdt|pt|us-westküstenzeit": "America/Los_Angeles",
        "central time|cst|cdt": "America/Chicago",
        "mountain time|mst|mdt": "America/Denver",
        "japanischer zeit|jst": "Asia/Tokyo",
        "indischer zeit|ist": "Asia/Kolkata",
        "moskauer zeit|msk": "Europe/Moscow",
        "türkischer zeit": "Europe/Istanbul",
        "griechischer zeit": "Europe/Athens",
        "finnischer zeit": "Europe/Helsinki",
        "portugiesischer zeit": "Europe/Lisbon",
        "schweizer zeit": "Europe/Zurich",
        "österreichischer zeit": "Europe/Vienna",
        "französischer zeit": "Europe/Paris",
        "spanischer zeit": "Europe/Madrid",
        "polnischer zeit": "Europe/Warsaw",
        "koreanischer zeit": "Asia/Seoul",
    },
}

SPOKEN = (
    Spoken(pattern="{m} minuten vor halb {h}", base=-30, sign=-1),
    Spoken(pattern="{m} minuten nach halb {h}", base=-30, sign=1),
    Spoken(pattern="{m} vor halb {h}", base=-30, sign=-1),
    Spoken(pattern="{m} nach halb {h}", base=-30, sign=1),
    Spoken(pattern="kurz? halb {h}", base=-30),
    Spoken(pattern="viertel nach {h}", base=15),
    Spoken(pattern="viertel vor {h}", base=-15),
    Spoken(pattern="dreiviertel {h}", base=-15),
    Spoken(pattern="drei viertel {h}", base=-15),
    Spoken(pattern="viertel {h}", base=-45),
    Spoken(pattern="{m} minuten nach {h}", sign=1),
    Spoken(pattern="{m} minuten vor {h}", sign=-1),
    Spoken(pattern="{m} nach {h}", sign=1),
    Spoken(pattern="{m} vor {h}", sign=-1),
)

LOCALE = Locale(
    code="de",
    fold=fold_german,
    words=WORDS,
    spoken=SPOKEN,
    which=WHICH,
    lookalikes=(
        "starten startest gestartet neustarten fieber feier feuer regen pollen lieder spieler fenster zimmer kerze kerzen nachbar freibad abende kochen "
        "legen jedi allee "
        "sag sage mag lag tag frag trag mal male malen wache wach woche wochen wocher mache macht nacht acht "
        "achte achten nachts sacht lacht sachen machen wachen lachen zeigen zeit zeiten seit seite heute beute "
        "leute heut haut haus maus minus monate monteur mond montage mantel mittel mitte mitten sitte bitte bitten "
        "abend abends abendessen haben habe gabe stunde stunden gestunden runde runden kunde kunden hunde hund "
        "stand stund grund bund und oder aber außen auto autos außerdem letzte letzter letzten fetzen setzen hetzen "
        "erste ersten ernten essen dritte schritte tritte viertel virtuell hier vier bier tier ihr uhr ur uhren "
        "um am im an in ein eine einen einer einem eines kein keine eins einst meins deins sein seine neun neue "
        "neuen neues neu zehn zeh zahn zahl zahlen zehen sehen gehen stehen elf elfe drei frei brei dein mein "
        "zwei zweig zweige sechs sex acht sieben lieben leben geben schieben fünf fünfer morgen sorgen borgen "
        "sorge margen jahr jahre haar haare bar klar war wahr paar april mai mais juni juli august oktober jan "
        "dez mark markt märkte merk merke merken märz herz schmerz marz april frei frist friss freitag samt "
        "samstag sonne sonnen sonst sonnig sonntag dienst dienste dienstag donner donnerstag mittwoch noch nach "
        "doch dich mich sich nicht nichts sicht licht pflicht montag antrag auftrag vertrag beitrag prüf prüfe "
        "täglich möglich tagelich fraglich jede jeder jeden jedoch reden beide beiden jenen jene denen eden "
        "leiden baden boden laden bis bist biss bus von vom vor für fuer früh fruh frisch brüh ruhe monatliche "
        "wochenende wochenenden wochenmarkt wochenplan tagesplan tagesordnung tagesschau mittags mittagessen mittagspause "
        "halb halbe halbes halten hal halt kalb alle alles allein falle halle halb ball bald kalt wald wieder "
        "wider werk werke werkzeug werktag wetter vetter blätter später weiter weitere arbeit arbeiten jemand "
        "niemand minze minister erinnere erinner erinnern erinnerung frage fragen tagen tragen sagen lagen "
        "wagen nagen magen klagen woran wann wenn dann denn den wem weg wege tee see schnee idee ende enden "
        "wende hände anfang anfangen monatsmiete miete mieten bieten nieten schick blick stück zurück "
        "stündlich gründlich mündlich pünktlich endlich freundlich letztlich jährlich ehrlich gefährlich"
    ),
    times_for=(
        "viel wenig genug keine mehr etwas weniger meine deine seine ihre unsere eure die der eine zur "
        "zu tee eltern lauf frei lese spiel schlaf bau lade mahl fasten essens koch kaffee warte fahr "
        "flug reise schul ruhe aus halb teil voll vor neben zwischen uhr jahres tages abend mittags "
        "arbeits frueh spaet familien kinder"
    ),
    frames=(
        "erinnere mich daran dass …",
        "erinnere mich daran, dass …",
        "erinnere mich daran: …",
        "erinnere mich daran …",
        "erinnere mich bitte daran …",
        "erinnere mich dran …",
        "erinnere mich an …",
        "erinnere mich ans …",
        "erinnere mich dass …",
        "erinnere mich, dass …",
        "erinnere mich …",
        "erinner mich daran dass …",
        "erinner mich daran, dass …",
        "erinner mich daran …",
        "erinner mich dran …",
        "erinner mich an …",
        "erinner mich ans …",
        "erinner mich dass …",
        "erinner mich …",
        "erinnere uns daran dass …",
        "erinnere uns daran …",
        "erinnere uns an …",
        "erinnere uns …",
        "daran erinnern dass …",
        "daran erinnern, dass …",
        "daran erinnern …",
        "mich daran erinnern dass …",
        "mich daran erinnern, dass …",
        "mich daran erinnern …",
        "mich an … erinnern",
        "mich ans … erinnern",
        "an … erinnern",
        "ans … erinnern",
        "du mich daran erinnern …",
        "du mich an … erinnern",
        "denk daran …",
        "denk dran …",
        "denke daran …",
        "lass mich nicht vergessen …",
        "lass mich nicht vergessen dass …",
        "lass mich … nicht vergessen",
        "stell mir eine erinnerung für …",
        "stell eine erinnerung für …",
        "stelle eine erinnerung für …",
        "stell mir eine erinnerung …",
        "stell eine erinnerung …",
        "erstelle eine erinnerung für …",
        "erstelle eine erinnerung an …",
        "erstelle eine erinnerung …",
        "erstell eine erinnerung für …",
        "erstell eine erinnerung …",
        "setz eine erinnerung für …",
        "setze eine erinnerung für …",
        "setz eine erinnerung …",
        "setze eine erinnerung …",
        "mach mir eine erinnerung …",
        "richte eine erinnerung ein …",
        "ich brauche eine erinnerung an …",
        "ich brauche eine erinnerung für …",
        "ich brauche eine erinnerung …",
        "ich möchte an … erinnert werden",
        "ich möchte daran erinnert werden dass …",
        "ich möchte daran erinnert werden, dass …",
        "ich möchte daran erinnert werden …",
        "ich will an … erinnert werden",
        "ich möchte erinnert werden an …",
        "erinnerung: …",
        "erinnerung an …",
        "erinnerung …",
        "gib mir bescheid dass …",
        "sag mir dass ich … soll",
        "stups mich an …",
        "ping mich an …",
        "ping mich wegen …",
        "ping mich …",
        "aufgabe: …",
        "todo: …",
        "termin: …",
        "was ich möchte: …",
        "was ich gern hätte: …",
        "was ich will: …",
        "was ich brauche: …",
        "ich hätte gern: …",
    ),
    polite=(
        "bitte",
        "bitte schön",
        "bitteschön",
        "kannst du",
        "kannst du bitte",
        "kannst du mir",
        "könntest du",
        "könntest du bitte",
        "könntest du mir",
        "würdest du",
        "würdest du bitte",
        "magst du",
        "sei so gut und",
        "sei so lieb und",
        "sei so nett und",
        "hallo",
        "hi",
        "hey",
        "hallo bot",
        "hi bot",
        "hey bot",
        "lieber bot",
        "bot",
        "guten morgen",
        "guten tag",
        "guten abend",
        "moin",
        "servus",
        "grüß dich",
        "danke",
        "danke dir",
        "danke schön",
        "dankeschön",
        "vielen dank",
        "besten dank",
        "danke im voraus",
        "merci",
        "thx",
        "ok",
        "okay",
        "also",
        "äh",
        "ähm",
        "hm",
        "hmm",
        "öh",
        "tja",
        "ach",
        "ja",
        "und",
        "dann",
        "ich möchte dass du",
        "ich will dass du",
        "ich hätte gern dass du",
        "ich möchte, dass du",
        "ich hätte gern, dass du",
        "ich will, dass du",
        "ich möchte",
        "wenn du kannst",
        "wenn es geht",
        "wenn möglich",
        "falls möglich",
        "lg",
        "gruß",
        "nightjar",
        "hallo nightjar",
        "kannst du mich bitte",
        "vielen lieben dank",
        "danke sehr",
        "mal bitte",
        "bitte mal",
        "doch bitte",
        "tschüss",
        "alles klar",
        "mach's gut",
        "das wäre toll",
        "das wäre super",
        "ey",
        "yo",
        "moin moin",
        "sorry",
        "könnest du",
        "dankee",
        "halli hallo",
    ),
    statement="niemand keiner jemand man ist sind war waren bin bist ich wir er sie es hat hatte wird wurde wurden",
    task_guards="dass daß ob wenn wann wie was wo wer warum weil denn wieviel wieso welche welcher",
)
