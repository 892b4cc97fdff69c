"""`briefings crawl` and `briefings backfill`: asking the site for briefings."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING, Any

import click

from briefings import cli_options as options
from briefings import cli_report
from briefings.dates import DateRange, parse_days
from briefings.jsonl import STDOUT
from briefings.outputs import DEFAULT
from briefings.stopping import Stop

if TYPE_CHECKING:
    from briefings.crawl import Job

SHARED = options.together(
    options.output,
    options.option(
        "--captures",
        type=click.Path(file_okay=False),
        metavar="DIR",
        help="Where the pages are kept as they came.  [default: captures beside the"
        " first output]",
    ),
    options.option(
        "--source", type=click.Choice(["scio"]), default="scio", help="The site."
    ),
    options.option(
        "--site", metavar="URL", help="Root of a mirror to ask instead of the site."
    ),
    options.option(
        "--browser",
        type=click.Choice(["auto", "never", "always"]),
        default="auto",
        help="Chromium, for challenges alone.",
    ),
    options.option(
        "--delay",
        type=click.FloatRange(min=0),
        metavar="SECONDS",
        help="Between two requests, varied by half.  [default: 1.0]",
    ),
    options.limit,
    options.quiet,
    options.as_json,
    options.log_file,
    options.settings,
)


@click.command()
@options.since
@options.until
@options.option(
    "--recheck", default="14d", metavar="DAYS", help="Ask again for younger pages."
)
@SHARED
def crawl(**given: Any) -> None:
    """Fetch what is new.

    A first run takes the newest --limit, or all with a page date from --since on, or
    else the newest 30 days; `backfill` fetches the rest. Then pages of the last
    --recheck days are asked for again, for they may have been edited.
    """
    parse_days(given["recheck"])
    _run("crawl", given, recheck=given["recheck"])


@click.command()
@options.since
@options.until
@options.option(
    "--exhaustive", is_flag=True, help="Read the whole index, for misplaced pages."
)
@SHARED
def backfill(**given: Any) -> None:
    """Fetch every briefing held from --since to --until, however old.

    Stop it at any time and run the same line again: it goes on where it was.
    """
    _run("backfill", given, exhaustive=given["exhaustive"])


def _run(task: str, given: dict[str, Any], **arguments: Any) -> None:
    job = _job(task, given, arguments)
    cli_report.start_log(given["log_file"])
    from briefings import crawl as crawling  # noqa: PLC0415 - Scrapy takes its time

    with Stop() as stop:
        outcome = crawling.run(job, stop)
    if not (given["quiet"] or given["as_json"]):
        _hint(outcome.floor, job.outputs)
    cli_report.finish(
        outcome.stats,
        outcome.verdict,
        seconds=outcome.seconds,
        outputs=job.outputs,
        as_json=given["as_json"],
        quiet=given["quiet"],
    )
    sys.stdout.flush()
    sys.exit(stop.exit_code or int(not outcome.verdict.ok))


def _job(task: str, given: dict[str, Any], arguments: dict[str, Any]) -> Job:
    from briefings.crawl import Job  # noqa: PLC0415 - as above

    days = DateRange.parse(given["since"], given["until"])
    return Job(
        task,
        options.checked_outputs(given["outputs"]),
        {
            "since": str(days.since) if days.since else None,
            "until": str(days.until) if days.until else None,
            "limit": given["limit"],
            "site": given["site"],
            **arguments,
        },
        captures=given["captures"],
        delay=given["delay"],
        browser=given["browser"],
        quiet=given["quiet"],
        log_file=given["log_file"],
        overrides=options.overridden(given["overrides"]),
    )


def _hint(floor: str | None, outputs: list[str]) -> None:
    """Say how to get what a first crawl left out."""
    if floor:
        day = dt.date.fromisoformat(floor) - dt.timedelta(days=1)
        named = "".join(f" -o {path}" for path in outputs if path != DEFAULT)
        line = f"older pages were left out: briefings backfill --until {day}{named}"
        click.echo(line, err=STDOUT in outputs)
