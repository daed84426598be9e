"""What is understood, by example: the sentences of docs/language.md, each of them a test.

A line is a language, a sentence, and what it is understood as on Tuesday, 24 November 2026 at 10:20 in
Berlin: for a schedule the words it is said back in (in English for languages that have none) and the task,
else the intent in short.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from language.context import Context

NOW = datetime(2026, 11, 24, 9, 20, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence and what it means; `task` is empty for what is no schedule."""

    language: str
    text: str
    meaning: str
    task: str = ""

    @property
    def context(self) -> Context:
        """The chat it is said in."""
        return Context(zone=ZONE, now=NOW, language=self.language, names=("api", "backup", "worker"))

    @property
    def answered_in(self) -> str:
        """The language that has words for the answer."""
        return "de" if self.language == "de" else "en"


def examples() -> Iterator[tuple[str, tuple[Example, ...]]]:
    """Yield the topics with their examples."""
    for topic, lines in TOPICS:
        yield topic, tuple(_example(line) for line in lines.strip().splitlines())


def _example(line: str) -> Example:
    language, text, meaning, task = (part.strip() for part in f"{line} | ".split(" | ", 3))
    return Example(language=language, text=text, meaning=meaning, task=task.removesuffix("|").strip())


TOPICS = (
    (
        "Days of the week",
        """
en | every monday at 9 water the plants | every Monday at 09:00 | water the plants
en | weekdays at 7:45 read the news | every weekday at 07:45 | read the news
en | remind me on sundays to call mum | every Sunday at 09:00 | call mum
en | every tuesday and thursday at 18:30 choir | every Tuesday and Thursday at 18:30 | choir
en | monday to wednesday at noon stretch | every Monday, Tuesday and Wednesday at 12:00 | stretch
en | at 17:30 on fridays timesheet | every Friday at 17:30 | timesheet
en | saturdays at 8 and sundays at 10 feed the cat | every Saturday at 08:00 and every Sunday at 10:00 | feed the cat
de | jeden Montag um 9 die Blumen gießen | jeden Montag um 09:00 | die Blumen gießen
de | werktags um 7:45 Zeitung lesen | jeden Werktag um 07:45 | Zeitung lesen
de | erinnere mich freitags um 16:30 an den Stundenzettel | jeden Freitag um 16:30 | den Stundenzettel
de | montags bis donnerstags um 8 Uhr Standup | jeden Montag, Dienstag, Mittwoch und Donnerstag um 08:00 | Standup
de | jeden Dienstag und Donnerstag abends Chor | jeden Dienstag und Donnerstag um 18:00 | Chor
""",
    ),
    (
        "Times of day",
        """
en | every day at quarter past seven take the pill | every day at 07:15 | take the pill
en | every morning stretch | every day at 08:00 | stretch
en | every evening at five close the windows | every day at 17:00 | close the windows
en | daily at 8am and 8pm take the pill | every day at 08:00 and 20:00 | take the pill
en | every night at 10 lock the door | every day at 22:00 | lock the door
en | daily at 0645 hours weigh myself | every day at 06:45 | weigh myself
de | täglich um halb neun Tabletten nehmen | jeden Tag um 08:30 | Tabletten nehmen
de | jeden Tag um dreiviertel acht los | jeden Tag um 07:45 | los
de | jeden Abend um acht die Heizung herunterdrehen | jeden Tag um 20:00 | die Heizung herunterdrehen
de | täglich um fünf nach halb sieben aufstehen | jeden Tag um 06:35 | aufstehen
de | jeden Tag um 8 und um 20 Uhr Tabletten nehmen | jeden Tag um 08:00 und 20:00 | Tabletten nehmen
""",
    ),
    (
        "Intervals and windows",
        """
en | every 15 minutes check the oven | every 15 minutes | check the oven
en | every 3 hours drink water | every 3 hours | drink water
en | every hour at ten past look at the queue | every hour at minute 10 | look at the queue
en | every 25 minutes stand up | every 25 minutes | stand up
en | every 4 hours starting at 2:00 take the temperature | every 4 hours starting at 02:00 | take the temperature
en | every 20 minutes between 9 and 17 on weekdays look up | every 20 minutes from 09:00 to 17:00 on weekdays | look up
en | every 2 hours from 22 to 4 feed the baby | every 2 hours from 22:00 to 04:00 | feed the baby
de | alle 20 Minuten aufstehen | alle 20 Minuten | aufstehen
de | stündlich trinken | jede Stunde | trinken
de | alle anderthalb Stunden lüften | alle 90 Minuten | lüften
de | alle 30 Minuten zwischen 8 und 12 Uhr nach der Post sehen | alle 30 Minuten von 08:00 bis 12:00 | nach der Post sehen
de | alle 2 Stunden von 22 bis 6 Uhr Babyfon prüfen | alle 2 Stunden von 22:00 bis 06:00 | Babyfon prüfen
""",
    ),
    (
        "Every other, every third",
        """
en | every other friday at 4pm send the invoice | every other Friday at 16:00 | send the invoice
en | every 3 days water the orchid | every 3 days at 09:00 | water the orchid
en | every second week on monday at 9 retro | every other Monday at 09:00 | retro
en | every 2 months on the 1st read the meter | every 2 months on the 1st at 09:00 | read the meter
de | jeden zweiten Freitag um 16 Uhr Rechnung schicken | jeden zweiten Freitag um 16:00 | Rechnung schicken
de | alle 3 Tage Orchidee gießen | alle 3 Tage um 09:00 | Orchidee gießen
de | alle zwei Wochen am Montag um 9 Retro | jeden zweiten Montag um 09:00 | Retro
""",
    ),
    (
        "Months, quarters, years",
        """
en | on the 1st of every month pay the rent | on the 1st of every month at 09:00 | pay the rent
en | on the last day of the month at 18:00 close the books | on the last day of every month at 18:00 | close the books
en | every second friday of the month at 15:00 book club | on the second Friday of every month at 15:00 | book club
en | last working day of the month at 16:00 expenses | on the last working day of every month at 16:00 | expenses
en | on the 3rd and 17th of each month check the filter | on the 3rd and the 17th of every month at 09:00 | check the filter
en | every quarter on the 1st at 9 taxes | every 3 months on the 1st at 09:00 | taxes
en | every year on 3 march buy flowers | every year on 3 March at 09:00 | buy flowers
de | am 1. jedes Monats Miete zahlen | am 1. jedes Monats um 09:00 | Miete zahlen
de | jeden zweiten Freitag im Monat um 15 Uhr Lesekreis | am zweiten Freitag jedes Monats um 15:00 | Lesekreis
de | am letzten Werktag des Monats um 16 Uhr Spesen | am letzten Werktag jedes Monats um 16:00 | Spesen
de | am Monatsende um 18 Uhr Kasse machen | am Montag, 30. November um 18:00 | Kasse machen
de | jedes Jahr am 3. März Blumen kaufen | jedes Jahr am 3. März um 09:00 | Blumen kaufen
de | vierteljährlich am 1. um 9 Uhr Steuern | alle 3 Monate am 1. um 09:00 | Steuern
""",
    ),
    (
        "From, until, so often, except",
        """
en | every day at 9 until 31 january take vitamins | every day at 09:00, until 31 January | take vitamins
en | every day at 8 for 2 weeks do the exercises | every day at 08:00, until 8 December at 10:20 | do the exercises
en | every monday at 10, 5 times, jog | every Monday at 10:00, 5 times | jog
en | every weekday at 9 starting 1 december open a door | every weekday at 09:00, starting 1 December | open a door
en | on the next 3 saturdays at 10 paint the fence | every Saturday at 10:00, 3 times | paint the fence
en | every day except sunday at 7 bake | every day at 07:00, except Sundays | bake
en | every hour until 18:00 look at the build | every hour, until 24 November at 18:00 | look at the build
de | jeden Tag um 9 bis 31. Januar Vitamine nehmen | jeden Tag um 09:00, bis 31. Januar | Vitamine nehmen
de | täglich um 8 für 2 Wochen Übungen machen | jeden Tag um 08:00, bis 8. Dezember um 10:20 | Übungen machen
de | ab 1. Dezember jeden Werktag um 9 Türchen öffnen | jeden Werktag um 09:00, ab 1. Dezember | Türchen öffnen
de | täglich außer sonntags um 7 backen | jeden Tag um 07:00, außer sonntags | backen
""",
    ),
    (
        "Once",
        """
en | in 20 minutes check the oven | on Tuesday, 24 November at 10:40 | check the oven
en | in half an hour call back | on Tuesday, 24 November at 10:50 | call back
en | tomorrow at 10 dentist | on Wednesday, 25 November at 10:00 | dentist
en | tonight put the bins out | on Tuesday, 24 November at 21:00 | put the bins out
en | next tuesday at 14:00 car inspection | on Tuesday, 1 December at 14:00 | car inspection
en | on friday call the landlord | on Friday, 27 November at 09:00 | call the landlord
en | on 24 december at 18:00 light the candles | on Thursday, 24 December at 18:00 | light the candles
en | a week from monday at 9 renew the ticket | on Monday, 7 December at 09:00 | renew the ticket
en | in 3 days at 8 take the parcel back | on Friday, 27 November at 08:00 | take the parcel back
en | at 3 call the doctor | on Tuesday, 24 November at 15:00 | call the doctor
en | 2027-02-01 12:30 lunch with Ana | on Monday, 1 February at 12:30 | lunch with Ana
de | in 20 Minuten nach dem Ofen sehen | am Dienstag, 24. November um 10:40 | nach dem Ofen sehen
de | in einer halben Stunde zurückrufen | am Dienstag, 24. November um 10:50 | zurückrufen
de | morgen um 10 Zahnarzt | am Mittwoch, 25. November um 10:00 | Zahnarzt
de | übermorgen früh Paket abholen | am Donnerstag, 26. November um 08:00 | Paket abholen
de | heute Abend Müll rausbringen | am Dienstag, 24. November um 18:00 | Müll rausbringen
de | nächsten Dienstag um 14 Uhr TÜV | am Dienstag, 1. Dezember um 14:00 | TÜV
de | am 24.12. um 18 Uhr Kerzen anzünden | am Donnerstag, 24. Dezember um 18:00 | Kerzen anzünden
de | heute in einer Woche Ticket verlängern | am Dienstag, 1. Dezember um 09:00 | Ticket verlängern
de | um viertel nach drei Arzt anrufen | am Dienstag, 24. November um 15:15 | Arzt anrufen
""",
    ),
    (
        "Other time zones",
        """
en | every weekday at 9 New York time join the call | every weekday at 09:00 (America/New_York) | join the call
en | tomorrow at 15:00 UTC release | on Wednesday, 25 November at 15:00 (UTC) | release
en | every monday at 8 Pacific check the deploy | every Monday at 08:00 (America/Los_Angeles) | check the deploy
en | on friday at 10 Asia/Tokyo call Kenji | on Friday, 27 November at 10:00 (Asia/Tokyo) | call Kenji
de | werktags um 9 Uhr Londoner Zeit Anruf | jeden Werktag um 09:00 (Europe/London) | Anruf
de | morgen um 15 Uhr UTC Release | am Mittwoch, 25. November um 15:00 (UTC) | Release
""",
    ),
    (
        "Cron",
        """
en | /cron 30 9 * * 1-5 standup | cron 30 9 * * 1-5 | standup
en | */15 * * * * look at the queue | cron */15 * * * * | look at the queue
en | `0 18 * * FRI` timesheet | cron 0 18 * * FRI | timesheet
en | @daily backup | cron 0 0 * * * | backup
de | cron 0 8 1 * * Miete zahlen | cron 0 8 1 * * | Miete zahlen
""",
    ),
    (
        "As people type",
        """
en | evry mondya at 9 call mum | every Monday at 09:00 | call mum
en | WATER THE PLANTS EVERY MONDAY AT 9 | every Monday at 09:00 | WATER THE PLANTS
en | could you please remind me to stretch every day at 11, thanks | every day at 11:00 | stretch
en | every day at 9: "take the pill" | every day at 09:00 | take the pill
en | on mondays call the office at 8:15 | every Monday at 08:15 | call the office
en | every friday at 17 remind me that the party is on sunday | every Friday at 17:00 | the party is on sunday
de | jedne Montag um 9 Mama anrufen | jeden Montag um 09:00 | Mama anrufen
de | taeglich um 8 Bluetenpollen pruefen | jeden Tag um 08:00 | Bluetenpollen pruefen
de | bitte erinnere mich täglich um 11 daran, dass ich trinken soll | jeden Tag um 11:00 | ich trinken soll
""",
    ),
    (
        "Spanish, French, Portuguese, Russian",
        """
es | cada lunes a las 9 regar las plantas | every Monday at 09:00 | regar las plantas
es | todos los días a las 8 de la tarde tomar la pastilla | every day at 20:00 | tomar la pastilla
es | en 20 minutos recuérdame sacar la tortilla | on Tuesday, 24 November at 10:40 | sacar la tortilla
es | mañana a las 10 dentista | on Wednesday, 25 November at 10:00 | dentista
es | cada 15 minutos mira el horno | every 15 minutes | mira el horno
es | el último viernes de cada mes a las 16:00 gastos | on the last Friday of every month at 16:00 | gastos
fr | tous les lundis à 9h arroser les plantes | every Monday at 09:00 | arroser les plantes
fr | chaque jour à 18h30 rappelle-moi de fermer la fenêtre | every day at 18:30 | fermer la fenêtre
fr | dans une demi-heure rappelle-moi d'appeler Léa | on Tuesday, 24 November at 10:50 | appeler Léa
fr | demain à 8h30 appelle le plombier | on Wednesday, 25 November at 08:30 | appelle le plombier
fr | toutes les 15 minutes regarde le four | every 15 minutes | regarde le four
fr | le 3 mars à 10h dentiste | on Wednesday, 3 March at 10:00 | dentiste
pt | toda segunda às 9 regar as plantas | every Monday at 09:00 | regar as plantas
pt | todos os dias às oito da noite me lembre de tomar o remédio | every day at 20:00 | tomar o remédio
pt | em 20 minutos me lembre de tirar o bolo | on Tuesday, 24 November at 10:40 | tirar o bolo
pt | amanhã às 10 dentista | on Wednesday, 25 November at 10:00 | dentista
pt | a cada 15 minutos veja o forno | every 15 minutes | veja o forno
ru | каждый понедельник в 9 полить цветы | every Monday at 09:00 | полить цветы
ru | по будням в 7:15 проверяй пробки | every weekday at 07:15 | проверяй пробки
ru | через 20 минут напомни выключить духовку | on Tuesday, 24 November at 10:40 | выключить духовку
ru | завтра в 10 к врачу | on Wednesday, 25 November at 10:00 | к врачу
ru | каждые 15 минут проверяй почту | every 15 minutes | проверяй почту
""",
    ),
    (
        "Asked back, because a careful person would",
        """
en | on 5/6 at 10 dentist | Ask language.slash-date
en | call the roofer on monday or tuesday | Ask language.which-of-these
en | remind me in a few days to call Ana | Ask language.how-long
en | twice a day take the pill | Ask language.which-of-them
en | /in 20 check the oven | Ask language.which-unit
de | ruf am Montag oder Dienstag den Dachdecker an | Ask language.which-of-these
""",
    ),
    (
        "Refused, with the reason",
        """
en | /every blursday at 9 call mum | Refuse language.no-such-day
en | /at 25:00 call mum | Refuse language.no-such-time
en | /every 30 seconds blink | Refuse language.too-often
en | /at yesterday at 9 call mum | Refuse language.past
en | /cron 61 * * * * blink | Refuse language.bad-cron
de | /at 31. Februar Miete | Refuse language.no-such-date
""",
    ),
    (
        "Clusters and jobs",
        """
en | watch deployment api | Watch deployment/api
en | tell me when prod/api is done | Watch prod/api
en | watch the api in prod | Watch prod/api
en | how is prod/api | Look prod/api
en | what's running? | ListJobs
en | stop the backup | Cancel backup
en | change the backup to every day at 10 | Change backup every day at 10
en | pause #3 | Pause #3
en | mute #3 for 2 hours | Mute #3
en | resume #3 | Resume #3
en | run the backup now | Run backup
en | history of #3 | History #3
en | my timezone is Europe/Berlin | Settings timezone=Europe/Berlin
en | every morning at 8 tell me whether there is news about kubernetes | Create news quiet: kubernetes
de | beobachte prod/api | Watch prod/api
de | sag Bescheid, wenn api fertig ist | Watch api
de | wie geht es prod/api | Look prod/api
de | was läuft? | ListJobs
de | lösche #3 | Cancel #3
de | verschiebe das Backup auf täglich um 10 | Change backup täglich um 10
de | pausiere #3 | Pause #3
de | schalte #3 bis morgen stumm | Mute #3
""",
    ),
    (
        "Nothing to do",
        """
en | thanks! | Talk thanks
en | api is slow today | Talk chatter
en | cancel culture is tiring | Talk chatter
de | danke dir | Talk thanks
de | der Montag war anstrengend | Talk chatter
""",
    ),
)
