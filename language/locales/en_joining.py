"""English words that join what is said of time: from, until, except, of, and what surrounds them."""

from typing import Any

JOINING: dict[str, dict[str, Any]] = {
    "openfreq": {
        "biweekly|bi weekly|bimonthly|bi monthly|biannually|semiweekly|semimonthly|semi monthly": True
    },
    "per": {"a|an|per|each|every": True},
    "once": {"once": 1, "twice": 2, "thrice": 3},
    "times": {"times|x": True},
    "partnoun": {"night mode|night shift|night light|night lights|night bus|night train": True},
    "severaltimes": {"sometimes|some times|more than once": True},
    "at": {
        "at|@|by|at the stroke of": True,
        "around|about|approximately|roughly|approx|ca": True,
        "at around|at about|at approximately|at roughly|at exactly|at approx|sharp at": True,
    },
    "on": {"on": True, "on the": True, "the": True, "on a": True, "in": True, "during": True, "over": True},
    "the": {"the": True},
    "in": {"in|after|within": True, "in about|in around|in exactly|in approximately|in roughly": True},
    "fromnow": {"from now|from today|from now on": True, "hence|later|from right now": True},
    "fromday": {"from|after|following": True},
    "from": {
        "starting|starting on|starting from|from|beginning|beginning on|beginning from|as of|as from|"
        "commencing|starting at|beginning at|start|starts|starting with|effective|"
        "from the|starting on the|starting the": True
    },
    "opensince": {
        "as of now|from now on|starting now|starting immediately|from today on|effective immediately|"
        "from here on|as of today|starting today": True
    },
    "until": {
        "until|till|til|'til|through|thru|up to|up until|up to and including|ending|ending on|"
        "until the|through the|ends|ends on": True
    },
    "inclusive": {"inclusive|included|including|inclusively|incl|incl.": True},
    "onwards": {"onwards|onward|and onwards|on|forward|forwards|and on": True},
    "openuntil": {
        "until i say stop|until i tell you to stop|until i say so|until further notice|until i stop it|"
        "until told otherwise|until cancelled|until canceled|until i cancel|forever|indefinitely|"
        "until i cancel it|until i say otherwise|until i tell you otherwise|for ever|until i say you can stop|"
        "for the time being|for now": True
    },
    "to": {"to|through|thru|-|–|—|until|till|til|‑": True},
    "between": {"between|in between": True},
    "window": {"from|between": True},
    "except": {
        "except|except for|except on|excluding|but not|but not on|but|other than|apart from|not on|"
        "save for|besides|without|skipping|skip|except the|except on the|but not the|excepting": True
    },
    "and": {"and|&|+|plus|as well as|and also|and then": True, "/": True},
    "or": {"or|either": True},
    "for": {
        "for|for the next|for another|over the next|during the next|for the coming|for the following|"
        "the next|the coming|the following|within the next": True
    },
    "forcount": {
        "for|for the next|the next|on the next|the following|only|just|exactly|for a total of": True
    },
    "next": {"next|the next": "next"},
    "this": {"this|this coming|coming|upcoming|the coming": "this"},
    "last": {"last": True},
    "ofmonth": {
        "of the month|of each month|of every month|each month|every month|in the month|in every month|"
        "in each month|a month|per month|of a month|of any month|of all months": "every",
        # "moth" and "mouth" are words of their own, but hardly behind these.
        "of the moth|of each moth|of every moth|of the mouth|of every mouth|of each mouth": "every",
        "of this moth|of this mouth": "this",
        "of this month|this month": "this",
        "of next month|next month|of the next month|of the coming month": "next",
    },
    "ofquarter": {
        "of the quarter|of each quarter|of every quarter|each quarter|every quarter|in the quarter|"
        "of a quarter|per quarter|in every quarter|in each quarter": "every",
        "of this quarter": "this",
        "of next quarter": "next",
    },
    "ofyear": {
        "of the year|of each year|of every year|each year|every year|in the year|a year|"
        "in every year": "every",
        "of this year|this year": "this",
        "of next year|next year": "next",
    },
    "of": {"of|in|of the": True},
    "endof": {
        "end of|the end of|at the end of|by the end of|on the end of": -1,
        "start of|beginning of|the start of|the beginning of|at the start of|at the beginning of|"
        "on the start of": 1,
    },
    "period": {
        "the month|month|every month|each month|the months": ("month", "every"),
        "this month": ("month", "this"),
        "next month": ("month", "next"),
        "the year|year|every year|each year": ("year", "every"),
        "this year": ("year", "this"),
        "next year": ("year", "next"),
        "the quarter|quarter|every quarter|each quarter": ("quarter", "every"),
        "this quarter": ("quarter", "this"),
        "the week|week|every week|each week": ("week", "every"),
        "this week": ("week", "this"),
        "next week": ("week", "next"),
        "the day|day|every day|each day|today": ("day", "every"),
    },
    "dayof": {"day": True},
    "meridiem": {"am|a.m.|a.m|a. m.": 0, "pm|p.m.|p.m|p. m.": 12},
    "oclock": {"o'clock|oclock|o clock": True},
    "uhr": {"hours|hrs|h|hundred|hundred hours": True},
    "oh": {"oh|o": True},
    "minutemark": {
        "past|past the hour|after the hour|minutes past|minutes past the hour|minutes after the hour|"
        "minutes after": 1,
        "to|minutes to|to the hour|minutes to the hour|before the hour|minutes before the hour": -1,
    },
    "minutefixed": {
        "half past|on the half hour|at the half hour|half past the hour": 30,
        "quarter past|a quarter past|quarter past the hour": 15,
        "quarter to|a quarter to|quarter to the hour": 45,
        "on the hour|at the full hour|on the full hour|at the top of the hour|on the dot": 0,
    },
    "minuteat": {"minute|at minute": True},
    "noise": {
        "around|about|or so|roughly|approximately|ca|approx|sharp|exactly|always|precisely|on the dot|"
        "latest|at the latest|local time|please|kindly|then|only|just|basically|more or less|usually|"
        "well|maybe|say|again|my time|regularly|hrs": True,
        "repeat|repeating|recurring|regular": True,
    },
    "measure": {
        "km|kg|mg|ml|cm|mm|gb|mb|tb|kb|euro|eur|percent|kcal|watt|kwh|kw|mile|oz|lb|inch|feet|pound|liter|"
        "litre|meter|metre|kilo|gram|k|reps": True
    },
    "sincepast": {"of|since": True},
    "than": {"than": True},
    "occasion": {
        "before work|after work|before school|after school|before breakfast|after breakfast|with breakfast|"
        "before lunch|after lunch|with lunch|before dinner|after dinner|with dinner|before bed|before bedtime|"
        "before going to bed|before sleep|after waking up|at work|at home": True
    },
    "time": {"time|local time|standard time|daylight time": True},
    "openamount": {
        "a few|few|some|several|a couple of|couple of|a couple|a bunch of|many|x|n|a number of|"
        "a handful of": True
    },
    "openday": {
        "soon|later|sometime|some time|someday|some day|at some point|one day|one of these days|in a while|"
        "in a bit|now and then|now and again|from time to time|once in a while|every so often|every once in a while|"
        "every now and then|every now and again|occasionally|regularly|often|sometimes|eventually|"
        "when you have time|whenever|from time to time|at some time|any time|anytime|frequently|periodically|"
        "in due course|shortly|sooner or later|as often as possible|at regular intervals|"
        "every few days|the other day": True
    },
    "behind": {
        "or so|or thereabouts|sharp|o'clock|on the dot|at the latest|local time|my time|more or less|"
        "precisely|exactly|ish": True
    },
    "please": {"please|pls|plz|kindly": True},
    "thanks": {
        "thanks|thank you|thx|ty|thanks a lot|many thanks|thank you very much|thanks in advance|cheers|"
        "thanks so much|thank you so much|tia|thank u|bot|ok|okay|if possible|if you can|mate|buddy|"
        "would you|will you|could you|can you|for me please|when you can|that would be great|"
        "that'd be great|nightjar|if you could": True
    },
    "forecast": {
        "forecast|forecasts|weather|outlook|prediction|predictions|schedule|agenda|plan|plans|menu|"
        "calendar|appointments|events|meetings": True
    },
    "wanting": {"i need|i want|i'd like|i would like|i'd love|i would love|we need|we want|we'd like": True},
    "being": {
        "is|are|was|were|isn't|aren't|am|has been|have been|seems|looks|feels|will be|got|had|went|"
        "has|broke|crashed|failed|died": True
    },
    "question": {
        "what|what's|who|who's|why|how|where|which|when|is|are|was|does|did|do|has|have|am|were": True
    },
    "untiltoday": {
        "for the rest of the day|until the end of the day|until end of day|until the day ends|for the rest of today|"
        "the rest of the day": True
    },
    "forlead": {"for": True},
    "person": {"me|us": True},
    "article": {"the|a|an|my|our|your|his|her|their|its|this|that": True},
    "cron": {"cron|crontab|cron expression|cron schedule": True},
    "yeardigits": {"year": True},
    "weekfrom": {"from|after": True},
    "inaweek": {"in a week|in one week": 1, "in two weeks": 2, "in a fortnight": 2},
    "weekof": {
        "next week": 1,
        "of next week|in next week": 1,
        "this week|of this week": 0,
        "in two weeks|the week after next|week after next": 2,
    },
    "zone": {
        "utc|gmt|zulu|z": "UTC",
        "cet|cest|mez|mesz|central european time|central european summer time": "Europe/Berlin",
        "eet|eest|eastern european time": "Europe/Helsinki",
        "wet|west|western european time": "Europe/Lisbon",
        "bst|british time|uk time|british summer time": "Europe/London",
        "eastern|eastern time|eastern standard time|eastern daylight time|et|est|edt|us eastern|us eastern time": "America/New_York",
        "central time|central standard time|central daylight time|ct|cst|cdt|us central|us central time": "America/Chicago",
        "mountain time|mountain standard time|mountain daylight time|mt|mst|mdt|us mountain time": "America/Denver",
        "pacific|pacific time|pacific standard time|pacific daylight time|pt|pst|pdt|us pacific|us pacific time": "America/Los_Angeles",
        "alaska time|akst|akdt": "America/Anchorage",
        "hawaii time|hst|hawaiian time": "Pacific/Honolulu",
        "atlantic time|adt": "America/Halifax",
        "jst|japan time": "Asia/Tokyo",
        "ist|india time|indian time|indian standard time": "Asia/Kolkata",
        "aest|aedt|australian eastern time": "Australia/Sydney",
        "awst": "Australia/Perth",
        "nzst|nzdt": "Pacific/Auckland",
        "msk|moscow time": "Europe/Moscow",
        "sgt": "Asia/Singapore",
        "hkt": "Asia/Hong_Kong",
        "kst": "Asia/Seoul",
        "german time": "Europe/Berlin",
        "brt": "America/Sao_Paulo",
    },
}
