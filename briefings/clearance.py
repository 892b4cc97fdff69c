"""Getting past the protection of the site: a downloader middleware.

A challenge is passed once, in a real browser; all that waits for it goes on with the
cookies that the browser was given and the same user agent, without a browser. When
they expire the site asks again. Blocks are waited for. After a few failures the run
ends with the reason: hammering at a closed door opens none.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final, Self

from scrapy import signals

from briefings.browser import INSTALL, Browser, find_chromium
from briefings.challenge import recognize
from briefings.errors import ChallengeError
from briefings.pauses import pause

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from briefings.challenge import Sign

logger = logging.getLogger(__name__)

PASSES: Final = 2
"""Passes that may fail before the run is given up: 12 seconds each."""

REFUSED: Final = 4
"""Times that a page is asked for with a fresh clearance. The site may let one lapse
while it is on its way; more than that, and it does not take them."""


class Clearance:
    """`BRIEFINGS_BROWSER`: `auto`, `never`, or `always` (a pass before any request).
    `BRIEFINGS_BLOCK_PAUSES`: seconds to wait when blocked, one try after each.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.mode = crawler.settings.get("BRIEFINGS_BROWSER") or "auto"
        self.pauses = [
            float(seconds)
            for seconds in crawler.settings.getlist("BRIEFINGS_BLOCK_PAUSES")
        ]
        self.browser = Browser(crawler)
        self.cookies: dict[str, str] = {}
        self.passes = 0
        self.failed = 0
        self._passing = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        made = cls(crawler)
        crawler.signals.connect(made.browser.close, signals.spider_closed)
        return made

    async def process_request(self, request: Request) -> None:
        rules = request.meta.get("dont_obey_robotstxt")  # robots.txt itself
        if self.mode == "always" and not self.passes and not rules:
            await self._pass(request, 0, "--browser always")
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            request.headers["Cookie"] = "; ".join(pairs)
        request.meta["passes"] = self.passes

    async def process_response(
        self, request: Request, response: Response
    ) -> Request | Response:
        sign = recognize(
            response.url, response.status, _finder(response), response.body
        )
        if sign is None:
            return response
        if self.crawler.stats:
            self.crawler.stats.inc_value(f"briefings/challenge/{sign.kind}")
        logger.info("%s: challenge: %s", response.url, sign.reason)
        if sign.kind == "blocked":
            return await self._wait(request, sign)
        return await self._solve(request, sign)

    async def _wait(self, request: Request, sign: Sign) -> Request:
        tries = request.meta.get("blocked", 0)
        if tries >= len(self.pauses):
            told = (
                f"blocked by the site's protection ({sign.reason}), and still so after"
            )
            raise ChallengeError(request.url, f"{told} {sum(self.pauses):.0f} s")
        stopped = getattr(self.crawler.spider, "stopped", bool)
        await pause(self.pauses[tries], stopped)
        return _again(request, blocked=tries + 1)

    async def _solve(self, request: Request, sign: Sign) -> Request:
        refused = request.meta.get("refused", 0)
        if refused >= REFUSED:
            told = f"the site refuses the clearance it gave ({sign.reason})"
            raise ChallengeError(request.url, f"{told}: wait, then try again")
        await self._pass(request, request.meta.get("passes", 0), sign.reason)
        return _again(request, refused=refused + 1)

    async def _pass(self, request: Request, seen: int, reason: str) -> None:
        """Get a clearance, unless another request did while this one was under way."""
        async with self._passing:
            if self.passes > seen:
                return
            if self.mode == "never":
                told = f"the site asks for a browser ({reason}), and --browser is never"
                raise ChallengeError(
                    request.url, f"{told}: {INSTALL}, and leave it auto"
                )
            if self.failed >= PASSES:
                raise ChallengeError(request.url, "the site's challenge was not passed")
            try:
                agent = self.crawler.settings["USER_AGENT"]
                self.cookies = await self.browser.clear(request.url, agent)
            except ChallengeError:
                self.failed += 1
                if find_chromium() is None or self.failed >= PASSES:
                    raise
                return
            self.failed = 0
            self.passes += 1
            if self.crawler.stats:
                self.crawler.stats.inc_value("briefings/challenge/passed")


def _again(request: Request, **counts: int) -> Request:
    return request.replace(meta={**request.meta, **counts})


def _finder(response: Response):  # type: ignore[no-untyped-def]
    def find(name: str) -> str | None:
        found = response.headers.get(name)
        return found.decode("latin-1") if found else None

    return find
