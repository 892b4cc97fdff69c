"""How far a crawl is, on a terminal; elsewhere nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from scrapy import Spider
    from scrapy.crawler import Crawler


class Progress:
    """Not there with `BRIEFINGS_QUIET`, or if standard error is no terminal."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.bar: Bar | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if crawler.settings.getbool("BRIEFINGS_QUIET") or not sys.stderr.isatty():
            raise NotConfigured
        made = cls(crawler)
        crawler.signals.connect(made.open, signals.spider_opened)
        crawler.signals.connect(made.advance, signals.response_received)
        crawler.signals.connect(made.close, signals.spider_closed)
        return made

    def open(self) -> None:
        from rich import progress  # noqa: PLC0415 - only where it is seen
        from rich.console import Console  # noqa: PLC0415

        self.bar = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TextColumn("{task.fields[rate]}"),
            progress.TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.bar.start()
        self.bar.add_task("reading the index", total=None, rate="")

    def advance(self, spider: Spider) -> None:
        if self.bar is None or self.crawler.stats is None:
            return
        stats = self.crawler.stats
        done = stats.get_value("briefings/pages", 0)
        todo: int = getattr(spider, "todo", 0)
        task = self.bar.tasks[0]
        rate = f"{done / task.elapsed * 60:.0f} a minute" if task.elapsed else ""
        if todo:
            self.bar.update(
                task.id, description="briefings", total=todo, completed=done, rate=rate
            )

    def close(self) -> None:
        if self.bar is not None:
            self.bar.stop()
