"""The manifests grant what watching needs and nothing more, and run one copy of the bot."""

import re
from pathlib import Path
from typing import Any

import yaml

from cluster.access import NEEDED, PER_KIND
from cluster.resources import resource
from watchers.kinds import BY_NAME, KINDS

FOLDER = Path(__file__).parents[2] / "deploy" / "kubernetes"

READS = {"get", "list", "watch"}


def documents(name: str) -> list[dict[str, Any]]:
    return [document for document in yaml.safe_load_all((FOLDER / name).read_text()) if document]


def granted() -> dict[str, set[str]]:
    role = next(document for document in documents("rbac.yaml") if document["kind"] == "Role")
    return {name: set(rule["verbs"]) for rule in role["rules"] for name in rule["resources"]}


def offers() -> dict[str, set[str]]:
    """Return what the comments would grant if somebody took their marks away."""
    lines = (FOLDER / "rbac.yaml").read_text().splitlines()
    is_rule = re.compile(r"( *)# ( *(?:- |\w+:|---).*)")
    opened = [is_rule.sub(r"\1\2", line) for line in lines]
    rules = [
        rule
        for document in yaml.safe_load_all("\n".join(line for line in opened if "#" not in line))
        if document and "rules" in document
        for rule in document["rules"]
    ]
    found: dict[str, set[str]] = {}
    for rule in rules:
        for name in rule["resources"]:
            found.setdefault(name, set()).update(rule["verbs"])
    return found


def test_everything_that_watching_needs_is_granted() -> None:
    for word, verbs in NEEDED:
        kind, _, subresource = word.partition("/")
        name = "/".join(filter(None, (resource(kind).plural, subresource)))
        assert set(verbs) <= granted()[name]


def test_every_kind_that_is_found_by_its_name_alone_may_be_read() -> None:
    assert {resource(kind.name).plural for kind in BY_NAME} <= granted().keys()


def test_what_the_other_kinds_need_is_offered_and_not_granted() -> None:
    offered = offers()

    for kind in {kind.name for kind in KINDS} - {kind.name for kind in BY_NAME}:
        for word, verbs in PER_KIND[kind]:
            assert set(verbs) <= offered[resource(word).plural]
            assert resource(word).plural not in granted()


def test_what_is_offered_is_valid_and_opens_no_secret() -> None:
    offered = offers()

    assert set().union(*offered.values()) <= READS
    assert not offered.keys() & {"secrets", "configmaps", "pods/exec", "*"}


def test_nothing_can_be_changed_and_no_secret_be_read() -> None:
    assert set().union(*granted().values()) <= READS
    assert not granted().keys() & {"secrets", "configmaps", "pods/exec", "*"}


def test_one_copy_of_the_bot_runs() -> None:
    deployment = next(document for document in documents("nightjar.yaml") if document["kind"] == "Deployment")

    assert deployment["spec"]["replicas"] == 1
    assert deployment["spec"]["strategy"]["type"] == "Recreate"
