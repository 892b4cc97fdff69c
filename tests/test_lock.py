"""One run at a time on one archive."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import pytest

from briefings.errors import LockedError
from briefings.lock import lock
from tests.commands import QUICK, crawl, documents, finish, rows, start
from tests.compose import channel
from tests.site import Site

if TYPE_CHECKING:
    from pathlib import Path

ALL = ("--since", "2004-01-01")


def test_held_and_free_again(tmp_path: Path) -> None:
    archive = tmp_path / "briefings.db"
    with (
        lock(archive),
        pytest.raises(LockedError, match="nothing was done"),
        lock(archive),
    ):
        pass
    with lock(archive):
        pass


def test_two_crawls_started_at_once(tmp_path: Path) -> None:
    with Site(channel(60), latency=0.02) as site:
        line = ("crawl", "--json", "--site", site.url, *QUICK, *ALL)
        both = [start(*line, cwd=tmp_path) for _ in range(2)]
        done = sorted((finish(process) for process in both), key=lambda ran: ran.code)
        assert [ran.code for ran in done] == [0, 75]
        assert "another run" in done[1].err
        assert len(done[1].err.splitlines()) == 1
        assert len(documents(tmp_path)) == 60
        assert set(site.articles().values()) == {1}
    assert rows(tmp_path, "SELECT ok FROM run") == [(1,)]


def test_a_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    with Site(channel(60), latency=0.02) as site:
        process = start("crawl", "--site", site.url, *QUICK, *ALL, cwd=tmp_path)
        while not site.articles():
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        finish(process)
        assert (tmp_path / "briefings.db.lock").exists()
        assert crawl(site.url, tmp_path, *ALL).code == 0
    assert rows(tmp_path, "SELECT ok FROM run ORDER BY id") == [(None,), (1,)]


def test_other_archives_are_not_locked(tmp_path: Path) -> None:
    with Site(channel(60), latency=0.02) as site:
        line = ("crawl", "--json", "--site", site.url, *QUICK, *ALL)
        both = [start(*line, "-o", name, cwd=tmp_path) for name in ("a.db", "b.db")]
        assert [finish(process).code for process in both] == [0, 0]
