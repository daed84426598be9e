"""German: sentences about jobs and cluster objects. See `language.which` for how a phrase is written."""

DONE = (
    "durch|fertig|bereit|da|live|ausgerollt|abgeschlossen|ok|okay|gesund|oben|grün|beendet|vorbei|deployed|deployt|"
    "aktualisiert|erledigt|hochgefahren|durchgelaufen|wieder_da"
)

WHICH: dict[str, tuple[str, ...]] = {
    "thanks": (
        "danke|dankeschön|vielen_dank|merci|thx|besten_dank|danke_schön|danke_dir|herzlichen_dank sehr|bot|dir|euch|"
        "nightjar?",
        "super|prima|toll|perfekt|klasse|top|gut|alles_klar|ok|okay danke|dankeschön|vielen_dank dir?",
        "danke für die|deine|das|alles hilfe|info|erinnerung|bescheid?",
    ),
    "hello": (
        "hallo|hi|hey|moin|servus|guten_morgen|guten_tag|guten_abend|grüß_gott|grüezi|na|moin_moin bot|nightjar|du?",
        "wie geht's|gehts|geht_es dir? so|heute?",
        "tschüss|tschüs|ciao|bis_später|bis_dann|bis_morgen|gute_nacht|schönen_abend|auf_wiedersehen bot?",
    ),
    "yes": (
        "ja|jo|jep|klar|sicher|na_klar|gern|gerne|genau|stimmt|ok|okay|mach|mach_das|richtig|passt bitte?",
    ),
    "no": ("nein|nö|ne|nee|lieber_nicht|nein_danke|lass|vergiss_es|auf_keinen_fall|jetzt_nicht danke?",),
    "help": (
        "hilfe",
        "hilf mir",
        "was kannst du alles|so|für_mich_tun?",
        "was machst du",
        "wie funktioniert das|es|dieser_bot|der_bot",
        "wie geht das",
        "befehle|anleitung",
    ),
    "list": (
        "liste|übersicht aller|meiner|der|alle|meine? jobs|aufgaben|erinnerungen|beobachtungen|aufträge?",
        "zeig|zeige|zeigt|gib mir? alle|die? meine? jobs|aufgaben|erinnerungen|beobachtungen|aufträge|liste|termine",
        "meine jobs|aufgaben|erinnerungen|beobachtungen|aufträge|liste",
        "was steht an",
        "was ist geplant|eingestellt|offen",
        "was läuft gerade|alles?",
        "was beobachtest du gerade|alles?",
        "welche jobs|aufgaben|erinnerungen|beobachtungen habe|hast|gibt|laufen|sind ich|du|es|gerade|aktiv?",
        "liste alles|alle? auf?",
    ),
    "cancel": (
        "lösch|lösche|loesche|entferne|streich|streiche|storniere|cancel|vergiss|brich {ref} ab?",
        "stopp|stoppe|beende {ref}",
        "brich {ref} ab",
        "sag {ref} ab",
        "hör auf {ref} zu beobachten",
        "beobachte {ref} nicht mehr",
        "{ref} löschen|abbrechen|stoppen|beenden|entfernen|stornieren bitte?",
        "ich brauche {ref} nicht_mehr",
        "abbrechen|löschen|stopp|stoppen|stop",
    ),
    "pause": (
        "pausiere|pausier|unterbrich|halte {ref} an?",
        "{ref} pausieren|anhalten bitte?",
        "pausieren|pause",
    ),
    "resume": (
        "setz|setze {ref} fort",
        "mach mit {ref} weiter",
        "führe {ref} fort",
        "{ref} fortsetzen|weitermachen|wieder_aufnehmen|weiterführen bitte?",
        "weiter|fortsetzen|weitermachen",
    ),
    "run": (
        "führ|führe {ref} jetzt|sofort|gleich? aus",
        "starte|start {ref} jetzt|sofort|gleich|noch_mal|nochmal|erneut?",
        "mach {ref} jetzt|sofort|noch_mal|nochmal",
        "{ref} jetzt|sofort ausführen|starten|machen",
        "jetzt_ausführen|nochmal_ausführen|ausführen",
    ),
    "history": (
        "verlauf|historie|geschichte von|zu|für {ref}",
        "zeig|zeige mir? den|die? verlauf|historie|letzten_läufe von|zu|für {ref}",
        "was hat {ref} zuletzt? gemacht|gesagt|gemeldet zuletzt?",
        "wann lief {ref} zuletzt?",
        "verlauf|historie",
    ),
    "logs": (
        "logs|log|protokoll von|zu|für {ref}",
        "logs {ref}",
        "zeig|zeige|gib|schick mir? die|das? logs|log|protokoll|protokolle von|zu|für|vom {ref}",
        "logs|log|protokoll|die_logs|zeig_die_logs|zeig_mir_die_logs|logs_bitte",
    ),
    "change": (
        "änder|ändere|aendere|verschieb|verschiebe|verleg|verlege|stell|stelle|setz|setze|leg|lege {ref} auf {phrase}",
        "verschieb|verschiebe|verleg {ref} nach|bis|um {phrase}",
        "{ref} auf {phrase} verschieben|ändern|verlegen|legen|umstellen",
        "mach {ref} stattdessen? {phrase} statt_dessen|stattdessen|lieber",
        "ändere|ändern|verschiebe|änder {ref}",
    ),
    "watch": (
        "beobachte|überwache|verfolge|ueberwache den|das|die? rollout|deployment|update von|vom {targets}",
        "beobachte|überwache|verfolge|ueberwache bitte? {targets}",
        "pass|passe auf {targets} auf",
        "hab|habe|behalt|behalte ein_auge_auf? {targets} im? auge?",
        "behalt|behalte {targets} im auge",
        "schau|guck auf? {targets} zu",
        f"sag|sage|gib|geb mir? bitte? bescheid wenn|sobald|falls der|das? rollout|deployment|update|release von|vom {{targets}} {DONE} ist|sind|wurde?",
        f"sag|sage|gib|geb mir? bitte? bescheid wenn|sobald|falls {{targets}} {DONE} ist|sind|wurde?",
        f"sag|sage|gib|geb mir? bitte? bescheid , wenn|sobald|falls {{targets}} {DONE} ist|sind|wurde?",
        f"sag|sage mir? wenn|sobald {{targets}} {DONE} ist|sind",
        f"melde|meld dich wenn|sobald|falls {{targets}} {DONE} ist|sind",
        f"informier|informiere|benachrichtige mich wenn|sobald|falls {{targets}} {DONE} ist|sind",
        "sag|sage|gib|geb mir? bitte? bescheid wenn|sobald|falls {targets} fehlschlägt|abstürzt|kaputtgeht|scheitert|"
        "kaputt_ist|schiefgeht|hängt|fertig_wird|durchläuft",
        "melde|meld dich wenn|sobald|falls {targets} fehlschlägt|abstürzt|kaputtgeht|scheitert|kaputt_ist|hängt",
        "{targets} beobachten|überwachen bitte?",
        f"warte auf? bis? {{targets}} {DONE} ist",
    ),
    "look": (
        "wie geht es|'s dem|der|den? {targets} gerade|so|denn|heute?",
        "wie geht's|gehts dem|der|den? {targets} gerade|so|denn?",
        "wie steht|steht's es? um|mit {targets} gerade?",
        "wie läuft es|'s? mit? {targets} gerade|so?",
        "wie ist der? status|stand|zustand von|vom {targets}",
        "status|stand|zustand von|vom {targets}",
        "was ist mit {targets} los?",
        "was macht {targets} gerade?",
        "was ist los mit {targets}",
        "{targets} status",
        "zeig|zeige mir? den? status|stand|zustand von|vom {targets}",
        "schau|guck|sieh mal? nach {targets}",
        f"ist|sind {{targets}} noch|schon|wieder|jetzt|alle? {DONE}|kaputt|erreichbar|am_leben|down",
        "läuft|laufen|lebt {targets} noch|schon|wieder|gerade?",
        "prüf|prüfe|checke|check mal? {targets}",
    ),
    "find": (
        "finde|such|suche|welche|welcher den|die|das|nach? job|jobs|erinnerung|erinnerungen|aufgabe|auftrag zu|über|für|mit|"
        "an|namens {text}",
        "welcher|welche job|jobs|erinnerung|erinnerungen|aufgabe ist|sind für|zu|über {text}",
    ),
    "timezone": (
        "stell|stelle|setz|setze|ändere meine|die? zeitzone auf {text}",
        "stell|stelle meine|die? zeitzone auf {text} um?",
        "meine zeitzone ist {text}",
        "zeitzone auf|ist? {text}",
        "zeitzone|meine_zeitzone|welche_zeitzone",
    ),
    "language": (
        "stell|stelle|setz|setze|ändere meine|die? sprache auf {text} um|ein?",
        "sprich deutsch|englisch|english",
        "sprache auf|ist? {text}",
        "sprache|welche_sprache",
    ),
    "settings": ("einstellungen|meine_einstellungen|optionen", "zeig|zeige mir? meine|die? einstellungen"),
}
