"""German words that join what is said of time: from, until, except, of, and what surrounds them."""

from typing import Any

JOINING: dict[str, dict[str, Any]] = {
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
        "monatsende|monatsendes|monatsultimo|ultimo|monatsletzter|monatsletzten|monatsletzte": ("month", -1),
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
        "und zwar|zwar|je|ungefähr|etwa|ca|ca.|circa|rum|herum|so|genau|punkt|pünktlich|rund|immer|jeweils|bitte|dann|nur|mal|doch|"
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
    "behind": {"rum|herum|oder so|pünktlich|spätestens|ortszeit|genau|in etwa|immer|jeweils|stets": True},
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
    "person": {"mir|mich|uns": True},
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
