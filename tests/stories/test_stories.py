"""The stories beside this file are the manual: each is played and must come out as it is written."""

from pathlib import Path

import pytest

from tests.handlers.house import House
from tests.stories.player import Player

STORIES = {
    file.stem: file.read_text(encoding="utf-8") for file in sorted(Path(__file__).parent.glob("*.txt"))
}


@pytest.mark.parametrize("name", STORIES)
async def test_the_story_comes_out_as_it_is_written(bare_house: House, name: str) -> None:
    written = STORIES[name]

    played = await Player(bare_house).play(written)

    assert played == written


def test_there_are_stories() -> None:
    assert len(STORIES) >= 8
