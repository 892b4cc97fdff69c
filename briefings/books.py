"""What a crawl writes down as it goes: in the archive's memory, and in the stats.

A page is done when its record is stored, in the same transaction as the record; that
is the business of the archive. Here is all else that may become of a page.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from briefings.errors import BriefingsError, PageError
from briefings.parsing import CrashedError
from briefings.verdict import PREFIX, count_failure

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from briefings.items import Article, Capture
    from briefings.memory import Memory, Page

logger = logging.getLogger(__name__)

REASONS: Final = f"{PREFIX}reasons"
"""In the stats: why the run is not good, beyond what the other counts tell."""

FLOOR: Final = f"{PREFIX}floor"
"""In the stats of a first crawl: the day before which it took nothing."""

GONE: Final = frozenset((404, 410))


class Books:
    """The outcome of each page. `stored` counts briefings, changed or not."""

    def __init__(self, crawler: Crawler, memory: Memory) -> None:
        self.crawler = crawler
        self.memory = memory
        self.stored = 0
        self.fatal: BriefingsError | None = None
        """What makes it senseless to go on: nothing can be written any more."""

    def count(self, name: str) -> None:
        if self.crawler.stats:
            self.crawler.stats.inc_value(PREFIX + name)

    def reason(self, text: str) -> None:
        """The run is not good; `text` is one line: what, where, what to do."""
        logger.error("%s", text)
        stats = self.crawler.stats
        if stats:
            told = stats.get_value(REASONS, [])
            if text not in told:
                stats.set_value(REASONS, [*told, text])

    def left_out(self, floor: str) -> None:
        """A first crawl took what is dated `floor` or later."""
        if self.crawler.stats:
            self.crawler.stats.set_value(FLOOR, floor)

    def failed(self, url: str, error: PageError, *, gone: bool = False) -> None:
        """A page, or an index page, that gave nothing. Told once of each page gone."""
        known = self.memory.page(url)
        self.memory.failed(url, error.reason, gone=gone)
        if known and known.state == "done" and known.note == error.reason:
            return
        logger.warning("%s", error)
        if self.crawler.stats:
            count_failure(self.crawler.stats, error.code, url)

    def index_failed(self, error: PageError) -> None:
        """An index that could not be read to its end."""
        self.reason(f"the index could not be read, news may be missing: {error}")

    def fetched(self, page: Page, capture: Capture) -> None:
        """The page was answered with a body: what to compare the next answer with."""
        self.memory.update(
            page.url,
            last_fetched=capture.origin.fetched_at,
            etag=capture.header("ETag"),
            last_modified=capture.header("Last-Modified"),
            digest=capture.origin.sha256,
        )

    def unchanged(self, page: Page, capture: Capture) -> None:
        """The page is as it was when it was stored."""
        now = capture.origin.fetched_at
        with self.memory.archive.transaction() as db:
            self.memory.update(page.url, last_fetched=now, note=None)
            db.execute(
                "UPDATE briefing SET last_seen_at = max(last_seen_at, ?) WHERE id = ?",
                (now, page.briefing_id),
            )
        self.count("unchanged")

    # What became of an item, as signals of Scrapy tell.

    def item_scraped(self) -> None:
        self.stored += 1

    def item_dropped(self, item: Article, exception: Exception) -> None:
        self.memory.update(item.url, state="seen", note=str(exception))

    def item_error(self, item: Article, failure: Failure) -> None:
        error: Any = failure.value
        if isinstance(error, PageError):
            self.failed(item.url, error)
        elif isinstance(error, BriefingsError):
            self.fatal = error
        else:
            self.failed(item.url, crashed(item.url, error))


def crashed(url: str, error: Exception) -> CrashedError:
    """A page on which our own code failed: the run goes on, and is not good."""
    told = " ".join(f"{type(error).__name__}: {error}".split())
    return CrashedError(url, f"the parser failed, report it: {told}")
