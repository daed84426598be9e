"""German: how a schedule is said."""

from language.speech import Speech

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
ORDINALS = ("ersten", "zweiten", "dritten", "vierten", "fünften")
FROM_THE_END = (
    "letzten",
    "vorletzten",
    "drittletzten",
    "viertletzten",
    "fünftletzten",
    "sechstletzten",
    "siebtletzten",
)


def nth_date(n: int) -> str:
    """Return "1."."""
    return f"{n}."


def nth(n: int) -> str:
    """Return "ersten", "letzten", "drittletzten", "12."."""
    if n < 0:
        return FROM_THE_END[-n - 1] if n >= -len(FROM_THE_END) else f"{-n}. von hinten gezählten"
    return ORDINALS[n - 1] if n <= len(ORDINALS) else nth_date(n)


SPEECH = Speech(
    weekdays=WEEKDAYS,
    on_weekdays=tuple(f"{day.lower()}s" for day in WEEKDAYS),
    months=(
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    conjunction="und",
    every_day="jeden Tag",
    other_day="jeden zweiten Tag",
    n_days="alle {n} Tage",
    every_workday="jeden Werktag",
    on_workdays="werktags",
    every_weekday="jeden {days}",
    other_weekday="jeden zweiten {days}",
    weeks_on="alle {n} Wochen am {days}",
    week_day="{days}",
    of_month="am {picks} jedes Monats",
    of_quarter="am {picks} jedes Quartals",
    of_year="am {picks} jedes Jahres",
    year_on="jedes Jahr am {picks} im {month}",
    months_on="alle {n} Monate am {picks}",
    years_on="alle {n} Jahre am {picks} im {month}",
    of_named_month="{picks} im {month}",
    in_months="im {months}",
    date="{day}. {month}",
    year_date="jedes Jahr am {date}",
    pick_date="{nth}",
    pick_day="{nth} Tag",
    pick_kind="{nth} {kind}",
    day="Tag",
    workday="Werktag",
    weekend_day="Wochenendtag",
    nth_date=nth_date,
    nth=nth,
    at="um {times}",
    minute=("jede Minute", "alle {n} Minuten"),
    hour=("jede Stunde", "alle {n} Stunden"),
    seconds="alle {n} Sekunden",
    hour_at="{grid} zur Minute {minute}",
    grid_from="{grid} ab {time}",
    window="{grid} von {first} bis {last}",
    excluded="außer {days}",
    excluded_date="außer am {dates}",
    starting="ab {date}",
    until="bis {date}",
    until_time="bis {date} um {time}",
    count="{n} Mal",
    once="am {weekday}, {date} um {time}",
    once_year="am {weekday}, {date} {year} um {time}",
    cron="cron {fields}",
    zone="({zone})",
)
