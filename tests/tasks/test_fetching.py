import pytest

from domain.errors import NightjarError, PermanentError, TransientError
from tasks.news.fetching import MOST_BYTES, Fetcher, is_public
from tasks.news.kept import MOST
from tasks.news.kept import MOST_BYTES as MOST_KEPT
from tests.tasks.newsroom import Newsroom


async def failure(fetcher: Fetcher, address: str) -> NightjarError:
    with pytest.raises(NightjarError) as caught:
        await fetcher.fetch(address)
    return caught.value


async def test_what_is_at_an_address_is_fetched_through_redirects(
    newsroom: Newsroom, fetcher: Fetcher
) -> None:
    newsroom.pages["/feed"] = b"news"
    newsroom.moved |= {"/old": "/older", "/older": f"{newsroom.base}/feed"}

    body = await fetcher.fetch(f"{newsroom.base}/old")

    assert body == b"news"


VERSIONS = (
    {"ETag": '"1"'},
    {"Last-Modified": "Sun, 22 Nov 2026 06:00:00 GMT"},
    {"ETag": 'W/"1"', "Last-Modified": "Sun, 22 Nov 2026 06:00:00 GMT"},
)


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_feed_that_has_not_changed_is_not_sent_again(
    newsroom: Newsroom, fetcher: Fetcher, version: dict[str, str]
) -> None:
    newsroom.pages["/feed"], newsroom.versions["/feed"] = b"news", version

    bodies = [await fetcher.fetch(f"{newsroom.base}/feed") for _ in range(3)]

    assert bodies == [b"news"] * 3
    assert (len(newsroom.asked), len(newsroom.spared)) == (3, 2)


async def test_a_feed_that_has_changed_is_read_anew(newsroom: Newsroom, fetcher: Fetcher) -> None:
    newsroom.pages["/feed"], newsroom.versions["/feed"] = b"old", {"ETag": '"1"'}
    await fetcher.fetch(f"{newsroom.base}/feed")
    newsroom.pages["/feed"], newsroom.versions["/feed"] = b"new", {"ETag": '"2"'}

    bodies = [await fetcher.fetch(f"{newsroom.base}/feed") for _ in range(2)]

    assert bodies == [b"new", b"new"]


async def test_unchanged_means_nothing_of_an_address_that_was_never_read(
    newsroom: Newsroom, fetcher: Fetcher
) -> None:
    newsroom.pages["/feed"], newsroom.status["/feed"] = b"", 304

    error = await failure(fetcher, f"{newsroom.base}/feed")

    assert (error.key, error.arguments) == ("news.status", {"status": 304})


async def test_only_the_last_pages_are_kept_and_no_large_ones(newsroom: Newsroom, fetcher: Fetcher) -> None:
    for number in range(MOST + 1):
        newsroom.pages[f"/{number}"], newsroom.versions[f"/{number}"] = b"x", {"ETag": '"1"'}
        await fetcher.fetch(f"{newsroom.base}/{number}")
    newsroom.pages["/large"], newsroom.versions["/large"] = b"x" * (MOST_KEPT + 1), {"ETag": '"1"'}
    await fetcher.fetch(f"{newsroom.base}/large")

    for path in ("/large", "/0", f"/{MOST}"):
        await fetcher.fetch(newsroom.base + path)

    assert newsroom.spared == [f"/{MOST}"]


@pytest.mark.parametrize("status", [404, 429, 500, 503])
async def test_an_error_page_is_no_news(newsroom: Newsroom, fetcher: Fetcher, status: int) -> None:
    newsroom.pages["/feed"] = b"<rss/>"
    newsroom.status["/feed"] = status

    error = await failure(fetcher, f"{newsroom.base}/feed")

    assert isinstance(error, TransientError)
    assert error.arguments == {"status": status}


async def test_redirects_in_circles_end(newsroom: Newsroom, fetcher: Fetcher) -> None:
    newsroom.moved["/feed"] = "/feed"

    error = await failure(fetcher, f"{newsroom.base}/feed")

    assert error.key == "news.redirects"
    assert len(newsroom.asked) == 6


async def test_a_server_that_never_answers_costs_the_timeout_only(newsroom: Newsroom) -> None:
    newsroom.mute.add("/feed")

    async with Fetcher(allow_private=True, timeout_s=0.2) as hasty:
        error = await failure(hasty, f"{newsroom.base}/feed")

    assert error.key == "news.silent"


async def test_of_five_megabytes_two_are_read(newsroom: Newsroom, fetcher: Fetcher) -> None:
    newsroom.pages["/feed"] = b"x" * 5_000_000

    body = await fetcher.fetch(f"{newsroom.base}/feed")

    assert len(body) == MOST_BYTES


async def test_nobody_at_the_address_is_said(fetcher: Fetcher) -> None:
    error = await failure(fetcher, "http://127.0.0.1:1/feed")

    assert (type(error), error.key) == (TransientError, "news.unreachable")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/",
        "http://[::1]:1/",
        "http://[::ffff:127.0.0.1]:1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://localhost:1/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "http:///nothing",
    ],
)
async def test_addresses_inside_the_house_are_not_asked(address: str) -> None:
    async with Fetcher() as careful:
        error = await failure(careful, address)

    assert (type(error), error.key) == (PermanentError, "news.not-public")


async def test_an_address_written_as_one_number_is_not_asked() -> None:
    async with Fetcher() as careful:
        error = await failure(careful, "http://2130706433:1/")

    assert error.key == "news.unreachable"


async def test_a_redirect_does_not_lead_to_another_scheme(newsroom: Newsroom, fetcher: Fetcher) -> None:
    newsroom.moved["/feed"] = "file:///etc/passwd"

    error = await failure(fetcher, f"{newsroom.base}/feed")

    assert error.key == "news.not-public"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_only_the_public_internet_is_public(address: str, public: bool) -> None:  # noqa: FBT001  # a table
    assert is_public(address) is public
