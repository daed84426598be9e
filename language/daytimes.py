"""Several times of day: lists ("at 8, 13 and 20:00") and daily windows ("from 9 to 17")."""

from language.clocks import NOON, FoundClock, Got, clock, digital_clock, worded_clock
from language.dates import date_at
from language.parts import Bad, Clock, Times, Window
from language.reader import Reader


def times_of_day(r: Reader, at: int, *, bare: bool = False) -> Got | None:
    """Return the list of times at token `at`: "at 8, 13 and 20:00", "6:00, 14:00", "um 8 und 20 Uhr"."""
    marker = r.get(at, "at")
    start = marker.end if marker else at
    start = start if r.get(start, "every") else r.after(start, "noise")  # "immer 9 Uhr"
    first = clock(r, start, bare=bool(marker) or bare)
    if first is None:
        return None
    if first.clock is None:
        return Got(Bad(key="language.no-such-time", text=r.words(start, first.end)), first.end)
    if first.clock.bare and not marker and not _may_stand_alone(r, first.end):
        return None
    clocks, end = [first.clock], first.end
    while (more := _next_clock(r, end)) is not None:
        if more.clock is None:
            return Got(Bad(key="language.no-such-time", text=r.words(end, more.end)), more.end)
        clocks.append(more.clock)
        end = more.end
    if len(clocks) > 1 and clocks[-1].strong and not clocks[-1].loose:
        clocks = _like_the_last(clocks, r, end)
    return Got(Times(clocks=tuple(clocks), marked=bool(marker)), end)


def _next_clock(r: Reader, end: int) -> FoundClock | None:
    begin = end
    if r.is_sign(begin, "+") and r.is_glued_number(begin + 1):
        return None  # "10:00 +05:30" names a zone
    if r.is_sign(begin, ","):
        begin += 1
    joined = r.after(begin, "and")
    if joined == end:
        return None
    marked = r.get(joined, "at")
    found = clock(r, marked.end if marked else joined, bare=True)
    if found is None or (
        found.clock and found.clock.bare and not marked and not _may_stand_alone(r, found.end)
    ):
        return None
    return found


def _may_stand_alone(r: Reader, end: int) -> bool:
    """Return whether a plain number that ends here may be a time: not when it counts the word after it."""
    if end >= len(r.tokens) or not r.is_word(end):
        return True
    if r.get(end, "times") or r.get(end, "measure"):  # "10, 5 Mal": German "mal" is a filler too
        return False
    categories = (
        "and",
        "or",
        "uhr",
        "meridiem",
        "inthe",
        "parts",
        "weekday",
        "weekdays",
        "on",
        "every",
        "until",
        "from",
        "zone",
        "for",
        "except",
        "noise",
        "at",
        "oclock",
        "relday",
        "daypart",
    )
    if any(r.get(end, category) for category in categories):
        return True
    while r.is_sign(end + 1, "-", glued=True) and r.is_word(end + 2) and r.tokens[end + 2].glued:
        end += 2  # "20 push-ups"
    word = r.tokens[end]
    return not (
        word.key.endswith("s")
        or (r.lexicon.locale.code == "de" and word.text[:1].isupper() and not r.text.isupper())
    )


def _like_the_last(clocks: list[Clock], r: Reader, end: int) -> list[Clock]:
    """Let "Uhr" or "pm" behind the last time count for the plain ones before it: "8, 13 und 20 Uhr"."""
    says_pm = clocks[-1].minute >= NOON and any(
        r.tokens[i].key.startswith("p") for i in range(end - 4, end) if i >= 0
    )
    shared = []
    for each in clocks:
        if each.bare and says_pm and each.minute < NOON and each.minute + NOON < clocks[-1].minute:
            shared.append(Clock(minute=each.minute + NOON, strong=True))
        elif each.bare:
            shared.append(Clock(minute=each.minute, strong=True))
        else:
            shared.append(each)
    return shared


def span_of_times(r: Reader, at: int, *, bare: bool) -> tuple[Window, int] | None:
    """Return the daily window at token `at`: "from 9 to 17", "between 8:00 and 9:00", "9am-5pm"."""
    opener = r.get(at, "window") or r.get(at, "between") or r.get(at, "from")
    start = r.after(opener.end if opener else at, "at")
    first = _plain_clock(r, start) if opener or bare else clock(r, start, bare=False)
    if first is None or first.clock is None:
        return None
    is_between = bool(opener and r.get(at, "between"))
    joint = (
        r.get(first.end, "to")
        or (r.get(first.end, "and") if is_between else None)
        or (r.get(first.end, "until") if opener else None)
    )
    if joint is None or (not opener and _is_offset(r, first.end)):
        return None
    last = clock(r, r.after(joint.end, "at"), bare=True)
    if last is None or last.clock is None:
        return None
    if last.clock.bare and not _may_stand_alone(r, last.end):
        return None
    if date_at(r, joint.end, announced=True):  # "at 7:30 until 1 march"
        return None
    return Window(first=first.clock, last=last.clock), last.end


def _is_offset(r: Reader, at: int) -> bool:
    """Return whether "-08:00" stands at `at`: a space before the sign and none behind it."""
    return r.is_sign(at, "-−") and not r.tokens[at].glued and r.is_glued_number(at + 1)


def _plain_clock(r: Reader, at: int) -> FoundClock | None:
    """Return the time at `at`, read without idioms where digits stand: "10 to 6" is a span here."""
    if r.digits(at) is not None:
        return digital_clock(r, at, bare=True)
    found = worded_clock(r, at)
    return found or clock(r, at)
