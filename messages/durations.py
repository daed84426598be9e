"""How long and since when, in the words of a chat: "1 min 12 s", "Tuesday", "tomorrow 18:20"."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from messages import local_time
from messages.sentences import text


def duration(span: timedelta) -> str:
    """Return the time in its two largest units: "48 s", "1 min 12 s", "2 h 5 min", "3 d 4 h"."""
    seconds = max(0, round(span.total_seconds()))
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s"))
    first = next((index for index, (count, _) in enumerate(parts) if count), len(parts) - 1)
    shown = [f"{count} {unit}" for count, unit in parts[first : first + 2] if count]
    return " ".join(shown) or "0 s"


def since(at: datetime, *, zone: ZoneInfo, language: str, now: datetime) -> str:
    """Return a moment that has passed: "14:05" today, "Tuesday" within six days, else "22 Nov"."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return local.strftime("%H:%M")
    if timedelta(0) < today - local.date() < timedelta(days=7):
        return str(format_datetime(local, "EEEE", locale=language))
    return local_time.day(at, zone=zone, language=language)


def until(at: datetime, *, zone: ZoneInfo, language: str, now: datetime) -> str:
    """Return a moment to come: "18:20" today, "tomorrow 18:20", else "Thu 18:20" or "22 Nov, 18:20"."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today + timedelta(days=1):
        return text(language, "watch.tomorrow", time=local.strftime("%H:%M"))
    return local_time.short(at, zone=zone, language=language, now=now)
