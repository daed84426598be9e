"""Label and field selectors: what a list or a watch asks for.

Label selectors know equality (`a=b`, `a==b`, `a!=b`), sets (`a in (b, c)`, `a notin (b)`), presence (`a`,
`!a`) and numbers (`a>1`). Field selectors know only equality, and only the fields that the real server has an
index or a conversion for: anything else is refused with 400, so that a typo cannot pass for "nothing found".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.practice.kubernetes import problems
from bot.practice.kubernetes.objects import Manifest, field, labels_of, name_of, namespace_of
from bot.practice.kubernetes.resources import Resource

_POD_FIELDS = (
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "status.phase",
    "status.podIP",
    "status.nominatedNodeName",
)
_EVENT_FIELDS = (
    "involvedObject.kind",
    "involvedObject.namespace",
    "involvedObject.name",
    "involvedObject.uid",
    "involvedObject.apiVersion",
    "involvedObject.resourceVersion",
    "involvedObject.fieldPath",
    "reason",
    "reportingComponent",
    "type",
)
#: Resource → the fields that may be selected beside name and namespace.
FIELDS: dict[str, tuple[str, ...]] = {
    "pods": _POD_FIELDS,
    "events": _EVENT_FIELDS,
    "namespaces": ("status.phase",),
    "nodes": ("spec.unschedulable",),
    "secrets": ("type",),
    "replicasets": ("status.replicas",),
    "jobs": ("status.successful",),
}

_SET = re.compile(r"^(?P<key>[\w./-]+)\s+(?P<word>in|notin)\s*\((?P<values>[^()]*)\)$")
_EQUAL = re.compile(r"^(?P<key>[\w./-]+)\s*(?P<sign>==|=|!=)\s*(?P<value>[\w.-]*)$")
_NUMBER = re.compile(r"^(?P<key>[\w./-]+)\s*(?P<sign>[<>])\s*(?P<value>-?\d+)$")
_PRESENT = re.compile(r"^(?P<absent>!?)\s*(?P<key>[\w./-]+)$")

Test = Callable[[Mapping[str, str]], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which objects somebody asked for; everything by default."""

    namespace: str = ""
    name: str = ""
    labels: tuple[Test, ...] = ()
    fields: tuple[tuple[str, bool, str], ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether a selector (not only a namespace) is at work: then nobody counts what remains."""
        return bool(self.labels or self.fields or self.name)

    def matches(self, manifest: Manifest) -> bool:
        """Tell whether an object is among those asked for."""
        if self.namespace and namespace_of(manifest) != self.namespace:
            return False
        if self.name and name_of(manifest) != self.name:
            return False
        labels = labels_of(manifest)
        return all(test(labels) for test in self.labels) and all(
            (_text(field(manifest, path)) == value) is wanted for path, wanted, value in self.fields
        )


def parse_labels(text: str) -> tuple[Test, ...]:
    """Read a label selector; raise 400 when it is not one."""
    return tuple(_requirement(part) for part in _split(text) if part)


def parse_fields(text: str, resource: Resource) -> tuple[tuple[str, bool, str], ...]:
    """Read a field selector; raise 400 when it is not one or names a field that cannot be selected."""
    found = []
    allowed = ("metadata.name", "metadata.namespace", *FIELDS.get(resource.plural, ()))
    for part in (part.strip() for part in text.split(",") if part.strip()):
        path, sign, value = _field_part(part)
        if path not in allowed:
            raise problems.bad_request(
                f'Unable to find "{resource.api_version}, Resource={resource.plural}" that match label'
                f' selector "", field selector "{text}": field label not supported: {path}'
            )
        found.append((path, sign != "!=", value))
    return tuple(found)


def _field_part(part: str) -> tuple[str, str, str]:
    for sign in ("!=", "==", "="):
        path, found, value = part.partition(sign)
        if found:
            return path.strip(), sign, value.strip()
    raise problems.bad_request(f'invalid selector: "{part}"; can\'t understand "{part}"')


def _split(text: str) -> list[str]:
    # Commas inside parentheses belong to a set.
    return [part.strip() for part in re.split(r",(?![^(]*\))", text)]


def _requirement(part: str) -> Test:
    if found := _SET.match(part):
        values = frozenset(value.strip() for value in found["values"].split(","))
        return _in(found["key"], values) if found["word"] == "in" else _not_in(found["key"], values)
    if found := _EQUAL.match(part):
        values = frozenset((found["value"],))
        return _not_in(found["key"], values) if found["sign"] == "!=" else _in(found["key"], values)
    if found := _NUMBER.match(part):
        return _compared(found["key"], found["sign"], int(found["value"]))
    if found := _PRESENT.match(part):
        return _presence(found["key"], wanted=not found["absent"])
    raise problems.bad_request(f'unable to parse requirement: found "{part}", expected: a label selector')


def _in(key: str, values: frozenset[str]) -> Test:
    return lambda labels: key in labels and labels[key] in values


def _not_in(key: str, values: frozenset[str]) -> Test:
    # An object without the label matches: that is what the API says of != and notin.
    return lambda labels: labels.get(key) not in values


def _compared(key: str, sign: str, bound: int) -> Test:
    def test(labels: Mapping[str, str]) -> bool:
        value = labels.get(key, "")
        if not re.fullmatch(r"-?\d+", value):
            return False
        return int(value) > bound if sign == ">" else int(value) < bound

    return test


def _presence(key: str, *, wanted: bool) -> Test:
    return lambda labels: (key in labels) is wanted


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
