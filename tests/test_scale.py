"""A channel of the real one's size: in how long, and in how much memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.commands import documents, environment, start
from tests.compose import channel
from tests.site import Site

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

REAL = 3200
"""Briefings on the real channel, on 133 index pages."""


def measure(folder: Path, count: int) -> tuple[float, float]:
    """Seconds and peak memory in MB of a crawl from empty."""
    folder.mkdir()
    with Site(channel(count)) as site:
        started = time.monotonic()
        line = ("crawl", "--site", site.url, "--delay", "0", "--since", "2000-01-01")
        process = start(*line, cwd=folder)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        _, err = process.communicate()
        assert process.returncode == 0, err
    assert len(documents(folder)) == count
    return seconds, used.ru_maxrss / 1024


def test_time_and_memory(tmp_path: Path) -> None:
    _, small = measure(tmp_path / "small", 100)
    seconds, large = measure(tmp_path / "large", REAL)
    # 15 s on an idle machine; the limit leaves room for a busy one.
    assert seconds < 60
    # 32 times the items: what grows are caches that have a limit.
    assert large - small < 12, f"{small:.1f} MB, {large:.1f} MB"


def test_help_knows_nothing_of_scrapy(tmp_path: Path) -> None:
    """Nor does it need it: each command imports what it needs when it is run."""
    code = (
        "import sys, briefings.cli as cli\n"
        "try: cli.main(['crawl', '--help'])\n"
        "except SystemExit: pass\n"
        "assert 'scrapy' not in sys.modules and 'playwright' not in sys.modules"
    )
    subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=True,
    )
