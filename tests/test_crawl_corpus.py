"""The real texts in the real markup, where they are: 470 items on 20 index pages."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.commands import backfill, crawl, documents, rows
from tests.site import Site

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.shared

ALL = ("--since", "2004-01-01")
MONTHS = ("2005-04", "2009-10", "2012-03", "2013-04", "2016-02", "2018-09", "2021-10")


def build(shared: Path, texts: Path, out: Path) -> Path:
    """The site of these text records, as the tool beside the corpus renders it."""
    tool = shared / "tools" / "build_site.py"
    subprocess.run(
        [sys.executable, str(tool), str(texts), str(out)],
        check=True,
        capture_output=True,
    )
    return out / "www.scio.gov.cn"


@pytest.fixture(scope="module")
def texts(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the records, to be edited."""
    folder = tmp_path_factory.mktemp("texts")
    for path in (shared / "corpus" / "scio").iterdir():
        shutil.copyfile(path, folder / path.name)
    return folder


@pytest.fixture(scope="module")
def whole(
    shared: Path, texts: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """The site, and a folder with the archive of all of it."""
    root = build(shared, texts, tmp_path_factory.mktemp("site"))
    folder = tmp_path_factory.mktemp("whole")
    with Site(root) as site:
        done = crawl(site.url, folder, *ALL)
    assert done.summary["new"] == 470, done.err
    assert done.summary["failed"] == 0
    return root, folder


def test_nothing_new_costs_three_requests(
    whole: tuple[Path, Path], tmp_path: Path
) -> None:
    root, folder = whole
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with Site(root) as site:
        done = crawl(site.url, tmp_path)
        rechecked = sum(site.articles().values())
        assert site.beside_robots() - rechecked <= 3
    assert (done.code, done.summary["new"], done.summary["changed"]) == (0, 0, 0)


def test_three_new_and_one_edited(
    shared: Path, texts: Path, whole: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(whole[1], folder)
    more = tmp_path / "texts"
    shutil.copytree(texts, more)
    newest = max(more.iterdir())
    for n in range(3):
        copied = newest.read_text("utf-8").replace("1729077", f"173000{n}")
        (more / f"2022-08-2{4 + n}-173000{n}.txt").write_text(copied, "utf-8")
    edited = sorted(more.iterdir())[-6]
    edited.write_text(edited.read_text("utf-8") + "补充说明：活动顺利。\n", "utf-8")
    root = build(shared, more, tmp_path / "site")
    with Site(root) as site:
        done = crawl(site.url, folder)
        rechecked = sum(site.articles().values()) - 3
        assert site.beside_robots() - rechecked <= 3 + 3
    assert (done.summary["new"], done.summary["changed"]) == (3, 1), done.err
    assert rows(folder, "SELECT id FROM briefing WHERE revision > 1") == [
        (f"scio:{edited.stem.rpartition('-')[2]}",)
    ]


@pytest.mark.parametrize("month", MONTHS)
def test_one_month(whole: tuple[Path, Path], tmp_path: Path, month: str) -> None:
    root, folder = whole
    held = rows(folder, "SELECT id FROM briefing WHERE date LIKE ?", f"{month}-%")
    days = ("--since", f"{month}-01", "--until", f"{month}-28")
    late = rows(
        folder,
        "SELECT id FROM briefing WHERE date > ? AND date LIKE ?",
        f"{month}-28",
        f"{month}-%",
    )
    with Site(root) as site:
        backfill(site.url, tmp_path, *days)
        assert site.index_requests() <= 12
    expected = {row[0].partition(":")[2] for row in set(held) - set(late)}
    assert documents(tmp_path) == expected
