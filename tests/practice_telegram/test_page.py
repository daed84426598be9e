"""The chat page in a real browser, with a real bot behind it: type, press, open the file, see it ring."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from domain.clock import ManualClock
from telemetry.nursery import Nursery
from tests.practice_telegram.conftest import bot_of
from tests.practice_telegram.echo import run_echo

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


@asynccontextmanager
async def browser_page(api: BotApi, *, width: int = 1200, language: str = "en-GB") -> AsyncIterator[Page]:
    """Open the chat page; an error in its scripts fails the test."""
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page(viewport={"width": width, "height": 800}, locale=language)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        await page.goto(api.page_url)
        yield page
        await browser.close()
    assert complaints == []


@pytest.fixture
async def page(api: BotApi, kevin: Person, chat: Room) -> AsyncIterator[Page]:
    async with bot_of(api) as bot, Nursery() as nursery:
        nursery.start(run_echo(bot), name="echo")
        await api.wait_for(lambda: api.is_polled or None)
        async with browser_page(api) as page:
            yield page


async def say(page: Page, text: str) -> None:
    await page.get_by_role("textbox", name="Message").fill(text)
    await page.keyboard.press("Enter")


async def test_a_verdict_rings_and_its_log_opens(page: Page) -> None:
    await say(page, "/fail")

    verdict = page.locator("article.rang")
    await expect(verdict).to_contain_text("worker <i>failed</i>")
    await expect(verdict.locator("b", has_text="worker")).to_be_visible()
    await expect(verdict.get_by_label("this message rang")).to_be_visible()
    await expect(page.locator("#ring-count")).to_have_text("1")

    await verdict.get_by_role("button", name="Logs").click()
    await expect(page.locator("#toast")).to_have_text("Here they come")
    await page.get_by_role("button", name="Open worker.log").click()
    await expect(page.locator("#viewer-text")).to_contain_text("line 39: <b>not bold</b>")
    await page.keyboard.press("Escape")
    await expect(page.locator("#viewer")).to_be_hidden()


async def test_an_edit_is_marked_as_silent_and_rings_nobody(page: Page) -> None:
    await say(page, "/fail")
    await page.get_by_role("button", name="Refresh").click()

    message = page.locator("article", has_text="worker recovered")
    await expect(message).to_contain_text("edited, silent")
    await expect(page.locator("#ring-count")).to_have_text("1")


async def test_a_silent_message_is_told_apart(page: Page) -> None:
    await say(page, "/quiet")

    message = page.locator("article", has_text="psst")
    await expect(message.get_by_label("sent silently")).to_be_visible()
    await expect(page.locator("#ring-count")).to_have_text("0")


async def test_a_long_quotation_unfolds_with_the_keyboard(page: Page) -> None:
    await say(page, "/fail")
    quotation = page.locator("blockquote")
    await expect(quotation).to_be_visible()
    folded = await quotation.bounding_box()

    await page.get_by_role("button", name="Show all").press("Enter")

    await expect(page.get_by_role("button", name="Fold")).to_be_visible()
    unfolded = await quotation.bounding_box()
    assert folded is not None
    assert unfolded is not None
    assert unfolded["height"] > 2 * folded["height"]


async def test_a_message_is_replied_to_and_edited(page: Page, chat: Room) -> None:
    await say(page, "/quiet")
    answer = page.locator("article", has_text="psst")
    await answer.hover()
    await answer.get_by_role("button", name="Reply").click()
    await say(page, "why so quiet?")
    await expect(page.locator("article", has_text="you said why so quiet?")).to_be_visible()

    await page.keyboard.press("ArrowUp")
    await say(page, "why so silent?")
    await expect(page.locator("article", has_text="now you say why so silent?")).to_be_visible()

    said = chat.find("psst")
    assert said is not None
    assert chat.messages[2].reply_to == said.id
    assert chat.messages[2].earlier == ("why so quiet?",)


async def test_a_place_is_shared(page: Page) -> None:
    await page.get_by_role("button", name="Share a place").click()
    await page.get_by_role("menuitem", name="Tokyo").click()

    await expect(page.locator("article", has_text="You are at 35.677")).to_be_visible()


async def test_who_has_blocked_the_bot_can_only_take_it_back(page: Page, chat: Room) -> None:
    await page.get_by_role("button", name="Block the bot", exact=True).click()
    await expect(page.get_by_role("textbox", name="Message")).to_be_hidden()
    await expect(page.locator("#subtitle")).to_have_text("bot, blocked · as Kevin")
    blocked = chat.chat.is_blocked

    await page.get_by_role("button", name="Unblock the bot").click()
    await say(page, "there you are")

    await expect(page.locator("article", has_text="you said there you are")).to_be_visible()
    assert blocked


async def test_text_from_outside_never_becomes_markup(page: Page) -> None:
    await say(page, "<img src=x onerror=document.title='hacked'><b>x</b>")

    answer = page.locator("article.other", has_text="you said <img src=x")
    await expect(answer).to_be_visible()
    assert await answer.locator("img").count() == 0
    assert await page.title() != "hacked"


async def test_several_people_share_one_page(api: BotApi, kevin: Person, chat: Room) -> None:
    mallory = api.private_chat(api.person("Mallory"))

    async with browser_page(api, width=390, language="de-DE") as page:
        await page.get_by_role("button", name="Chats und Cluster").click()
        await page.get_by_role("button", name="als Mallory").click()
        await page.get_by_role("textbox", name="Nachricht").fill("hallo")
        await page.keyboard.press("Enter")
        await expect(page.locator("article.own")).to_contain_text("hallo")
        wide = await page.evaluate("document.documentElement.scrollWidth")

    assert [message.text for message in mallory.messages] == ["hallo"]
    assert chat.messages == ()
    assert wide == 390


async def test_a_topic_has_its_own_messages(api: BotApi, kevin: Person, chat: Room) -> None:
    forum = api.group("Ops", kevin, forum=True)
    topic = kevin.open_topic(forum, "Deployments")
    kevin.say(forum, "in general")
    kevin.say(forum, "inside", thread=topic)

    async with browser_page(api) as page:
        await page.get_by_role("button", name="Ops as Kevin").click()
        await expect(page.locator("article")).to_contain_text(["in general"])
        await page.get_by_role("button", name="Deployments").click()
        await expect(page.locator("article")).to_contain_text(["inside"])
        await say(page, "said inside")
        await expect(page.locator("article")).to_have_count(2)

    assert (forum.messages[-1].thread_id, forum.messages[-1].in_topic) == (topic, True)


async def test_a_control_is_pressed(clock: ManualClock, tmp_path: Path) -> None:
    begun: list[str] = []

    async def begin() -> None:
        begun.append("worker")

    async with BotApi(clock, controls=[("worker crashes", begin)]) as api:
        api.private_chat(api.person("Kevin"))
        async with browser_page(api) as page:
            await page.get_by_role("button", name="worker crashes").click()
            await expect(page.locator("#toast")).to_have_text("Begun: worker crashes")

    assert begun == ["worker"]
