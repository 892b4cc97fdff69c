"""The whole pipeline to JSON lines, against lxml parsing the same pages alone.

    python -m benchmarks.pipeline [PATH...] [--rounds N]

Both sides read the same files in turn, in one process, and processor time is
counted: what is compared is work, not the machine or its other tenants. Lower is
better; 1 would mean that everything but the parsing of the markup costs nothing.
Without a PATH the pages are the shipped fixtures, and the real corpus where it
stands beside the project.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import lxml.html

from briefings.errors import InputError
from briefings.readers import find
from briefings.reparse import Job, reparse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "pages"

LEAST_PAGES = 300
"""Fewer are read again and again until a round takes long enough to be measured."""


class Result(NamedTuple):
    pages: int
    kilobytes: float
    """Mean size of a page."""
    lxml: float
    """Median processor time a page, in milliseconds."""
    pipeline: float
    ratio: float
    """Median over the rounds of `pipeline / lxml`."""
    lowest: float
    highest: float


def _parse_alone(pages: Sequence[Path]) -> None:
    parser = lxml.html.HTMLParser(encoding="utf-8")
    for page in pages:
        lxml.html.document_fromstring(page.read_bytes(), parser=parser)


def _whole(paths: Sequence[Path]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "out.jsonl")
        reparse(Job(paths, [out]), report=lambda _: None)


def _seconds(work: Callable[[], None]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def measure(paths: Sequence[Path], rounds: int = 7) -> Result:
    """Both sides over all pages of `paths`, turn about, after one round to warm up."""
    pages = [path for path in find(paths) if not isinstance(path, InputError)]
    again = max(1, LEAST_PAGES // len(pages))
    sides = ([], [])  # type: tuple[list[float], list[float]]
    for n in range(rounds + 1):
        alone = _seconds(lambda: _parse_alone(pages * again))
        whole = _seconds(lambda: _whole([*paths] * again))
        if n:
            sides[0].append(alone)
            sides[1].append(whole)
    ratios = [whole / alone for alone, whole in zip(*sides, strict=True)]
    count = len(pages) * again
    each = [statistics.median(side) / count * 1000 for side in sides]
    size = sum(page.stat().st_size for page in pages) / len(pages) / 1024
    middle = statistics.median(ratios)
    return Result(len(pages), size, *each, middle, min(ratios), max(ratios))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", type=Path, nargs="*", metavar="PATH")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    known = [ROOT / "fixtures", *([CORPUS] if CORPUS.is_dir() else [])]
    print("pages       KB   lxml ms   whole ms   ratio (lowest to highest)")
    for path in given.paths or known:
        r = measure([path], given.rounds)
        print(
            f"{r.pages:5}  {r.kilobytes:7.1f}  {r.lxml:8.3f}  {r.pipeline:9.3f}"
            f"   {r.ratio:5.2f} ({r.lowest:.2f} to {r.highest:.2f})  {path.name}"
        )


if __name__ == "__main__":
    main()
