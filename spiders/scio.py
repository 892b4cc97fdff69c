"""The ministry's channel on scio.gov.cn: its index, in both templates, and its pages.

    scrapy crawl scio -a since=2022-08-01 -O out.jsonl

The spider asks for pages, one after the other, and yields articles; what is new is for
`briefings.news` to say, where a range is for `briefings.ranges`, and the pipelines
do the rest. Between runs the archive's `page` table is the memory: Scrapy's own queue
does not survive a kill.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy import signals

from briefings import backlog, dates, outputs
from briefings.archive import Archive
from briefings.books import Books
from briefings.dates import DateRange
from briefings.errors import (
    BriefingsError,
    ChallengeError,
    GaveUpError,
    PageError,
    RefusedError,
    UsageError,
)
from briefings.fetcher import Fetcher
from briefings.memory import Memory
from briefings.news import Wish, look
from briefings.pauses import StoppedError
from briefings.ranges import Search, window
from briefings.site import INDEXES, Site
from briefings.visits import Visits
from briefings.walking import Walker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
    from typing import Self

    from scrapy.crawler import Crawler

    from briefings.items import Article
    from briefings.memory import Page


class Scio(scrapy.Spider):
    """Arguments: `task` (crawl, backfill), `since`, `until`, `limit`, `recheck`
    (`14d`), `exhaustive`, `site` (root of a mirror). UsageError if one makes no sense.
    """

    name = "scio"

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.task: str = given.get("task", "crawl")
        self.days = DateRange.parse(given.get("since"), given.get("until"))
        self.limit = _number(given.get("limit"))
        self.recheck = dates.parse_days(given.get("recheck") or "14d")
        self.exhaustive = str(given.get("exhaustive", "")).lower() in {"1", "true"}
        self.site = Site(given.get("site"))
        self.stopped: Callable[[], bool] = given.get("stopped") or bool
        self.allowed_domains = [self.site.host]
        self.todo = 0
        """Pages that this run means to ask for, for the progress bar."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **given: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **given)
        spider._open(crawler)
        return spider

    def _open(self, crawler: Crawler) -> None:
        paths = crawler.settings.getlist("BRIEFINGS_OUTPUTS")
        archives = outputs.of_form("archive", paths)
        # Without an archive to remember by, a run remembers for itself alone.
        self._folder = tempfile.TemporaryDirectory(prefix="briefings-")
        path = archives[0] if archives else Path(self._folder.name) / "memory.db"
        self.memory = Memory(Archive(path))
        self.books = Books(crawler, self.memory)
        fetcher = Fetcher(crawler, self.site, self.stopped)
        captures = crawler.settings.get("BRIEFINGS_CAPTURES")
        folder = Path(captures) if captures else None
        self.visits = Visits(fetcher, self.books, folder)
        crawler.signals.connect(self.books.item_scraped, signals.item_scraped)
        crawler.signals.connect(self.books.item_dropped, signals.item_dropped)
        crawler.signals.connect(self.books.item_error, signals.item_error)

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy calls it
        self.memory.archive.close()
        self._folder.cleanup()

    async def start(self) -> AsyncIterator[Article]:
        work = self._backfill() if self.task == "backfill" else self._crawl()
        try:
            async for article in work:
                yield article
                await self._settle()
        except StoppedError:
            # Tells the pipelines, so that no half file takes the place of a whole one.
            await self.crawler.stop_async()
        except BriefingsError as error:
            self.books.reason(str(error))

    async def _settle(self) -> None:
        """Wait until the pipelines are done with the article."""
        scraping = self.crawler.engine.scraper.slot
        while scraping and not scraping.is_idle():  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0)
        if self.books.fatal:
            raise self.books.fatal

    async def _crawl(self) -> AsyncIterator[Article]:
        young = self._young()
        first_run = not any(map(self._is_known, INDEXES))
        since = str(self.days.since) if self.days.since else None
        wish = Wish(since, self.limit)
        await self._each_index(lambda walker: look(walker, wish))
        if first_run:
            self._after_first_look()
        self.todo = backlog.count_owed(self.memory, self.days) + len(young)
        async for article in self._pages(backlog.owed(self.memory, self.days)):
            yield article
        if not self._full():
            async for article in self._pages(young):
                yield article

    def _is_known(self, first: str) -> bool:
        row = self.memory.index(first)
        return row is not None and row.total is not None

    def _after_first_look(self) -> None:
        if self.limit and not self.days.since:
            # The newest of each generation were noted: of all, these are fewer.
            backlog.keep_newest(self.memory, self.limit)
        rows = map(self.memory.index, INDEXES)
        if floors := [row.floor for row in rows if row and row.floor]:
            self.books.left_out(max(floors))

    def _young(self) -> list[Page]:
        """Pages to look at again: of the last days before the newest one held.

        Counted from that and not from today, so that what was edited while no run
        took place is found by the next. Pages that came without their end, too.
        """
        newest = dates.iso(backlog.newest(self.memory, dates.today().isoformat()))
        if not self.recheck or newest is None:
            return []
        first = newest - dt.timedelta(days=self.recheck)
        young = self.memory.young(first.isoformat())
        known = {page.url for page in young}
        cut = backlog.cut_short(self.memory)
        return young + [page for page in cut if page.url not in known]

    async def _backfill(self) -> AsyncIterator[Article]:
        await self._each_index(
            lambda walker: Search(walker, self.days).run(exhaustive=self.exhaustive)
        )
        around = window(self.days)
        self.todo = backlog.count_candidates(self.memory, self.days, around)
        found = backlog.candidates(self.memory, self.days, around)
        async for article in self._pages(found):
            yield article
        if not self.books.stored and not backlog.holds(self.memory, self.days):
            self.books.reason(
                "no briefing of these days was found: if there should be one, --exhaustive"
                " reads the whole index"
            )

    async def _each_index(self, read: Callable[[Walker], Awaitable[bool]]) -> None:
        """Read both generations; one may be gone. GaveUpError if both are."""
        found = False
        for first in INDEXES:
            walker = Walker(first, self.visits.listing, self.memory)
            try:
                found |= await read(walker)
            except ChallengeError:
                raise
            except PageError as error:
                # Where we may not look there may be none.
                found |= not isinstance(error, RefusedError)
                self.books.index_failed(error)
        if not found:
            tried = " nor ".join(INDEXES)
            raise GaveUpError(f"no index found, neither {tried}: has the site changed?")

    def _full(self) -> bool:
        return self.limit is not None and self.books.stored >= self.limit

    async def _pages(self, pages: Iterable[Page]) -> AsyncIterator[Article]:
        for page in pages:
            if self._full():
                return
            try:
                if article := await self.visits.article(page):
                    yield article
            except ChallengeError:
                raise
            except PageError as error:
                self.books.failed(page.url, error)


def _number(text: object) -> int | None:
    if text in {None, ""}:
        return None
    if not str(text).isdecimal() or int(str(text)) < 1:
        raise UsageError(f"limit: {text!r} is not a number of briefings")
    return int(str(text))
