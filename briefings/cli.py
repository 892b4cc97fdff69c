"""The command `briefings`: which commands there are, and how errors end them.

Exit codes: 0 good, 1 not good (each reason one line on stderr), 2 wrong usage,
75 another run holds the lock, 130 and 143 stopped by Ctrl-C and SIGTERM.

Each command is imported when it is called for, and imports what it needs then:
`briefings --help` knows nothing of Scrapy.
"""

from __future__ import annotations

import io
import sqlite3
import sys
from importlib import import_module
from typing import Any, Final

import click

from briefings import __version__
from briefings.errors import BriefingsError, LockedError, UsageError

USAGE: Final = 2
LOCKED: Final = 75
INTERRUPTED: Final = 130

COMMANDS: Final = {
    "crawl": "briefings.cli_crawl:crawl",
    "backfill": "briefings.cli_crawl:backfill",
    "reparse": "briefings.cli_reparse:reparse",
    "list": "briefings.cli_reading:list_briefings",
    "show": "briefings.cli_reading:show",
    "search": "briefings.cli_reading:search",
    "outlets": "briefings.cli_reading:outlets",
    "verify": "briefings.cli_verify:verify",
}


class FailedError(click.ClickException):
    """Ends a command with `Error: ...` on one line."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(" ".join(message.split()))
        self.exit_code = exit_code  # type: ignore[misc] # declared for the class


class Commands(click.Group):
    """Finds commands by name, and turns our errors into one line and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        except click.UsageError as error:
            context = error.ctx or ctx
            advice = f"(see {context.command_path} --help)"
            raise FailedError(f"{error.format_message()} {advice}", USAGE) from error
        except UsageError as error:
            raise FailedError(str(error), USAGE) from error
        except LockedError as error:
            raise FailedError(str(error), LOCKED) from error
        except sqlite3.Error as error:
            raise FailedError(f"the archive cannot be read: {error}", 1) from error
        except BriefingsError as error:
            raise FailedError(str(error), 1) from error


@click.group(
    cls=Commands,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "show_default": True,
        "max_content_width": 88,
    },
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Archive the press briefings of China's Ministry of Foreign Affairs.

    Each option can also be set in the environment: --since by BRIEFINGS_SINCE, and so
    on. Several outputs are parted by colons there.
    """
    for stream in (sys.stdout, sys.stderr):
        # Cron may come with any locale; what is printed is Chinese, and JSON.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
