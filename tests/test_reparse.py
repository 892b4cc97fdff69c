from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from briefings import jsonl
from briefings.archive import Archive
from briefings.capture import Writer
from tests.command import COMMAND, briefings, environment
from tests.records import DOCUMENT, read_lines, text_record, text_records

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return text_records(tmp_path / "pages", 12)


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


def last(text: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(text.splitlines()[-1])
    return found


def test_stored_pages_become_an_archive_and_json_lines(
    pages: Path, tmp_path: Path
) -> None:
    done = briefings(
        "reparse", pages, "-o", "a.db", "-o", "a.jsonl", "--json", cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    summary = last(done.stdout)
    assert list(summary) == [
        *("ok", "reasons", "requests", "pages", "new", "changed", "unchanged"),
        *("failed", "problems", "seconds", "output"),
    ]
    assert (summary["ok"], summary["pages"], summary["new"]) == (True, 12, 12)
    assert summary["requests"] == 0
    found = read_lines(tmp_path / "a.jsonl")
    assert len(found) == 12
    with Archive(tmp_path / "a.db", readonly=True) as archive:
        for record in found:
            held = archive.get(str(record["id"]))
            assert held
            assert jsonl.record(held) == record


def test_a_second_time_changes_no_row(pages: Path, tmp_path: Path) -> None:
    briefings("reparse", pages, cwd=tmp_path)
    before = dump(tmp_path / "briefings.db")
    time.sleep(1.1)  # times are kept in seconds
    done = briefings("reparse", pages, "--json", cwd=tmp_path)
    assert last(done.stdout)["unchanged"] == 12
    assert dump(tmp_path / "briefings.db") == before


def test_captures_of_several_crawls_become_revisions(tmp_path: Path) -> None:
    record = text_record(tmp_path, 900001)
    first = record.read_bytes()
    second = text_record(tmp_path, 900001, "明天有雨。").read_bytes()
    url = DOCUMENT.format(900001)
    headers = [("Content-Type", "text/html; charset=utf-8")]
    index = url.replace("Document/900001/900001", "index")
    for month, body in (("05", first), ("06", second), ("07", first)):
        with Writer(tmp_path / "captures") as writer:
            at = f"2024-{month}-01T08:00:00Z"
            writer.write(index, 200, "OK", headers, b"<html>index</html>", at)
            writer.write(url, 521, "", headers, b"<script>1</script>", at)
            writer.write(url, 503, "", headers, b"<html>later</html>", at)
            writer.write(url, 200, "OK", headers, body, at)
    done = briefings("reparse", "captures", "-o", "a.db", "--json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    summary = last(done.stdout)
    assert (summary["pages"], summary["new"], summary["changed"]) == (3, 1, 2)
    with Archive(tmp_path / "a.db", readonly=True) as archive:
        found = archive.revisions("scio:900001")
    assert [each.seen_at[:7] for each in found] == ["2024-05", "2024-06", "2024-07"]
    before = dump(tmp_path / "a.db")
    captures = sorted((tmp_path / "captures").iterdir(), reverse=True)
    done = briefings("reparse", *captures, "-o", "a.db", "--json", cwd=tmp_path)
    assert last(done.stdout)["unchanged"] == 3
    assert dump(tmp_path / "a.db") == before


def test_several_processes_write_the_same(pages: Path, tmp_path: Path) -> None:
    text_records(pages, 79)
    (pages / "bad.html").write_text("<html><body><p>no address</p></body></html>")
    errors = []
    for jobs in ("1", "3"):
        name = f"{jobs}.jsonl"
        done = briefings("reparse", pages, "-o", name, "--jobs", jobs, cwd=tmp_path)
        assert done.returncode == 1
        errors.append(done.stderr)
    one, three = (tmp_path / "1.jsonl", tmp_path / "3.jsonl")
    assert one.read_bytes() == three.read_bytes()
    assert len(read_lines(one)) == 79
    assert errors[0] == errors[1]


def test_standard_output_holds_json_lines_alone(pages: Path, tmp_path: Path) -> None:
    done = briefings("reparse", pages, "-o", "-", "--json", cwd=tmp_path)
    assert len([json.loads(line)["id"] for line in done.stdout.splitlines()]) == 12
    assert last(done.stderr)["output"] == ["-"]


def test_days_and_limits_choose_what_is_written(pages: Path, tmp_path: Path) -> None:
    briefings("reparse", pages, "-o", "all.jsonl", cwd=tmp_path)
    days = sorted(str(record["date"]) for record in read_lines(tmp_path / "all.jsonl"))
    arguments = ("--since", days[3], "--until", days[5], "-o", "some.jsonl")
    assert briefings("reparse", pages, *arguments, cwd=tmp_path).returncode == 0
    some = sorted(str(record["date"]) for record in read_lines(tmp_path / "some.jsonl"))
    assert some == days[3:6]
    briefings("reparse", pages, "--limit", "5", "-o", "five.jsonl", cwd=tmp_path)
    assert len(read_lines(tmp_path / "five.jsonl")) == 5
    done = briefings("reparse", pages, "--until", "1999-01-01", cwd=tmp_path)
    assert done.returncode == 1
    assert "days asked for" in done.stderr
    assert not (tmp_path / "briefings.db").exists()


def test_a_page_twice_is_one_briefing_other_words_are_not(
    pages: Path, tmp_path: Path
) -> None:
    shutil.copytree(pages, tmp_path / "copy")
    text_record(tmp_path / "copy", 900003, "明天有雨。")
    done = briefings(
        *("reparse", pages, "copy", "-o", "a.jsonl", "-o", "a.db", "--json"),
        cwd=tmp_path,
    )
    summary = last(done.stdout)
    assert (summary["new"], summary["changed"], summary["unchanged"]) == (12, 1, 11)
    ids = [record["id"] for record in read_lines(tmp_path / "a.jsonl")]
    assert (len(ids), ids.count("scio:900003")) == (13, 2)


def test_the_environment_sets_options(pages: Path, tmp_path: Path) -> None:
    done = briefings(
        *("reparse", pages),
        cwd=tmp_path,
        BRIEFINGS_OUTPUT="x.db:x.jsonl",
        BRIEFINGS_JSON="1",
        BRIEFINGS_LIMIT="2",
    )
    assert last(done.stdout)["output"] == ["x.db", "x.jsonl"]
    assert len(read_lines(tmp_path / "x.jsonl")) == 2
    assert briefings("list", cwd=tmp_path, BRIEFINGS_OUTPUT="x.db").returncode == 0


def test_quiet_says_nothing_of_a_good_run(pages: Path, tmp_path: Path) -> None:
    done = briefings("reparse", pages, "-q", "--log-file", "log.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "good: 12 pages" in (tmp_path / "log.txt").read_text(encoding="utf-8")


HOOK = """
import os, sys
def hook(event, args):
    if event.startswith("socket."):
        os.write(2, f"SOCKET {event} {args!r}\\n".encode())
        os._exit(99)
sys.addaudithook(hook)
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_no_socket_is_opened(pages: Path, tmp_path: Path, jobs: str) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(HOOK)
    variables = environment(PYTHONPATH=f"{site}:{environment()['PYTHONPATH']}")
    arguments = ["reparse", str(pages), "-o", "a.db", "--jobs", jobs]
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=tmp_path,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_it_works_without_any_network(pages: Path, tmp_path: Path) -> None:
    prefix = ("unshare", "--net")
    if shutil.which("unshare") is None or (
        subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("this machine lets nobody make an empty network")
    done = briefings("reparse", pages, cwd=tmp_path, prefix=prefix)
    assert (done.returncode, done.stderr) == (0, "")


def test_scrapy_gives_the_same_records(pages: Path, tmp_path: Path) -> None:
    briefings("reparse", pages, "-o", "ours.jsonl", cwd=tmp_path)
    done = subprocess.run(
        [
            *(COMMAND[0], "-m", "scrapy", "crawl", "replay", "-a", f"paths={pages}"),
            *("-O", "theirs.jsonl", "-s", "LOG_LEVEL=WARNING"),
        ],
        cwd=tmp_path,
        env=environment(SCRAPY_SETTINGS_MODULE="briefings.settings"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    ours, theirs = tmp_path / "ours.jsonl", tmp_path / "theirs.jsonl"
    assert ours.read_bytes() == theirs.read_bytes()
