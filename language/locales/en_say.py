"""English: how a schedule is said."""

from language.speech import Speech

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = ("first", "second", "third", "fourth", "fifth")


def nth_date(n: int) -> str:
    """Return "1st", "22nd", "13th"."""
    ending = "th" if n % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def nth(n: int) -> str:
    """Return "first", "last", "third to last", "12th"."""
    if n == -1:
        return "last"
    if n < 0:
        return f"{ORDINALS[-n - 1] if n >= -len(ORDINALS) else nth_date(-n)} to last"
    return ORDINALS[n - 1] if n <= len(ORDINALS) else nth_date(n)


SPEECH = Speech(
    weekdays=WEEKDAYS,
    on_weekdays=tuple(f"{day}s" for day in WEEKDAYS),
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    conjunction="and",
    every_day="every day",
    other_day="every other day",
    n_days="every {n} days",
    every_workday="every weekday",
    on_workdays="on weekdays",
    every_weekday="every {days}",
    other_weekday="every other {days}",
    weeks_on="every {n} weeks on {days}",
    week_day="on {days}",
    of_month="on {picks} of every month",
    of_quarter="on {picks} of every quarter",
    of_year="on {picks} of every year",
    year_on="every year on {picks} of {month}",
    months_on="every {n} months on {picks}",
    years_on="every {n} years on {picks} of {month}",
    of_named_month="{picks} of {month}",
    in_months="in {months}",
    date="{day} {month}",
    year_date="every year on {date}",
    pick_date="the {nth}",
    pick_day="the {nth} day",
    pick_kind="the {nth} {kind}",
    day="day",
    workday="working day",
    weekend_day="weekend day",
    nth_date=nth_date,
    nth=nth,
    at="at {times}",
    minute=("every minute", "every {n} minutes"),
    hour=("every hour", "every {n} hours"),
    seconds="every {n} seconds",
    hour_at="{grid} at minute {minute}",
    grid_from="{grid} starting at {time}",
    window="{grid} from {first} to {last}",
    excluded="except {days}",
    excluded_date="except {dates}",
    starting="starting {date}",
    until="until {date}",
    until_time="until {date} at {time}",
    count="{n} times",
    once="on {weekday}, {date} at {time}",
    once_year="on {weekday}, {date} {year} at {time}",
    cron="cron {fields}",
    zone="({zone})",
)
