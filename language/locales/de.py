"""German. Words are spelled with umlauts here; "ae", "oe", "ue" and "ss" are understood as well."""

from language.lexicon import Locale, Spoken
from language.locales.de_calendar import CALENDAR
from language.locales.de_counting import COUNTING
from language.locales.de_joining import JOINING
from language.locales.de_verbs import SEPARABLE
from language.locales.de_which import WHICH
from language.tokens import fold_german

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
    words={**COUNTING, **CALENDAR, **JOINING, **SEPARABLE},
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
