"""`briefings reparse`: stored pages through the pipelines, no request made."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefings import cli_options as options
from briefings import cli_report
from briefings.dates import DateRange
from briefings.stopping import Stop
from briefings.verdict import Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from briefings.reparse import Job


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@options.output
@options.option("--url", metavar="URL", help="Address of a page that tells none.")
@options.since
@options.until
@options.limit
@options.option(
    "--jobs", type=click.IntRange(1, 256), default=1, metavar="N", help="Processes."
)
@options.quiet
@options.as_json
@options.log_file
@options.settings
def reparse(paths: tuple[str, ...], **given: Any) -> None:
    """Make briefings of stored pages, without any request.

    PATH is a page, a folder of pages, a mirror tree (HOST/PATH), a WARC file, a text
    record, or a folder that holds any of these. The last line is a summary; with
    `-o -` it is on standard error, and standard output holds JSON lines alone.

    A page twice among the inputs is one briefing; other words of it are a revision in
    an archive, and a line of their own in JSON lines.
    """
    started = time.monotonic()
    with Stop() as stop, _progress(quiet=given["quiet"]) as advance:
        from briefings.reparse import reparse as run  # noqa: PLC0415 - for --help

        job = _job(paths, given)
        cli_report.start_log(given["log_file"])
        stats = run(job, report=_report, stopped=lambda: bool(stop), advance=advance)
    judged = judge(stats)
    if stop:
        reason = f"stopped by {stop.name}: run the same line again for the rest"
        judged = Verdict(ok=False, reasons=[reason, *judged.reasons])
    cli_report.finish(
        stats,
        judged,
        seconds=time.monotonic() - started,
        outputs=list(job.outputs),
        as_json=given["as_json"],
        quiet=given["quiet"],
    )
    sys.exit(stop.exit_code or int(not judged.ok))


def _job(paths: tuple[str, ...], given: dict[str, Any]) -> Job:
    from briefings.reparse import Job  # noqa: PLC0415 - the parser takes its time

    return Job(
        paths=[Path(path) for path in paths],
        outputs=options.checked_outputs(given["outputs"]),
        url=given["url"],
        days=DateRange.parse(given["since"], given["until"]),
        limit=given["limit"],
        jobs=given["jobs"],
        overrides=options.overridden(given["overrides"]),
    )


def _report(line: str) -> None:
    cli_report.complain(f"failed: {line}")


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[], None]]:
    """Count pages on a terminal; elsewhere nothing."""
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415 - only where it is seen
    from rich.progress import Progress, SpinnerColumn, TextColumn  # noqa: PLC0415

    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} pages, {task.fields[rate]:.0f} a second"),
    )
    started = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("reparse", total=None, rate=0.0)

        def advance() -> None:
            done = shown.tasks[0].completed + 1
            rate = done / (time.monotonic() - started)
            shown.update(task, advance=1, rate=rate)

        yield advance
