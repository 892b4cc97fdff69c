"""VALIDATE: only briefings held on the days that a backfill asked for go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from briefings.backlog import HELD
from briefings.dates import DateRange

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from briefings.items import Briefing


class Days:
    """Drops what was held on other days: pages are dated later than their briefing."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        settings = crawler.settings
        self.days = DateRange.parse(
            settings.get("BRIEFINGS_SINCE"), settings.get("BRIEFINGS_UNTIL")
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Briefing) -> Briefing:
        if item.date in self.days:
            return item
        from scrapy.exceptions import DropItem  # noqa: PLC0415 - not for a re-parse

        if self.crawler.stats:
            self.crawler.stats.inc_value("briefings/outside")
        raise DropItem(f"{HELD}{item.date}", log_level="DEBUG")
