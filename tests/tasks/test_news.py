"""The news task against a newspaper on loopback: what is said, what is not, and what is remembered."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from domain.clock import ManualClock
from domain.errors import PermanentError
from domain.job import TaskSpec
from domain.report import Report, Style
from domain.run import Inputs, Result
from tasks.news.fetching import Fetcher
from tasks.news.task import News
from tests.tasks.newsroom import NOON, Newsroom, Story, hits, rss

#: Sunday, 07:00 in Berlin.
MORNING = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(slots=True)
class Reader:
    """A news job that keeps what its runs give, as the ledger does."""

    fetcher: Fetcher
    newsroom: Newsroom
    feeds: tuple[str, ...] = ("/feed?q={topic}&hl={lang}",)
    topic: str = "heat pumps"
    language: str = "en"
    seen: set[str] = field(default_factory=set)
    memory: str = ""

    async def run(self, at: datetime = MORNING, *, manual: bool = False) -> Result:
        result = await self.try_out(at, manual=manual)
        if not result.error:
            self.seen.update(result.seen)
            self.memory = self.memory if result.memory is None else result.memory
        return result

    async def try_out(self, at: datetime, *, manual: bool = False) -> Result:
        """Run without keeping anything: the process dies before it commits."""
        feeds = tuple(feed if "//" in feed else self.newsroom.base + feed for feed in self.feeds)
        inputs = Inputs(
            text=self.topic,
            language=self.language,
            zone="Europe/Berlin",
            slot=at,
            seen=frozenset(self.seen),
            memory=self.memory,
            manual=manual,
        )
        news = News(fetch=self.fetcher, feeds=feeds)
        return await news(TaskSpec(name="news", text=self.topic), inputs, ManualClock(at))


@pytest.fixture
def reader(fetcher: Fetcher, newsroom: Newsroom) -> Reader:
    return Reader(fetcher=fetcher, newsroom=newsroom)


def stories(*numbers: int, at: datetime = MORNING) -> list[Story]:
    return [
        Story(
            f"Heat pumps, story {number}",
            guid=f"g{number}",
            link=f"https://paper{number % 7}.example/{number}",
            at=at - timedelta(minutes=number),
        )
        for number in numbers
    ]


def report_of(result: Result) -> Report:
    assert result.report is not None
    return result.report


def titles(result: Result) -> list[str]:
    """Return the headlines that a brief shows."""
    return [span.text for span in report_of(result).spans if span.style is Style.LINK]


async def test_a_brief_says_topic_time_count_and_each_story_with_link_place_and_time(
    reader: Reader, newsroom: Newsroom
) -> None:
    newsroom.pages["/feed"] = rss(stories(1, 2, 3))

    result = await reader.run()

    assert report_of(result).text == (
        "heat pumps · 22 Nov, 07:00 · 3 new of 3\n"
        "• Heat pumps, story 1 — paper1.example, 06:59\n"
        "• Heat pumps, story 2 — paper2.example, 06:58\n"
        "• Heat pumps, story 3 — paper3.example, 06:57"
    )
    links = [span.url for span in report_of(result).spans if span.style is Style.LINK]
    assert links == [f"https://paper{number}.example/{number}" for number in (1, 2, 3)]
    assert newsroom.asked == ["/feed?q=heat+pumps&hl=en"]


async def test_the_brief_speaks_german(reader: Reader, newsroom: Newsroom) -> None:
    reader.language = "de"
    newsroom.pages["/feed"] = rss(stories(1))

    result = await reader.run()

    assert report_of(result).text.startswith("heat pumps · 22. Nov., 07:00 · 1 neu von 1\n")
    assert newsroom.asked == ["/feed?q=heat+pumps&hl=de"]


async def test_the_first_brief_shows_five_and_the_rest_counts_as_known(
    reader: Reader, newsroom: Newsroom
) -> None:
    newsroom.pages["/feed"] = rss(stories(*range(40)))

    first = await reader.run()
    second = await reader.run(MORNING + DAY)

    assert len(titles(first)) == 5
    assert "5 new of 40" in report_of(first).text
    assert second.report is None


async def test_a_source_that_is_new_does_not_flood_the_chat(reader: Reader, newsroom: Newsroom) -> None:
    newsroom.pages["/feed"] = rss(stories(1))
    await reader.run()
    reader.feeds = ("/feed", "/other?q={topic}")
    newsroom.pages["/other"] = rss(stories(*range(100, 140)))

    added = await reader.run(MORNING + DAY)
    after = await reader.run(MORNING + 2 * DAY)

    assert len(titles(added)) == 5
    assert after.report is None


async def test_what_does_not_fit_waits_for_the_next_brief(reader: Reader, newsroom: Newsroom) -> None:
    newsroom.pages["/feed"] = rss(stories(1))
    await reader.run()
    newsroom.pages["/feed"] = rss(stories(1, *range(10, 17)))

    second = await reader.run(MORNING + DAY)
    third = await reader.run(MORNING + 2 * DAY)

    assert (len(titles(second)), len(titles(third))) == (5, 2)
    assert "2 more wait" in report_of(second).text
    assert not set(titles(second)) & set(titles(third))


async def test_thirty_days_of_a_growing_feed_tell_each_story_once(reader: Reader, newsroom: Newsroom) -> None:
    told: list[str] = []
    written: list[Story] = []
    messages = 0
    for day in range(30):
        now = MORNING + day * DAY
        if day % 5:  # nothing happens on every fifth day
            fresh = stories(*range(len(written), len(written) + day % 4 + 1), at=now)
            written += fresh
        newsroom.pages["/feed"] = rss(written[-25:])
        result = await reader.run(now)
        if result.report is not None:
            messages += 1
            told += titles(result)

    assert sorted(told) == sorted(story.title for story in written)
    assert len(told) == len(set(told))
    assert messages == 24


async def test_a_run_that_breaks_off_before_its_commit_tells_its_news_once(
    reader: Reader, newsroom: Newsroom
) -> None:
    newsroom.pages["/feed"] = rss(stories(1, 2))

    lost = await reader.try_out(MORNING)
    again = await reader.run(MORNING)
    after = await reader.run(MORNING + DAY)

    assert titles(lost) == titles(again)
    assert after.report is None


async def test_silence_is_broken_once_a_week(reader: Reader, newsroom: Newsroom) -> None:
    newsroom.pages["/feed"] = rss(stories(1))
    results = [await reader.run(MORNING + day * DAY) for day in range(15)]

    said = {day: result.report.text for day, result in enumerate(results) if result.report is not None}

    assert sorted(said) == [0, 7, 14]
    assert said[7] == said[14] == "heat pumps: 7 checks, 0 new. I keep looking."


async def test_somebody_who_asks_is_always_answered(reader: Reader, newsroom: Newsroom) -> None:
    newsroom.pages["/feed"] = rss(stories(1))
    await reader.run()

    asked = await reader.run(MORNING + timedelta(hours=3), manual=True)

    assert report_of(asked).text == "heat pumps: nothing new since 07:00 (1 looked at)."


async def test_somebody_who_asks_first_and_finds_nothing_is_told(reader: Reader, newsroom: Newsroom) -> None:
    newsroom.pages["/feed"] = rss([])

    asked = await reader.run(manual=True)

    assert report_of(asked).text == "heat pumps: nothing found yet."


async def test_all_sources_away_is_a_failure_that_may_pass_and_says_who_was_asked(
    reader: Reader, newsroom: Newsroom
) -> None:
    reader.feeds = ("/feed?q={topic}", "/page?q={topic}")
    newsroom.pages["/page"] = b"<html><body>We moved</body></html>"

    result = await reader.run()

    assert (result.error, result.transient) == ("news.all-failed", True)
    assert report_of(result).text == (
        "none of the sources answered: 127.0.0.1 (answered 404), 127.0.0.1 (sent no feed)."
    )


async def test_no_sources_at_all_is_said(reader: Reader) -> None:
    reader.feeds = ()

    with pytest.raises(PermanentError, match=r"news\.no-sources"):
        await reader.run()


async def test_a_source_that_is_away_is_named_and_spoils_nothing(reader: Reader, newsroom: Newsroom) -> None:
    reader.feeds = ("/feed", "/away?q={topic}")
    newsroom.pages["/feed"] = rss(stories(1))
    newsroom.status["/away"] = 429

    result = await reader.run()

    assert report_of(result).text.endswith("\nNo answer from: 127.0.0.1 (answered 429).")
    assert len(titles(result)) == 1


async def test_the_same_story_at_three_places_is_told_once(reader: Reader, newsroom: Newsroom) -> None:
    reader.feeds = ("/a?q={topic}", "/b?q={topic}", "/c?q={topic}")
    one = "Heat pumps get cheaper"
    newsroom.pages["/a"] = rss([Story(one, guid="1", link="https://a.example/1?utm_source=rss")])
    newsroom.pages["/b"] = hits([Story(one.upper(), guid="77", link="https://a.example/1")])
    newsroom.pages["/c"] = rss([Story(f"{one}!", guid="x", link="https://c.example/story")])

    result = await reader.run(NOON)
    again = await reader.run(NOON + DAY)

    assert len(titles(result)) == 1
    assert again.report is None


async def test_doubled_guids_are_one_story(reader: Reader, newsroom: Newsroom) -> None:
    newsroom.pages["/feed"] = rss([Story("Heat pumps", guid="1"), Story("Heat pumps, corrected", guid="1")])

    result = await reader.run(NOON)

    assert titles(result) == ["Heat pumps"]


async def test_one_host_does_not_fill_the_brief_while_there_are_others(
    reader: Reader, newsroom: Newsroom
) -> None:
    loud = [
        Story(f"Heat pumps heat pumps {number}", guid=f"l{number}", link=f"https://loud.example/{number}")
        for number in range(9)
    ]
    quiet = [
        Story(f"Pumps {number}", guid=f"q{number}", link=f"https://quiet{number}.example/")
        for number in range(3)
    ]
    newsroom.pages["/feed"] = rss([*loud, *quiet])

    result = await reader.run(NOON)

    assert sum("heat" in title for title in titles(result)) == 2
    assert len(titles(result)) == 5


async def test_a_feed_that_does_not_search_is_searched(reader: Reader, newsroom: Newsroom) -> None:
    reader.feeds = ("/everything",)
    newsroom.pages["/everything"] = rss(
        [
            Story("Football results", guid="1", link="https://a.example/1"),
            Story("Cheaper heating", guid="2", link="https://a.example/2", summary="Pumps are in demand"),
        ]
    )

    result = await reader.run(NOON)

    assert titles(result) == ["Cheaper heating"]


async def test_a_memory_that_cannot_be_read_is_a_first_look(reader: Reader, newsroom: Newsroom) -> None:
    newsroom.pages["/feed"] = rss(stories(*range(20)))
    reader.memory = '{"v": 99}'

    result = await reader.run()

    assert len(titles(result)) == 5


async def test_the_gaps_for_time_reach_back_to_the_last_look(reader: Reader, newsroom: Newsroom) -> None:
    reader.feeds = ("/feed?q={topic}+when:{days}d&ceid={country}:{lang}&since={since}",)
    newsroom.pages["/feed"] = rss(stories(1))

    await reader.run(MORNING)
    await reader.run(MORNING + 3 * DAY)
    await reader.run(MORNING + 3 * DAY + timedelta(hours=1))

    assert [request.partition("when:")[2].partition("d&")[0] for request in newsroom.asked] == ["7", "3", "1"]
    assert f"since={int(MORNING.timestamp())}" in newsroom.asked[1]
    assert "ceid=US:en" in newsroom.asked[0]
