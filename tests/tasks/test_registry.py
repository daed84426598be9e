"""What every task promises, whoever adds one."""

from datetime import UTC, datetime

import pytest

from domain.buttons import pack
from domain.clock import ManualClock
from domain.job import TaskSpec
from domain.run import Inputs
from domain.task import TaskKind
from messages.sentences import LANGUAGES, text
from tasks.news.fetching import Fetcher
from tasks.registry import TASKS, build_tasks
from tests.tasks.newsroom import Newsroom, rss

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def kind_called(name: str, fetcher: Fetcher, newsroom: Newsroom) -> TaskKind:
    kinds = build_tasks(fetcher, feeds=(f"{newsroom.base}/feed?q={{topic}}",))
    return next(kind for kind in kinds if kind.name == name)


def inputs(text: str, language: str) -> Inputs:
    return Inputs(text=text, language=language, zone="Europe/Berlin", slot=NOW, manual=True)


def test_names_are_told_apart() -> None:
    names = [member.name for member in TASKS]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [member.name for member in TASKS])
async def test_a_run_that_was_asked_for_says_something_in_each_language(
    name: str, language: str, fetcher: Fetcher, newsroom: Newsroom
) -> None:
    newsroom.pages["/feed"] = rss([])
    kind = kind_called(name, fetcher, newsroom)

    result = await kind.run(TaskSpec(name=name, text="bees"), inputs("bees", language), ManualClock(NOW))

    assert result.report is not None
    assert "bees" in result.report.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "key", ["silent", "unreachable", "redirects", "no-feed", "not-public", "no-sources", "all-failed"]
)
def test_what_can_go_wrong_has_words_in_each_language(key: str, language: str) -> None:
    said = text(language, f"news.{key}", reasons="x")

    assert said
    assert "{" not in said


async def test_a_reminder_begins_with_its_text_and_can_be_put_off(
    fetcher: Fetcher, newsroom: Newsroom
) -> None:
    kind = kind_called("remind", fetcher, newsroom)

    result = await kind.run(
        TaskSpec(name="remind", text="check the oven"), inputs("x", "en"), ManualClock(NOW)
    )

    assert result.report is not None
    assert result.report.spans[0].text == "check the oven"
    (row,) = result.report.actions
    assert [(action.word, action.argument, action.label) for action in row] == [
        ("done", "", "Done"),
        ("snooze", "10m", "+10 min"),
        ("snooze", "1h", "+1 h"),
        ("snooze", "tomorrow", "Tomorrow"),
    ]
    assert all(pack(action.word, "abc123", action.argument) for action in row)
