"""The manifests grant what watching needs and nothing more, and run one copy of the bot."""

from pathlib import Path
from typing import Any

import yaml

from cluster.access import NEEDED
from cluster.resources import resource
from watchers.kinds import KINDS

FOLDER = Path(__file__).parents[2] / "deploy" / "kubernetes"

READS = {"get", "list", "watch"}


def documents(name: str) -> list[dict[str, Any]]:
    return [document for document in yaml.safe_load_all((FOLDER / name).read_text()) if document]


def granted() -> dict[str, set[str]]:
    role = next(document for document in documents("rbac.yaml") if document["kind"] == "Role")
    return {name: set(rule["verbs"]) for rule in role["rules"] for name in rule["resources"]}


def test_everything_that_watching_needs_is_granted() -> None:
    for word, verbs in NEEDED:
        kind, _, subresource = word.partition("/")
        name = "/".join(filter(None, (resource(kind).plural, subresource)))
        assert set(verbs) <= granted()[name]


def test_every_kind_that_can_be_watched_may_be_read() -> None:
    assert {resource(kind.name).plural for kind in KINDS} <= granted().keys()


def test_nothing_can_be_changed_and_no_secret_be_read() -> None:
    assert set().union(*granted().values()) <= READS
    assert not granted().keys() & {"secrets", "configmaps", "pods/exec", "*"}


def test_one_copy_of_the_bot_runs() -> None:
    deployment = next(document for document in documents("nightjar.yaml") if document["kind"] == "Deployment")

    assert deployment["spec"]["replicas"] == 1
    assert deployment["spec"]["strategy"]["type"] == "Recreate"
