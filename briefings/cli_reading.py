"""`briefings list`, `show`, `search` and `outlets`: reading an archive."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from briefings import cli_options as options
from briefings import cli_shown as shown
from briefings import dates, finding, jsonl
from briefings.archive import Archive
from briefings.errors import BriefingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def _print(
    found: Iterable[Any],
    *,
    as_json: bool,
    encode: Callable[[Any], str],
    show: Callable[[Any], None],
    nothing: str,
) -> None:
    """Print each as a line of JSON or for a person; exit 1 where there is none."""
    count = 0
    for count, each in enumerate(found, 1):  # noqa: B007 - counted for the end
        if as_json:
            click.echo(encode(each))
        else:
            show(each)
    if not count:
        raise BriefingsError(nothing)


@click.command("list")
@options.archive
@options.filters
@options.as_json
def list_briefings(outputs: tuple[str, ...], *, as_json: bool, **given: Any) -> None:
    """List briefings, newest first, one a line.

    Exit code 1 if there is none.
    """
    wanted = options.wanted(given)
    path = options.archive_path(outputs)
    with Archive(path, readonly=True) as archive:
        _print(
            finding.listed(archive, wanted),
            as_json=as_json,
            encode=jsonl.encode,
            show=shown.line,
            nothing=f"{path}: no such briefings",
        )


@click.command()
@click.argument("name", metavar="ID|DATE")
@options.archive
@options.filters
@options.as_json
def show(name: str, outputs: tuple[str, ...], *, as_json: bool, **given: Any) -> None:
    """Show a briefing with its turns, or all those held on a day.

    ID is scio:1693013, 1693013, or the address of the page. With --json the whole
    record, as in JSON lines.
    """
    wanted = options.wanted(given)
    if dates.ISO_RE.fullmatch(name) or dates.AGO_RE.fullmatch(name):
        name = dates.parse_day(name, "DATE").isoformat()
    path = options.archive_path(outputs)
    with Archive(path, readonly=True) as archive:
        _print(
            finding.named(archive, name, wanted),
            as_json=as_json,
            encode=jsonl.dumps,
            show=shown.briefing,
            nothing=f"{path}: no briefing {name}",
        )


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@options.archive
@options.filters
@options.as_json
def search(
    words: tuple[str, ...], outputs: tuple[str, ...], *, as_json: bool, **given: Any
) -> None:
    """Find turns whose question or answer holds all WORDS, newest first.

    A word is any run of characters, from one up; quote one that holds spaces. Upper
    and lower case are one. Exit code 1 if nothing is found.
    """
    wanted = options.wanted(given)
    path = options.archive_path(outputs)
    with Archive(path, readonly=True) as archive:
        _print(
            finding.hits(archive, words, wanted),
            as_json=as_json,
            encode=lambda hit: jsonl.encode(asdict(hit)),
            show=lambda hit: shown.hit(hit, words),
            nothing=f"{path}: nothing found for {' '.join(words)}",
        )


@click.command()
@options.archive
@options.option(
    "--unknown", is_flag=True, help="Labels that name an outlet not yet listed."
)
@options.as_json
def outlets(outputs: tuple[str, ...], *, unknown: bool, as_json: bool) -> None:
    """List the news outlets that asked, most frequent first.

    With --unknown the labels that name one which outlets.toml does not list yet.
    """
    path = options.archive_path(outputs)
    with Archive(path, readonly=True) as archive:
        found = (finding.unknown_labels if unknown else finding.outlets)(archive)
        _print(
            found,
            as_json=as_json,
            encode=jsonl.encode,
            show=shown.label if unknown else shown.outlet,
            nothing=f"{path}: no {'unknown labels' if unknown else 'outlets'}",
        )
    sys.stdout.flush()
