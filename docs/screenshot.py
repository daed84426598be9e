"""Takes the picture of the README: the chat page of practice mode, with Debian's chromium.

apt-get install --no-install-recommends chromium fonts-noto-color-emoji && make screenshot
"""

import asyncio
import os
import sys
from pathlib import Path

from playwright.async_api import Page, ViewportSize, async_playwright, expect

from bot.practice.demo import SCRIPT_BEGINS, living_practice
from messages.sentences import text
from telemetry.logging import configure

PICTURE = Path(__file__).with_name("chat.png")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-quic",
)

#: Real milliseconds that a message is waited for.
LONGEST_MS = 30_000


async def chat(page: Page) -> None:
    """Hand over a watch, let the rollout fail, and ask for news."""
    await say(page, "/timezone Europe/Berlin")
    await expect(page.get_by_text("Europe/Berlin").last).to_be_visible()
    await say(page, "/watch deployment worker")
    await expect(page.get_by_text("nothing is rolling out")).to_be_visible(timeout=LONGEST_MS)
    await page.get_by_role("button", name=text("en", "practice.roll-out", name="worker")).click()
    await expect(page.locator("article.rang", has_text="KeyError")).to_be_visible(timeout=LONGEST_MS)
    await say(page, "/every monday 9am summarize news on fusion energy")
    await expect(page.get_by_text("every Monday")).to_be_visible(timeout=LONGEST_MS)


async def say(page: Page, words: str) -> None:
    """Type a message and send it."""
    await page.get_by_role("textbox", name="Message").fill(words)
    await page.keyboard.press("Enter")


async def main() -> None:
    """Play the scene and save the picture."""
    configure(level="error", form="text")
    async with living_practice(SCRIPT_BEGINS, speed=5.0) as world, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        size: ViewportSize = {"width": 1180, "height": 1000}
        page = await browser.new_page(viewport=size, locale="en-GB", timezone_id="Europe/Berlin")
        await page.goto(world.telegram.page_url)
        await chat(page)
        await page.wait_for_timeout(1000)  # the last bubble's animation comes to rest
        await page.screenshot(path=sys.argv[1] if len(sys.argv) > 1 else PICTURE)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
