"""VALIDATE: what a person should know about a briefing is noted and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from briefings.checks import check
from briefings.verdict import count_problems

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from briefings.items import Briefing
    from briefings.verdict import Stats


class Validate:
    """Adds the problems found. Drops nothing: a doubtful record is still a record."""

    pure: ClassVar[bool] = True

    def __init__(self, stats: Stats) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.stats)

    def process_item(self, item: Briefing) -> Briefing:
        item.problems += check(item)
        count_problems(self.stats, item)
        return item
