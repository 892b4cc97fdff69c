"""Running the real command in a process of its own, for the tests of the crawl."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

# Seconds between two tries, so that tests of failing sites do not wait for long.
QUICK = ("-s", "BRIEFINGS_PAUSE=0.02", "--delay", "0")


@dataclass(slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def summary(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out.splitlines()[-1])
        return found


def environment(**more: str) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PYTHONPATH": path, "PYTHONWARNINGS": "default", **more}


def start(
    *arguments: str | Path, cwd: Path, module: str = "briefings", **more: str
) -> subprocess.Popen[str]:
    """Start `python -m briefings ...` in a folder, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=cwd,
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(process: subprocess.Popen[str], timeout: float = 120) -> Ran:
    out, err = process.communicate(timeout=timeout)
    return Ran(process.returncode, out, err)


def run(*arguments: str | Path, cwd: Path, **more: str) -> Ran:
    return finish(start(*arguments, cwd=cwd, **more))


def crawl(site: str, cwd: Path, *arguments: str | Path, **more: str) -> Ran:
    """`briefings crawl --json` into `briefings.db`, without delays."""
    return run("crawl", "--json", "--site", site, *QUICK, *arguments, cwd=cwd, **more)


def backfill(site: str, cwd: Path, *arguments: str | Path, **more: str) -> Ran:
    return run(
        "backfill", "--json", "--site", site, *QUICK, *arguments, cwd=cwd, **more
    )


def rows(folder: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """What the archive of a folder answers."""
    with closing(sqlite3.connect(folder / "briefings.db")) as db:
        return db.execute(query, values).fetchall()


def documents(folder: Path) -> set[str]:
    """Documents of all briefings held: `900001`."""
    found = rows(folder, "SELECT id FROM briefing")
    return {row[0].partition(":")[2] for row in found}


def records(path: Path) -> dict[str, dict[str, Any]]:
    """The records of a JSON lines file by id, without where and when they were got."""
    found = {}
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        record["capture"] = record["capture"]["sha256"]
        found[record["id"]] = record
    return found
