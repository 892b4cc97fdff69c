"""`briefings verify`: damage of every kind is told, and nothing else is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.commands import crawl, run
from tests.compose import channel
from tests.site import Site

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with an archive of 30 briefings, in two runs, and their captures."""
    made = channel(30)
    with Site(made) as site:
        assert crawl(site.url, tmp_path, "--since", "2004-01-01").code == 0
        made.old[2].edition += 1
        assert crawl(site.url, tmp_path).code == 0
    return tmp_path


def change(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "briefings.db")) as db, db:
        db.execute(statement)


def test_good(archive: Path) -> None:
    done = run("verify", cwd=archive)
    assert done.code == 0, done.err
    assert done.out.startswith("good: 30 briefings, ")
    assert done.out.endswith("2 files\n")
    assert not done.err


def test_a_capture_whose_bytes_changed(archive: Path) -> None:
    path = min((archive / "captures").iterdir())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    done = run("verify", cwd=archive)
    assert done.code == 1
    assert "damaged: captures/briefings-" in done.err
    assert done.out.startswith("DAMAGED")


def test_a_file_that_is_missing(archive: Path) -> None:
    min((archive / "captures").iterdir()).unlink()
    done = run("verify", "--json", cwd=archive)
    assert done.code == 1
    assert "missing, with" in done.summary["damage"][0]


def test_a_torn_tail_that_nobody_misses(archive: Path) -> None:
    path = min((archive / "captures").iterdir())
    path.write_bytes(path.read_bytes() + path.read_bytes()[:50])
    done = run("verify", cwd=archive)
    assert done.code == 0
    assert "notice: " in done.err


def test_words_that_changed_in_the_archive(archive: Path) -> None:
    change(archive, "UPDATE briefing SET body = body || '晴' WHERE id = 'scio:900003'")
    done = run("verify", cwd=archive)
    assert done.code == 1
    assert "scio:900003" in done.err


def test_a_turn_of_no_briefing(archive: Path) -> None:
    change(archive, "UPDATE turn SET briefing_id = 'scio:0' WHERE id = 1")
    done = run("verify", cwd=archive)
    assert done.code == 1
    assert "belongs to no briefing" in done.err


def test_no_archive(tmp_path: Path) -> None:
    done = run("verify", cwd=tmp_path)
    assert done.code == 1
    assert "no such archive" in done.err
