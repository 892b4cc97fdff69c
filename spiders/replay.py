"""`scrapy crawl replay -a paths=captures/:page.html`: stored pages, no request made.

For those who want Scrapy's own machinery around stored pages: feed exports, signals,
extensions. `briefings reparse` gives the same records, faster and with a verdict.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Spider

from briefings.errors import InputError, PageError, UsageError
from briefings.loader import load
from briefings.reparse import captures
from briefings.verdict import PREFIX, count_failure

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler

    from briefings.items import Article, Capture


class Replay(Spider):
    """Yields an article for each stored page.

    Arguments: `paths`, parted by colons, and `url`, the address of a single page
    that tells none.
    """

    name = "replay"

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        if not kwargs.get("paths"):
            raise UsageError("replay: give -a paths=PATH, several parted by colons")
        return super().from_crawler(crawler, *args, **kwargs)

    async def start(self) -> AsyncIterator[Any]:
        named: str = getattr(self, "paths", "")
        paths = [Path(part) for part in named.split(os.pathsep)]
        for found in captures(paths, getattr(self, "url", None)):
            try:
                yield self._article(found)
            except PageError as error:
                self._fail(error, error.url)
            except InputError as error:
                self._fail(error, error.path)

    def _fail(self, error: PageError | InputError, where: str) -> None:
        count_failure(self.crawler.stats, error.code, where)
        self.logger.warning("%s", error)

    def _article(self, found: Capture | InputError) -> Article:
        if isinstance(found, InputError):
            raise found
        self.crawler.stats.inc_value(f"{PREFIX}pages")
        return load(found)
