"""French: the common forms. Accents may be left out."""

from fractions import Fraction
from typing import Any

from language.lexicon import Locale, Spoken
from language.tokens import fold_plain

ONES = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf vingt"
).split()
WORKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)


def _numbers() -> dict[str, int]:
    numbers: dict[str, int] = {word.replace("-", " "): value for value, word in enumerate(ONES)}
    for value, word in ((20, "vingt"), (30, "trente"), (40, "quarante"), (50, "cinquante"), (60, "soixante")):
        numbers[word] = value
        numbers[f"{word} et un|{word} et une"] = value + 1
        for one in range(2, 10):
            numbers[f"{word} {ONES[one]}"] = value + one
    return numbers | {"une": 1, "quatre vingt dix": 90, "une douzaine": 12}


WORDS: dict[str, dict[str, Any]] = {
    "number": _numbers(),
    "ordinal": {
        "premier|première|premiers|1er|1ère": 1,
        "deuxième|second|seconde": 2,
        "troisième": 3,
        "quatrième": 4,
        "cinquième": 5,
        "dernier|dernière|derniers": -1,
        "avant dernier|avant dernière": -2,
    },
    "one": {"un|une": 1},
    "half": {"demi|demie": True},
    "andhalf": {"et demie|et demi": Fraction(1, 2)},
    "quarterof": {"quart d'|quart de|un quart d'": Fraction(1, 4), "trois quarts d'": Fraction(3, 4)},
    "weekday": {
        "lundi|lun": (0,),
        "mardi": (1,),
        "mercredi|mer": (2,),
        "jeudi|jeu": (3,),
        "vendredi|ven": (4,),
        "samedi|sam": (5,),
        "dimanche|dim": (6,),
    },
    "weekdays": {
        "lundis|le lundi": (0,),
        "mardis|le mardi": (1,),
        "mercredis|le mercredi": (2,),
        "jeudis|le jeudi": (3,),
        "vendredis|le vendredi": (4,),
        "samedis|le samedi": (5,),
        "dimanches|le dimanche": (6,),
        "en semaine|jours ouvrés|jours ouvrables|les jours ouvrés|les jours de semaine|"
        "jours de semaine": WORKDAYS,
        "week ends|les week ends|weekends|les weekends|le week end|le weekend": WEEKEND,
    },
    "dayset": {
        "jour ouvré|jour ouvrable|jour de semaine|jours ouvrés": WORKDAYS,
        "week end|weekend": WEEKEND,
    },
    "weekdayof": {"jour ouvré|jour ouvrable": WORKDAYS},
    "part": {
        "matin|matinée": "morning",
        "midi": "noon",
        "après midi": "afternoon",
        "soir|soirée": "evening",
        "nuit": "night",
        "minuit": "midnight",
    },
    "parts": {
        "matins|les matins|le matin": "morning",
        "soirs|les soirs|le soir": "evening",
        "les après midi|l'après midi": "afternoon",
        "nuits|les nuits|la nuit": "night",
    },
    "noon": {"midi": 12, "minuit": 0},
    "inthe": {"le|du|de l'|de la|dans la|au|l'|en|à|cet|cette|ce|dans l'": True},
    "unit": {
        "seconde|secondes|sec": "second",
        "minute|minutes|min|mins": "minute",
        "heure|heures": "hour",
        "jour|jours|journée": "day",
        "semaine|semaines": "week",
        "quinzaine": "fortnight",
        "mois": "month",
        "trimestre|trimestres": "quarter",
        "semestre|semestres": "halfyear",
        "an|ans|année|années": "year",
        "demi heure|demi heures": "halfhour",
        "quart d'heure|quarts d'heure": "quarterhour",
    },
    "unitletter": {"s": "second", "m": "minute", "h": "hour", "j": "day"},
    "month": {
        "janvier|janv": 1,
        "février|fév": 2,
        "mars": 3,
        "avril|avr": 4,
        "mai": 5,
        "juin": 6,
        "juillet|juil": 7,
        "août": 8,
        "septembre|sept": 9,
        "octobre|oct": 10,
        "novembre|nov": 11,
        "décembre|déc": 12,
    },
    "special": {"noël": (12, 25), "la saint sylvestre": (12, 31), "nouvel an|jour de l'an": (1, 1)},
    "relday": {"aujourd'hui": 0, "demain": 1, "après demain": 2},
    "relpart": {
        "ce soir": (0, "evening"),
        "cet après midi": (0, "afternoon"),
        "ce matin": (0, "morning"),
        "cette nuit": (0, "night"),
        "ce midi": (0, "noon"),
        "plus tard aujourd'hui": (0, ""),
    },
    "yesterday": {"hier|avant hier|la semaine dernière|le mois dernier|l'année dernière": True},
    "every": {"chaque|tous les|toutes les|tout les|toute les|tous|toutes": 1},
    "other": {"deux": 2},
    "alternating": {"sur deux": 2, "sur trois": 3, "sur quatre": 4},
    "freq": {
        "quotidiennement|une fois par jour|chaque jour": (1, "day"),
        "une fois par heure": (1, "hour"),
        "hebdomadairement|une fois par semaine": (1, "week"),
        "mensuellement|une fois par mois": (1, "month"),
        "trimestriellement|une fois par trimestre": (3, "month"),
        "annuellement|une fois par an": (1, "year"),
    },
    "openfreq": {"bihebdomadaire|bimensuel": True},
    "per": {"par": True},
    "once": {"une fois": 1, "deux fois": 2, "trois fois": 3},
    "times": {"fois": True},
    "at": {"à|@|vers|aux alentours de|aux environs de|autour de|à environ|pour": True},
    "on": {"le|les|en|au|la|ce": True},
    "the": {"le|la|les|l'": True},
    "in": {"dans|après|d'ici": True},
    "fromnow": {"à partir de maintenant|plus tard": True},
    "from": {"à partir de|à partir du|à compter du|dès|dès le|depuis|de|du|en commençant|à partir d'": True},
    "opensince": {"à partir de maintenant|dès maintenant": True},
    "until": {"jusqu'à|jusqu'au|jusqu'en|jusque|jusqu'": True},
    "inclusive": {"inclus|inclu|compris": True},
    "openuntil": {"jusqu'à nouvel ordre|jusqu'à ce que je dise stop|jusqu'à ce que j'arrête": True},
    "to": {"à|-|–|—|au|jusqu'à|jusqu'au": True},
    "between": {"entre": True},
    "window": {"de|entre|depuis": True},
    "except": {"sauf|sauf le|sauf les|excepté|excepté le|hormis|hormis le|mais pas le|mais pas|à part": True},
    "and": {"et|&|+|et à|et le": True, "/": True},
    "or": {"ou|ou bien|soit": True},
    "for": {
        "pendant|durant|pour|pendant les prochains|pendant les prochaines|les prochains|les prochaines": True
    },
    "forcount": {"les|pendant|les prochains|les prochaines": True},
    "next": {"prochain|prochaine|qui vient": "next"},
    "this": {"ce|cet|cette": "this"},
    "ofmonth": {
        "du mois|de chaque mois|chaque mois|de tous les mois|par mois": "every",
        "de ce mois|ce mois ci|de ce mois ci": "this",
        "du mois prochain|le mois prochain": "next",
    },
    "ofquarter": {"du trimestre|de chaque trimestre": "every"},
    "ofyear": {"de l'année|de chaque année|chaque année": "every", "de cette année": "this"},
    "of": {"de|du|en|d'": True},
    "endof": {
        "fin|fin de|à la fin de|à la fin du|fin du|la fin du|à la fin d'": -1,
        "début|début de|au début de|au début du|début du|le début du": 1,
    },
    "period": {
        "mois|chaque mois|du mois|de chaque mois": ("month", "every"),
        "ce mois": ("month", "this"),
        "année|chaque année|l'année": ("year", "every"),
        "cette année": ("year", "this"),
        "semaine|la semaine": ("week", "every"),
        "cette semaine": ("week", "this"),
    },
    "dayof": {"jour|le jour": True},
    "meridiem": {"am|a.m.": 0, "pm|p.m.": 12},
    "uhr": {"h|heures|heure|hrs": True},
    "noise": {"environ|vers|à peu près|toujours|précises|pile|s'il te plaît|svp": True},
    "time": {"heure": True},
    "timeof": {"heure de|heure d'|à l'heure de": True},
    "openamount": {"quelques|plusieurs|un peu de|deux ou trois": True},
    "openday": {
        "bientôt|plus tard|un jour|de temps en temps|parfois|régulièrement|souvent|à l'occasion|"
        "un de ces jours|prochainement": True
    },
    "inaweek": {"en huit|dans une semaine|dans huit jours": 1},
    "weekof": {"la semaine prochaine|de la semaine prochaine|semaine prochaine": 1, "cette semaine": 0},
    "person": {"moi|nous": True},
    "article": {"le|la|les|l'|un|une|des|du|mon|ma|mes|ton|ta|son|sa|notre|au": True},
    "please": {"s'il te plaît|s'il vous plaît|svp|stp": True},
    "thanks": {"merci|merci beaucoup|merci bien|bot": True},
    "forecast": {"prévisions|prévision|météo|menu|planning|programme": True},
    "being": {"est|sont|était|sera|a|ont|avait|suis": True},
    "question": {"quel|quelle|qui|comment|où|quand|pourquoi|est ce que": True},
    "cron": {"cron|crontab": True},
    "zone": {"utc|gmt|z|tu": "UTC", "cet|cest": "Europe/Paris"},
}
SPOKEN = (
    Spoken(pattern="{h} heures? et demie|demi", base=30),
    Spoken(pattern="{h} et demie|demi", base=30),
    Spoken(pattern="{h} heures? et quart", base=15),
    Spoken(pattern="{h} et quart", base=15),
    Spoken(pattern="{h} heures? moins le? quart", base=-15),
    Spoken(pattern="{h} moins le? quart", base=-15),
    Spoken(pattern="{h} heures moins {m}", sign=-1),
)
LOCALE = Locale(
    code="fr",
    fold=fold_plain,
    words=WORDS,
    spoken=SPOKEN,
    elided=("d", "l", "j", "m", "t", "s", "c", "n", "qu"),
    lookalikes="mardi marche marché mars mari mers mois moi moins mains main demande demander demi jour joue jours jouer "
    "heure heures leur leurs soir voir noir matin maison fois fais faire fait pour par sur sous dans dois doit deux "
    "jeux yeux lundi lire dire dîner liste visite vite sept cette cent huit nuit fruit bruit neuf neuve six dix prix "
    "sors sort sortir mettre maître an ans sans dans vends rends prends appelle appeler regarde vérifie midi minuit seconde",
    frames=(
        "rappelle-moi de …",
        "rappelle-moi d'…",
        "rappelle-moi que …",
        "rappelle-moi qu'…",
        "rappelle-moi …",
        "rappelez-moi de …",
        "rappelez-moi d'…",
        "rappelez-moi …",
        "rappelle-nous de …",
        "rappelle-nous d'…",
        "fais-moi penser à …",
        "fais-moi penser au …",
        "préviens-moi de …",
        "préviens-moi …",
        "préviens-moi pour …",
        "ne me laisse pas oublier de …",
        "ne me laisse pas oublier d'…",
        "ne me laisse pas oublier …",
        "mets un rappel pour …",
        "mets-moi un rappel pour …",
        "crée un rappel pour …",
        "rappel pour …",
        "rappel de …",
        "rappel: …",
        "rappel …",
        "me rappeler de …",
        "me rappeler d'…",
        "avertis-moi de …",
        "avertis-moi …",
    ),
    polite=(
        "s'il te plaît",
        "s'il vous plaît",
        "svp",
        "stp",
        "bonjour",
        "salut",
        "bonsoir",
        "coucou",
        "merci",
        "merci beaucoup",
        "merci d'avance",
        "bot",
        "peux-tu",
        "pourrais-tu",
        "peux-tu s'il te plaît",
        "tu peux",
        "tu pourrais",
        "euh",
        "ben",
        "alors",
        "ok",
        "hé",
        "hey",
        "bonjour bot",
        "salut bot",
    ),
    statement="est sont était suis sommes je tu il elle nous vous ils ai a ont avait sera c'est",
    task_guards="que si quand comment qui pourquoi parce combien",
)
