"""A crawl over loopback, without delays: `python -m benchmarks.crawl`.

Channels of 100, 1,000 and 3,200 briefings (the real one's size, 133 index pages), each
crawled from empty by the real command: seconds, milliseconds a briefing, and the peak
of memory, which must not grow with the number of briefings. Then a backfill of one
month in 20 and in 133 index pages, in requests.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from tests.commands import backfill, start
from tests.compose import channel
from tests.site import Site

SIZES = (100, 1000, 3200)
MONTH = ("--since", "2012-05-01", "--until", "2012-05-31")
DAYS = 6600
"""Days from 2004 to 2022."""


def crawl(count: int) -> tuple[float, float]:
    """Seconds and peak memory in MB."""
    with tempfile.TemporaryDirectory() as folder, Site(channel(count)) as site:
        line = ("crawl", "--site", site.url, "--delay", "0", "--since", "2000-01-01")
        started = time.monotonic()
        process = start(*line, cwd=Path(folder))
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.communicate()
        assert process.returncode == 0
        return time.monotonic() - started, used.ru_maxrss / 1024


def find_month(count: int) -> tuple[int, int, int]:
    """Index pages there are, index pages asked for, briefings stored."""
    made = channel(count, every=DAYS / count)
    with tempfile.TemporaryDirectory() as folder, Site(made) as site:
        done = backfill(site.url, Path(folder), *MONTH)
        assert done.code == 0, done.err
        return -(-count // 24), site.index_requests(), done.summary["new"]


def main() -> None:
    print("briefings  seconds  ms each  peak MB")
    for count in SIZES:
        seconds, memory = crawl(count)
        print(
            f"{count:9}  {seconds:7.1f}  {seconds / count * 1000:7.2f}  {memory:7.1f}"
        )
    print("\nindex pages  asked for  briefings of the month")
    for count in (470, 3200):
        print("{:11}  {:9}  {:22}".format(*find_month(count)))


if __name__ == "__main__":
    main()
