"""STORE: briefings in SQLite, in each of the outputs that are archives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from briefings import outputs
from briefings.archive import Archive

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from briefings.items import Briefing


class Sqlite:
    """Stores each briefing in a transaction of its own; counts what came of it.

    With several archives the first one tells what is new.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.archives: list[Archive] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self) -> None:
        paths = self.crawler.settings.getlist("BRIEFINGS_OUTPUTS")
        self.archives += map(Archive, outputs.of_form("archive", paths))

    def process_item(self, item: Briefing) -> Briefing:
        outcomes = [archive.store(item) for archive in self.archives]
        if outcomes and self.crawler.stats:
            self.crawler.stats.inc_value(f"briefings/{outcomes[0]}")
        return item

    def close_spider(self) -> None:
        for archive in self.archives:
            archive.close()
