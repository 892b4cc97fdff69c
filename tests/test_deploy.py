"""The files of deploy/, tried with the programs they are for where those are here."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.commands import ROOT, documents, rows
from tests.compose import channel
from tests.site import Site

if TYPE_CHECKING:
    from pathlib import Path

DEPLOY = ROOT / "deploy"

# 17 4,10,16,22 * * * cd ...
LINE_RE = re.compile(r"((?:[\d*,/-]+ ){4}[\d*,/-]+) (.+)")


def crontab() -> tuple[dict[str, str], str, str]:
    """Variables, moments and command, read as cron reads them."""
    lines = (DEPLOY / "crontab").read_text().splitlines()
    kept = [line for line in lines if line and not line.startswith("#")]
    variables = dict(line.split("=", 1) for line in kept[:-1])
    match = LINE_RE.fullmatch(kept[-1])
    assert match
    return variables, match[1], match[2]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home directory with the command on the path, as an installation has it."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "briefings").mkdir()
    command = tmp_path / "bin" / "briefings"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m briefings "$@"\n')
    command.chmod(0o755)
    return tmp_path


def as_cron(home: Path, site: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The line of the crontab by /bin/sh, in the bare environment that cron gives."""
    variables, _, command = crontab()
    bare = {
        **variables,
        "HOME": str(home),
        "SHELL": "/bin/sh",
        "PATH": f"{home / 'bin'}:{variables['PATH']}",
        "PYTHONPATH": str(ROOT),
        "BRIEFINGS_SITE": site,
        "BRIEFINGS_DELAY": "0",
        **more,
    }
    # In cron a percent sign would be a line end.
    assert "%" not in command
    return subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=home,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_line_of_the_crontab(home: Path) -> None:
    with Site(channel(30)) as site:
        done = as_cron(home, site.url)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        contact = crontab()[0]["BRIEFINGS_CONTACT"]
        assert contact in site.log[-1].headers["user-agent"]
    folder = home / "briefings"
    assert documents(folder)
    assert rows(folder, "SELECT ok FROM run") == [(1,)]
    assert "Spider closed (finished)" in (folder / "crawl.log").read_text("utf-8")


def test_the_line_of_the_crontab_speaks_when_something_is_wrong(home: Path) -> None:
    done = as_cron(home, "http://127.0.0.1:9")
    assert done.returncode == 1
    assert done.stderr.startswith("not good: ")


def test_moments_of_the_crontab() -> None:
    _, moments, _ = crontab()
    assert len(moments.split()) == 5


def test_service_and_timer(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    for name in ("briefings.service", "briefings.timer"):
        text = (DEPLOY / name).read_text()
        # The command is where the administrator put it; here it is not.
        text = text.replace("/usr/local/bin/briefings", "/bin/true")
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "briefings.timer")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) not in done.stderr
    moment = re.search(r"OnCalendar=(.+)", (DEPLOY / "briefings.timer").read_text())
    assert moment
    done = subprocess.run(
        ["systemd-analyze", "calendar", moment[1]],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_service_runs_what_it_names(home: Path) -> None:
    text = (DEPLOY / "briefings.service").read_text()
    command = re.search(r"ExecStart=/usr/local/bin/(.+)", text)
    assert command
    with Site(channel(30)) as site:
        done = subprocess.run(
            [str(home / "bin" / "briefings"), *command[1].split()[1:]],
            cwd=home,
            env={
                "HOME": str(home),
                "PATH": "/usr/bin:/bin",
                "PYTHONPATH": str(ROOT),
                "BRIEFINGS_SITE": site.url,
                "BRIEFINGS_DELAY": "0",
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "SuccessExitStatus=75" in text


def test_logrotate(tmp_path: Path) -> None:
    program = shutil.which("logrotate", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        pytest.skip("logrotate is not installed")
    log = tmp_path / "crawl.log"
    log.write_text("one run\n")
    text = (DEPLOY / "logrotate.conf").read_text()
    conf = tmp_path / "logrotate.conf"
    conf.write_text(text.replace("/var/lib/briefings/crawl.log", str(log)))
    conf.chmod(0o644)
    line = [program, "--force", "--state", str(tmp_path / "state"), str(conf)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert gzip.decompress((tmp_path / "crawl.log.1.gz").read_bytes()) == b"one run\n"
