"""Until a condition is met: any object, watched for one condition or one value of its status alone.

As `kubectl wait --for`: "Ready" and "Ready=True" are the same, words are compared whatever their case, and a
condition that is about an older generation does not count. `jsonpath=.status.phase=Bound` compares a value.
"""

import re
from dataclasses import dataclass
from typing import Any

from cluster.snapshot import Json, Snapshot
from domain.watch import Figures, Note
from watchers import pods as reading
from watchers.kinds.reading import object_of
from watchers.kinds.status import is_outdated
from watchers.view import Ending, Kind, View

_STEP = re.compile(r"""\.?(?P<key>[\w-]+)|\[(?P<index>\d+)\]|\[['"](?P<quoted>[^'"]+)['"]\]""")


@dataclass(frozen=True, slots=True)
class Until:
    """A kind as it looks to who waits for a condition."""

    kind: Kind
    condition: str

    @property
    def name(self) -> str:
        """The kind's own name."""
        return self.kind.name

    @property
    def aliases(self) -> tuple[str, ...]:
        """The kind's own words."""
        return self.kind.aliases

    def read(self, snapshot: Snapshot) -> View:
        """Return the view: it comes to an end when the condition is met."""
        thing = object_of(snapshot)
        wanted, now = _wanted(self.condition), _stands(thing, self.condition)
        met = now.lower() == wanted.lower()
        word = "condition-met" if met else "condition-open" if now else "condition-unknown"
        facts = (("condition", _name(self.condition)), ("wanted", wanted), ("now", now))
        return View(
            uid=reading.uid(thing),
            revision=f"until {self.condition}",
            figures=Figures(wanted=1, ready=int(met)),
            comes_to_an_end=True,
            ending=Ending(is_good=True) if met else None,
            soak_s=0.0,
            state=Note(word=word, facts=facts),
        )


def value_at(thing: Json, path: str) -> str:
    """Return the value at a path such as `{.status.conditions[0].type}` as text, "" where there is none."""
    found: Any = thing
    steps = path.strip().strip("{}").removeprefix("$")
    at = 0
    while at < len(steps):
        step = _STEP.match(steps, at)
        if step is None:
            return ""
        at = step.end()
        found = _inside(found, step)
    if isinstance(found, bool):
        return str(found).lower()
    return str(found) if isinstance(found, str | int | float) else ""


def _inside(found: Any, step: re.Match[str]) -> Any:
    if step["index"] is not None:
        index = int(step["index"])
        return found[index] if isinstance(found, list | tuple) and index < len(found) else None
    key = step["key"] or step["quoted"]
    return found.get(key) if hasattr(found, "get") else None


def _parts(condition: str) -> tuple[str, str]:
    """Return what is looked at and what it should be."""
    name, is_given, wanted = condition.removeprefix("jsonpath=").partition("=")
    return name, wanted if is_given else "True"


def _wanted(condition: str) -> str:
    return _parts(condition)[1].strip("'\"")


def _name(condition: str) -> str:
    return _parts(condition)[0].strip("{}")


def _stands(thing: Json, condition: str) -> str:
    if condition.startswith("jsonpath="):
        return value_at(thing, _parts(condition)[0])
    name = _parts(condition)[0].lower()
    conditions = (thing.get("status") or {}).get("conditions") or ()
    found = next((one for one in conditions if str(one.get("type")).lower() == name), None)
    if found is None:
        return ""
    # Right after a change what the conditions say is about the generation before (as kubectl wait has it).
    dated = found if "observedGeneration" in found else (thing.get("status") or {})
    return "" if is_outdated(dated, thing) else str(found.get("status") or "")
