"""The chat page with the real bot behind it, in a real browser: what a newcomer does in the first minute."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from bot.practice.demo import SCRIPT_BEGINS, Practice, living_practice
from messages.sentences import text
from tests.practice_telegram.test_page import browser_page, say

pytestmark = pytest.mark.browser

#: Real milliseconds; the practice clock runs twenty times as fast.
SOON_MS = 20_000


@pytest.fixture
async def world() -> AsyncIterator[Practice]:
    async with living_practice(SCRIPT_BEGINS, speed=20.0) as world:
        yield world


@pytest.fixture
async def page(world: Practice) -> AsyncIterator[Page]:
    async with browser_page(world.telegram) as page:
        yield page


async def test_a_watch_fails_rings_and_its_log_can_be_opened(page: Page) -> None:
    await say(page, "/watch deployment worker")
    await expect(page.get_by_text("nothing is rolling out")).to_be_visible(timeout=SOON_MS)
    rings_before = int(await page.locator("#ring-count").inner_text())
    await page.get_by_role("button", name=text("en", "practice.roll-out", name="worker")).click()

    verdict = page.locator("article.rang", has_text="is still serving")
    await expect(verdict).to_contain_text("KeyError: 'DATABASE_URL'", timeout=SOON_MS)
    await expect(verdict.get_by_label("this message rang")).to_be_visible()
    await expect(page.locator("#ring-count")).to_have_text(str(rings_before + 1))
    await expect(page.get_by_text("edited, silent").first).to_be_visible()

    await verdict.get_by_role("button", name="Logs").click()
    await page.get_by_role("button", name=re.compile(r"Open worker-.*\.log")).click(timeout=SOON_MS)
    await expect(page.locator("#viewer-text")).to_contain_text("KeyError: 'DATABASE_URL'")


async def test_a_card_is_cancelled_and_brought_back_with_its_buttons(page: Page) -> None:
    await say(page, "remind me in 20 minutes to check the oven")
    card = page.locator("article", has_text="Reminder: check the oven")
    await expect(card).to_be_visible(timeout=SOON_MS)

    await card.get_by_role("button", name="Cancel").click()
    cancelled = page.locator("article", has_text="cancelled")
    await expect(cancelled).to_be_visible(timeout=SOON_MS)

    await cancelled.get_by_role("button", name="Undo").click()
    await expect(card).to_be_visible(timeout=SOON_MS)


async def test_what_is_due_while_the_bot_is_blocked_comes_when_it_is_taken_back(
    world: Practice, page: Page
) -> None:
    await say(page, "remind me in 1 minute to check the oven")
    await expect(page.locator("article", has_text="Reminder: check the oven")).to_be_visible(timeout=SOON_MS)

    await page.get_by_role("button", name="Block the bot", exact=True).click()
    await expect(page.get_by_role("button", name="Unblock the bot")).to_be_visible(timeout=SOON_MS)
    await world.clock.sleep_until(world.clock.now() + timedelta(minutes=2))
    rang = await page.locator("article.rang", has_text="check the oven").count()
    await page.get_by_role("button", name="Unblock the bot").click()

    reminder = page.locator("article.rang", has_text="check the oven").last
    await expect(reminder).to_be_visible(timeout=SOON_MS)
    await expect(page.locator("article.rang", has_text="check the oven")).to_have_count(rang + 1)
