"""The real command in a process of its own, as a person or cron would run it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "briefings"]


def environment(**variables: str) -> dict[str, str]:
    """The environment of the tests, with the project importable from any folder."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("BRIEFINGS_")}
    return {**kept, "PYTHONPATH": str(ROOT), **variables}


def briefings(
    *arguments: str | Path, cwd: Path, prefix: tuple[str, ...] = (), **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run `briefings ARGUMENTS` in a folder, behind a prefix such as `unshare -n`."""
    return subprocess.run(
        [*prefix, *COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=environment(**variables),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
