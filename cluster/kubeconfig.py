"""The kubeconfig as kubectl reads it: several files made one, paths made absolute, one context taken from it.

Where two files say the same thing the first one counts, for the current context too; a path is relative to
the file that it stands in. What is wrong is said without quoting the file: there are credentials in it.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from cluster.snapshot import Json
from domain.errors import PermanentError

#: The lists of a kubeconfig, what their entries hold, and which of that are paths.
SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("clusters", "cluster", ("certificate-authority",)),
    ("contexts", "context", ()),
    ("users", "user", ("client-certificate", "client-key", "tokenFile")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One context: which cluster, as whom, and where in it."""

    name: str
    namespace: str
    cluster: Json = field(repr=False)
    user: Json = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kubeconfig:
    """All files together; `files` are those that are there."""

    path: str
    files: tuple[Path, ...]
    current: str
    sections: Mapping[str, Mapping[str, Json]] = field(repr=False)

    @property
    def contexts(self) -> tuple[str, ...]:
        """The names of the contexts, in the order of the files."""
        return tuple(self.sections["contexts"])

    def entry(self, context: str) -> Entry:
        """Return what a context stands for; "" is the current one.

        Raises:
            PermanentError: There is no such context, or what it names is not there.
        """
        name = context or self.current
        if not name:
            raise PermanentError("cluster.no-context", path=self.path)
        if name not in self.sections["contexts"]:
            raise PermanentError("cluster.context-unknown", context=name)
        meant = self.sections["contexts"][name]
        cluster = self._named("clusters", str(meant.get("cluster") or ""))
        if not cluster.get("server"):
            raise _broken(self.path, f"no server in cluster {meant.get('cluster')}")
        return Entry(
            name=name,
            namespace=str(meant.get("namespace") or "default"),
            cluster=cluster,
            user=self._named("users", str(meant["user"])) if meant.get("user") else {},
        )

    def _named(self, section: str, name: str) -> Json:
        if name not in self.sections[section]:
            raise _broken(self.path, f"no {name!r} in {section}")
        return self.sections[section][name]


def read(path: str) -> Kubeconfig:
    """Return what the files say together; `path` may be several, as in KUBECONFIG.

    Raises:
        PermanentError: None of them is there, or one is no kubeconfig.
    """
    files = tuple(file for each in path.split(os.pathsep) if each and (file := _file(each)).exists())
    if not files:
        raise PermanentError("cluster.config-missing", path=path)
    current = ""
    sections: dict[str, dict[str, Json]] = {section: {} for section, _, _ in SECTIONS}
    for file in files:
        document = _document(file)
        current = current or str(document.get("current-context") or "")
        for section, holds, paths in SECTIONS:
            for name, value in _entries(file, document, section, holds):
                sections[section].setdefault(name, _absolute(value, paths, file.parent))
    return Kubeconfig(path=path, files=files, current=current, sections=sections)


def _file(path: str) -> Path:
    return Path(path).expanduser().absolute()


def _document(file: Path) -> Json:
    try:
        value = yaml.safe_load(file.read_bytes())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark is not None else "no YAML"
        raise _broken(str(file), where) from None
    except OSError as error:
        raise _broken(str(file), error.strerror or type(error).__name__) from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _broken(str(file), "no mapping")
    return value


def _entries(file: Path, document: Json, section: str, holds: str) -> Iterator[tuple[str, Json]]:
    entries = document.get(section) or ()
    if not isinstance(entries, list | tuple):
        raise _broken(str(file), f"{section} is no list")
    for entry in entries:
        if not isinstance(entry, dict) or not entry.get("name"):
            raise _broken(str(file), f"an entry without a name in {section}")
        value = entry.get(holds) or {}
        if not isinstance(value, dict):
            raise _broken(str(file), f"{holds} of {entry['name']} is no mapping")
        yield str(entry["name"]), value


def _absolute(value: Json, paths: tuple[str, ...], folder: Path) -> Json:
    made: dict[str, Any] = dict(value)
    for key in paths:
        if made.get(key):
            made[key] = str(folder / str(made[key]))
    plugin = made.get("exec")
    if isinstance(plugin, dict) and os.sep in str(plugin.get("command") or ""):
        # A bare word is looked up in PATH; anything else is a path like the others.
        made["exec"] = {**plugin, "command": str(folder / str(plugin["command"]))}
    return made


def _broken(path: str, reason: str) -> PermanentError:
    return PermanentError("cluster.config-broken", path=path, reason=reason)
