"""English."""

from language.lexicon import Locale, Spoken
from language.locales.en_calendar import CALENDAR
from language.locales.en_counting import COUNTING
from language.locales.en_joining import JOINING
from language.locales.en_which import WHICH
from language.tokens import fold_plain

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
    words={**COUNTING, **CALENDAR, **JOINING},
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
