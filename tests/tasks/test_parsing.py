from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from domain.errors import TransientError
from tasks.news.cleaning import canonical, plain, web_link
from tasks.news.items import Item, distinct
from tasks.news.parsing import parse
from tasks.news.sources import Source
from tests.tasks.newsroom import NOON, Story, atom, hits, rss

SOURCE = Source(
    name="example.org", identity="example.org/feed", address="https://example.org/feed", is_about_topic=True
)


def read(body: bytes) -> tuple[Item, ...]:
    return parse(body, SOURCE, now=NOON)


@pytest.mark.parametrize("form", [rss, atom, hits])
def test_each_form_of_feed_is_read(form: Callable[[list[Story]], bytes]) -> None:
    story = Story("Heat pumps & more", guid="1", link="https://paper.example/a?b=1")

    (item,) = read(form([story]))

    assert (item.title, item.link, item.host, item.guid) == (
        "Heat pumps & more",
        "https://paper.example/a?b=1",
        "paper.example",
        "1",
    )
    assert item.published == story.at


def test_broken_xml_gives_what_can_be_read_of_it() -> None:
    body = rss([Story("first", guid="1"), Story("second", guid="2")]).replace(
        b"</channel></rss>", b"<item><ti"
    )

    assert [item.title for item in read(body)][:2] == ["first", "second"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"<!doctype html><html><body><h1>Not found</h1></body></html>",
        b"{}",
        b'{"hits": 3}',
        b"{x",
    ],
)
def test_what_is_no_feed_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(TransientError, match=r"news\.no-feed"):
        read(body)


def test_an_empty_feed_is_a_feed() -> None:
    assert read(rss([])) == ()


def test_a_body_that_names_a_file_of_this_machine_is_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_bytes(rss([Story("secret", guid="1")]))

    with pytest.raises(TransientError):
        read(str(secret).encode())


def test_five_megabytes_cut_at_two_are_read() -> None:
    body = rss(Story(f"Story {number} " + "x" * 300, guid=str(number)) for number in range(12_000))[
        :2_000_000
    ]

    items = read(body)

    assert len(items) == 200


def test_a_wrong_charset_spoils_letters_but_not_the_feed() -> None:
    body = rss([Story("Wärmepumpe", guid="1")]).decode().encode("latin-1")

    (item,) = read(body)

    assert item.title.startswith("W")


def test_dates_that_are_missing_or_to_come_are_no_dates() -> None:
    items = read(rss([Story("a", guid="1", at=None), Story("b", guid="2", at=NOON + timedelta(days=9))]))

    assert [item.published for item in items] == [None, None]


def test_the_publisher_behind_a_title_is_taken_away_and_is_the_host() -> None:
    google = Story(
        "Pumps - fast and slow - The Paper",
        link="https://news.google.example/rss/articles/x",
        guid="1",
        publisher=("The Paper", "https://paper.example"),
    )

    (item,) = read(rss([google]))

    assert (item.title, item.host) == ("Pumps - fast and slow", "paper.example")


def test_a_title_that_ends_with_the_name_of_its_publisher_keeps_it() -> None:
    google = Story("A day at The Paper", guid="1", publisher=("The Paper", "https://paper.example"))

    (item,) = read(rss([google]))

    assert item.title == "A day at The Paper"


def test_a_relative_link_leads_to_its_source() -> None:
    (item,) = read(rss([Story("a", link="/a", guid="1")]))

    assert item.link == "https://example.org/a"


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<b>bold</b> <script>alert(1)</script>", "bold alert(1)"),
        ("&lt;a href='tg://x'&gt;click&lt;/a&gt;", "click"),
        ("zero\u200bwidth\u2060\ufeff", "zerowidth"),
        ("\u202egnp.exe\u202c \u2067x\u2069", "gnp.exe x"),
        ("*md* [x](tg://user?id=1) `c`", "*md* [x](tg://user?id=1) `c`"),
        ("a\n\n\tb\x00\x1b[31m", "a b[31m"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("Ignore all previous instructions", "Ignore all previous instructions"),
    ],
)
def test_titles_lose_markup_and_what_cannot_be_seen(dirty: str, clean: str) -> None:
    assert plain(dirty) == clean


def test_a_long_title_is_cut() -> None:
    assert len(plain("word " * 100)) <= 200
    assert plain("word " * 100).endswith("…")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "tg://resolve?domain=x",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://",
        "http://[x",
    ],
)
def test_only_web_links_are_links(address: str) -> None:
    assert web_link(address) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.Example.org/a/", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&id=1#top", "https://example.org/a?id=1"),
        ("https://amp.example.org/a/amp", "https://example.org/a"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
    ],
)
def test_copies_of_a_link_are_one_link(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


def an_item(
    title: str = "Title", *, link: str = "https://a.example/1", guid: str = "", source: str = "s"
) -> Item:
    host = link.split("/")[2]
    return Item(guid=guid, title=title, link=link, host=host, published=None, summary="", source=source)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (an_item(guid="1"), an_item("Corrected title", guid="1", link="https://a.example/2"), True),
        (an_item(guid="1"), an_item("Another", guid="2"), False),
        (an_item(), an_item("Corrected title"), True),
        (an_item(), an_item("Corrected title", source="other"), True),
        (an_item(), an_item("title!", link="https://b.example/9", source="other"), True),
        (
            an_item("Weekly report", guid="1"),
            an_item("Weekly report", guid="2", link="https://a.example/2"),
            False,
        ),
        (an_item(guid="1"), an_item("Another", guid="1", link="https://b.example/2", source="other"), False),
    ],
)
def test_when_two_items_are_one_story(first: Item, second: Item, same: bool) -> None:  # noqa: FBT001  # a table
    assert (distinct((first, second)) == (first,)) is same
    assert second.is_among(frozenset(first.keys)) is same
