"""How long a sentence takes to be understood, and how often it is understood, beside two libraries.

    python benchmarks/parsing.py [--rounds 3]

The cases are those of tests/data/schedule-corpus (conventions in its CONVENTIONS.md). The libraries get each
case twice: the message as it was typed, and with the schedule's words alone, without command and task. A time
is the quickest of the rounds, after a first round that warms everything up.
"""

import argparse
import json
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from language.corpus import answer_case
from language.understand import warm_up

Case = dict[str, Any]
#: The moments that a parser found: five for a series, one for a single date; nothing where it found none.
Fires = list[float]
Parser = Callable[[Case, str], Fires]

CORPUS = Path(__file__).parents[1] / "tests" / "data" / "schedule-corpus" / "dev.jsonl"
FIRES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    right: int
    quiet: int
    taken_s: list[float]


def nightjar(case: Case, text: str) -> Fires:
    answer = answer_case(case | {"text": text})
    return [datetime.fromisoformat(fire).timestamp() for fire in answer["fires"]]


def _settings(case: Case) -> dict[str, Any]:
    return {
        "RELATIVE_BASE": datetime.fromisoformat(case["now"]).replace(tzinfo=None),
        "TIMEZONE": case["tz"],
        "RETURN_AS_TIMEZONE_AWARE": True,
        "PREFER_DATES_FROM": "future",
    }


def with_dateparser(case: Case, text: str) -> Fires:
    import dateparser  # noqa: PLC0415  # each library is loaded for its own rows only

    found = dateparser.parse(text, languages=[case["lang"]], settings=_settings(case))
    return [found.timestamp()] if found else []


def with_search_dates(case: Case, text: str) -> Fires:
    from dateparser.search import search_dates  # noqa: PLC0415

    found = search_dates(text, languages=[case["lang"]], settings=_settings(case))
    return [found[0][1].timestamp()] if found else []


def with_recurrent(case: Case, text: str) -> Fires:
    import recurrent  # noqa: PLC0415
    from dateutil.rrule import rrulestr  # noqa: PLC0415

    zone = ZoneInfo(case["tz"])
    now = datetime.fromisoformat(case["now"]).astimezone(zone).replace(tzinfo=None)
    try:
        found = recurrent.parse(text, now=now)
        if isinstance(found, datetime):
            return [found.replace(tzinfo=zone).timestamp()]
        if not found:
            return []
        series = rrulestr(found, dtstart=now.replace(second=0, microsecond=0))
        return [at.replace(tzinfo=zone).timestamp() for at in islice(series.xafter(now), FIRES)]
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError):
        return []  # it raises at some sentences


#: For each library what reads a whole message, and what reads the words of a schedule.
PEERS = (
    ("dateparser", with_search_dates, with_dateparser),
    ("recurrent", with_recurrent, with_recurrent),
)


def is_right(case: Case, fires: Fires) -> bool:
    expected = case["expect"]
    if "fires" not in expected or expected["kind"] in {"ambiguous", "invalid"}:
        return not fires
    wanted = [datetime.fromisoformat(fire).timestamp() for fire in expected["fires"]]
    return fires[: len(wanted)] == wanted


def has_schedule(case: Case) -> bool:
    return case["expect"]["kind"] in {"recurring", "once"}


def score(parser: Parser, cases: list[Case], texts: list[str], rounds: int) -> Score:
    """Let a parser read all the texts, several times over."""
    taken = [float("inf")] * len(cases)
    results: list[Fires] = []
    for turn in range(rounds + 1):
        results = []
        for i, (case, text) in enumerate(zip(cases, texts, strict=True)):
            began = time.perf_counter()
            results.append(parser(case, text))
            if turn:
                taken[i] = min(taken[i], time.perf_counter() - began)
    judged = [(case, is_right(case, fires)) for case, fires in zip(cases, results, strict=True)]
    return Score(
        right=sum(right for case, right in judged if has_schedule(case)),
        quiet=sum(right for case, right in judged if not has_schedule(case)),
        taken_s=sorted(taken),
    )


def row(name: str, result: Score, cases: list[Case]) -> str:
    scheduled = sum(has_schedule(case) for case in cases)
    taken = result.taken_s
    figures = (statistics.median(taken), taken[int(len(taken) * 0.95) - 1], taken[-1])
    times = " | ".join(f"{figure * 1000:.2f} ms" for figure in figures)
    return (
        f"| {name} | {result.right} of {scheduled} | {result.quiet} of {len(cases) - scheduled} | {times} |"
    )


def main() -> int:
    """Print a table: one row for each parser and way of asking."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    warnings.simplefilter("ignore")
    warm_up()
    cases = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    typed = [case["text"] for case in cases]
    bare = [case.get("when") or case["text"] for case in cases]
    print("| parser | schedules right | rightly none | median | p95 | worst |")
    print("|---|---|---|---|---|---|")
    print(row("Nightjar, as typed", score(nightjar, cases, typed, rounds), cases))
    for name, whole, words in PEERS:
        if find_spec(name) is None:
            print(f"| {name} | not installed | | | | |")
            continue
        print(row(f"{name}, as typed", score(whole, cases, typed, rounds), cases))
        print(row(f"{name}, the schedule's words", score(words, cases, bare, rounds), cases))
    return 0


if __name__ == "__main__":
    sys.exit(main())
