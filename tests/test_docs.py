"""The documents' commands, run as they stand.

In a block marked `console`, a line that opens with `$ ` is a command and the lines
below it are what it prints (`...` stands for anything), in a copy of the project
that each document gets for itself. A command's exit code must be zero unless the
line ends in a comment such as `# exit 1`. Blocks marked `sh` are not run: they set
a machine up, or reach the live site.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from briefings.checks import CODES
from briefings.verdict import ADVICE

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ["README.md", "CONTRIBUTING.md"]

# ```console
# $ briefings list
# ```
BLOCK_RE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)

# briefings show 1900-01-01   # exit 1
EXIT_RE = re.compile(r"#\s*exit (\d+)\s*$")

CHECKER = doctest.OutputChecker()


class Example(NamedTuple):
    command: str
    output: str
    line: int


def _examples(text: str) -> list[Example]:
    found = []
    for block in BLOCK_RE.finditer(text):
        line = text.count("\n", 0, block.start(1)) + 1
        for part in re.split(r"^(?=\$ )", block[1], flags=re.MULTILINE):
            if part.startswith("$ "):
                command, _, output = part[2:].partition("\n")
                found.append(Example(command, output, line))
            line += part.count("\n")
    return found


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the project, as a new clone has it, with this environment."""
    left_out = shutil.ignore_patterns(
        ".*_cache", ".git", ".hypothesis", ".venv", "*.db*", "demo.jsonl"
    )
    copy = tmp_path / "briefings"
    shutil.copytree(ROOT, copy, ignore=left_out)
    stamp = copy / ".venv" / "installed"
    (copy / ".venv").mkdir()
    (copy / ".venv" / "bin").symlink_to(Path(sys.prefix) / "bin")
    stamp.touch()
    return copy


def _run(command: str, folder: Path) -> tuple[int, str]:
    scripts = Path(sys.prefix) / "bin"
    environment = {**os.environ, "PATH": f"{scripts}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_commands_shown_print_what_is_shown(name: str, checkout: Path) -> None:
    examples = _examples((ROOT / name).read_text(encoding="utf-8"))
    assert examples or name != "README.md"
    for example in examples:
        code, printed = _run(example.command, checkout)
        where = f"{name}:{example.line}: $ {example.command}"
        wanted = EXIT_RE.search(example.command)
        assert code == int(wanted[1] if wanted else 0), f"{where}\n{printed}"
        same = CHECKER.check_output(example.output, printed, doctest.ELLIPSIS)
        assert same, f"{where}\nshown:\n{example.output}\nprinted:\n{printed}"


# [CHANGELOG](CHANGELOG.md), [loader](briefings/loader.py)
LINK_RE = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("name", [*DOCUMENTS, "CHANGELOG.md"])
def test_links_lead_somewhere(name: str) -> None:
    links = LINK_RE.findall((ROOT / name).read_text(encoding="utf-8"))
    assert not [link for link in links if not (ROOT / link).exists()]


def test_readme_says_what_every_reason_means() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    serious = {code for code, told in CODES.items() if told.severity == "serious"}
    assert not {code for code in serious | set(ADVICE) if f"`{code}`" not in text}


def test_readme_shows_the_line_for_cron() -> None:
    lines = (ROOT / "deploy" / "crontab").read_text(encoding="utf-8").splitlines()
    assert lines[-1] in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()


def test_continuous_integration_calls_the_test_command_and_nothing_else() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    lines = [line for line in script.splitlines() if line and line[0] != "#"]
    assert lines[-1] == "make test"
    assert all(re.match(r"(set|cd) ", line) for line in lines[:-1])
