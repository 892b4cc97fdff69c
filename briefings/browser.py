"""Passing the protection's challenge in a real Chromium, through scrapy-playwright.

    cookies = await Browser(crawler).clear("http://www.scio.gov.cn/...")

The browser runs the scripts that the protection sends, as it would for any visitor,
and nothing hides what it is. What it shows is not kept: pages are fetched plainly with
the cookies it was given. It starts with the first challenge, and is shared after that.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from scrapy import Request

from briefings.challenge import recognize
from briefings.errors import ChallengeError
from briefings.pauses import pause

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import Page
    from playwright.async_api import Request as Load
    from playwright.async_api import Response as Answer
    from scrapy.crawler import Crawler
    from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

logger = logging.getLogger(__name__)

NAMES: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

INSTALL: Final = "install Chromium (on Debian: apt-get install chromium libatomic1)"
"""The second is what the driver of playwright, a node program, wants on bare machines."""

LAUNCH_MS: Final = 20_000
LOAD_MS: Final = 15_000
"""Milliseconds for a single document: it is answered at once, or not at all."""

PASS_SECONDS: Final = 12.0
"""From the first answer to the page itself. The scripts take about two seconds."""

LOOK_SECONDS: Final = 0.1

EMPTY: Final = 100
"""Characters of a document that has not come yet: `<html><head></head>...`."""

# __jsluid_h, __jsl_clearance_s: other cookies belong to the site's visitor counts.
CLEARANCE: Final = "__jsl"


def find_chromium() -> str | None:
    """Path of a browser: `BRIEFINGS_CHROMIUM`, else the first one installed."""
    named = os.environ.get("BRIEFINGS_CHROMIUM")
    if named is not None:
        return shutil.which(named)
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Browser:
    """One Chromium for the run. Nothing is started before it is needed."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._handler: ScrapyPlaywrightDownloadHandler | None = None

    async def clear(self, url: str, agent: str) -> dict[str, str]:
        """The clearance cookies by name, after the page came through.

        `agent`: the user agent they will be used with. ChallengeError if the page
        does not come within `PASS_SECONDS`, or there is no Chromium.
        """
        path = find_chromium()
        if path is None:
            raise ChallengeError(url, f"the site asks for a browser: {INSTALL}")
        from playwright.async_api import Error

        try:
            if self._handler is None:
                self._handler = await self._start(path)
            return await self._visit(self._handler, url, agent)
        except (Error, OSError) as error:
            told = str(error).splitlines()[0]
            raise ChallengeError(url, f"the browser failed: {told}") from error

    async def _start(self, path: str) -> ScrapyPlaywrightDownloadHandler:
        from scrapy_playwright.handler import (  # noqa: PLC0415 - as above
            ScrapyPlaywrightDownloadHandler,
        )

        handler = ScrapyPlaywrightDownloadHandler.from_crawler(self.crawler)
        handler.config.launch_options = {"executable_path": path, "timeout": LAUNCH_MS}
        handler.config.navigation_timeout_ms = LOAD_MS
        handler.process_request_headers = None  # the browser's own
        try:
            # Its own start waits for a signal that was sent before it was needed.
            await handler._launch()
        except Exception as error:
            # A driver that cannot run is told by a plain Exception.
            if type(error) is not Exception:
                raise
            raise OSError(f"its driver does not start ({error}): {INSTALL}") from error
        return handler

    async def _visit(
        self, handler: ScrapyPlaywrightDownloadHandler, url: str, agent: str
    ) -> dict[str, str]:
        from scrapy_playwright.page import PageMethod  # noqa: PLC0415

        host = urlsplit(url).hostname
        handler.abort_request = lambda load: not _is_needed(load, host)
        arrival = Arrival(url, getattr(self.crawler.spider, "stopped", bool))
        meta = {
            "playwright": True,
            "playwright_context": "clearance",
            "playwright_context_kwargs": {"user_agent": agent},
            "playwright_include_page": True,
            "playwright_page_goto_kwargs": {"wait_until": "commit", "timeout": LOAD_MS},
            "playwright_page_event_handlers": {"response": arrival.note},
            "playwright_page_methods": [PageMethod(arrival.wait)],
        }
        request = Request(url, meta=meta)
        try:
            await handler.download_request(request)
            cookies = await request.meta["playwright_page"].context.cookies()
        finally:
            if page := request.meta.get("playwright_page"):
                await page.context.close()
        named = ((cookie["name"], cookie["value"]) for cookie in cookies)
        return {name: value for name, value in named if name.startswith(CLEARANCE)}

    async def close(self) -> None:
        """End the browser, if one was started."""
        if self._handler is not None:
            await self._handler.close()
            self._handler = None


def _is_needed(load: Load, host: str | None) -> bool:
    """Documents and scripts of the site itself; no pictures, no counters."""
    kinds = {"document", "script", "xhr", "fetch"}
    return urlsplit(load.url).hostname == host and load.resource_type in kinds


class Arrival:
    """Waits for the page behind the challenge: three documents come, the last is it."""

    def __init__(self, url: str, stopped: Callable[[], bool]) -> None:
        self.url = url
        self.stopped = stopped
        self.status = 0

    def note(self, answer: Answer) -> None:
        """Called with each answer that the browser gets."""
        if answer.request.is_navigation_request():
            self.status = answer.status

    async def wait(self, page: Page) -> None:
        """ChallengeError if nothing but challenges came in time."""
        from playwright.async_api import Error

        loop = asyncio.get_running_loop()
        end = loop.time() + PASS_SECONDS
        while loop.time() < end:
            await pause(LOOK_SECONDS, self.stopped)
            if self.status != 200:
                continue
            try:
                content = await page.content()
            except Error:
                continue  # between two documents
            if len(content) > EMPTY and not _is_challenge(self.url, content):
                return
        told = f"the challenge was not passed in {PASS_SECONDS:.0f} s"
        raise ChallengeError(self.url, told)


def _is_challenge(url: str, content: str) -> bool:
    return recognize(url, 200, lambda _: None, content.encode()) is not None
