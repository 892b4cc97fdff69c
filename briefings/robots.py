"""robots.txt obeyed to the end: a site whose rules cannot be read is left alone.

Scrapy's middleware takes an error for permission. Not having the file (404) is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware

from briefings.errors import BriefingsError, GaveUpError
from briefings.pauses import StoppedError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class Robots(RobotsTxtMiddleware):
    """GaveUpError where the rules cannot be read; IgnoreRequest where they forbid."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.error: Exception | None = None

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        await super().process_request(request)
        if self.error is None or request.meta.get("dont_obey_robotstxt"):
            return
        if isinstance(self.error, BriefingsError | StoppedError):
            raise self.error
        told = " ".join(str(self.error).split()) or type(self.error).__name__
        raise GaveUpError(
            f"{request.url}: robots.txt cannot be read, so nothing was asked for: the"
            f" site does not answer: try again later ({told})"
        )

    async def _parse_robots(
        self, response: Response, netloc: str, request: Request
    ) -> None:
        if response.status >= 500 or response.status == 429:
            raise ConnectionError(f"status {response.status}")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self.error = exc
        super()._robots_error(exc, netloc)
