"""The stored form of triggers: plain JSON values, read strictly.

Whatever `decode` accepts can be computed with: zones exist, steps are positive, cron fields are checked.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.trigger_cron import Cron, cron
from domain.trigger_days import Daily, Dates, DayRule, Days, Monthly, Nth, Weekly
from domain.trigger_kinds import Calendar, Every, Once, Pattern, Rule, Trigger
from domain.trigger_times import At, Through, Times

T = TypeVar("T")
MOST_SLOTS = 10_000
SHORTEST_STEP_S = 60


def encode(trigger: Trigger) -> dict[str, Any]:
    """Return the stored form of `trigger`."""
    stored: dict[str, Any] = {"zone": trigger.zone.key}
    if isinstance(trigger, Once):
        skipped = {"skipped": trigger.skipped.isoformat()} if trigger.skipped is not None else {}
        return {"kind": "once", **stored, "at": trigger.at.isoformat(), **skipped}
    if isinstance(trigger, Every):
        stored |= {"kind": "every", "step_s": trigger.step_s, "anchor": trigger.anchor.isoformat()}
        if trigger.only is not None:
            stored["only"] = _encode_day_rule(trigger.only)
    else:
        stored |= {"kind": "calendar", "rules": [_encode_rule(rule) for rule in trigger.rules]}
        if trigger.start is not None:
            stored["start"] = trigger.start.isoformat()
    if trigger.excluded:
        stored["excluded"] = [_encode_day_rule(rule) for rule in trigger.excluded]
    if trigger.until is not None:
        stored["until"] = trigger.until.isoformat()
    if trigger.count is not None:
        stored["count"] = trigger.count
    return stored


def decode(value: dict[str, Any]) -> Trigger:
    """Return the trigger that `encode` stored.

    Raises:
        ValueError: `value` is not the stored form of a trigger.
    """
    try:
        return _decode(value)
    except (KeyError, TypeError, AttributeError, ZoneInfoNotFoundError) as error:
        raise ValueError(f"not a trigger: {value!r}") from error


def _decode(value: dict[str, Any]) -> Trigger:
    zone = ZoneInfo(value["zone"])
    if value["kind"] == "once":
        skipped = _maybe(time.fromisoformat, value.get("skipped"))
        return Once(at=_moment(value["at"]), zone=zone, skipped=skipped)
    excluded = tuple(_decode_day_rule(rule) for rule in value.get("excluded", ()))
    until, count = _maybe(_moment, value.get("until")), _maybe(_count, value.get("count"))
    if value["kind"] == "every":
        return Every(
            step_s=_at_least(float(value["step_s"]), SHORTEST_STEP_S),
            anchor=_moment(value["anchor"]),
            zone=zone,
            only=_maybe(_decode_day_rule, value.get("only")),
            excluded=excluded,
            until=until,
            count=count,
        )
    if value["kind"] != "calendar" or not value["rules"]:
        raise ValueError(f"no trigger of the kind {value['kind']!r}")
    start = _maybe(_moment, value.get("start"))
    if count is not None and start is None:
        raise ValueError("a count needs a start")
    rules = tuple(_decode_rule(rule) for rule in value["rules"])
    return Calendar(rules=rules, zone=zone, start=start, until=until, count=count, excluded=excluded)


def _maybe(read: Callable[[Any], T], value: object) -> T | None:
    return None if value is None else read(value)


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment needs an offset")
    return moment.astimezone(UTC)


def _count(value: object) -> int:
    if not isinstance(value, int) or not 1 <= value <= MOST_SLOTS:
        raise ValueError(f"not a count: {value!r}")
    return value


N = TypeVar("N", int, float)


def _at_least(value: N, least: N) -> N:
    if value < least:
        raise ValueError(f"{value!r} is less than {least!r}")
    return value


def _encode_rule(rule: Rule) -> dict[str, Any]:
    if isinstance(rule, Cron):
        return {"cron": rule.expression}
    return {"on": _encode_day_rule(rule.on), "times": _encode_times(rule.times)}


def _decode_rule(value: dict[str, Any]) -> Rule:
    if "cron" in value:
        return cron(value["cron"])
    return Pattern(on=_decode_day_rule(value["on"]), times=_decode_times(value["times"]))


def _encode_times(times: Times) -> dict[str, Any]:
    if isinstance(times, At):
        return {"at": [moment.isoformat() for moment in times.times]}
    return {"first": times.first.isoformat(), "last": times.last.isoformat(), "step_s": times.step_s}


def _decode_times(value: dict[str, Any]) -> Times:
    if "at" in value:
        if not value["at"]:
            raise ValueError("no time of day")
        return At(times=tuple(time.fromisoformat(moment) for moment in value["at"]))
    step_s = _at_least(int(value["step_s"]), SHORTEST_STEP_S)
    return Through(
        first=time.fromisoformat(value["first"]), last=time.fromisoformat(value["last"]), step_s=step_s
    )


def _encode_day_rule(rule: DayRule) -> dict[str, Any]:
    stored = _encode_days(rule.days)
    return stored | {"months": list(rule.months)} if rule.months else stored


def _decode_day_rule(value: dict[str, Any]) -> DayRule:
    return DayRule(days=_decode_days(value), months=_within(value.get("months", ()), 1, 12))


def _encode_days(days: Days) -> dict[str, Any]:
    if isinstance(days, Dates):
        return {"dates": [day.isoformat() for day in days.dates]}
    stored: dict[str, Any] = {"every": days.every}
    if days.anchor is not None:
        stored["anchor"] = days.anchor.isoformat()
    if isinstance(days, Weekly):
        stored["weekdays"] = list(days.weekdays)
    if isinstance(days, Monthly):
        stored["picks"] = [[pick.n, list(pick.of)] for pick in days.picks]
    return stored


def _decode_days(value: dict[str, Any]) -> Days:
    if "dates" in value:
        return Dates(dates=tuple(date.fromisoformat(day) for day in value["dates"]))
    every = _at_least(int(value["every"]), 1)
    anchor = _maybe(date.fromisoformat, value.get("anchor"))
    if every > 1 and anchor is None:
        raise ValueError("every other needs an anchor")
    if "weekdays" in value:
        return Weekly(weekdays=_within(value["weekdays"], 0, 6), every=every, anchor=anchor)
    if "picks" in value:
        picks = tuple(Nth(n, _within(of, 0, 6)) for n, of in value["picks"])
        return Monthly(picks=picks, every=every, anchor=anchor)
    return Daily(every=every, anchor=anchor)


def _within(values: list[int], least: int, most: int) -> tuple[int, ...]:
    if not all(isinstance(value, int) and least <= value <= most for value in values):
        raise ValueError(f"not within {least} to {most}: {values!r}")
    return tuple(values)
