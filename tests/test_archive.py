from __future__ import annotations

import itertools
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from briefings import finding, jsonl
from briefings.archive import Archive
from briefings.errors import OutputError
from briefings.finding import Wanted
from briefings.items import Briefing, Problem
from tests.records import briefing, origin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.db") as opened:
        yield opened


def dump(path: Path | str) -> list[str]:
    """All rows of all tables, as statements."""
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


def seen(words: str, at: str | None, page: str | None = None) -> Briefing:
    """A reading of one document: these words, fetched at this time."""
    return briefing(answer=words, capture=origin(page or words, at))


MAY, JUNE, JULY, AUGUST = (f"2024-{n:02}-01T00:00:00Z" for n in (5, 6, 7, 8))


def hashes(archive: Archive) -> list[tuple[str, str]]:
    """Time and answer of each revision."""
    return [
        (old.seen_at, old.record["turns"][1]["answer"])
        for old in archive.revisions("scio:900001")
    ]


def test_what_is_stored_comes_back_field_by_field(archive: Archive) -> None:
    whole = briefing()
    bare = briefing("900002", original_title="原标题", date=None, turns=[], problems=[])
    assert archive.store(whole) == "new"
    assert archive.store(bare) == "new"
    assert archive.get("scio:900001") == whole
    assert archive.get("scio:900002") == bare
    assert archive.get("scio:0") is None
    got = archive.get("scio:900001")
    assert got
    assert jsonl.dumps(got) == jsonl.dumps(whole)


def test_tables_hold_the_fields_under_their_names(archive: Archive) -> None:
    archive.store(briefing())
    record = jsonl.record(briefing())
    row = archive.db.execute("SELECT * FROM briefing").fetchone()
    lists = ("spokespeople", "problems", "capture")
    for name, value in record.items():
        if name != "turns":
            held = json.loads(row[name]) if name in lists else row[name]
            assert held == value, name
    turn = archive.db.execute("SELECT * FROM turn WHERE n = 2").fetchone()
    for name, value in record["turns"][1].items():
        if name != "outlets":
            assert turn[name] == value, name
    outlets = archive.db.execute("SELECT outlet_id FROM turn_outlet ORDER BY position")
    assert [row[0] for row in outlets] == ["xinhua", "reuters"]


def test_the_view_has_one_row_a_question(archive: Archive) -> None:
    archive.store(briefing())
    rows = archive.db.execute("SELECT * FROM exchange ORDER BY n").fetchall()
    assert [(row["n"], row["outlets"], row["date"]) for row in rows] == [
        (2, "xinhua reuters", "2024-05-06"),
        (3, None, "2024-05-06"),
    ]
    assert rows[0]["spokesperson"] == "李明"
    assert rows[0]["kind"] == "regular"


def test_storing_the_same_again_changes_no_row(archive: Archive) -> None:
    undated = briefing("900002", capture=origin("file", None))
    archive.store(briefing())
    archive.store(undated)
    before = dump(archive.path)
    archive.now = AUGUST
    assert archive.store(briefing()) == "unchanged"
    assert archive.store(undated) == "unchanged"
    assert dump(archive.path) == before


def test_the_same_words_seen_later_change_only_last_seen_at(archive: Archive) -> None:
    archive.store(seen("晴。", MAY))
    before = dict(archive.db.execute("SELECT * FROM briefing").fetchone())
    assert archive.store(seen("晴。", JUNE, "other markup")) == "unchanged"
    after = dict(archive.db.execute("SELECT * FROM briefing").fetchone())
    assert after.pop("last_seen_at") == JUNE
    assert before.pop("last_seen_at") == MAY
    assert after == before
    assert hashes(archive) == [(MAY, "晴。")]


def test_other_words_are_a_revision_and_so_are_words_that_return(
    archive: Archive,
) -> None:
    assert archive.store(seen("晴。", MAY)) == "new"
    assert archive.store(seen("雨。", JUNE)) == "changed"
    assert archive.store(seen("晴。", JULY)) == "changed"
    assert hashes(archive) == [(MAY, "晴。"), (JUNE, "雨。"), (JULY, "晴。")]
    row = archive.db.execute("SELECT * FROM briefing").fetchone()
    assert (row["revision"], row["first_seen_at"], row["last_seen_at"]) == (
        *(3, MAY, JULY),
    )
    assert list(finding.hits(archive, ["雨。"], Wanted())) == []


SIGHTINGS = [
    seen("晴。", MAY, "1"),
    seen("晴。", "2024-05-09T00:00:00Z", "2"),
    seen("雨。", JUNE, "3"),
    seen("晴。", JULY, "1"),
    seen("雪。", AUGUST, "5"),
]


def told(archive: Archive) -> list[list[tuple[object, ...]]]:
    """What the archive says, without the numbers that only order its rows."""
    return [
        sorted(tuple(row) for row in archive.db.execute(f"SELECT {columns}"))
        for columns in (
            "* FROM briefing",
            "* FROM revision",
            "* FROM sighting",
            "* FROM page",
            "sha256, url, fetched_at, via FROM capture",
            "n, question, answer FROM turn",
        )
    ]


def test_the_order_of_reading_makes_no_difference(tmp_path: Path) -> None:
    expected = [(MAY, "晴。"), (JUNE, "雨。"), (JULY, "晴。"), (AUGUST, "雪。")]
    outcomes = []
    for number, order in enumerate(itertools.permutations(SIGHTINGS)):
        with Archive(tmp_path / f"{number}.db") as archive:
            for each in order:
                archive.store(each)
            assert hashes(archive) == expected
            assert archive.get("scio:900001") == SIGHTINGS[4]
            outcomes.append(told(archive))
            before = dump(archive.path)
            assert {archive.store(each) for each in order} == {"unchanged"}
            assert dump(archive.path) == before
    assert all(outcome == outcomes[0] for outcome in outcomes)


def test_a_better_parser_updates_in_place(archive: Archive) -> None:
    archive.store(seen("晴。", MAY, "page"))
    better = seen("晴天。", MAY, "page")
    better = replace(better, parser_version="0.2.0", problems=[Problem("no_title")])
    assert archive.store(better) == "changed"
    assert hashes(archive) == [(MAY, "晴天。")]
    assert archive.get("scio:900001") == better
    assert [hit.n for hit in finding.hits(archive, ["晴天。"], Wanted())] == [2]
    assert list(finding.hits(archive, ["举行"], Wanted()))
    assert archive.store(better) == "unchanged"


def index(archive: Archive) -> set[tuple[str, int, str, int]]:
    """Every word of the search index with its place."""
    archive.db.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary"
        " USING fts5vocab(main, words, instance)"
    )
    rows = archive.db.execute(
        "SELECT t.briefing_id, t.n, v.term, v.offset"
        " FROM temp.vocabulary AS v LEFT JOIN turn AS t ON t.id = v.doc"
    )
    return {(row[0], row[1], row[2], row[3]) for row in rows}


def test_the_search_index_follows_every_change(tmp_path: Path) -> None:
    after = [
        seen("今天有雨，明天晴。", JUNE),
        briefing("2", "有风。", origin("2", MAY)),
    ]
    with Archive(tmp_path / "changed.db") as archive:
        for answer in ("晴。", "多云，9°C", "今天有雪。"):
            archive.store(seen(answer, MAY, "page"))
            archive.store(briefing("2", answer, origin("2", MAY)))
        for each in after:
            archive.store(each)
        changed = index(archive)
    with Archive(tmp_path / "fresh.db") as archive:
        for each in after:
            archive.store(each)
        assert index(archive) == changed


def test_a_newer_version_that_reads_the_same_is_no_change(archive: Archive) -> None:
    archive.store(briefing())
    newer = briefing(parser_version="0.2.0")
    assert archive.store(newer) == "unchanged"
    assert archive.get("scio:900001") == newer


def test_a_time_takes_the_place_of_a_guess(archive: Archive) -> None:
    archive.store(seen("晴。", None, "page"))
    archive.store(seen("晴。", MAY, "page"))
    row = archive.db.execute("SELECT * FROM briefing").fetchone()
    assert (row["first_seen_at"], row["last_seen_at"]) == (MAY, MAY)
    before = dump(archive.path)
    assert archive.store(seen("晴。", None, "page")) == "unchanged"
    assert dump(archive.path) == before


def test_a_fetched_page_is_done_together_with_its_record(archive: Archive) -> None:
    archive.store(briefing())
    archive.store(briefing("900002", capture=origin("file", None)))
    rows = archive.db.execute("SELECT briefing_id, state FROM page").fetchall()
    assert [tuple(row) for row in rows] == [("scio:900001", "done")]


def test_a_failure_in_the_middle_writes_nothing(archive: Archive) -> None:
    broken = briefing(kind=None)
    with pytest.raises(OutputError, match=r"a\.db: NOT NULL"):
        archive.store(broken)
    for table in ("briefing", "turn", "revision", "sighting", "capture", "page"):
        assert not archive.db.execute(f"SELECT * FROM {table}").fetchall(), table
    assert archive.store(briefing()) == "new"
