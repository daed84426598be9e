"""The examples of docs/language.md are understood as it says there."""

import pytest

from language.examples import NOW, ZONE, Example, examples
from language.intents import Ask, Create, Refuse
from language.render import render
from language.understand import understand
from tests.language.test_which import said

EXAMPLES = [example for _, topic in examples() for example in topic]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.text)
def test_an_example_is_understood_as_the_page_says(example: Example) -> None:
    intent = understand(example.text, example.context)

    assert meaning(intent, example) == (example.meaning, example.task)


def meaning(intent: object, example: Example) -> tuple[str, str]:
    if isinstance(intent, Create) and intent.task_name == "remind":
        elsewhere = intent.trigger.zone != ZONE
        words = render(intent.trigger, language=example.answered_in, now=NOW, with_zone=elsewhere)
        return words, intent.task
    if isinstance(intent, Ask | Refuse):
        return f"{type(intent).__name__} {intent.key}", ""
    return said(intent), ""  # type: ignore[arg-type]  # one of the intents


def test_every_language_that_is_understood_has_examples() -> None:
    assert {example.language for example in EXAMPLES} == {"en", "de", "es", "fr", "pt", "ru"}
    assert len(EXAMPLES) >= 120
