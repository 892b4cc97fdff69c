"""Options that several commands share: the same name means the same everywhere."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

import click

from briefings.dates import DateRange
from briefings.errors import UsageError
from briefings.finding import Wanted
from briefings.outputs import DEFAULT, form, of_form

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS: Final = ("regular", "written", "background", "minister", "other")


def option(*names: str, **attributes: Any) -> Callable[[Any], Any]:
    """A click option that `BRIEFINGS_<NAME>` sets as well, whatever the command."""
    name = next(name for name in names if name.startswith("--"))
    variable = "BRIEFINGS_" + name.removeprefix("--").replace("-", "_").upper()
    return click.option(*names, envvar=variable, **attributes)


def together(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several options as one decorator, in the order in which help shows them."""

    def decorate(command: Any) -> Any:
        return functools.reduce(
            lambda made, each: each(made), reversed(options), command
        )

    return decorate


# A path type makes click part the variable at colons, as in PATH.
output = option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(allow_dash=True),
    metavar="FILE",
    help=f"Where to write; may be repeated. .db or .sqlite: archive, .jsonl: JSON "
    f"lines, -: JSON lines to standard output.  [default: {DEFAULT}]",
)
archive = option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(),
    metavar="FILE",
    help=f"The archive to read.  [default: {DEFAULT}]",
)
since = option("--since", metavar="DAY", help="First day: YYYY-MM-DD, or 14d (ago).")
until = option("--until", metavar="DAY", help="Last day, itself included.")
limit = option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop after N.")
quiet = option(
    "-q", "--quiet", is_flag=True, help="Say nothing unless something is wrong."
)
as_json = option("--json", "as_json", is_flag=True, help="Print JSON.")
log_file = option(
    "--log-file",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Add what happens, in detail, to this file.",
)
settings = option(
    "-s",
    "--set",
    "overrides",
    multiple=True,
    metavar="NAME=VALUE",
    help="A Scrapy setting; may be repeated.",
)
filters = together(
    since,
    until,
    option("--kind", type=click.Choice(KINDS), help="Only briefings of this kind."),
    option("--spokesperson", metavar="NAME", help="Only those held by this person."),
    option("--outlet", metavar="ID", help="Only where this outlet asks: id or name."),
    option("--source", metavar="ID", help="Only from this site: scio, mfa."),
    limit,
)


def checked_outputs(outputs: tuple[str, ...]) -> list[str]:
    """The outputs named, or the default. UsageError for a suffix that says nothing."""
    found = list(dict.fromkeys(outputs)) or [DEFAULT]
    for path in found:
        form(path)
    return found


def archive_path(outputs: tuple[str, ...]) -> str:
    """The archive to read: the first of the outputs that is one."""
    found = of_form("archive", checked_outputs(outputs))
    if not found:
        raise UsageError("--output: none of these is an archive (.db or .sqlite)")
    return found[0]


def overridden(overrides: tuple[str, ...]) -> dict[str, str]:
    """`("DOWNLOAD_DELAY=2",)` as a dict. UsageError where there is no `=`."""
    found = {}
    for text in overrides:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise UsageError(f"-s {text!r}: give NAME=VALUE")
        found[name] = value
    return found


def wanted(options: dict[str, Any]) -> Wanted:
    """What `filters` gave, taken out of a command's options."""
    days = DateRange.parse(options.pop("since"), options.pop("until"))
    names = ("kind", "spokesperson", "outlet", "source", "limit")
    return Wanted(days, **{name: options.pop(name) for name in names})
