from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from briefings import jsonl
from briefings.errors import OutputError
from tests.command import environment
from tests.records import briefing

if TYPE_CHECKING:
    from pathlib import Path


def test_a_record_has_all_fields_in_the_order_of_the_contract() -> None:
    record = json.loads(jsonl.dumps(briefing()))
    assert list(record) == [
        *("id", "source", "url", "language", "kind", "title", "original_title"),
        *("date", "date_basis", "date_certain", "page_date", "published_at"),
        *("spokesperson", "spokespeople", "spokesperson_raw", "publisher", "credit"),
        *("editor", "body", "turns", "problems", "content_hash", "capture"),
        "parser_version",
    ]
    assert list(record["turns"][0]) == [
        *("n", "kind", "phase", "asker_raw", "outlets", "follow_up", "question"),
        *("speaker", "speaker_raw", "answer"),
    ]
    assert list(record["capture"]) == ["sha256", "fetched_at", "via", "file", "offset"]
    assert list(record["problems"][0]) == ["code", "detail"]


def test_a_record_is_what_asdict_makes_of_the_briefing() -> None:
    assert jsonl.record(briefing()) == asdict(briefing())


def test_chinese_is_not_escaped_and_a_record_is_one_line() -> None:
    line = jsonl.dumps(briefing(title="天气\n晴\u2028朗"))
    assert "天气" in line
    assert len(line.split("\n")) == 1


def test_restore_gives_the_briefing_back() -> None:
    assert jsonl.restore(json.loads(jsonl.dumps(briefing()))) == briefing()


def test_a_file_gets_its_name_only_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("of an earlier run\n")
    writer = jsonl.Writer(str(path))
    writer.write(jsonl.dumps(briefing()))
    assert path.read_text() == "of an earlier run\n"
    part = tmp_path / "out.jsonl.part"
    assert json.loads(part.read_text(encoding="utf-8"))["id"] == "scio:900001"
    writer.close()
    assert json.loads(path.read_text(encoding="utf-8"))["id"] == "scio:900001"
    assert not part.exists()


def test_a_file_that_is_not_whole_keeps_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    writer = jsonl.Writer(str(path))
    writer.write("{}")
    writer.close(keep=False)
    assert [found.name for found in tmp_path.iterdir()] == ["out.jsonl.part"]


def test_nothing_written_leaves_an_earlier_file(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("{}\n")
    jsonl.Writer(str(path)).close()
    assert [found.name for found in tmp_path.iterdir()] == ["out.jsonl"]
    assert path.read_text() == "{}\n"


def test_a_lone_surrogate_stays_json(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    writer = jsonl.Writer(str(path))
    writer.write(jsonl.dumps(briefing(title="晴\ud800朗")))
    writer.close()
    assert json.loads(path.read_bytes().decode())["title"] == "晴\ud800朗"


def test_a_folder_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "no" / "out.jsonl"
    with pytest.raises(OutputError, match=r"out\.jsonl: cannot write: No such file"):
        jsonl.Writer(str(path))


def test_a_full_disk_is_one_clear_line_after_whole_ones(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys\n"
        "from briefings import jsonl\n"
        "from briefings.errors import OutputError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "writer = jsonl.Writer(sys.argv[1])\n"
        "try:\n"
        "    for n in range(100): writer.write('{\"n\": %030d}' % n)\n"
        "except OutputError as error: print(error)\n"
        "writer.close(keep=False)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "out.jsonl"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "out.jsonl: cannot write: File too large\n", done.stderr
    text = (tmp_path / "out.jsonl.part").read_text()
    assert text.endswith("}\n")
    assert len(text) > 900


def test_lines_written_before_a_kill_are_in_the_file(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from briefings import jsonl\n"
        "writer = jsonl.Writer(sys.argv[1])\n"
        "for n in range(100): writer.write('{\"n\": %d}' % n)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    path = tmp_path / "out.jsonl"
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    lines = (tmp_path / "out.jsonl.part").read_text().splitlines()
    assert [json.loads(line)["n"] for line in lines] == list(range(100))
