"""Moments told from today: "tomorrow", "in drei Tagen", "two hours from now", "a week from monday"."""

from language.clocks import Got
from language.days import ONE_DAY, weekday_list
from language.parts import Bad, Duration, Open, Part, Period, Shift, Weekdays
from language.reader import UNIT_LENGTHS, Reader


def relative_days(r: Reader, at: int) -> list[Got]:
    """Return days told from today: "tomorrow", "tonight", "in 3 days", "a week from friday", "next month"."""
    begin = r.after(at, "on")
    if found := r.get(at, "relpart"):
        days, part = found.value
        got = [Got(Shift(length=Duration(days=days), is_day=True), found.end)]
        return [*got, Got(Part(name=part), found.end)] if part else got
    if (found := r.get(at, "yesterday")) and not r.get(at - 1, "sincepast"):
        return [Got(Bad(key="language.past", text=r.words(at, found.end)), found.end)]
    if found := r.get(at, "relday"):
        return _relday(r, found.value, found.end)
    if got := from_now(r, at):
        return got
    if found := r.get(at, "next") or r.get(begin, "next"):
        unit = r.get(found.end, "unit")
        if unit and unit.value in {"week", "month", "year", "quarter", "day"}:
            if unit.value == "day":
                return [Got(Shift(length=ONE_DAY, is_day=True), unit.end)]
            return [Got(Period(unit=unit.value, ahead=1), unit.end)]
    return _week_of(r, at)


def _week_of(r: Reader, at: int) -> list[Got]:
    found = r.get(at, "weekof")
    if found is None:
        return []
    days = weekday_list(r, r.after(found.end, "on"))
    if days:
        return [Got(Weekdays(days=days[0], week=found.value), days[1])]
    return [Got(Period(unit="week", ahead=found.value), found.end)]


def _relday(r: Reader, days: int, end: int) -> list[Got]:
    if later := r.get(end, "inaweek"):
        days, end = days + 7 * later.value, later.end
    got = [Got(Shift(length=Duration(days=days), is_day=True), end)]
    if part := r.get(end, "part") or r.get(end, "parts"):
        got.append(Got(Part(name=part.value), part.end))
    return got


def from_now(r: Reader, at: int, *, said: bool = False) -> list[Got]:
    """Return "in 20 minutes", "two hours from now", "a week from friday", "in a few minutes"."""
    opener = r.get(at, "in")
    begin = _over_noise(r, opener.end if opener else at)
    if (vague := r.get(begin, "openamount")) and (unit := r.get(vague.end, "unit")) and (opener or said):
        return [Got(Open(key="language.how-long", text=r.words(at, unit.end)), unit.end)]
    length = r.length(begin)
    unit = r.get(begin, "unit")
    if length is None and (opener or said) and unit and _counts_itself(unit.value, r):
        return [Got(Shift(length=UNIT_LENGTHS[unit.value]), unit.end)]  # "через час", "/in Viertelstunde"
    if length is None:
        return (
            _below_zero(r, begin) or _alternatives(r, begin) or _beyond(r, at, begin)
            if opener or said
            else []
        )
    if (joint := r.get(length.end, "or") or r.get(length.end, "to")) and r.length(joint.end):
        end = r.length(joint.end)
        cuts = ((length.end, end.end), (begin, joint.end)) if end else ()
        question = Open(key="language.which-of-these", text=r.words(at, end.end if end else at), cuts=cuts)
        return [Got(question, end.end)] if end else []
    if length.length.is_empty and (opener or said):
        return [Got(Bad(key="language.zero", text=r.words(at, length.end)), length.end)]
    if later := r.get(length.end, "fromnow"):
        return [Got(Shift(length=length.length), later.end)]
    if joint := r.get(length.end, "fromday"):
        if days := weekday_list(r, r.after(joint.end, "on")):
            return [Got(Weekdays(days=days[0], ahead=length.length.days), days[1])]
        if (day := r.get(joint.end, "relday")) and not length.length.is_elapsed:
            return [Got(Shift(length=length.length + Duration(days=day.value), is_day=True), day.end)]
    return [Got(Shift(length=length.length), length.end)] if opener or said else []


def _over_noise(r: Reader, at: int) -> int:
    """Return the token after "about", "so ca."."""
    while (end := r.after(at, "noise")) > at:
        at = end
    return at


def _counts_itself(unit: str, r: Reader) -> bool:
    """Return whether a unit without a number before it is one of them."""
    return r.lexicon.locale.code == "ru" or unit in {"quarterhour", "halfhour", "threequarterhour"}


def _beyond(r: Reader, at: int, begin: int) -> list[Got]:
    below = r.length(begin + 1) if r.is_sign(begin, "-−") and r.is_glued_number(begin + 1) else None
    if below is not None:  # "in -5 minutes"
        return [Got(Bad(key="language.zero", text=r.words(at, below.end)), below.end)]
    end = r.beyond(begin)
    return [Got(Bad(key="language.too-far", text=r.words(at, end)), end)] if end else []


def _below_zero(r: Reader, at: int) -> list[Got]:
    """Return "in -5 minutes" as what cannot be."""
    below = r.length(at + 1) if r.is_sign(at, "-−") and r.is_glued_number(at + 1) else None
    return [Got(Bad(key="language.zero", text=r.words(at, below.end)), below.end)] if below else []


def _alternatives(r: Reader, at: int) -> list[Got]:
    """Return the question behind "in 5 or 10 minutes"."""
    first = r.number(at)
    joint = (r.get(first.end, "or") or r.get(first.end, "to")) if first else None
    second = r.length(joint.end) if joint else None
    other = r.number(joint.end) if joint else None
    if first is None or joint is None or second is None or other is None:
        return []
    cuts = ((first.end, other.end), (at, joint.end))
    return [Got(Open(key="language.which-of-these", text=r.words(at, second.end), cuts=cuts), second.end)]
