"""Until when a watch lasts: what can be waited for is, what never comes true is explained at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from language.context import Context
from language.intents import Ask, Intent, Talk, Watch
from language.understand import understand
from messages.sentences import LANGUAGES, text
from watchers.kinds import VOCABULARY

CONTEXT = Context(
    zone=ZoneInfo("Europe/Berlin"),
    now=datetime(2026, 11, 24, 9, 20, tzinfo=UTC),
    kinds=VOCABULARY,
    names=("api",),
)


def commanded(words: str) -> Intent:
    return understand(f"/watch {words}", replace(CONTEXT, form="watch"))


def plainly(words: str) -> Intent:
    return understand(f"watch {words}", CONTEXT)


@pytest.mark.parametrize("understood", [commanded, plainly])
@pytest.mark.parametrize(
    ("until", "key"),
    [
        ("until", "until-what"),
        ("until?", "until-what"),
        ("bis", "until-what"),
        ("--for", "until-what"),
        ("until condition", "until-what"),
        ("until jsonpath", "until-what"),
        ("until condition=", "until-what"),
        ("bis condition =", "until-what"),
        ("for condition=", "until-what"),
        ("--for=condition=", "until-what"),
        ("until jsonpath=", "until-what"),
        ("until jsonpath={}", "until-what"),
        ("until jsonpath=''", "until-what"),
        ("until jsonpath={.status.phase=Bound", "until-brace"),
        ("until jsonpath=.status.phase}=Bound", "until-brace"),
        ("until jsonpath={", "until-what"),
        ("until jsonpath={.status.phase", "until-brace"),
        ("until jsonpath={.status.phase}", "until-value"),
        ("until jsonpath={.status.phase}=", "until-value"),
        ("until jsonpath=.status.phase", "until-value"),
        ("until jsonpath={.status.phase} = Bound", "until-value"),
        ("until condition=Ready=", "until-unclear"),
        ("until condition==True", "until-unclear"),
        ("until condition=Ready,Available", "until-unclear"),
        ('until jsonpath={.status.conditions[?(@.type=="Ready")].status}=True', "until-unclear"),
    ],
)
def test_what_never_comes_true_is_said_with_what_to_type(
    until: str, key: str, understood: Callable[[str], Intent]
) -> None:
    intent = understood(f"deployment api {until}")

    assert isinstance(intent, Ask), intent
    assert intent.key == f"language.{key}"
    for language in LANGUAGES:
        told = text(language, intent.key, count=None, **dict(intent.arguments))
        suggested = told.rpartition(": ")[2]
        assert suggested.startswith("/watch deployment api ")
        again = understand(suggested, replace(CONTEXT, form="watch"))
        assert isinstance(again, Watch)
        assert again.until_condition == "jsonpath={.status.phase}=Bound"
        assert [(one.kind, one.name) for one in again.targets] == [("deployment", "api")]


@pytest.mark.parametrize(
    ("until", "condition"),
    [
        ("until condition=Ready", "Ready"),
        ("until condition=Ready.", "Ready"),
        ("until condition= Ready", "Ready"),
        ("bis condition = Ready=False", "Ready=False"),
        ("until condition= condition=Ready", "Ready"),
        ("--for=condition=Ready", "Ready"),
        ("for condition=example.com/warm=True", "example.com/warm=True"),
        ("until jsonpath={.status.phase}=Bound", "jsonpath={.status.phase}=Bound"),
        ("until jsonpath=.status.phase=Bound", "jsonpath=.status.phase=Bound"),
        ("--for=jsonpath='{.status.phase}'=Bound", "jsonpath={.status.phase}=Bound"),
        ("until jsonpath='{.status.phase}=Bound'", "jsonpath={.status.phase}=Bound"),
        (
            "until jsonpath={$.status.conditions[0].type}=Ready",
            "jsonpath={$.status.conditions[0].type}=Ready",
        ),
        ("until jsonpath={.status['phase']}=Bound", "jsonpath={.status['phase']}=Bound"),
    ],
)
def test_what_can_come_true_is_waited_for(until: str, condition: str) -> None:
    intent = commanded(f"deployment api {until}")

    assert isinstance(intent, Watch), intent
    assert intent.until_condition == condition


def test_a_condition_stands_before_or_between_what_it_is_about() -> None:
    behind = commanded("until condition=Ready, pod api -n prod")

    assert isinstance(behind, Watch)
    assert [(one.kind, one.name, one.namespace) for one in behind.targets] == [("pod", "api", "prod")]


def test_a_name_like_the_word_is_a_name() -> None:
    for words in ("deployment until", "deployment/bis"):
        intent = commanded(words)

        assert isinstance(intent, Watch)
        assert intent.until_condition is None


def test_a_kind_or_a_namespace_alone_is_asked_about_too() -> None:
    for words in ("deployment until condition=", "banana api until condition=", "-n prod until"):
        intent = commanded(words)

        assert isinstance(intent, Ask), words
        assert intent.key == "language.until-what"


def test_chatter_with_the_word_at_its_end_does_nothing() -> None:
    for words in ("the pot until", "me until"):
        assert isinstance(plainly(words), Talk), words
