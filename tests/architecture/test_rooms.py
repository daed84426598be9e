"""The rooms on disk are the rooms in the contracts, and none takes a name that a library needs."""

import ast
import configparser
import re
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]

#: Folders at the top that are not part of the wheel.
NOT_ROOMS = {"tests", "benchmarks", "docs"}


def packages_on_disk() -> set[str]:
    return {path.parent.name for path in ROOT.glob("*/__init__.py")} - NOT_ROOMS


def contract(section: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    return parser[section]


def test_every_package_is_in_the_layers() -> None:
    layers = set(re.findall(r"\w+", contract("importlinter:contract:layers")["layers"]))

    assert packages_on_disk() == layers


def test_every_package_is_read_by_the_linter() -> None:
    roots = set(contract("importlinter")["root_packages"].split())

    assert packages_on_disk() == roots


def test_no_room_has_the_import_name_of_a_locked_distribution() -> None:
    locked = {
        match.group(1).lower().replace("_", "-")
        for lock in (ROOT / "requirements").glob("*.txt")
        for match in re.finditer(r"^([A-Za-z0-9_.-]+)==", lock.read_text(), re.MULTILINE)
    }
    taken = {
        name
        for name, distributions in packages_distributions().items()
        if locked & {distribution.lower().replace("_", "-") for distribution in distributions}
    }

    assert "aiogram" in taken
    assert not packages_on_disk() & taken


def test_handlers_do_not_hold_the_bot_that_speaks_to_telegram() -> None:
    imported = {
        (file.name, alias.name)
        for file in (ROOT / "handlers").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("aiogram")
        for alias in node.names
    }

    assert imported
    assert not {file for file, name in imported if name == "Bot"}
