"""How the commands that write end: messages, log, summary, exit code."""

from __future__ import annotations

import json
import logging
import sys
from typing import TYPE_CHECKING, Any

import click

from briefings import verdict
from briefings.errors import OutputError
from briefings.jsonl import STDOUT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefings.verdict import Verdict

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start_log(path: str | None) -> None:
    """Append what our modules log to a file; without one it goes nowhere."""
    logger = logging.getLogger("briefings")
    logger.propagate = False
    if path is None:
        logger.addHandler(logging.NullHandler())
        return
    try:
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path}: cannot write: {error.strerror}") from error
    handler.setFormatter(logging.Formatter(LOG_FORMAT))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


def complain(line: str) -> None:
    """One line on stderr, and in the log."""
    # Not by click: it writes past rich, into the line of the progress bar.
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
    logging.getLogger("briefings").warning("%s", line)


def finish(
    stats: Mapping[str, Any],
    judged: Verdict,
    *,
    seconds: float,
    outputs: list[str],
    as_json: bool,
    quiet: bool,
) -> None:
    """Print the reasons on stderr and the summary as the last line on stdout.

    With `-` among the outputs stdout is for JSON lines: the summary goes to stderr.
    A good run that was asked to be quiet prints none, unless as JSON.
    """
    for reason in judged.reasons:
        complain(f"not good: {reason}")
    found = verdict.summary(stats, judged, seconds, outputs)
    text = json.dumps(found, ensure_ascii=False) if as_json else verdict.told(found)
    logging.getLogger("briefings").info("%s", text)
    if as_json or not quiet or not judged.ok:
        sys.stdout.flush()
        click.echo(text, err=STDOUT in outputs)
