"""Moments as a chat reads them: short, in its zone and language, no more than is needed to know the day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

#: Day and month, in the order and with the dots of the language.
DAY_PATTERNS = {"en": "d MMM", "de": "d. MMM"}


def time_of_day(at: datetime, *, zone: ZoneInfo) -> str:
    """Return the local time as "07:00"."""
    return at.astimezone(zone).strftime("%H:%M")


def day(at: datetime, *, zone: ZoneInfo, language: str) -> str:
    """Return the local day as "22 Nov"."""
    return format_date(at.astimezone(zone).date(), DAY_PATTERNS[language], locale=language)


def short(at: datetime, *, zone: ZoneInfo, language: str, now: datetime) -> str:
    """Return "07:00" for today, "Mon 07:00" within six days, else "22 Nov, 07:00"."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    clock = local.strftime("%H:%M")
    if local.date() == today:
        return clock
    if abs(local.date() - today) < timedelta(days=7):
        return f"{format_datetime(local, 'EEE', locale=language).rstrip('.')} {clock}"
    return f"{day(at, zone=zone, language=language)}, {clock}"
