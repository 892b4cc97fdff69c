from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from briefings import finding
from briefings.archive import Archive
from briefings.dates import DateRange
from briefings.finding import Wanted
from tests.records import briefing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PIECES = (
    *("气候", "天气", "候鸟", "晴", "G20", "covid-19", "COVID", "100%", "a_b", "ａ"),
    *('"引"', "'", "(", "*", "，", "２０", "Ärzte", "\U00020000", "〇", "NOT", "AND"),
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.db") as opened:
        yield opened


def found(archive: Archive, *words: str, **wanted: object) -> list[tuple[str, int]]:
    hits = finding.hits(archive, words, Wanted(**wanted))  # type: ignore[arg-type]
    return [(hit.id, hit.n) for hit in hits]


def test_search_finds_exactly_the_turns_that_hold_the_words(archive: Archive) -> None:
    chance = random.Random(7)
    answers = {f"scio:{n}": "".join(chance.choices(PIECES, k=6)) for n in range(200)}
    for id_, answer in answers.items():
        archive.store(briefing(id_.partition(":")[2], answer=answer))
    for word in (*PIECES, "候", "气", "0", "g2", "候天", "%", "_", "候晴", "é", "x"):
        folded = word.lower().replace("ａ", "a").replace("２０", "20")
        want = {
            id_
            for id_, answer in answers.items()
            if folded in answer.lower().replace("ａ", "a").replace("２０", "20")
        }
        got = {id_ for id_, n in found(archive, word) if n == 2}
        # The question is the same in all: `2024年Q3`, without any of these words.
        if not any(folded in text.lower() for text in ("请问跨江大桥2024年Q3能",)):
            assert got == want, word


def test_all_words_must_stand_in_one_turn(archive: Archive) -> None:
    archive.store(briefing(answer="晴天，有风。"))
    assert found(archive, "晴天", "有风") == [("scio:900001", 2)]
    assert found(archive, "晴天", "大桥") == [("scio:900001", 2)]
    assert found(archive, "晴天", "摄影展") == []
    assert found(archive, "晴天有风") == []
    assert found(archive, " ") == []
    assert found(archive) == []


def test_a_word_does_not_reach_from_question_to_answer(archive: Archive) -> None:
    archive.store(briefing(answer="晴。"))
    assert found(archive, "完工？晴") == []


def test_filters_narrow_all_that_reads(archive: Archive) -> None:
    archive.store(briefing("1", date="2024-05-06"))
    archive.store(briefing("2", date="2024-05-07", kind="written"))
    archive.store(briefing("3", date=None, spokespeople=["赵亮"], spokesperson="赵亮"))

    def ids(**wanted: object) -> list[str]:
        rows = finding.listed(archive, Wanted(**wanted))  # type: ignore[arg-type]
        return [row["id"] for row in rows]

    assert ids() == ["scio:2", "scio:1", "scio:3"]
    assert ids(days=DateRange.parse("2024-05-07", None)) == ["scio:2"]
    assert ids(days=DateRange.parse(None, "2024-05-06")) == ["scio:1"]
    assert ids(kind="written") == ["scio:2"]
    assert ids(spokesperson="王芳") == ["scio:2", "scio:1"]
    assert ids(source="mfa") == []
    assert ids(outlet="reuters", limit=1) == ["scio:2"]
    assert ids(outlet="xinhua") == ["scio:2", "scio:1", "scio:3"]
    # In a search the outlet is the one that asked this very question.
    assert found(archive, "天", outlet="reuters", limit=2) == [
        ("scio:2", 2),
        ("scio:1", 2),
    ]
    assert found(archive, "有雨", outlet="reuters") == []


def test_named_takes_ids_addresses_and_days(archive: Archive) -> None:
    made = briefing("1693013")
    archive.store(made)
    for name in ("scio:1693013", "1693013", made.url, made.date):
        assert name
        assert list(finding.named(archive, name, Wanted())) == [made]
    assert list(finding.named(archive, "169", Wanted())) == []


def test_outlets_and_labels_are_counted(archive: Archive) -> None:
    archive.store(briefing())
    new = briefing("2")
    new.turns[1].asker_raw, new.turns[1].outlets = "星辰晚报记者", []
    archive.store(new)
    rows = list(finding.outlets(archive))
    assert [(row["id"], row["turns"]) for row in rows] == [
        ("reuters", 1),
        ("xinhua", 1),
    ]
    assert rows[0]["name_zh"] == "路透社"
    # 会后有记者问及 names nobody.
    labels = [row["label"] for row in finding.unknown_labels(archive)]
    assert labels == ["星辰晚报记者"]
