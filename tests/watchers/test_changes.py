"""What tells two pod templates apart, as far as it can be why a rollout failed."""

from typing import Any

from domain.watch import Change
from tests.watchers.building import a_template
from watchers.changes import changes


def env(*pairs: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"name": name, "value": value} for name, value in pairs]


def told(new: dict[str, Any], old: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one.word, one.before, one.after) for one in changes(new, old)]


def test_equal_templates_have_changed_nothing() -> None:
    assert changes(a_template(), a_template()) == ()


def test_an_image_is_told_by_its_tag_where_only_that_changed() -> None:
    assert told(a_template("web:2"), a_template("web:1")) == [("image", "1", "2")]
    assert told(a_template("new/web:2"), a_template("web:1")) == [("image", "web:1", "new/web:2")]


def test_of_the_environment_only_names_are_told() -> None:
    old = a_template(env=env(("DB", "postgres://geheim"), ("MODE", "a"), ("KEPT", "x")))
    new = a_template(env=env(("DATABASE_URL", "postgres://geheim"), ("MODE", "b"), ("KEPT", "x")))

    found = told(new, old)

    assert found == [("env", "", "+DATABASE_URL -DB ~MODE")]


def test_a_source_of_the_environment_is_told_by_its_name() -> None:
    new = a_template(envFrom=[{"secretRef": {"name": "db"}}])

    assert told(new, a_template()) == [("env", "", "+*(db)")]


def test_resources_are_told_one_by_one() -> None:
    old = a_template(resources={"limits": {"memory": "512Mi"}, "requests": {"cpu": "1"}})
    new = a_template(resources={"limits": {"memory": "256Mi", "cpu": "2"}})

    assert told(new, old) == [
        ("memory-limit", "512Mi", "256Mi"),
        ("cpu-limit", "–", "2"),
        ("cpu-request", "1", "–"),
    ]


def test_a_command_is_told_redacted_and_short() -> None:
    new = a_template(command=["run", "--dsn=postgres://app:geheim@db/x", "y" * 200])

    [(word, before, after)] = told(new, a_template(command=["run"]))

    assert (word, before) == ("command", "run")
    assert "geheim" not in after
    assert len(after) <= 80


def test_a_password_that_is_an_argument_of_its_own_is_not_told() -> None:
    new = a_template(command=["serve"], args=["--db-password", "geheim", "--port", "80"])

    found = told(new, a_template(command=["serve"]))

    assert found == [("command", "serve", "serve --db-password ••• --port 80")]


def test_probes_are_told_by_what_they_ask_or_else_by_their_timing() -> None:
    slow = {"httpGet": {"port": 8080, "path": "/ready"}, "initialDelaySeconds": 30}
    quick = {"httpGet": {"port": 8080, "path": "/ready"}, "periodSeconds": 1, "failureThreshold": 2}

    asked = told(a_template(readinessProbe={"tcpSocket": {"port": 1}}), a_template(readinessProbe=slow))
    timed = told(a_template(livenessProbe=quick), a_template(livenessProbe=slow))

    assert asked == [("readiness", "GET :8080/ready", "TCP :1")]
    assert timed == [("liveness", "30 s + 3 × 10 s", "0 s + 2 × 1 s")]


def test_containers_that_came_and_went_are_named_and_so_is_whose_change_it_is() -> None:
    old, new = a_template("web:1"), a_template("web:2")
    old["spec"]["containers"].append({"name": "proxy", "image": "p:1"})
    new["spec"]["containers"].append({"name": "mesh", "image": "m:1"})

    found = changes(new, old)

    assert found == (
        Change(word="container-new", after="mesh"),
        Change(word="container-gone", before="proxy"),
        Change(word="image", container="app", before="1", after="2"),
    )


def test_beside_a_pod_of_the_revision_before_only_images_are_told() -> None:
    pod = {**a_template("web:1", env=env(("INJECTED", "x"))), "status": {}}

    assert told(a_template("web:2"), pod) == [("image", "1", "2")]
