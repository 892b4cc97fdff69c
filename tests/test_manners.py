"""A good guest: what the log of the site says of how it was asked."""

from __future__ import annotations

import gzip
import itertools
import signal
import time
from typing import TYPE_CHECKING

import pytest

from briefings.patience import retry_after
from tests.commands import crawl, documents, finish, rows, run, start
from tests.compose import OLD, channel
from tests.site import Answer, Hit, Site

if TYPE_CHECKING:
    from pathlib import Path

ALL = ("--since", "2004-01-01")


def test_robots_txt_is_asked_for_first_and_obeyed(tmp_path: Path) -> None:
    made = channel(30)
    barred = made.old[4]
    with Site(made) as site:
        site.robots = f"User-agent: *\nDisallow: {OLD}Document/{barred.document}/\n"
        done = crawl(site.url, tmp_path, *ALL)
        assert site.paths()[0] == "/robots.txt"
        assert site.paths().count("/robots.txt") == 1
        assert done.code == 1
        assert "refused" in done.err
        assert barred.document not in documents(tmp_path)
        assert not [path for path in site.articles() if barred.document in path]


def test_a_site_that_forbids_everything(tmp_path: Path) -> None:
    with Site(channel(30)) as site:
        site.robots = "User-agent: *\nDisallow: /\n"
        done = crawl(site.url, tmp_path)
        assert site.beside_robots() == 0
        assert done.code == 1
        assert "robots.txt" in done.err


def test_robots_txt_that_cannot_be_read_stops_the_run(tmp_path: Path) -> None:
    failing = Answer(b"error", 500)
    with Site(channel(30)) as site:
        site.faults.append(lambda hit: failing if hit.path == "/robots.txt" else None)
        done = crawl(site.url, tmp_path)
        assert site.beside_robots() == 0
        assert done.code == 1
        assert "robots.txt" in done.err


def test_a_crawl_delay_is_kept(tmp_path: Path) -> None:
    with Site(channel(6)) as site:
        site.robots = "User-agent: *\nCrawl-delay: 0.5\n"
        assert crawl(site.url, tmp_path, *ALL).code == 0
        times = [hit.at for hit in site.log[1:]]
        assert min(b - a for a, b in itertools.pairwise(times)) >= 0.45


def test_a_stop_cuts_a_long_wait_short(tmp_path: Path) -> None:
    busy = Answer(b"busy", 503, [("Retry-After", "600")])
    with Site(channel(6)) as site:
        site.faults.append(lambda hit: busy if hit.is_article else None)
        process = start("crawl", "--site", site.url, "--delay", "0", cwd=tmp_path)
        while not site.articles():
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        done = finish(process)
        assert time.monotonic() - asked < 2
        assert done.code == 143
        assert "stopped by SIGTERM" in done.err


def test_one_connection_and_who_asks(tmp_path: Path) -> None:
    with Site(channel(30), latency=0.01) as site:
        crawl(site.url, tmp_path, *ALL, BRIEFINGS_CONTACT="mailto:someone@example.org")
        assert site.most_at_once == 1
        assert site.connections == 1
        agents = {hit.headers["user-agent"] for hit in site.log}
        [agent] = agents
        assert agent.startswith("briefings/")
        assert "mailto:someone@example.org" in agent
    [path] = (tmp_path / "captures").iterdir()
    assert b"operator: mailto:someone@example.org" in gzip.decompress(path.read_bytes())


def test_the_delay_and_its_jitter(tmp_path: Path) -> None:
    with Site(channel(12)) as site:
        run("crawl", "--site", site.url, "--delay", "0.2", *ALL, cwd=tmp_path)
        times = [hit.at for hit in site.log]
        gaps = [later - earlier for earlier, later in itertools.pairwise(times)][1:]
        assert min(gaps) >= 0.09
        assert 0.15 <= sum(gaps) / len(gaps) <= 0.35
        assert max(gaps) - min(gaps) > 0.02


def test_a_second_is_the_default(tmp_path: Path) -> None:
    with Site(channel(6)) as site:
        run("crawl", "--site", site.url, "--limit", "2", cwd=tmp_path)
        times = [hit.at for hit in site.log]
        gaps = [later - earlier for earlier, later in itertools.pairwise(times)][1:]
        assert gaps
        assert min(gaps) >= 0.45


def test_a_slow_site_is_asked_more_slowly(tmp_path: Path) -> None:
    with Site(channel(8), latency=0.4) as site:
        run("crawl", "--site", site.url, "--delay", "0.05", *ALL, cwd=tmp_path)
        times = [hit.at for hit in site.log]
        assert sum(b - a for a, b in itertools.pairwise(times[-4:])) / 3 > 0.4


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honored(tmp_path: Path, status: int) -> None:
    asked: list[Hit] = []

    def busy(hit: Hit) -> Answer | None:
        if not hit.is_article or asked:
            return None
        asked.append(hit)
        return Answer(b"busy", status, [("Retry-After", "2")])

    with Site(channel(8)) as site:
        site.faults.append(busy)
        done = crawl(site.url, tmp_path, *ALL)
        assert done.code == 0, done.err
        later = site.log[site.log.index(asked[0]) + 1]
        assert later.at - asked[0].at >= 1.9
        assert later.path == asked[0].path


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (b"120", 120.0),
        (b"Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        (b"soon", None),
        (None, None),
    ],
)
def test_what_retry_after_says(header: bytes | None, seconds: float | None) -> None:
    assert retry_after(header) == seconds


def test_pages_that_are_too_large_or_too_slow(tmp_path: Path) -> None:
    made = channel(10)
    large, slow = made.old[2].document, made.old[3].document

    def spoil(hit: Hit) -> Answer | None:
        if large in hit.path:
            return Answer(b"<html>" + b" " * 200_000)
        if slow in hit.path:
            return Answer(b"<html>", latency=3.0)
        return None

    limits = ("-s", "DOWNLOAD_MAXSIZE=100000", "-s", "DOWNLOAD_TIMEOUT=0.5")
    with Site(made) as site:
        site.faults.append(spoil)
        done = crawl(site.url, tmp_path, *ALL, *limits)
    assert done.code == 1
    assert "2 failed (unreachable)" in done.err
    assert len(documents(tmp_path)) == 8


@pytest.mark.parametrize(
    "limit",
    ["BRIEFINGS_RUN_SECONDS=1", "BRIEFINGS_RUN_BYTES=60000"],
    ids=["time", "size"],
)
def test_limits_of_the_run(tmp_path: Path, limit: str) -> None:
    with Site(channel(100), latency=0.02) as site:
        done = crawl(site.url, tmp_path, *ALL, "-s", limit)
        assert done.code == 1
        assert "run it again for the rest" in done.err
        assert 0 < len(documents(tmp_path)) < 100
        assert crawl(site.url, tmp_path, *ALL).code == 0
        assert len(documents(tmp_path)) == 100
        assert set(site.articles().values()) <= {1, 2}  # re-checks


def test_quiet_says_nothing_and_the_log_tells(tmp_path: Path) -> None:
    with Site(channel(10)) as site:
        line = ("crawl", "--site", site.url, "--quiet", "--delay", "0")
        done = run(*line, "--log-file", "crawl.log", *ALL, cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert "'finish_reason': 'finished'" in (tmp_path / "crawl.log").read_text("utf-8")
    [(ok, summary, command)] = rows(tmp_path, "SELECT ok, summary, command FROM run")
    assert (ok, command) == (1, "crawl")
    assert '"new": 10' in summary
