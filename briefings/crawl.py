"""Starting Scrapy, and saying what came of it. Nothing else starts it.

    outcome = run(Job("crawl", ["briefings.db"]), stop) -> Outcome(stats, verdict)

Scrapy ends with success whatever happens: callbacks that fail, a site that is down,
a spider that cannot start. So the verdict is ours, from the counts.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from briefings import outputs, settings, verdict
from briefings.archive import Archive
from briefings.books import FLOOR, REASONS
from briefings.errors import BriefingsError
from briefings.lock import lock
from briefings.memory import Memory
from briefings.site import Site
from briefings.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.crawler import Crawler

    from briefings.stopping import Stop

TICK: Final = 0.1
"""Seconds between two looks at whether to stop."""

PATIENCE: Final = 20.0
"""Seconds for the page in hand once the run is to stop."""


@dataclass(slots=True)
class Job:
    """What to crawl, and where to write it."""

    task: str
    """`crawl` or `backfill`."""

    outputs: list[str]
    arguments: dict[str, Any] = field(default_factory=dict)
    """For the spider: since, until, limit, recheck, exhaustive, site."""

    captures: str | None = None
    """Folder for WARC files; null: `captures` beside the first output."""

    delay: float | None = None
    browser: str = "auto"
    quiet: bool = False
    log_file: str | None = None
    overrides: dict[str, str] = field(default_factory=dict)


class Outcome(NamedTuple):
    stats: Mapping[str, Any]
    verdict: Verdict
    seconds: float

    @property
    def floor(self) -> str | None:
        """Of a first crawl: the day before which it took nothing."""
        found: str | None = self.stats.get(FLOOR)
        return found


def run(job: Job, stop: Stop) -> Outcome:
    """Do the job. LockedError, OutputError or UsageError before any request."""
    started = time.monotonic()
    Site(job.arguments.get("site"))
    archives = outputs.of_form("archive", job.outputs)
    with ExitStack() as stack:
        for path in archives:
            stack.enter_context(lock(path))
        memory = None
        if archives:
            memory = Memory(stack.enter_context(Archive(archives[0])))
        number = memory.start_run(job.task) if memory else 0
        try:
            stats = _crawl(job, stop)
        except BriefingsError as error:
            if memory:
                memory.finish_run(number, ok=False, summary={"reasons": [str(error)]})
            raise
        judged = judge(stats, stop)
        seconds = time.monotonic() - started
        if memory:
            summary = verdict.summary(stats, judged, seconds, job.outputs)
            memory.finish_run(number, ok=judged.ok, summary=summary)
    return Outcome(stats, judged, seconds)


def judge(stats: Mapping[str, Any], stop: Stop) -> Verdict:
    """Good if the index was read, nothing failed, and no problem is serious."""
    reasons = [*stats.get(REASONS, []), *verdict.reasons_of(stats)]
    if stop:
        told = f"stopped by {stop.name}: run the same line again for the rest"
        reasons.insert(0, told)
    elif (ended := stats.get("finish_reason")) != "finished":
        reasons.append(f"the crawl ended early ({ended}): see the log")
    if count := stats.get("spider_exceptions/count"):
        reasons.append(f"{count} errors in the crawl itself: report them with the log")
    return Verdict(not reasons, reasons)


def configure(job: Job) -> dict[str, Any]:
    """The settings that follow from a job's options, over those of the project."""
    found: dict[str, Any] = {
        "BRIEFINGS_OUTPUTS": job.outputs,
        "BRIEFINGS_CAPTURES": job.captures or _captures(job.outputs),
        "BRIEFINGS_BROWSER": job.browser,
        "BRIEFINGS_QUIET": job.quiet,
        "LOG_ENABLED": job.log_file is not None,
        "LOG_FILE": job.log_file,
    }
    if job.task == "backfill":
        found["BRIEFINGS_SINCE"] = job.arguments.get("since")
        found["BRIEFINGS_UNTIL"] = job.arguments.get("until")
    if job.delay is not None:
        found["DOWNLOAD_DELAY"] = found["AUTOTHROTTLE_START_DELAY"] = job.delay
        found["AUTOTHROTTLE_ENABLED"] = job.delay > 0  # it would start with a second
    return {**found, **job.overrides}


def _captures(paths: list[str]) -> str:
    files = [path for path in paths if path != "-"]
    return str(Path(files[0]).parent / "captures") if files else ""


def _crawl(job: Job, stop: Stop) -> Mapping[str, Any]:
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415 - for --help
    from scrapy.settings import Settings  # noqa: PLC0415

    chosen = Settings()
    chosen.setmodule(settings, priority="project")
    chosen.setdict(configure(job), priority="cmdline")
    process = AsyncCrawlerProcess(chosen)
    crawler = process.create_crawler("scio")
    arguments = {**job.arguments, "task": job.task, "stopped": lambda: bool(stop)}
    done = process.crawl(crawler, **arguments)
    watch = asyncio.get_event_loop().create_task(_watch(crawler, stop))
    process.start(install_signal_handlers=False)
    watch.cancel()
    if not done.cancelled() and (error := done.exception()):
        raise error
    return crawler.stats.get_stats() if crawler.stats else {}


async def _watch(crawler: Crawler, stop: Stop) -> None:
    """Once the run is to stop: let the page in hand be finished, but not for long."""
    while not stop:  # noqa: ASYNC110 - a signal may come at any time
        await asyncio.sleep(TICK)
    await asyncio.sleep(PATIENCE)
    await crawler.stop_async()
