"""Stored pages through the pipelines of the crawl, without a request.

    reparse(Job([Path("captures/")], ["briefings.db"]), report=print) -> stats

The stages are those that `settings.ITEM_PIPELINES` names, in its order.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefings import parsing, readers, stages
from briefings.dates import DateRange
from briefings.errors import InputError, PageError
from briefings.verdict import PREFIX, count_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from briefings.items import Briefing, Capture
    from briefings.parsing import Parsed
    from briefings.stages import Run, Tally

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """What to read, and where to write it."""

    paths: Sequence[Path]
    outputs: Sequence[str]
    url: str | None = None
    """Address of a single page that does not tell its own."""

    days: DateRange = field(default_factory=DateRange)
    """Only briefings held on these days are written."""

    limit: int | None = None
    jobs: int = 1
    overrides: dict[str, str] = field(default_factory=dict)


def reparse(
    job: Job,
    *,
    report: Callable[[str], None],
    stopped: Callable[[], bool] = lambda: False,
    advance: Callable[[], None] = lambda: None,
) -> Tally:
    """Run the job and return its counts; see `briefings.verdict` for their names.

    `report` gets a line for each input that gave no briefing, `advance` is called
    after each page. UsageError and OutputError end the run.
    """
    run = stages.Run(stages.load_settings(job.overrides, job.outputs))
    _, storing = stages.split(stages.load(run))
    run.crawling = False  # unless it comes to its end
    with storing:
        _store(job, run, storing, report, stopped, advance)
        run.crawling = not stopped()
    return run.stats


def _store(  # noqa: PLR0917 - one caller, which only opens and closes
    job: Job,
    run: Run,
    storing: stages.Chain,
    report: Callable[[str], None],
    stopped: Callable[[], bool],
    advance: Callable[[], None],
) -> None:
    kept = 0
    parsed = parsing.parse(
        captures(job.paths, job.url), run.settings, jobs=job.jobs, stopped=stopped
    )
    for page in parsed:
        if page.result is None:
            run.stats.inc_value(f"{PREFIX}beside")
        elif isinstance(page.result, PageError | InputError):
            _fail(run, page, page.result, report)
        elif _keep(job, run, page.result):
            _add(run.stats, page.stats)
            storing.process_item(page.result)
            kept += 1
        advance()
        if stopped() or kept == job.limit:
            parsed.close()
            return


def captures(
    paths: Sequence[Path], url: str | None = None
) -> Iterator[Capture | InputError]:
    """All pages of the paths, and what could not be read, in order."""
    for path in readers.find(paths):
        if isinstance(path, InputError):
            yield path
            continue
        try:
            yield from readers.read(path, url)
        except Exception as error:
            # One file must not end the run, whatever is in it.
            logger.exception("%s: the reader failed", path)
            told = " ".join(f"{type(error).__name__}: {error}".split())
            yield InputError(str(path), f"the reader failed, report it: {told}")


def _fail(
    run: Run,
    page: Parsed,
    error: PageError | InputError,
    report: Callable[[str], None],
) -> None:
    if page.trace:
        logger.error("%s", page.trace)
    if isinstance(error, PageError):
        run.stats.inc_value(f"{PREFIX}pages")
        where = page.file or error.url
        report(f"{where}: {error.reason}" if page.file else str(error))
    else:
        where = error.path
        report(str(error))
    count_failure(run.stats, error.code, where)


def _keep(job: Job, run: Run, briefing: Briefing) -> bool:
    run.stats.inc_value(f"{PREFIX}pages")
    if briefing.date in job.days:
        return True
    run.stats.inc_value(f"{PREFIX}outside")
    return False


def _add(stats: Tally, more: Tally) -> None:
    for key, value in more.items():
        if isinstance(value, int):
            stats.inc_value(key, value)
        else:
            examples = dict.fromkeys([*stats.get_value(key, []), *value])
            stats.set_value(key, list(examples)[:3])
