"""`briefings backfill` by the real command: ranges, stops, kills."""

from __future__ import annotations

import datetime as dt
import random
import signal
import time
from typing import TYPE_CHECKING

import pytest

from briefings.warc import read
from tests.commands import (
    QUICK,
    backfill,
    crawl,
    documents,
    finish,
    records,
    rows,
    run,
    start,
)
from tests.compose import Channel, channel
from tests.site import Site

if TYPE_CHECKING:
    from pathlib import Path

MAY = ("--since", "2012-05-01", "--until", "2012-05-31")
IN_MAY = (dt.date(2012, 5, 1), dt.date(2012, 5, 31))


def held(made: Channel, first: dt.date, last: dt.date) -> set[str]:
    return {item.document for item in made.old if first <= item.held <= last}


def of_years(count: int) -> Channel:
    """A channel of 2004 to 2022 with this many briefings."""
    return channel(count, every=6600 / count)


@pytest.mark.parametrize(("count", "most"), [(470, 12), (3200, 16)], ids=["20", "133"])
def test_one_month_and_nothing_else(tmp_path: Path, count: int, most: int) -> None:
    made = of_years(count)
    with Site(made) as site:
        done = backfill(site.url, tmp_path, *MAY)
        assert done.code == 0, done.err
        assert documents(tmp_path) == held(made, *IN_MAY)
        assert site.index_requests() <= most
        assert sum(site.articles().values()) <= len(held(made, *IN_MAY)) + 14

        site.forget()
        again = backfill(site.url, tmp_path, *MAY)
        assert again.code == 0, again.err
        assert site.beside_robots() <= 2
        assert again.summary["new"] == 0


@pytest.mark.parametrize("month", [1, 4, 7, 10, 12])
@pytest.mark.parametrize("year", [2004, 2009, 2015, 2016, 2022])
def test_any_month(tmp_path: Path, year: int, month: int) -> None:
    made = of_years(470)
    first = dt.date(year, month, 1)
    last = first.replace(day=28)
    expected = held(made, first, last)
    with Site(made) as site:
        done = backfill(site.url, tmp_path, "--since", str(first), "--until", str(last))
        assert documents(tmp_path) == expected
        assert done.code == int(not expected), done.err
        assert site.index_requests() <= 12


def test_wrong_dates_are_found_where_titles_tell(tmp_path: Path) -> None:
    made = of_years(470)
    astray = next(item for item in made.old if IN_MAY[0] <= item.held <= IN_MAY[1])
    astray.page_date = astray.page_date.replace(year=2013)
    made.old.remove(astray)
    at = next(n for n, i in enumerate(made.old) if i.page_date < astray.page_date)
    made.old.insert(at, astray)
    with Site(made) as site:
        backfill(site.url, tmp_path, *MAY)
        done = backfill(site.url, tmp_path, *MAY, "--exhaustive")
        assert done.code == 0, done.err
        assert documents(tmp_path) == held(made, *IN_MAY)
        assert site.index_requests() >= 20


def test_neighboring_ranges_make_a_whole(tmp_path: Path) -> None:
    """What was fetched for one range and not stored is not fetched for the next."""
    made = of_years(300)
    with Site(made) as site:
        backfill(site.url, tmp_path, "--until", "2010-12-31")
        backfill(site.url, tmp_path, "--since", "2011-01-01", "--until", "2016-06-30")
        backfill(site.url, tmp_path, "--since", "2016-07-01")
        assert documents(tmp_path) == {item.document for item in made.old}
        assert set(site.articles().values()) == {1}
    done = run("reparse", "captures", "-o", "again.jsonl", cwd=tmp_path)
    assert done.out.startswith("good: 300 pages, 300 new")


def test_crawl_and_backfill_leave_each_other_alone(tmp_path: Path) -> None:
    made = of_years(470)
    with Site(made) as site:
        crawl(site.url, tmp_path, "--recheck", "0d")
        new = documents(tmp_path)
        backfill(site.url, tmp_path, *MAY)
        site.forget()
        done = crawl(site.url, tmp_path, "--recheck", "0d")
        assert done.code == 0, done.err
        assert site.beside_robots() <= 3
        assert documents(tmp_path) == new | held(made, *IN_MAY)


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143)],
    ids=["INT", "TERM"],
)
def test_stopped_in_the_middle(tmp_path: Path, number: int, code: int) -> None:
    made = of_years(100)
    everything = ("--since", "2004-01-01", "--until", "2022-12-31")
    with Site(made, latency=0.02) as site:
        line = ("backfill", "--json", "--site", site.url, *QUICK, *everything)
        process = start(*line, cwd=tmp_path)
        while len(site.articles()) < 20:
            time.sleep(0.01)
        process.send_signal(number)
        asked = time.monotonic()
        done = finish(process)
        assert time.monotonic() - asked < 5
        assert done.code == code
        assert "stopped by" in done.err
        got = documents(tmp_path)
        # The page in hand was finished: all that was answered is stored.
        assert len(got) == len(site.articles(200))
        assert rows(tmp_path, "SELECT ok FROM run") == [(0,)]

        again = run(*line, cwd=tmp_path)
        assert again.code == 0, again.err
        assert documents(tmp_path) == {item.document for item in made.old}
        assert set(site.articles(200).values()) == {1}


def test_killed_at_twenty_moments(tmp_path: Path) -> None:
    """In the end the records of an undisturbed run, nothing fetched twice."""
    made = of_years(150)
    dice = random.Random(7)
    everything = ("--since", "2004-01-01", "--until", "2022-12-31")
    with Site(made, latency=0.004) as site:
        calm = tmp_path / "calm"
        calm.mkdir()
        backfill(site.url, calm, *everything, "-o", "briefings.db", "-o", "all.jsonl")
        site.forget()
        line = ("backfill", "--json", "--site", site.url, *QUICK, *everything)
        for kill in range(20):
            process = start(*line, cwd=tmp_path)
            goal = len(site.articles()) + dice.randrange(0, 12)
            index = site.index_requests()
            early = kill % 5 == 4  # while it reads the index
            deadline = time.monotonic() + 10
            while process.poll() is None and time.monotonic() < deadline:
                if len(site.articles()) > goal or (
                    early and site.index_requests() > index
                ):
                    break
                time.sleep(dice.random() / 200)
            process.kill()
            finish(process)
        done = run(*line, cwd=tmp_path)
        assert done.code == 0, done.err
        # A page whose answer was on its way when the kill came is asked for again.
        assert sum(site.articles().values()) <= 150 + 20
    again = run("reparse", "captures", "-o", "all.jsonl", cwd=tmp_path)
    assert again.code in {0, 1}  # the last record of a killed run may be torn
    assert records(tmp_path / "all.jsonl") == records(calm / "all.jsonl")
    assert rows(tmp_path, "SELECT count(*), count(DISTINCT id) FROM briefing") == [
        (150, 150)
    ]
    assert rows(tmp_path, "SELECT max(revision) FROM briefing") == [(1,)]
    indexed = rows(tmp_path, 'SELECT file, "offset", sha256 FROM capture')
    assert readable(tmp_path / "captures", indexed)


def readable(folder: Path, indexed: list[tuple[str, int, str]]) -> bool:
    """Whether each capture that the archive knows is where it says."""
    found = set()
    for path in folder.iterdir():
        for page in read(path):
            origin = getattr(page, "origin", None)
            if origin:
                found.add((origin.file, origin.offset, origin.sha256))
    return set(indexed) <= found
