"""A bar on a terminal, and nothing anywhere else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.commands import environment
from tests.compose import channel
from tests.site import Site

if TYPE_CHECKING:
    from pathlib import Path


def on_terminal(site: str, folder: Path, *options: str) -> str:
    """What a backfill shows on standard error, if that is a terminal."""
    outer, inner = pty.openpty()
    line = ["backfill", "--since", "2022-01-01", "--site", site, "--delay", "0.02"]
    with subprocess.Popen(
        [sys.executable, "-m", "briefings", *line, *options],
        cwd=folder,
        env=environment(TERM="xterm", COLUMNS="100"),
        stdout=subprocess.DEVNULL,
        stderr=inner,
    ) as process:
        os.close(inner)
        shown = b""
        while True:
            try:
                shown += os.read(outer, 4096)
            except OSError:
                break  # the other end is closed
        assert process.wait() == 0
    os.close(outer)
    return shown.decode()


def test_a_bar_with_rate_and_time_left(tmp_path: Path) -> None:
    with Site(channel(60)) as site:
        shown = on_terminal(site.url, tmp_path)
    assert "/60" in shown
    assert "a minute" in shown
    assert "0:00:0" in shown


def test_quiet_on_a_terminal(tmp_path: Path) -> None:
    with Site(channel(30)) as site:
        assert not on_terminal(site.url, tmp_path, "--quiet")


@pytest.mark.parametrize("option", ["--json", "--quiet"])
def test_nothing_where_no_terminal_is(tmp_path: Path, option: str) -> None:
    command = [sys.executable, "-m", "briefings"]
    with Site(channel(30)) as site:
        done = subprocess.run(
            [*command, "crawl", "--site", site.url, "--delay", "0", option],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            check=True,
        )
    assert not done.stderr
