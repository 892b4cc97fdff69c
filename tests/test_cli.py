from __future__ import annotations

import json
import os
import pty
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from briefings import __version__, jsonl
from briefings.archive import Archive
from briefings.cli import COMMANDS
from tests.command import COMMAND, briefings, environment
from tests.records import briefing

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an archive of three briefings under the default name."""
    with Archive(tmp_path / "briefings.db") as archive:
        archive.store(briefing("900001"))
        archive.store(briefing("900002", date="2024-05-07", kind="written"))
        archive.store(briefing("900003", answer="明天有风。", date="2023-01-01"))
    return tmp_path


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_help_names_every_command_and_starts_at_once(tmp_path: Path) -> None:
    started = time.monotonic()
    done = briefings("--help", cwd=tmp_path)
    took = time.monotonic() - started
    assert done.returncode == 0
    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)
    assert took < 1  # 0.1 s on a quiet machine


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name: str, tmp_path: Path) -> None:
    done = briefings(name, "--help", cwd=tmp_path)
    assert done.returncode == 0
    options = done.stdout.partition("Options:")[2]
    starts = [line for line in options.splitlines() if line.startswith("  -")]
    assert starts
    # An option without help ends its line; the text may also begin on the next one.
    for line, following in zip(starts, [*starts[1:], ""], strict=True):
        told = options.partition(line)[2].partition(following or "\0")[0]
        assert "  " in line.strip() or told.strip(), line


def test_reading_starts_without_scrapy(folder: Path) -> None:
    code = (
        "import sys\n"
        "from briefings.cli import main\n"
        "main(['list'], standalone_mode=False)\n"
        "heavy = {'scrapy', 'twisted', 'lxml', 'rich'} & sys.modules.keys()\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run(
        [COMMAND[0], "-c", code],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_version(tmp_path: Path) -> None:
    done = briefings("--version", cwd=tmp_path)
    assert done.stdout == f"briefings {__version__}\n"


def test_list_is_one_line_a_briefing_newest_first(folder: Path) -> None:
    done = briefings("list", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    days = [line[:10] for line in done.stdout.splitlines()]
    assert days == ["2024-05-07", "2024-05-06", "2023-01-01"]
    assert "\x1b" not in done.stdout
    some = briefings("list", "--json", "--since", "2024-01-01", cwd=folder)
    ids = [line["id"] for line in lines(some.stdout)]
    assert ids == ["scio:900002", "scio:900001"]
    assert (
        len(lines(briefings("list", "--json", "--limit", "1", cwd=folder).stdout)) == 1
    )


def test_show_prints_a_briefing_or_its_record(folder: Path) -> None:
    done = briefings("show", "scio:900001", cwd=folder)
    assert "跨江大桥" in done.stdout
    assert "新华社、路透社记者：" in done.stdout
    assert "2024-05-06 (from title)" in done.stdout
    done = briefings("show", "2024-05-06", "--json", cwd=folder)
    assert done.stdout == jsonl.dumps(briefing("900001")) + "\n"


def test_search_shows_where_the_words_are(folder: Path) -> None:
    done = briefings("search", "有风", cwd=folder)
    assert done.returncode == 0
    assert "2023-01-01 scio:900003 #2 新华社、路透社记者" in done.stdout
    assert "明天有风。" in done.stdout
    (hit,) = lines(briefings("search", "有风", "--json", cwd=folder).stdout)
    assert (hit["id"], hit["n"], hit["answer"]) == ("scio:900003", 2, "明天有风。")
    options = ("--outlet", "reuters", "--kind", "written", "--json")
    found = lines(briefings("search", "大桥", *options, cwd=folder).stdout)
    assert [hit["id"] for hit in found] == ["scio:900002"]


def test_a_locale_without_chinese_changes_nothing(folder: Path) -> None:
    expected = briefings("show", "900001", cwd=folder)
    variables = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = briefings("show", "900001", cwd=folder, **variables)
    assert (done.returncode, done.stdout) == (0, expected.stdout)


def test_outlets_are_counted(folder: Path) -> None:
    found = lines(briefings("outlets", "--json", cwd=folder).stdout)
    assert [(row["id"], row["turns"]) for row in found] == [
        ("reuters", 3),
        ("xinhua", 3),
    ]
    done = briefings("outlets", "--unknown", cwd=folder)
    assert done.returncode == 1
    assert "no unknown labels" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["show", "2021-02-30"], 2, "2021-02-30"),
        (["show", "scio:1"], 1, "no briefing scio:1"),
        (["show", "1999-01-01"], 1, "no briefing 1999-01-01"),
        (["list", "--since", "soon"], 2, "soon"),
        (["list", "--since", "2022-01-01", "--until", "2021-01-01"], 2, "--since"),
        (["list", "--kind", "secret"], 2, "secret"),
        (["list", "--until", "1999-01-01"], 1, "no such briefings"),
        (["list", "-o", "missing.db"], 1, "missing.db: no such archive"),
        (["list", "-o", "out.jsonl"], 2, "archive"),
        (["search", "晴雨表"], 1, "nothing found"),
        (["search"], 2, "WORDS"),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_what_goes_wrong_is_one_line(
    folder: Path, arguments: list[str], code: int, told: str
) -> None:
    done = briefings(*arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (code, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: ")
    assert told in line


def test_a_damaged_archive_is_one_line(folder: Path) -> None:
    path = folder / "briefings.db"
    whole = bytearray(path.read_bytes())
    whole[8192 : len(whole)] = b"\xff" * (len(whole) - 8192)
    path.write_bytes(whole)
    for command in (["list"], ["show", "900001"], ["search", "晴"]):
        done = briefings(*command, cwd=folder)
        assert done.returncode == 1
        assert done.stderr.startswith("Error: ")
        assert len(done.stderr.splitlines()) == 1


def test_a_terminal_gets_color(folder: Path) -> None:
    main, terminal = pty.openpty()
    child = subprocess.Popen(
        [*COMMAND, "search", "有风"], cwd=folder, env=environment(), stdout=terminal
    )
    os.close(terminal)
    parts = []
    with suppress(OSError):  # how Linux tells that the other side is closed
        while part := os.read(main, 4096):
            parts.append(part)
    child.wait()
    os.close(main)
    shown = b"".join(parts).decode("utf-8", "replace")
    assert "\x1b[31m\x1b[1m有" in shown


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    with Archive(tmp_path / "briefings.db") as archive:
        for number in range(1500):
            archive.store(briefing(str(number)))
    child = subprocess.Popen(
        [*COMMAND, "list"],
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
