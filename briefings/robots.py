"""robots.txt obeyed to the end: a site whose rules cannot be read is left alone.

Scrapy's middleware takes an error for permission. Not having the file (404) is one.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware

from briefings.errors import BriefingsError, GaveUpError
from briefings.pauses import StoppedError, pause

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


MOST_DELAY: Final = 30.0
"""Seconds. A longer Crawl-delay is for those who take whole sites."""


class Robots(RobotsTxtMiddleware):
    """GaveUpError where the rules cannot be read; IgnoreRequest where they forbid.

    A Crawl-delay is kept, up to `MOST_DELAY`; the longer of it and ours counts.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.error: Exception | None = None
        self.delay = 0.0
        self.last = 0.0

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        await super().process_request(request)
        if request.meta.get("dont_obey_robotstxt"):
            return
        if self.error is None:
            await self._wait()
            return
        if isinstance(self.error, BriefingsError | StoppedError):
            raise self.error
        told = " ".join(str(self.error).split()) or type(self.error).__name__
        raise GaveUpError(
            f"{request.url}: robots.txt cannot be read, so nothing was asked for: the"
            f" site does not answer: try again later ({told})"
        )

    async def _wait(self) -> None:
        if self.delay:
            left = self.last + self.delay - time.monotonic()
            await pause(left, getattr(self.crawler.spider, "stopped", bool))
            self.last = time.monotonic()

    async def _parse_robots(
        self, response: Response, netloc: str, request: Request
    ) -> None:
        if response.status >= 500 or response.status == 429:
            raise ConnectionError(f"status {response.status}")
        await super()._parse_robots(response, netloc, request)
        if parser := await self.robot_parser(request):
            asked = parser.crawl_delay(self._default_useragent)
            self.delay = min(float(asked or 0), MOST_DELAY)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self.error = exc
        super()._robots_error(exc, netloc)
