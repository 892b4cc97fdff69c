from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from briefings import jsonl
from briefings.archive import Archive
from briefings.capture import Writer
from tests.command import COMMAND, briefings, environment

DOCUMENT = "http://www.scio.gov.cn/xwfbh/gbwxwfbh/xwfbh/wjb/Document/{0}/{0}.htm"


def write(folder: Path, number: int, answer: str = "明天晴。", name: str = "") -> Path:
    """A text record with two questions, of invented content."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name or number}.txt"
    day = f"2020年{number % 12 + 1}月{number % 28 + 1}日"
    path.write_text(
        f"title: {day}外交部发言人李明主持例行记者会\n"
        f"url: {DOCUMENT.format(number)}\n"
        "author: 国务院新闻办公室网站\n"
        "content: \n"
        f"原标题：{day}外交部发言人李明主持例行记者会\n"
        "路透社记者：请问跨江大桥何时通车？\n"
        "李明：通车仪式将在下月举行。\n"
        f"新华社记者：第{number}届摄影展的天气如何？\n"
        f"李明：{answer}\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    for number in range(900001, 900013):
        write(tmp_path / "pages", number)
    return tmp_path / "pages"


def records(path: Path) -> list[dict[str, object]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


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
    found = records(tmp_path / "a.jsonl")
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
    record = write(tmp_path, 900001)
    first = record.read_bytes()
    second = write(tmp_path, 900001, "明天有雨。").read_bytes()
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
    for number in range(900013, 900080):
        write(pages, number)
    (pages / "bad.html").write_text("<html><body><p>no address</p></body></html>")
    errors = []
    for jobs in ("1", "3"):
        name = f"{jobs}.jsonl"
        done = briefings("reparse", pages, "-o", name, "--jobs", jobs, cwd=tmp_path)
        assert done.returncode == 1
        errors.append(done.stderr)
    one, three = (tmp_path / "1.jsonl", tmp_path / "3.jsonl")
    assert one.read_bytes() == three.read_bytes()
    assert len(records(one)) == 79
    assert errors[0] == errors[1]


def test_bad_inputs_are_named_and_the_others_go_on(pages: Path, tmp_path: Path) -> None:
    binary = tmp_path / "binary.html"
    binary.write_bytes(bytes(range(256)) * 20)
    done = briefings(
        "reparse", "missing", binary, pages, "-o", "a.jsonl", "--json", cwd=tmp_path
    )
    assert done.returncode == 1
    summary = last(done.stdout)
    assert (summary["failed"], summary["new"]) == (2, 12)
    failed = [line for line in done.stderr.splitlines() if line.startswith("failed: ")]
    assert len(failed) == 2
    assert "missing" in failed[0]
    assert "binary.html" in failed[1]
    assert "Traceback" not in done.stderr
    assert len(records(tmp_path / "a.jsonl")) == 12


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


def test_standard_output_holds_json_lines_alone(pages: Path, tmp_path: Path) -> None:
    done = briefings("reparse", pages, "-o", "-", "--json", cwd=tmp_path)
    assert len([json.loads(line)["id"] for line in done.stdout.splitlines()]) == 12
    assert last(done.stderr)["output"] == ["-"]


def test_a_closed_pipe_ends_quietly(pages: Path, tmp_path: Path) -> None:
    for number in range(900013, 900300):
        write(pages, number)
    child = subprocess.Popen(
        [*COMMAND, "reparse", str(pages), "-o", "-"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout
    assert child.stderr
    child.stdout.readline()
    child.stdout.close()
    errors = child.stderr.read()
    child.stderr.close()
    assert child.wait() == 1
    assert errors == b""


def test_days_and_limits_choose_what_is_written(pages: Path, tmp_path: Path) -> None:
    briefings("reparse", pages, "-o", "all.jsonl", cwd=tmp_path)
    days = sorted(str(record["date"]) for record in records(tmp_path / "all.jsonl"))
    arguments = ("--since", days[3], "--until", days[5], "-o", "some.jsonl")
    assert briefings("reparse", pages, *arguments, cwd=tmp_path).returncode == 0
    some = sorted(str(record["date"]) for record in records(tmp_path / "some.jsonl"))
    assert some == days[3:6]
    briefings("reparse", pages, "--limit", "5", "-o", "five.jsonl", cwd=tmp_path)
    assert len(records(tmp_path / "five.jsonl")) == 5
    done = briefings("reparse", pages, "--until", "1999-01-01", cwd=tmp_path)
    assert done.returncode == 1
    assert "days asked for" in done.stderr
    assert not (tmp_path / "briefings.db").exists()


def test_a_page_twice_is_one_briefing_other_words_are_not(
    pages: Path, tmp_path: Path
) -> None:
    shutil.copytree(pages, tmp_path / "copy")
    write(tmp_path / "copy", 900003, "明天有雨。")
    done = briefings(
        *("reparse", pages, "copy", "-o", "a.jsonl", "-o", "a.db", "--json"),
        cwd=tmp_path,
    )
    summary = last(done.stdout)
    assert (summary["new"], summary["changed"], summary["unchanged"]) == (12, 1, 11)
    ids = [record["id"] for record in records(tmp_path / "a.jsonl")]
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
    assert len(records(tmp_path / "x.jsonl")) == 2
    assert briefings("list", cwd=tmp_path, BRIEFINGS_OUTPUT="x.db").returncode == 0


def test_quiet_says_nothing_of_a_good_run(pages: Path, tmp_path: Path) -> None:
    done = briefings("reparse", pages, "-q", "--log-file", "log.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "good: 12 pages" in (tmp_path / "log.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_signal_ends_the_run_after_the_page_in_hand(
    tmp_path: Path, number: signal.Signals, jobs: str
) -> None:
    for n in range(900001, 902500):
        write(tmp_path / "pages", n)
    old = tmp_path / "a.jsonl"
    old.write_text("{}\n")
    child = subprocess.Popen(
        [*COMMAND, "reparse", "pages", "-o", "a.db", "-o", "a.jsonl", "--jobs", jobs],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    _wait_for_lines(tmp_path / "a.jsonl.part", 20)
    if number == signal.SIGINT:  # a terminal sends it to the workers as well
        os.killpg(child.pid, number)
    else:
        child.send_signal(number)
    _, errors = child.communicate(timeout=30)
    assert child.returncode == 128 + number
    assert "run the same line again" in errors
    assert "Traceback" not in errors
    assert old.read_text() == "{}\n"
    done = records(tmp_path / "a.jsonl.part")
    with Archive(tmp_path / "a.db", readonly=True) as archive:
        held = archive.db.execute("SELECT count(*) FROM briefing").fetchone()[0]
    assert held == len(done)
    assert 20 <= held < 2499


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_kill_leaves_whole_lines_and_a_sound_archive(
    tmp_path: Path, jobs: str
) -> None:
    for n in range(900001, 902500):
        write(tmp_path / "pages", n)
    child = subprocess.Popen(
        [*COMMAND, "reparse", "pages", "-o", "a.db", "-o", "a.jsonl", "--jobs", jobs],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _wait_for_lines(tmp_path / "a.jsonl.part", 50)
    child.kill()
    child.wait()
    assert not (tmp_path / "a.jsonl").exists()
    text = (tmp_path / "a.jsonl.part").read_text(encoding="utf-8")
    whole = [json.loads(line)["id"] for line in text.split("\n")[:-1]]
    with Archive(tmp_path / "a.db") as archive:
        assert archive.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        held = {row[0] for row in archive.db.execute("SELECT id FROM briefing")}
    assert len(set(whole) ^ held) <= 1
    deadline = time.monotonic() + 10
    while _members(child.pid):
        assert time.monotonic() < deadline, "a worker outlived its parent"
        time.sleep(0.05)


def _members(group: int) -> list[int]:
    """Processes of a group that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def _wait_for_lines(path: Path, count: int) -> None:
    deadline = time.monotonic() + 30
    while not path.exists() or path.read_bytes().count(b"\n") < count:
        assert time.monotonic() < deadline
        time.sleep(0.005)


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
