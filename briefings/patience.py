"""Asking again where the site fails for a moment: a downloader middleware.

It takes the place of Scrapy's own, which asks again at once and does not know
Retry-After. While it waits nothing else is sent: there is one connection.
"""

from __future__ import annotations

import email.utils
import logging
import time
from typing import TYPE_CHECKING, Final, Self

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

from briefings.errors import GaveUpError
from briefings.pauses import growing, pause

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

TEMPORARY: Final = frozenset({408, 425, 429, 500, 502, 503, 504, 522, 524})

NETWORK: Final = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    OSError,
)

TRIES: Final = 8
"""Times a page is asked for, over a minute: as long as a block or a restart may take."""

TRIES_DOWN: Final = 3
"""The same until the site has answered at all in this run: it may be down."""

MOST_PAUSE: Final = 60.0
"""Seconds between two tries."""

MOST_RETRY_AFTER: Final = 900.0
"""Seconds. A site that wants to be left alone for longer is left to the next run."""


class Patience:
    """`BRIEFINGS_PAUSE`: seconds before the second try; doubled before each next."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.first = crawler.settings.getfloat("BRIEFINGS_PAUSE")
        self.answered = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_response(
        self, request: Request, response: Response
    ) -> Request | Response:
        if response.status not in TEMPORARY:
            self.answered = True
            return response
        asked = retry_after(response.headers.get(b"Retry-After"))
        if asked is not None and asked > MOST_RETRY_AFTER:
            raise GaveUpError(
                f"{response.url}: the site asks to be left alone for {asked:.0f} s: run"
                " it again after that"
            )
        again = await self._again(request, f"status {response.status}", asked)
        return again or response

    async def process_exception(
        self, request: Request, exception: Exception
    ) -> Request | None:
        if not isinstance(exception, NETWORK):
            return None
        return await self._again(request, type(exception).__name__, None)

    async def _again(
        self, request: Request, reason: str, asked: float | None
    ) -> Request | None:
        tries = request.meta.get("tries", 1)
        if tries >= (TRIES if self.answered else TRIES_DOWN):
            logger.warning(
                "%s: given up after %d tries: %s", request.url, tries, reason
            )
            return None
        seconds = growing(tries, self.first, MOST_PAUSE) if asked is None else asked
        logger.info("%s: %s, again in %.1f s", request.url, reason, seconds)
        if self.crawler.stats:
            self.crawler.stats.inc_value("retry/count")
        await pause(seconds, getattr(self.crawler.spider, "stopped", bool))
        return request.replace(meta={**request.meta, "tries": tries + 1})


def retry_after(header: bytes | None) -> float | None:
    """Seconds that a Retry-After header asks for: `120`, or an HTTP date."""
    text = (header or b"").decode("latin-1").strip()
    if text.isdigit():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())
