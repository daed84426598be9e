"""Spanish: the common forms. Accents may be left out."""

from fractions import Fraction
from typing import Any

from language.lexicon import Locale, Spoken
from language.tokens import fold_plain

ONES = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
).split()
WORKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)
ORDINALS = {
    "primer|primero|primera|primeros": 1,
    "segundo|segunda": 2,
    "tercer|tercero|tercera": 3,
    "cuarto|cuarta": 4,
    "quinto|quinta": 5,
    "último|última|últimos": -1,
    "penúltimo|penúltima": -2,
    "antepenúltimo|antepenúltima": -3,
}


def _numbers() -> dict[str, int]:
    numbers: dict[str, int] = {word: value for value, word in enumerate(ONES)}
    for value, word in (
        (30, "treinta"),
        (40, "cuarenta"),
        (50, "cincuenta"),
        (60, "sesenta"),
        (90, "noventa"),
    ):
        numbers[word] = value
        for one in range(1, 10):
            numbers[f"{word} y {ONES[one]}"] = value + one
    return numbers | {"un|una": 1, "veintiún": 21}


WORDS: dict[str, dict[str, Any]] = {
    "number": _numbers(),
    "ordinal": ORDINALS,
    "one": {"un|una": 1},
    "half": {"media|medio": True},
    "andhalf": {"y media|y medio": Fraction(1, 2)},
    "quarterof": {"cuarto de|un cuarto de": Fraction(1, 4), "tres cuartos de": Fraction(3, 4)},
    "weekday": {
        "lunes": (0,),
        "martes": (1,),
        "miércoles|mié|miercoles": (2,),
        "jueves": (3,),
        "viernes": (4,),
        "sábado": (5,),
        "domingo": (6,),
    },
    "weekdays": {
        "los lunes": (0,),
        "los martes": (1,),
        "los miércoles": (2,),
        "los jueves": (3,),
        "los viernes": (4,),
        "los sábados|sábados": (5,),
        "los domingos|domingos": (6,),
        "entre semana|días laborables|días hábiles|los días laborables|los días hábiles|"
        "de lunes a viernes": WORKDAYS,
        "fines de semana|los fines de semana": WEEKEND,
    },
    "dayset": {"día laborable|día hábil|día de semana": WORKDAYS, "fin de semana": WEEKEND},
    "weekdayof": {"día laborable|día hábil": WORKDAYS},
    "part": {
        "mañana": "morning",
        "mediodía": "noon",
        "tarde": "afternoon",
        "noche": "night",
        "medianoche": "midnight",
        "madrugada": "night",
    },
    "parts": {
        "por las mañanas|mañanas": "morning",
        "por las tardes|tardes": "afternoon",
        "por las noches|noches": "night",
    },
    "noon": {"mediodía": 12, "medianoche": 0},
    "inthe": {"por la|de la|en la|a la|al|a": True},
    "unit": {
        "segundo|segundos|seg": "second",
        "minuto|minutos|min|mins": "minute",
        "hora|horas|hrs": "hour",
        "día|días": "day",
        "semana|semanas": "week",
        "quincena": "fortnight",
        "mes|meses": "month",
        "trimestre|trimestres": "quarter",
        "semestre|semestres": "halfyear",
        "año|años": "year",
    },
    "unitletter": {"s": "second", "m": "minute", "h": "hour", "d": "day"},
    "month": {
        "enero|ene": 1,
        "febrero|feb": 2,
        "marzo|mar": 3,
        "abril|abr": 4,
        "mayo|may": 5,
        "junio|jun": 6,
        "julio|jul": 7,
        "agosto|ago": 8,
        "septiembre|setiembre|sep|sept": 9,
        "octubre|oct": 10,
        "noviembre|nov": 11,
        "diciembre|dic": 12,
    },
    "special": {"nochebuena": (12, 24), "navidad": (12, 25), "nochevieja": (12, 31), "año nuevo": (1, 1)},
    "relday": {"hoy": 0, "mañana": 1, "pasado mañana": 2},
    "relpart": {
        "esta noche|hoy por la noche": (0, "night"),
        "esta tarde|hoy por la tarde": (0, "afternoon"),
        "esta mañana|hoy por la mañana": (0, "morning"),
        "más tarde hoy|hoy más tarde": (0, ""),
    },
    "yesterday": {"ayer|anteayer|anoche|la semana pasada|el mes pasado|el año pasado": True},
    "every": {"cada|todos los|todas las|todo el|todos": 1},
    "other": {"dos": 2},
    "alternating": {"sí y otro no|sí y otra no|sí otro no|sí y uno no|sí y una no": 2},
    "freq": {
        "diariamente|a diario|una vez al día|diario": (1, "day"),
        "cada hora|una vez por hora": (1, "hour"),
        "semanalmente|una vez a la semana|una vez por semana|semanal": (1, "week"),
        "mensualmente|una vez al mes|mensual": (1, "month"),
        "trimestralmente": (3, "month"),
        "semestralmente": (6, "month"),
        "anualmente|una vez al año": (1, "year"),
        "quincenalmente": (2, "week"),
    },
    "openfreq": {"bisemanal": True},
    "per": {"al|por|a la|cada": True},
    "once": {"una vez": 1, "dos veces": 2, "tres veces": 3},
    "times": {"veces|vez": True},
    "at": {"a las|a la|a|@|alrededor de las|sobre las|hacia las|como a las|a eso de las|las": True},
    "on": {"el|los|en|el día|la|en el|los días": True},
    "the": {"el|la|los|las": True},
    "in": {"en|dentro de|después de|tras": True},
    "fromnow": {"a partir de ahora|desde ahora|más tarde": True},
    "from": {
        "desde|desde el|a partir de|a partir del|empezando|empezando el|comenzando|comenzando el|a partir de las|"
        "desde las|de": True
    },
    "opensince": {"a partir de ahora|desde ahora|desde ya": True},
    "until": {"hasta|hasta el|hasta las|hasta la": True},
    "inclusive": {"inclusive|incluido|inclusivo": True},
    "onwards": {"en adelante": True},
    "openuntil": {"hasta que te diga|hasta que diga basta|hasta nuevo aviso|hasta que pare": True},
    "to": {"a|-|–|—|hasta|a las|hasta las|al": True},
    "between": {"entre|entre las": True},
    "window": {"de|desde|desde las|entre|entre las|de las": True},
    "except": {
        "excepto|excepto los|menos|menos los|salvo|salvo los|excepto el|menos el|salvo el|pero no|excepto en": True
    },
    "and": {"y|e|&|+|y las|y a las|y el|y los": True, "/": True},
    "or": {"o|u|o bien": True},
    "for": {
        "durante|por|durante los próximos|durante las próximas|los próximos|las próximas|en los próximos": True
    },
    "forcount": {"los próximos|durante|las próximas|solo": True},
    "next": {"próximo|próxima|el próximo|la próxima|que viene": "next"},
    "this": {"este|esta|el próximo este": "this"},
    "ofmonth": {
        "del mes|de cada mes|cada mes|de mes|de todos los meses|al mes": "every",
        "de este mes|este mes": "this",
        "del próximo mes|el próximo mes|del mes que viene": "next",
    },
    "ofquarter": {"del trimestre|de cada trimestre": "every"},
    "ofyear": {"del año|de cada año|cada año": "every", "de este año": "this"},
    "of": {"de|del|en": True},
    "endof": {
        "fin de|final de|finales de|al final de|a fin de|a finales de|al final del|fin del": -1,
        "principio de|principios de|al principio de|a principios de|inicio de|al inicio de|comienzo de": 1,
    },
    "period": {
        "mes|cada mes|el mes|del mes": ("month", "every"),
        "este mes": ("month", "this"),
        "año|cada año|el año": ("year", "every"),
        "este año": ("year", "this"),
        "semana|la semana": ("week", "every"),
        "esta semana": ("week", "this"),
    },
    "dayof": {"día|el día|los días": True},
    "meridiem": {"am|a.m.|a. m.": 0, "pm|p.m.|p. m.": 12},
    "oclock": {"en punto": True},
    "uhr": {"h|horas|hrs": True},
    "noise": {"más o menos|aproximadamente|sobre|alrededor de|siempre|en punto|por favor|como": True},
    "time": {"hora": True},
    "timeof": {"hora de|hora del|en hora de": True},
    "openamount": {
        "unos|unas|algunos|algunas|pocos|pocas|varios|varias|un par de|unos cuantos|unas cuantas": True
    },
    "openday": {
        "pronto|luego|algún día|de vez en cuando|a veces|más tarde|regularmente|a menudo|en algún momento|"
        "de cuando en cuando|cuando puedas": True
    },
    "inaweek": {"en una semana|dentro de una semana": 1},
    "weekof": {
        "la próxima semana|de la próxima semana|la semana que viene|de la semana que viene|próxima semana": 1,
        "esta semana|de esta semana": 0,
    },
    "article": {"el|la|los|las|un|una|mi|mis|tu|su|del|al": True},
    "please": {"por favor|porfa|porfavor": True},
    "thanks": {"gracias|muchas gracias|mil gracias|bot": True},
    "forecast": {"pronóstico|previsión|tiempo|plan|menú|agenda": True},
    "being": {"es|está|son|están|era|fue|estaba|ha|había|será": True},
    "question": {"qué|quién|cómo|dónde|cuándo|por qué|cuál": True},
    "cron": {"cron|crontab": True},
    "zone": {"utc|gmt|z": "UTC", "cet|cest": "Europe/Madrid", "hora peninsular": "Europe/Madrid"},
}
SPOKEN = (
    Spoken(pattern="{h} y media", base=30),
    Spoken(pattern="{h} y cuarto", base=15),
    Spoken(pattern="{h} menos cuarto", base=-15),
    Spoken(pattern="{h} y {m}", sign=1),
    Spoken(pattern="{h} menos {m}", sign=-1),
)
LOCALE = Locale(
    code="es",
    fold=fold_plain,
    words=WORDS,
    spoken=SPOKEN,
    lookalikes="mira mirar tarea tareas hora horas ahora cara casa cosa nada toda todo todos dame dime meses mesa "
    "mesas dias lista luna medir mayor menor menos como cuando donde sabana sabado cena cine once doce carta cuenta "
    "cuento juego luego fuego nuevo nueva nueve noche coche leche saca sacar tomar comer correr comprar mes mas",
    frames=(
        "recuérdame que …",
        "recuérdame de …",
        "recuérdame …",
        "recuérdanos …",
        "avísame para …",
        "avísame de que …",
        "avísame que …",
        "avísame de …",
        "avísame …",
        "hazme acordar de …",
        "no me dejes olvidar …",
        "no dejes que olvide …",
        "no dejes que se me olvide …",
        "pon un recordatorio para …",
        "pon un recordatorio de …",
        "ponme un recordatorio para …",
        "crea un recordatorio para …",
        "recordatorio para …",
        "recordatorio de …",
        "recordatorio: …",
        "recordatorio …",
        "recordarme …",
        "recordarme que …",
        "acuérdame de …",
        "acuérdate de recordarme …",
        "recuerda …",
    ),
    polite=(
        "por favor",
        "porfa",
        "porfavor",
        "podrías",
        "puedes",
        "puede",
        "hola",
        "hola bot",
        "oye",
        "oye bot",
        "buenos días",
        "buenas",
        "buenas tardes",
        "gracias",
        "muchas gracias",
        "mil gracias",
        "bot",
        "bueno",
        "eh",
        "pues",
        "podrías por favor",
        "puedes por favor",
        "quiero que",
        "ok",
    ),
    statement="es está son están era fue estaba estoy soy somos yo he ha han hay será",
    task_guards="que si cuando cómo qué porque cuánto cuántos",
)
