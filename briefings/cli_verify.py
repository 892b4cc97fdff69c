"""`briefings verify`: the archive and its captures against their digests."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from briefings import cli_options as options
from briefings.archive import Archive


@click.command()
@options.archive
@options.option(
    "--captures",
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="Where its pages are kept.  [default: captures beside the archive]",
)
@options.quiet
@options.as_json
def verify(
    outputs: tuple[str, ...], captures: str | None, *, quiet: bool, as_json: bool
) -> None:
    """Check the archive and its captures, and say what is damaged."""
    from briefings.verifying import verify as check  # noqa: PLC0415 - for --help

    path = options.archive_path(outputs)
    folder = Path(captures) if captures else Path(path).parent / "captures"
    with Archive(path, readonly=True) as archive:
        found = check(archive, folder)
    for line in found.damage:
        click.echo(f"damaged: {line}", err=True)
    for line in found.notices:
        click.echo(f"notice: {line}", err=True)
    counts = {name: found.counts[name] for name in ("briefings", "captures", "files")}
    if as_json:
        click.echo(
            json.dumps({"ok": not found.damage, **counts, "damage": found.damage})
        )
    elif not quiet or found.damage:
        word = "DAMAGED" if found.damage else "good"
        told = ", ".join(f"{count} {name}" for name, count in counts.items())
        click.echo(f"{word}: {told}")
    sys.exit(int(bool(found.damage)))
