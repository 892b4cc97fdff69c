"""The challenge, passed in a real Chromium; and every way of not passing it."""

from __future__ import annotations

import os
import shutil
import signal
import time
import uuid
from pathlib import Path

import pytest

from tests.commands import QUICK, crawl, documents, finish, rows, run, start
from tests.compose import channel
from tests.gate import Gate
from tests.site import Answer, Hit, Site

ALL = ("--since", "2004-01-01")

pytestmark = pytest.mark.browser


@pytest.fixture
def chromium() -> None:
    if not shutil.which("chromium"):
        pytest.skip("Chromium is not installed: make tools")


@pytest.fixture
def mark() -> dict[str, str]:
    """A variable that all processes of a run inherit: browsers leave their session."""
    return {"BRIEFINGS_TEST_RUN": uuid.uuid4().hex}


def alive(mark: dict[str, str]) -> list[str]:
    """Command lines of the processes with this mark that are still there."""
    found = []
    [wanted] = (f"{name}={value}".encode() for name, value in mark.items())
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            marked = wanted in (folder / "environ").read_bytes()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if marked and command:
            found.append(command)
    return found


def none_left(mark: dict[str, str]) -> bool:
    """Whether all processes of a run end within a few seconds."""
    end = time.monotonic() + 8
    while time.monotonic() < end:
        if not alive(mark):
            return True
        time.sleep(0.1)
    return False


def test_every_page_challenged_and_the_clearance_expiring(
    tmp_path: Path, chromium: None, mark: dict[str, str]
) -> None:
    gate = Gate(lifetime=3.0)
    made = channel(60)
    with Site(made, gate=gate, latency=0.15) as site:
        line = ("crawl", "--json", "--site", site.url, *QUICK, *ALL)
        process = start(*line, "--log-file", "log", cwd=tmp_path, **mark)
        done = finish(process)
        assert done.code == 0, done.err
        assert len(documents(tmp_path)) == 60
        assert none_left(mark)
        # A pass takes two refusals in the browser, and one before that started it.
        assert gate.refusals <= 3 * gate.granted + 1
        assert gate.granted >= 3
        assert set(site.articles(200)) >= set(site.articles())
    assert "'playwright/browser_count': 1," in (tmp_path / "log").read_text("utf-8")
    again = run("reparse", "captures", "-o", "again.jsonl", cwd=tmp_path)
    assert again.code == 0, again.err
    assert again.out.startswith("good: 60 pages, 60 new")


@pytest.mark.parametrize("robots", [False, True])
def test_one_pass_serves_the_whole_run(
    tmp_path: Path, chromium: None, *, robots: bool
) -> None:
    gate = Gate(robots=robots)
    with Site(channel(60), gate=gate) as site:
        done = crawl(site.url, tmp_path, *ALL, "--log-file", "log")
        assert done.code == 0, done.err
        assert gate.granted == 1
        assert len(documents(tmp_path)) == 60
    assert "'playwright/browser_count': 1" in (tmp_path / "log").read_text()


def test_always_asks_the_browser_first(tmp_path: Path, chromium: None) -> None:
    gate = Gate()
    with Site(channel(30), gate=gate) as site:
        done = crawl(site.url, tmp_path, *ALL, "--browser", "always")
        assert done.code == 0, done.err
        assert gate.refusals == 2  # both of them of the browser
        assert {hit.status for hit in site.log[3:]} == {200, 404}


def test_nothing_of_the_browser_without_a_challenge(
    tmp_path: Path, mark: dict[str, str]
) -> None:
    with Site(channel(30)) as site:
        process = start(
            "crawl", "--site", site.url, "--delay", "0.2", cwd=tmp_path, **mark
        )
        seen = set()
        while process.poll() is None:
            seen |= {command for command in alive(mark) if "node" in command}
            time.sleep(0.02)
        assert finish(process).code == 0
    assert not seen


def test_a_challenge_that_cannot_be_passed(
    tmp_path: Path, chromium: None, mark: dict[str, str]
) -> None:
    with Site(channel(30), gate=Gate(passable=False)) as site:
        started = time.monotonic()
        process = start("crawl", "--site", site.url, *QUICK, cwd=tmp_path, **mark)
        done = finish(process)
        assert time.monotonic() - started < 60
        assert done.code == 1
        assert "the challenge was not passed" in done.err
        assert len(site.log) < 80
        assert none_left(mark)
    assert rows(tmp_path, "SELECT count(*) FROM page") == [(0,)]


def test_robots_txt_behind_a_challenge_that_cannot_be_passed(tmp_path: Path) -> None:
    with Site(channel(30), gate=Gate(robots=True)) as site:
        done = crawl(site.url, tmp_path, "--browser", "never")
        assert done.code == 1
        assert "--browser is never" in done.err
        assert site.beside_robots() == 0


@pytest.mark.parametrize(
    ("options", "variables", "advice"),
    [
        (("--browser", "never"), {}, "--browser is never"),
        ((), {"BRIEFINGS_CHROMIUM": "no-such-browser"}, "apt-get install chromium"),
    ],
    ids=["never", "not installed"],
)
def test_without_a_browser_the_run_says_what_to_do(
    tmp_path: Path, options: tuple[str, ...], variables: dict[str, str], advice: str
) -> None:
    with Site(channel(30), gate=Gate()) as site:
        done = crawl(site.url, tmp_path, *options, **variables)
        assert done.code == 1
        assert advice in done.err
        assert len(site.log) < 5


def test_a_block_is_waited_for(tmp_path: Path) -> None:
    blocks = [3]

    def block(hit: Hit) -> Answer | None:
        if not hit.is_article or not blocks[0]:
            return None
        blocks[0] -= 1
        return Answer(
            b"<html><body>Forbidden</body></html>", 403, [("X-Via-JSL", "a,-")]
        )

    with Site(channel(30)) as site:
        site.faults.append(block)
        quick = ("-s", "BRIEFINGS_BLOCK_PAUSES=0.1,0.1,0.1")
        done = crawl(site.url, tmp_path, *ALL, *quick)
        assert done.code == 0, done.err
        assert len(documents(tmp_path)) == 30


def test_a_block_that_stays_ends_the_run(tmp_path: Path) -> None:
    refusal = Answer(b"Forbidden", 403, [("X-Via-JSL", "a,-")])
    with Site(channel(30)) as site:
        site.faults.append(lambda hit: refusal if hit.is_article else None)
        done = crawl(site.url, tmp_path, *ALL, "-s", "BRIEFINGS_BLOCK_PAUSES=0.1,0.1")
        assert done.code == 1
        assert "blocked" in done.err
        assert sum(site.articles().values()) == 3


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda n: n.name
)
def test_no_browser_is_left_behind(
    tmp_path: Path, chromium: None, mark: dict[str, str], number: signal.Signals
) -> None:
    with Site(channel(30), gate=Gate(passable=False)) as site:
        process = start("crawl", "--site", site.url, *QUICK, cwd=tmp_path, **mark)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if any("--type=" in command for command in alive(mark)):
                break
            time.sleep(0.05)
        assert len(alive(mark)) > 3
        os.kill(process.pid, number)
        done = finish(process)
        assert none_left(mark)
        expected = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}
        assert done.code == expected[number]
