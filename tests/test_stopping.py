from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from briefings.archive import Archive
from tests.command import COMMAND, environment
from tests.records import read_lines, text_records


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return text_records(tmp_path / "pages", 12)


def test_a_closed_pipe_ends_quietly(pages: Path, tmp_path: Path) -> None:
    text_records(pages, 300)
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


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_signal_ends_the_run_after_the_page_in_hand(
    tmp_path: Path, number: signal.Signals, jobs: str
) -> None:
    text_records(tmp_path / "pages", 2499)
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
    done = read_lines(tmp_path / "a.jsonl.part")
    with Archive(tmp_path / "a.db", readonly=True) as archive:
        held = archive.db.execute("SELECT count(*) FROM briefing").fetchone()[0]
    assert held == len(done)
    assert 20 <= held < 2499


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_kill_leaves_whole_lines_and_a_sound_archive(
    tmp_path: Path, jobs: str
) -> None:
    text_records(tmp_path / "pages", 2499)
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
