"""STORE: one briefing a line, in each of the outputs that are JSON lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from briefings import jsonl, outputs

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from briefings.items import Briefing


class JsonLines:
    """Writes each briefing once: again only if its words are others.

    The files get their names at the end. After Ctrl-C they keep the suffix `.part`,
    so that a file of an earlier, whole run is not lost to half of one.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.writers: list[jsonl.Writer] = []
        self.written: set[tuple[str, str]] = set()
        self.counts = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self) -> None:
        paths = self.crawler.settings.getlist("BRIEFINGS_OUTPUTS")
        self.writers += map(jsonl.Writer, outputs.of_form("jsonl", paths))
        # Where there is an archive, that tells what is new.
        self.counts = not outputs.of_form("archive", paths)

    def process_item(self, item: Briefing) -> Briefing:
        key = (item.id, item.content_hash)
        new = key not in self.written
        if self.writers and new:
            self.written.add(key)
            line = jsonl.dumps(item)
            for writer in self.writers:
                writer.write(line)
        if self.counts and self.crawler.stats:
            self.crawler.stats.inc_value(f"briefings/{'new' if new else 'unchanged'}")
        return item

    def close_spider(self) -> None:
        for writer in self.writers:
            writer.close(keep=self.crawler.crawling)
