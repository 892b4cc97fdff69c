from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefings.archive import Archive
from briefings.memory import Index, Memory, Page
from tests.records import briefing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

URL = briefing().url


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Archive(tmp_path / "a.db") as archive:
        yield Memory(archive)


def test_a_page_goes_from_listed_to_done_with_its_record(memory: Memory) -> None:
    memory.listed([Page(URL, title="晴", page_date="2024-05-06", listing="index.htm")])
    assert [page.url for page in memory.unfinished()] == [URL]
    memory.update(URL, etag='"1"', digest="abc")
    memory.failed(URL, "503")
    page = memory.page(URL)
    assert page
    assert (page.state, page.tries, page.note) == ("failed", 1, "503")
    memory.archive.store(briefing())
    page = memory.page(URL)
    assert page
    assert (page.state, page.briefing_id, page.etag) == ("done", "scio:900001", '"1"')
    assert (page.title, page.page_date) == ("晴", "2024-05-06")
    assert memory.unfinished() == []
    assert memory.known() == {"scio:900001"}


def test_what_is_done_stays_done(memory: Memory) -> None:
    memory.archive.store(briefing())
    memory.listed([Page(URL, title="晴")])
    memory.failed(URL, "dropped")
    page = memory.page(URL)
    assert page
    assert (page.state, page.title, page.note) == ("done", "晴", "dropped")


def test_gone_pages_are_not_tried_again(memory: Memory) -> None:
    memory.failed(URL, "404", gone=True)
    assert memory.unfinished() == []
    assert [page.url for page in memory.pages("gone")] == [URL]


def test_young_pages_are_those_held_or_published_since(memory: Memory) -> None:
    memory.archive.store(briefing("1"))
    memory.archive.store(briefing("2", date="2024-04-01", page_date="2024-04-02"))
    memory.listed([Page(briefing("3").url)])
    young = memory.young("2024-05-01")
    assert [page.briefing_id for page in young] == ["scio:1"]


def test_index_pages_are_remembered(memory: Memory) -> None:
    index = Index("index_1.htm", 2, 33, 24, "2019-05-01", "2019-05-09", "2019-06-17")
    memory.indexed(index)
    assert memory.index("index_1.htm") == index
    index.links = 25
    memory.indexed(index)
    assert memory.index("index_1.htm") == index
    assert memory.index("other") is None


def test_a_capture_is_noted_once(memory: Memory) -> None:
    made = briefing()
    memory.captured(
        sha256=made.capture.sha256,
        url="http://127.0.0.1/page",
        fetched_at=made.capture.fetched_at,
        status=200,
        via="http",
        file=made.capture.file,
        offset=made.capture.offset,
        length=4000,
    )
    memory.archive.store(made)
    (row,) = memory.archive.db.execute("SELECT * FROM capture").fetchall()
    assert (row["url"], row["length"]) == ("http://127.0.0.1/page", 4000)


def test_runs_are_noted_from_start_to_end(memory: Memory) -> None:
    first = memory.start_run("crawl")
    second = memory.start_run("backfill")
    assert second > first
    memory.finish_run(second, ok=False, summary={"reasons": ["雨"]})
    rows = memory.archive.db.execute("SELECT * FROM run ORDER BY id").fetchall()
    assert [row["ok"] for row in rows] == [None, 0]
    assert rows[1]["summary"] == '{"reasons": ["雨"]}'


def test_an_unknown_column_is_refused(memory: Memory) -> None:
    with pytest.raises(TypeError, match="colour"):
        memory.update(URL, colour="red")
