"""`briefings crawl` by the real command, counted by the request log of the site."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from briefings import settings
from tests.commands import ROOT, crawl, documents, environment, records, rows, run
from tests.compose import OLD, Channel, Item, both, channel
from tests.crashing import NUMBER
from tests.site import Answer, Hit, Site, every

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALL = ("--since", "2004-01-01")


def wanted(made: Channel) -> set[str]:
    return {item.document for item in [*made.old, *made.new]}


def test_everything_then_nothing_then_what_is_new(tmp_path: Path) -> None:
    made = channel(120)
    with Site(made) as site:
        first = crawl(site.url, tmp_path, *ALL)
        assert first.code == 0, first.err
        assert first.summary["new"] == 120
        assert documents(tmp_path) == wanted(made)
        assert set(site.articles().values()) == {1}

        site.forget()
        second = crawl(site.url, tmp_path, "--recheck", "0d")
        assert second.code == 0, second.err
        assert second.summary["new"] == 0
        assert site.beside_robots() <= 3

        added = [made.publish(dt.date(2022, 8, day)) for day in (22, 23, 24)]
        edited = next(i for i in made.old if i.held == dt.date(2022, 8, 15))
        edited.edition += 1
        site.forget()
        third = crawl(site.url, tmp_path)
        assert third.code == 0, third.err
        assert third.summary["new"] == 3
        assert third.summary["changed"] == 1
        rechecked = sum(site.articles().values()) - 3
        assert site.beside_robots() <= 3 + 3 + rechecked
        assert documents(tmp_path) >= {item.document for item in added}
        assert rows(tmp_path, "SELECT id FROM briefing WHERE revision = 2") == [
            (f"scio:{edited.document}",)
        ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [((), 16), (("--limit", "5"), 5), (("--since", "2022-08-01"), 10)],
    ids=["newest 30 days", "limit", "since"],
)
def test_first_run_takes_what_was_asked_for(
    tmp_path: Path, asked: tuple[str, ...], expected: int
) -> None:
    made = channel(200)
    with Site(made) as site:
        done = crawl(site.url, tmp_path, *asked)
        assert done.code == 0, done.err
        newest = sorted(made.old, key=lambda item: item.page_date, reverse=True)
        assert documents(tmp_path) == {i.document for i in newest[:expected]}
        assert site.index_requests() <= 5

        made.publish(dt.date(2022, 8, 20))
        site.forget()
        again = crawl(site.url, tmp_path, "--recheck", "0d")
        assert again.summary["new"] == 1
        assert site.beside_robots() <= 4


def test_a_first_run_says_how_to_get_the_rest(tmp_path: Path) -> None:
    made = channel(100)
    with Site(made) as site:
        line = ("--site", site.url, "--delay", "0")
        done = run("crawl", *line, cwd=tmp_path)
        hint, summary = done.out.splitlines()
        assert hint.startswith(
            "older pages were left out: briefings backfill --until 2"
        )
        assert summary.startswith("good: ")
        again = run("crawl", *line, cwd=tmp_path)
        assert len(again.out.splitlines()) == 1
        advised = hint.partition("briefings ")[2].split()
        assert run(*advised, *line, cwd=tmp_path).code == 0
        assert documents(tmp_path) == wanted(made)


def test_since_reaches_further_back_later(tmp_path: Path) -> None:
    made = channel(100)
    with Site(made) as site:
        crawl(site.url, tmp_path)
        done = crawl(site.url, tmp_path, *ALL)
        assert done.code == 0, done.err
        assert documents(tmp_path) == wanted(made)
        assert max(site.articles(200).values()) <= 2  # once again as a re-check


def test_old_items_published_late_and_deep_are_found(tmp_path: Path) -> None:
    made = channel(120)
    with Site(made) as site:
        crawl(site.url, tmp_path, *ALL)
        late = Item("950000", dt.date(2022, 2, 1), dt.date(2022, 2, 1))
        made.old.insert(100, late)
        done = crawl(site.url, tmp_path, "--recheck", "0d")
        assert done.summary["new"] == 1
        assert late.document in documents(tmp_path)


def test_an_entry_that_is_taken_away_hides_no_other(tmp_path: Path) -> None:
    made = channel(120)
    with Site(made) as site:
        crawl(site.url, tmp_path, *ALL)
        del made.old[60]
        late = made.publish(dt.date(2022, 8, 30))
        deep = Item("950001", dt.date(2022, 2, 1), dt.date(2022, 2, 1))
        made.old.insert(90, deep)
        del made.old[70]
        done = crawl(site.url, tmp_path, "--recheck", "0d")
        assert done.summary["new"] == 2
        assert {late.document, deep.document} <= documents(tmp_path)


def test_an_item_published_while_the_index_is_read(tmp_path: Path) -> None:
    made = channel(120)

    def publish(hit: Hit) -> None:
        if hit.path == f"{OLD}index_2.htm" and made.old[0].number != 900_121:
            made.publish(dt.date(2022, 8, 25))

    with Site(made) as site:
        site.faults.append(publish)
        done = crawl(site.url, tmp_path, *ALL)
        assert done.code == 0, done.err
        assert len(made.old) == 121
        assert documents(tmp_path) == wanted(made)
        assert set(site.articles().values()) == {1}
        site.forget()
        crawl(site.url, tmp_path, "--recheck", "0d")
        assert site.beside_robots() <= 3


def test_an_item_unpinned_while_the_index_is_read(tmp_path: Path) -> None:
    """What stood first on page 3 moves to the end of page 2, which was read."""
    made = channel(120)

    def unpin(hit: Hit) -> None:
        if hit.path == f"{OLD}index_2.htm" and made.old[0].page_date.month < 8:
            made.old.insert(100, made.old.pop(0))

    with Site(made) as site:
        site.faults.append(unpin)
        done = crawl(site.url, tmp_path, *ALL)
        assert done.code == 0, done.err
        assert documents(tmp_path) == wanted(made)


def test_both_templates(tmp_path: Path) -> None:
    made = both(60, 40)
    with Site(made) as site:
        done = crawl(site.url, tmp_path, *ALL)
        assert done.code == 0, done.err
        assert documents(tmp_path) == wanted(made)
        urls = {row[0] for row in rows(tmp_path, "SELECT url FROM briefing")}
        assert all(url.startswith("http://www.scio.gov.cn/xwf") for url in urls)
        site.forget()
        crawl(site.url, tmp_path, "--recheck", "0d")
        assert site.beside_robots() <= 3


def test_the_newest_of_both_templates_together(tmp_path: Path) -> None:
    made = both(60, 3)
    with Site(made) as site:
        assert crawl(site.url, tmp_path, "--limit", "5").code == 0
        assert len(documents(tmp_path)) == 5
        assert documents(tmp_path) >= {item.document for item in made.new}
        assert crawl(site.url, tmp_path, "--recheck", "0d").summary["new"] == 0


def test_one_generation_gone_is_no_failure_both_are(tmp_path: Path) -> None:
    made = both(60, 40)
    made.old = []
    with Site(made) as site:
        assert crawl(site.url, tmp_path, *ALL).code == 0
        assert len(documents(tmp_path)) == 40
        made.new = []
        done = crawl(site.url, tmp_path, "--recheck", "0d")
    assert done.code == 1
    assert "no index found" in done.err
    assert len(documents(tmp_path)) == 40


def test_an_index_page_that_fails_keeps_back_no_news(tmp_path: Path) -> None:
    made = channel(100)
    broken = Answer(b"error", 500)
    with Site(made) as site:
        site.faults.append(lambda hit: broken if "index_2" in hit.path else None)
        done = crawl(site.url, tmp_path, *ALL)
        assert done.code == 1
        assert "index could not be read" in done.err
        assert documents(tmp_path) == {item.document for item in made.old[:48]}
        site.faults.clear()
        done = crawl(site.url, tmp_path, *ALL, "--recheck", "0d")
        assert done.code == 0, done.err
        assert documents(tmp_path) == wanted(made)
        assert set(site.articles().values()) == {1}


def test_pages_that_fail_come_last(tmp_path: Path) -> None:
    made = channel(40)
    bad = {item.document for item in made.old[2:8]}
    broken = Answer(b"error", 500)

    def spoil(hit: Hit) -> Answer | None:
        failing = any(f"/{document}.htm" in hit.path for document in bad)
        return broken if failing else None

    with Site(made) as site:
        site.faults.append(spoil)
        first = crawl(site.url, tmp_path, *ALL)
        assert first.code == 1
        assert "does not answer" in first.err
        for _ in range(2):
            crawl(site.url, tmp_path, *ALL)
        assert documents(tmp_path) == wanted(made) - bad


def test_redirects_to_other_hosts_are_not_followed(tmp_path: Path) -> None:
    made = channel(10)
    away = Answer(status=302, headers=[("Location", "http://localhost:9/elsewhere")])
    with Site(made) as site:
        site.faults.append(
            lambda hit: away if made.old[3].document in hit.path else None
        )
        done = crawl(site.url, tmp_path, *ALL)
    assert done.code == 1
    assert "1 failed (refused)" in done.err
    assert len(documents(tmp_path)) == 9


def test_a_page_that_is_missing_is_told_once(tmp_path: Path) -> None:
    made = channel(30)
    missing, home, shell, moved = made.old[3:7]
    answers = {
        missing.document: Answer(b"gone", 404),
        home.document: Answer(
            "<html><head><title>国务院新闻办公室</title></head>"
            "<body>首页</body></html>".encode()
        ),
        shell.document: Answer(
            b'<script>window.location.replace("../../../../../index.htm")</script>'
        ),
        moved.document: Answer(
            f'<script>window.location.replace("../{made.old[9].document}/'
            f'{made.old[9].document}.htm")</script>'.encode()
        ),
    }

    def spoil(hit: Hit) -> Answer | None:
        return next(
            (a for name, a in answers.items() if f"/{name}.htm" in hit.path), None
        )

    with Site(made) as site:
        site.faults.append(spoil)
        done = crawl(site.url, tmp_path, *ALL)
        assert done.code == 1
        assert done.summary["failed"] == 3
        assert "missing_page" in done.err
        assert "redirect_page" in done.err
        gone = {item.document for item in (missing, home, shell, moved)}
        assert documents(tmp_path) == wanted(made) - gone
        states = dict(
            rows(tmp_path, "SELECT url, state FROM page WHERE state != 'done'")
        )
        assert sorted(states.values()) == ["failed", "failed", "gone", "gone"]

        site.forget()
        site.faults.clear()
        again = crawl(site.url, tmp_path, "--recheck", "0d")
        assert again.code == 0, again.err
        asked = " ".join(site.articles())
        assert all(item.document in asked for item in (home, shell))
        assert not any(item.document in asked for item in (missing, moved))


def test_entries_off_site_doubled_and_past_the_end(tmp_path: Path) -> None:
    made = channel(30)

    def add(hit: Hit) -> Answer | None:
        if not hit.path.endswith(f"{OLD}index.htm"):
            return None
        row = (
            '<tr><td><LI><DIV class="fl list_t"><a href="{}">题</a></DIV>'
            '<SPAN class="ftime fr">[2022-08-01]</SPAN></td></tr>'
        )
        twice = f"Document/{made.old[5].document}/{made.old[5].document}.htm"
        more = row.format("http://www.example.org/a/t20220801_1.html") + row.format(
            twice
        )
        page = made.page(hit.path) or ""
        # One page more than there is.
        page = page.replace("共2页", "共3页").replace("共30条", "共32条")
        return Answer(page.replace("<tr id=", f"{more}<tr id=", 1).encode())

    with Site(made) as site:
        site.faults.append(add)
        done = crawl(site.url, tmp_path, *ALL)
        assert done.code == 0, done.err
        assert documents(tmp_path) == wanted(made)
        assert not [path for path in site.paths() if "example" in path]


def test_a_tenth_of_all_answers_fails(tmp_path: Path) -> None:
    made = channel(150)
    busy = Answer(b"busy", 503, [("Retry-After", "0")])
    with Site(made) as site:
        site.faults += [every(0.1, busy, 1), every(0.1, Answer(drop=True), 2)]
        done = crawl(site.url, tmp_path, *ALL)
        assert done.code == 0, done.err
        assert documents(tmp_path) == wanted(made)
        assert set(site.articles(200).values()) == {1}
        assert any(hit.status == 503 for hit in site.log)


def test_truncated_bodies_are_asked_for_again(tmp_path: Path) -> None:
    made = channel(40)
    half = Answer(b"<html><body><p>half", promised=9000)
    with Site(made) as site:
        site.faults.append(every(0.2, half))
        done = crawl(site.url, tmp_path, *ALL)
        assert done.code == 0, done.err
        assert documents(tmp_path) == wanted(made)


def test_pages_that_come_without_their_end(tmp_path: Path) -> None:
    """Stored as they came, told, and asked for again however old they are."""
    made = channel(60)
    item = made.old[50]
    page = made.page(f"{OLD}Document/{item.document}/{item.document}.htm")
    assert page
    half = Answer(page.encode()[: len(page.encode()) * 2 // 3].rpartition(b"</p>")[0])
    with Site(made) as site:
        site.faults.append(lambda hit: half if item.document in hit.path else None)
        done = crawl(site.url, tmp_path, *ALL)
        assert done.code == 1
        assert "truncated" in done.err
        site.faults.clear()
        again = crawl(site.url, tmp_path, "--recheck", "1d")
        assert again.code == 0, again.err
        assert again.summary["changed"] == 1
        [(body,)] = rows(
            tmp_path, "SELECT body FROM briefing WHERE id = ?", f"scio:{item.document}"
        )
        assert body == "\n".join(item.paragraphs())


def test_an_index_that_moved(tmp_path: Path) -> None:
    """Its links are relative to where it is now."""
    made = channel(30)
    moved = "/moved/wjb/"

    def move(hit: Hit) -> Answer | None:
        if hit.path.startswith(OLD):
            there = hit.path.replace(OLD, moved)
            return Answer(status=301, headers=[("Location", there)])
        page = made.page(hit.path.replace(moved, OLD))
        return Answer(page.encode()) if page and moved in hit.path else None

    with Site(made) as site:
        site.faults.append(move)
        done = crawl(site.url, tmp_path, *ALL)
        assert done.code == 0, done.err
        urls = {row[0] for row in rows(tmp_path, "SELECT url FROM briefing")}
        assert len(urls) == 30
        assert all("/moved/wjb/Document/" in url for url in urls)


def test_an_index_page_that_is_missing_is_no_end(tmp_path: Path) -> None:
    made = channel(100)
    gone = Answer(b"not found", 404)
    with Site(made) as site:
        site.faults.append(lambda hit: gone if "index_2" in hit.path else None)
        done = crawl(site.url, tmp_path, *ALL)
        assert done.code == 1
        assert "this one is missing" in done.err
        site.faults.clear()
        assert crawl(site.url, tmp_path, *ALL).code == 0
        assert documents(tmp_path) == wanted(made)


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_compressed_bodies(tmp_path: Path, encoding: str) -> None:
    made = channel(30)
    with Site(made, encoding=encoding) as site:
        assert crawl(site.url, tmp_path, *ALL, "-o", "a.db", "-o", "a.jsonl").code == 0
    done = run("reparse", "captures", "-o", "b.jsonl", cwd=tmp_path)
    assert done.code == 0, done.err
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_a_wrong_charset_in_the_header(tmp_path: Path) -> None:
    made = channel(30)
    with Site(made, content_type="text/html; charset=ISO-8859-1") as site:
        assert crawl(site.url, tmp_path, *ALL).code == 0
    title = rows(tmp_path, "SELECT title FROM briefing")[0][0]
    assert "外交部发言人" in title


def test_conditional_requests_are_judged_by_digest(tmp_path: Path) -> None:
    made = channel(60)
    with Site(made, etags=True) as site:
        crawl(site.url, tmp_path, *ALL)
        made.old[4].edition += 1
        site.forget()
        done = crawl(site.url, tmp_path, "--recheck", "30d")
        assert done.summary["changed"] == 1
        assert done.summary["unchanged"] >= 10
        asked = [hit for hit in site.log if hit.is_article]
        assert all("if-none-match" in hit.headers for hit in asked)
        assert sum(hit.status == 304 for hit in asked) == len(asked) - 1


def test_a_site_that_is_down(tmp_path: Path) -> None:
    made = channel(40)
    with Site(made) as site:
        crawl(site.url, tmp_path, *ALL)
        port = site.port
    before = rows(tmp_path, "SELECT * FROM briefing ORDER BY id")
    pages = rows(tmp_path, "SELECT * FROM page ORDER BY url")
    done = crawl(f"http://127.0.0.1:{port}", tmp_path)
    assert done.code == 1
    assert "does not answer" in done.err
    assert rows(tmp_path, "SELECT * FROM briefing ORDER BY id") == before
    assert rows(tmp_path, "SELECT * FROM page ORDER BY url") == pages
    assert rows(tmp_path, "SELECT ok FROM run ORDER BY id") == [(1,), (0,)]


def test_captures_give_the_records_of_the_crawl(tmp_path: Path) -> None:
    made = both(50, 30)
    with Site(made) as site:
        outputs = ("-o", "briefings.db", "-o", "a.jsonl")
        assert crawl(site.url, tmp_path, *ALL, *outputs).code == 0
        made.old[3].edition += 1
        time.sleep(1)  # times of fetching are told to the second
        crawl(site.url, tmp_path, "--recheck", "60d")
    done = run("reparse", "captures", "-o", "again.db", "-o", "b.jsonl", cwd=tmp_path)
    assert done.code == 0, done.err
    (tmp_path / "again").mkdir()
    (tmp_path / "again.db").rename(tmp_path / "again" / "briefings.db")
    query = "SELECT * FROM briefing ORDER BY id"
    assert rows(tmp_path / "again", query) == rows(tmp_path, query)
    query = "SELECT * FROM revision ORDER BY briefing_id, revision"
    assert rows(tmp_path / "again", query) == rows(tmp_path, query)
    files = sorted((tmp_path / "captures").iterdir())
    kinds = [[record.rec_type for record in records_of(path)] for path in files]
    assert kinds[0] == ["warcinfo", *["response"] * (80 + 3 + 2)]
    # Pages asked for again: one was edited, the others are as they were.
    assert kinds[1].count("revisit") >= 20
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", *map(str, files)], check=False
    )
    assert checked.returncode == 0


def records_of(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        yield from ArchiveIterator(file)


def test_scrapy_itself_gives_the_same_records(tmp_path: Path) -> None:
    made = both(40, 10)
    with Site(made) as site:
        crawl(site.url, tmp_path, *ALL, "-o", "out2.jsonl")
        arguments = ("-a", "since=2004-01-01", "-a", f"site={site.url}")
        quick = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")
        to = ("-O", str(tmp_path / "out.jsonl"))
        subprocess.run(
            [sys.executable, "-m", "scrapy", "crawl", "scio", *arguments, *quick, *to],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            check=True,
        )
    assert records(tmp_path / "out.jsonl") == records(tmp_path / "out2.jsonl")
    assert len(records(tmp_path / "out.jsonl")) == 50


def with_stage(name: str) -> tuple[str, str]:
    """The stages of the settings, and one of `tests.crashing` before they store."""
    stages = {**settings.ITEM_PIPELINES, f"tests.crashing.{name}": 340}
    return "-s", f"ITEM_PIPELINES={json.dumps(stages)}"


def test_a_mistake_of_ours_costs_one_page(tmp_path: Path) -> None:
    made = channel(20)
    with Site(made) as site:
        done = crawl(site.url, tmp_path, *ALL, *with_stage("Crash"))
        assert done.code == 1
        assert "1 failed (crashed)" in done.err
        assert documents(tmp_path) == wanted(made) - {NUMBER}
        again = crawl(site.url, tmp_path, *ALL)
        assert again.code == 0, again.err
        assert documents(tmp_path) == wanted(made)


def test_a_disk_that_is_full_ends_the_run(tmp_path: Path) -> None:
    made = channel(20)
    with Site(made) as site:
        done = crawl(site.url, tmp_path, *ALL, *with_stage("Full"))
        assert done.code == 1
        assert "no space left" in done.err
        assert len(documents(tmp_path)) == 17
        assert crawl(site.url, tmp_path, *ALL).code == 0
        assert documents(tmp_path) == wanted(made)


def test_wrong_usage_is_told_before_any_request(tmp_path: Path) -> None:
    with Site(channel(30)) as site:
        for wrong in (
            ("--since", "2024-02-30"),
            ("--recheck", "often"),
            ("--limit", "0"),
            ("--site", "nowhere"),
            ("-o", "a.txt"),
        ):
            done = crawl(site.url, tmp_path, *wrong)
            assert done.code == 2, wrong
            assert len(done.err.splitlines()) == 1, done.err
        assert not site.log
    assert not list(tmp_path.iterdir())
