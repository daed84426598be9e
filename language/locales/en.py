"""English."""

from fractions import Fraction
from typing import Any

from language.lexicon import Locale, Spoken
from language.locales.en_which import WHICH
from language.tokens import fold_plain

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINAL_ONES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
WORKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)


def _numbers() -> dict[str, int]:
    numbers = {word: value for value, word in enumerate(ONES)}
    for tens, word in enumerate(TENS, 2):
        numbers[word] = tens * 10
        for one in range(1, 10):
            numbers[f"{word} {ONES[one]}|{word}{ONES[one]}"] = tens * 10 + one
    return numbers | {"fourty": 40, "hundred|a hundred|one hundred": 100, "a dozen|dozen": 12}


def _ordinals() -> dict[str, int]:
    ordinals = {word: value for value, word in enumerate(ORDINAL_ONES, 1)}
    for tens, stem in ((20, "twent"), (30, "thirt")):
        ordinals[f"{stem}ieth"] = tens
        for one in range(1, 10):
            ordinals[f"{stem}y {ORDINAL_ONES[one - 1]}|{stem}y{ORDINAL_ONES[one - 1]}"] = tens + one
    return ordinals | {
        "fist": 1,
        "last|final": -1,
        "second to last|second last|penultimate|next to last|last but one|second from last": -2,
        "third to last|third last|last but two|third from last|antepenultimate": -3,
        "fourth to last|fourth last|fourth from last": -4,
        "fifth to last|fifth last|fifth from last": -5,
        "sixth to last|sixth last": -6,
        "seventh to last|seventh last": -7,
    }


WORDS: dict[str, dict[str, Any]] = {
    "number": _numbers(),
    "ordinal": _ordinals(),
    "tolast": {"to last|from last|to the last|last|from the end": True},
    "one": {"a|an": 1},
    "half": {"half": True},
    "andhalf": {"and a half|and one half": Fraction(1, 2), "and a quarter": Fraction(1, 4)},
    "quarterof": {
        "quarter of an|a quarter of an|quarter|a quarter": Fraction(1, 4),
        "three quarters of an|three quarters of": Fraction(3, 4),
    },
    "weekday": {
        "monday|mon": (0,),
        "tuesday|tue|tues": (1,),
        "wednesday|wed|weds": (2,),
        "thursday|thu|thur|thurs": (3,),
        "friday|fri": (4,),
        "saturday|sat": (5,),
        "sunday|sun": (6,),
    },
    "weekdays": {
        "mondays|mons": (0,),
        "tuesdays": (1,),
        "wednesdays": (2,),
        "thursdays": (3,),
        "fridays": (4,),
        "saturdays": (5,),
        "sundays": (6,),
        "weekdays|working days|workdays|business days|work days|week days": WORKDAYS,
        "weekends": WEEKEND,
    },
    "dayset": {
        "weekday|working day|workday|business day|work day|week day": WORKDAYS,
        "weekend": WEEKEND,
        "weekend day": WEEKEND,
    },
    "weekdayof": {
        "working day|workday|business day|weekday|work day|week day": WORKDAYS,
        "weekend day": WEEKEND,
    },
    "part": {
        "morning": "morning",
        "noon|midday|lunchtime|lunch time|high noon": "noon",
        "afternoon": "afternoon",
        "evening": "evening",
        "night|nighttime": "night",
        "midnight": "midnight",
    },
    "parts": {
        "mornings": "morning",
        "afternoons": "afternoon",
        "evenings": "evening",
        "nights": "night",
    },
    "noon": {"noon|midday|high noon|lunchtime|lunch time": 12, "midnight": 0},
    "inthe": {"in the|at|during the|of the|on the": True},
    "unit": {
        "second|seconds|sec|secs": "second",
        "minute|minutes|min|mins": "minute",
        "hour|hours|hr|hrs": "hour",
        "day|days": "day",
        "week|weeks|wk|wks": "week",
        "fortnight|fortnights": "fortnight",
        "month|months|mth|mths|moth|moths|mouth": "month",
        "quarter|quarters": "quarter",
        "year|years|yr|yrs": "year",
    },
    "unitletter": {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "y": "year"},
    "month": {
        "january|jan": 1,
        "february|feb": 2,
        "march|mar": 3,
        "april|apr": 4,
        "may": 5,
        "june|jun": 6,
        "july|jul": 7,
        "august|aug": 8,
        "september|sep|sept": 9,
        "october|oct": 10,
        "november|nov": 11,
        "december|dec": 12,
    },
    "special": {
        "christmas eve|xmas eve": (12, 24),
        "christmas day|christmas|xmas": (12, 25),
        "boxing day": (12, 26),
        "leap day": (2, 29),
        "new year's eve|new years eve": (12, 31),
        "new year's day|new years day|new year's": (1, 1),
        "valentine's day|valentines day": (2, 14),
        "halloween": (10, 31),
    },
    "relday": {"today": 0, "tomorrow|tmrw|tmr|tomorow": 1, "day after tomorrow|the day after tomorrow": 2},
    "relpart": {
        "tonight|tonite": (0, "night"),
        "this morning": (0, "morning"),
        "this afternoon": (0, "afternoon"),
        "this evening": (0, "evening"),
        "later today": (0, ""),
        "this noon": (0, "noon"),
    },
    "yesterday": {"yesterday|last night|last week|last month|last year|the day before yesterday": True},
    "every": {"every|each|every single|each and every|every last single": 1, "everyday": 1},
    "everyday": {"everyday": True},
    "other": {"other|alternate|alternating": 2},
    "freq": {
        "every day of the week|each day of the week|daily|once a day|once per day|once daily|once every day": (
            1,
            "day",
        ),
        "hourly|once an hour|once per hour": (1, "hour"),
        "weekly|once a week|once per week|once weekly": (1, "week"),
        "monthly|once a month|once per month|once a moth|once a mouth": (1, "month"),
        "quarterly|once a quarter|once per quarter": (1, "quarter"),
        "half yearly|semiannually|semi annually|twice yearly|halfyearly|half-yearly": (6, "month"),
        "yearly|annually|once a year|once per year|annual": (1, "year"),
        "fortnightly|once a fortnight": (2, "week"),
    },
    "nightly": {"nightly": "night"},
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
    "uhr": {"hours|hrs|h": True},
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

SPOKEN = (
    Spoken(pattern="a? half past|after {h}", base=30),
    Spoken(pattern="a? quarter past|after {h}", base=15),
    Spoken(pattern="a? quarter to|before|till|of {h}", base=-15),
    Spoken(pattern="{m} minutes past|after {h}", sign=1),
    Spoken(pattern="{m} minutes to|before|till {h}", sign=-1),
    Spoken(pattern="{m} past|after {h}", sign=1),
    Spoken(pattern="{m} to|before|till {h}", sign=-1),
    Spoken(pattern="half {h}", base=30),
)

LOCALE = Locale(
    code="en",
    fold=fold_plain,
    words=WORDS,
    spoken=SPOKEN,
    which=WHICH,
    lookalikes=(
        "walking sundry thirsty augusta knights eventing text match watch mach form lost least dairy money sundae house horse our ours hears heart fridge may "
        "made make mask mark march many more most mail main maybe mind mine mint mini note noun none moon soon "
        "week weak seek meek peek beak work word world would could should when then them they there their these "
        "those that than this thin think thing things third thread three through though thought tree free agree "
        "day days says stay play pay lay may way ways bay gray pray tray dad bay year hear near dear bear gear "
        "pear tear wear fear years fears tears second send seconds sent cent month north south math "
        "mouse minute minus minor mines hour hours ever never over even event events evening "
        "early yearly nearly daily diary today toady tonight sight light might right night nights fight eight "
        "eighty weight height nine none fine line mine wine five live give dive drive six sex sit mix fix ten "
        "teen tent test text next nest best rest west last list lost fast past part cast east least lunch launch "
        "march starch search after alter water later latter letter let set get bet yet put but bus buy by my "
        "tuned turned until unit units unite and end any one once only on no not now new news knew know known "
        "sat set sun son sunny fun run summer sum fire fired friend friends fried from front till tell bill "
        "will still skill week weekly weekend meet meeting at it is in if of off each teach reach beach peach "
        "coach back pack take bake cake lake make sake wake half hall halt hat has have had having other mother "
        "father brother another bother anther alternate alternative first fist firm fit final finally finale "
        "quarter quarters quart start star stars stand sharp share shape april august autumn book boot look "
        "check checks call calls cell sell feed read red bread thread head heads ahead door floor poor pool "
        "room rooms report reports remind reminder remark mom mum monitor monday holiday noun news mooning "
        "morning mornings warning warnings moving moment comment payment between betting time times dime lime "
        "tune tine tire fires tires wires fourth forth fort ford food good mood wood seven seventh sever server "
        "serve service settle single since whether weather feather where here there were was wash cash dash "
        "bash crash trash flash table stable cable able title little date data rate late gate hate mate dates "
        "daytime daydream say said paid maid raid rain train brain main again plan plain plant plane plate "
        "stat state status stats start stars noonan nano mono mode modes code model mondo mangos august gust "
        "must just dust trust rust minutely momentarily monthlies eves ends dec deck desk disk jan jane "
        "june july joly jolly may mays oct act sept step spot spec nov novel dear deal"
    ),
    times_for=(
        "dinner lunch breakfast bed story tea party quality movie game play bath family show snack nap "
        "me prime half free over screen reading study training pizza coffee cake crunch nice first last "
        "big quiet alone work cooking travel leisure circle tummy cuddle school church prayer practice "
        "workout gym swim nursing feeding kid kids dad mum mom baby dog cat pet girl boy date craft art "
        "music dance drinking beer wine cocktail happy arrival departure response run boot build load "
        "lead cycle ship closing opening delivery kick full part real meal supper brunch milk medicine "
        "pill shower sleep wake hammer show question focus deep down up loading log book take make save "
        "find spend track schedule block kill waste buy reserve set check note enter record submit fill "
        "measure ask tell give get have need plan want allow add bring change keep lose pass report "
        "review share stop use win cut daylight summer winter standard local your his her our its some "
        "any no every much more less enough long short good great hard tough fun all same right wrong "
        "high mean"
    ),
    frames=(
        "remind me to …",
        "remind me that …",
        "remind me about …",
        "remind me of …",
        "remind me …",
        "remind us to …",
        "remind us about …",
        "remind us that …",
        "remind us of …",
        "remind us …",
        "remember me to …",
        "remember to …",
        "ping me to …",
        "ping me about …",
        "ping me that …",
        "ping me …",
        "nudge me to …",
        "nudge me about …",
        "nudge me that …",
        "nudge me …",
        "poke me to …",
        "poke me about …",
        "do not let me forget to …",
        "do not let me forget about …",
        "do not let me forget that …",
        "do not let me forget …",
        "don't let me forget to …",
        "don't let me forget about …",
        "don't let me forget that …",
        "don't let me forget …",
        "dont let me forget to …",
        "dont let me forget …",
        "make sure i don't forget to …",
        "make sure i remember to …",
        "tell me to …",
        "notify me to …",
        "notify me about …",
        "notify me that …",
        "alert me to …",
        "alert me about …",
        "set a reminder for …",
        "set a reminder to …",
        "set a reminder about …",
        "set a reminder that …",
        "set a reminder …",
        "set me a reminder to …",
        "set me a reminder for …",
        "set me a reminder …",
        "set up a reminder to …",
        "set up a reminder for …",
        "set up a reminder …",
        "create a reminder to …",
        "create a reminder for …",
        "create a reminder …",
        "add a reminder to …",
        "add a reminder for …",
        "add a reminder …",
        "make a reminder to …",
        "make a reminder for …",
        "schedule a reminder to …",
        "schedule a reminder for …",
        "give me a reminder to …",
        "give me a reminder about …",
        "send me a reminder to …",
        "send me a reminder about …",
        "send me a reminder that …",
        "i need a reminder …",
        "i want a reminder …",
        "i'd like a reminder to …",
        "i'd like a reminder …",
        "i need a reminder to …",
        "i need a reminder for …",
        "i want a reminder to …",
        "i need to be reminded to …",
        "i want to be reminded to …",
        "i want to be reminded about …",
        "i want to be reminded of …",
        "i'd like to be reminded to …",
        "i'd like to be reminded of …",
        "i would like to be reminded to …",
        "i would like you to remind me to …",
        "i want you to remind me to …",
        "i need you to remind me to …",
        "i'd like you to remind me to …",
        "reminder to …",
        "reminder for …",
        "reminder that …",
        "reminder about …",
        "reminder: …",
        "a reminder to …",
        "what i'd like: …",
        "what i would like: …",
        "what i want: …",
        "what i need: …",
        "i'd like: …",
        "schedule: …",
        "task: …",
        "todo: …",
        "to do: …",
    ),
    polite=(
        "please",
        "pls",
        "plz",
        "kindly",
        "could you please",
        "could you",
        "can you please",
        "can you",
        "would you please",
        "would you",
        "would you mind",
        "will you",
        "will you please",
        "can u",
        "could u",
        "hi",
        "hey",
        "hello",
        "hi bot",
        "hey bot",
        "hello bot",
        "dear bot",
        "bot",
        "hi there",
        "hey there",
        "good morning",
        "good evening",
        "good afternoon",
        "ok",
        "okay",
        "ok bot",
        "so",
        "uh",
        "uhm",
        "er",
        "erm",
        "hmm",
        "hm",
        "oh",
        "ah",
        "thanks",
        "thank you",
        "thx",
        "ty",
        "thanks a lot",
        "many thanks",
        "thank you very much",
        "thanks in advance",
        "thanks so much",
        "cheers",
        "thank you so much",
        "yo",
        "and",
        "i want you to",
        "i'd like you to",
        "i would like you to",
        "i need you to",
        "please be so kind and",
        "be so kind and",
        "if you can",
        "if you could",
        "if possible",
        "if you please",
        "nightjar",
        "hey nightjar",
        "hi nightjar",
        "would you be so kind as to",
        "would you kindly",
        "for me please",
        "when you can",
        "thank u",
        "tia",
        "hiya",
        "actually",
        "alright",
        "that's all",
        "that would be great",
        "that'd be great",
        "will you please",
    ),
    statement=(
        "nobody everybody everyone somebody someone let's nobody everybody everyone somebody someone let's is are was were am isn't aren't wasn't i i'm i've i'll we we're we'll you're he she it it's they they're "
        "there there's that's has"
    ),
    task_guards="that whether if when what how why who where which because",
)
