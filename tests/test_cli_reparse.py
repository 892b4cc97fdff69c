"""What goes wrong with `briefings reparse`: one clear line each."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.command import briefings
from tests.records import read_lines, text_records

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return text_records(tmp_path / "pages", 12)


def test_bad_inputs_are_named_and_the_others_go_on(pages: Path, tmp_path: Path) -> None:
    binary = tmp_path / "binary.html"
    binary.write_bytes(bytes(range(256)) * 20)
    done = briefings(
        "reparse", "missing", binary, pages, "-o", "a.jsonl", "--json", cwd=tmp_path
    )
    assert done.returncode == 1
    summary = json.loads(done.stdout)
    assert (summary["failed"], summary["new"]) == (2, 12)
    failed = [line for line in done.stderr.splitlines() if line.startswith("failed: ")]
    assert len(failed) == 2
    assert "missing" in failed[0]
    assert "binary.html" in failed[1]
    assert "Traceback" not in done.stderr
    assert len(read_lines(tmp_path / "a.jsonl")) == 12


def test_nothing_to_read_is_no_success_and_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in ("missing", "empty"):
        done = briefings(
            "reparse", path, "-o", "a.db", "-o", "a.jsonl", "--quiet", cwd=tmp_path
        )
        assert done.returncode == 1
        assert "no page was read" in done.stderr
    assert [found.name for found in tmp_path.iterdir()] == ["empty"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--since", "2021-02-30"], "2021-02-30"),
        (["--since", "2021-02-02", "--until", "2021-02-01"], "--since"),
        (["--jobs", "0"], "--jobs"),
        (["--jobs", "many"], "--jobs"),
        (["--limit", "0"], "--limit"),
        (["-o", "out.txt"], "out.txt"),
        (["-s", "LOG_LEVEL"], "LOG_LEVEL"),
        (["-s", "ITEM_PIPELINES=x"], "ITEM_PIPELINES"),
        (["-s", 'ITEM_PIPELINES={"no.such": 1}'], "no.such"),
        (["--frobnicate"], "--frobnicate"),
    ],
)
def test_wrong_usage_is_one_line_and_does_nothing(
    pages: Path, tmp_path: Path, arguments: list[str], told: str
) -> None:
    done = briefings("reparse", pages, *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: ")
    assert told in line
    assert [found.name for found in tmp_path.iterdir()] == ["pages"]


def test_outputs_that_cannot_be_written_are_one_line(
    pages: Path, tmp_path: Path
) -> None:
    (tmp_path / "text.db").write_text("no database, but words\n" * 100)
    with closing(sqlite3.connect(tmp_path / "new.db")) as db:
        db.execute("CREATE TABLE briefing (id)")
        db.execute("PRAGMA user_version = 99")
    (tmp_path / "folder.db").mkdir()
    for name, told in (
        ("text.db", "not a SQLite database"),
        ("new.db", "newer version"),
        ("folder.db", "cannot open"),
        ("no/a.db", "no folder"),
        ("no/a.jsonl", "No such file or directory"),
    ):
        done = briefings("reparse", pages, "-o", name, cwd=tmp_path)
        assert done.returncode == 1, name
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"Error: {name}: ")
        assert told in line


def test_one_bad_output_leaves_nothing_of_the_others(
    pages: Path, tmp_path: Path
) -> None:
    done = briefings("reparse", pages, "-o", "a.jsonl", "-o", "no/a.db", cwd=tmp_path)
    assert done.returncode == 1
    assert [found.name for found in tmp_path.iterdir()] == ["pages"]
